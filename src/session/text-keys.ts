// What the keys of a text screen do: scroll, wrap, follow, switch. Lines are counted as they are in the text; wrapping is the screen's business.
import type { TextContent, Turn, TurnId } from '../actions/live-text.ts';
import { clamp } from './cursor.ts';
import { bodyRows } from './layout.ts';
import { MOTIONS, type Motion } from './moves.ts';
import type { Model, Step } from './model.ts';
import { popped, pushed, topScreen, topText, unchanged, withTop } from './model.ts';
import type { TextKind, TextLine, TextScreen } from './state.ts';

const SIDE_STEP = 8;
/** A text of this many lines is not looked through for its widest. */
const MOST_MEASURED = 2_000;
const WIDEST_UNMEASURED = 64 * 1024;

/** A text screen on which nothing was pressed yet. */
export function newText(kind: TextKind, title: string, lines: TextScreen['lines']): TextScreen {
  return {
    type: 'text',
    kind,
    title,
    status: '',
    trouble: false,
    lines,
    top: 0,
    left: 0,
    wrap: false,
    search: '',
    only: '',
    follow: false,
    paused: false,
    full: false,
    turns: [],
    dropped: 0,
  };
}

function onText(state: Model, change: (text: TextScreen) => TextScreen): Step {
  const top = topText(state);
  return top === undefined ? unchanged(state) : unchanged(withTop(state, change(top)));
}

/** Opens a text over the body; the same text again closes it. */
export function toggleText(
  state: Model,
  kind: TextKind,
  title: string,
  lines: (state: Model) => readonly TextLine[],
): Step {
  const top = topScreen(state);
  if (top.type === 'text' && top.kind === kind) return popped(state);
  return pushed(state, newText(kind, title, lines(state)));
}

export function scrollText(state: Model, motion: Motion): Step {
  return onText(state, (text) => {
    const page = bodyRows(state.size, text);
    if (text.kind === 'logs' && motion === MOTIONS.last) return { ...text, follow: true };
    const from = text.follow ? topAtEnd(text, state.size.width, page) : text.top;
    const wanted = clamp(motion(from, text.lines.length, page), 0, lastTop(text, page));
    // Down at the end of a followed log is where one is.
    if (text.follow && wanted >= from) return text;
    return { ...text, follow: false, top: wanted, seeking: undefined };
  });
}

/** Going by a line or page moves the first visible line; `last` must show a full page. With wrapping a line may fill many rows, so any may stand first. */
export function lastTop(text: TextScreen, page: number): number {
  return Math.max(0, text.lines.length - (text.wrap ? 1 : page));
}

/** The first visible line of a text that stands at its end; with wrapping about, as only the screen measures cells. */
function topAtEnd(text: TextScreen, width: number, page: number): number {
  if (!text.wrap) return Math.max(0, text.lines.length - page);
  let rows = 0;
  let top = text.lines.length;
  while (top > 0 && rows < page)
    rows += Math.max(1, Math.ceil((text.lines.at(--top)?.text.length ?? 0) / Math.max(1, width - 2)));
  return top;
}

export function scrollSideways(state: Model, step: 1 | -1): Step {
  return onText(state, (text) => {
    const widest = widestOf(text);
    return { ...text, left: text.wrap ? 0 : clamp(text.left + step * SIDE_STEP, 0, Math.max(0, widest - SIDE_STEP)) };
  });
}

function widestOf({ lines }: TextScreen): number {
  if (lines.length > MOST_MEASURED) return WIDEST_UNMEASURED;
  let widest = 0;
  for (let index = 0; index < lines.length; index++) widest = Math.max(widest, lines.at(index)?.text.length ?? 0);
  return widest;
}

export function toggleWrap(state: Model): Step {
  return onText(state, (text) => ({ ...text, wrap: !text.wrap, left: 0 }));
}

/** `f` on a log: stand at its end, or where one is. */
export function toggleFollow(state: Model): Step {
  return onText(state, (text) => ({
    ...text,
    follow: !text.follow,
    top: text.follow ? topAtEnd(text, state.size.width, bodyRows(state.size, text)) : text.top,
  }));
}

/** `f` on other texts: nothing but the text, and back. */
export function toggleFull(state: Model): Step {
  return onText(state, (text) => ({ ...text, full: !text.full }));
}

/** The first line on the screen. */
export function firstVisible(text: TextScreen, state: Model): number {
  return text.follow ? topAtEnd(text, state.size.width, bodyRows(state.size, text)) : text.top;
}

/** The switch as the text says it stands; undefined when it has none of that name. */
export function turnOf(state: Model, id: TurnId): Turn | undefined {
  return topText(state)?.turns.find((candidate) => candidate.id === id);
}

/** Switches after which a log is another one: it is read from its end again, the first lines from their beginning. */
const STARTS_AGAIN: ReadonlySet<TurnId> = new Set([
  'range-0',
  'range-1',
  'range-2',
  'range-3',
  'range-4',
  'range-5',
  'range-6',
  'all-containers',
  'previous',
]);

export function turn(state: Model, id: TurnId): Step {
  const text = topText(state);
  if (text?.live === undefined) return unchanged(state);
  const effects: Step['effects'] = [{ type: 'turn', live: text.live, turn: id }];
  if (!STARTS_AGAIN.has(id)) return { state, effects };
  return {
    state: withTop(state, { ...text, top: 0, match: undefined, seeking: undefined, follow: id !== 'range-1' }),
    effects,
  };
}

/** `&`: hides the lines of a log that do not match. */
export function showOnly(state: Model, pattern: string): Step {
  const text = topText(state);
  if (text?.live === undefined || text.only === pattern) return unchanged(state);
  return {
    state: withTop(state, { ...text, only: pattern, seeking: undefined }),
    effects: [{ type: 'only', live: text.live, pattern }],
  };
}

export function saveText(state: Model): Step {
  const text = topText(state);
  if (text === undefined) return unchanged(state);
  return { state, effects: [{ type: 'save', title: text.title, live: text.live, lines: text.lines }] };
}

/** A live text says something new. Who looks at a line stays with it while others leave at the front. */
export function withContent(text: TextScreen, content: TextContent): TextScreen {
  const gone = content.dropped - text.dropped;
  const { title, status, trouble = false, lines, dropped, turns } = content;
  const match = matchAfter(text.match, gone);
  const { seeking: before } = text;
  const seeking = before === undefined || gone < 0 ? undefined : { ...before, at: before.at - gone };
  const top = Math.max(0, Math.min(text.top - Math.max(0, gone), lines.length - 1));
  const paused = turns.some(({ id, on }) => id === 'pause' && on === true);
  return { ...text, top, match, seeking, title, status, trouble, lines, dropped, turns, paused };
}

function matchAfter(match: number | undefined, gone: number): number | undefined {
  return match === undefined || gone < 0 || match < gone ? undefined : match - gone;
}
