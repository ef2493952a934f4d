// The lines below the body: a rule (which also says when a list is incomplete), why the row under the cursor has its colour, and the keys.
// A prompt takes the place of the last two.
import type { Prompt, ScreenState, State, TextScreen } from '../session/state.ts';
import { putRule, putSpans, putSpansRight, spansWidth, type Canvas, type Span } from './canvas.ts';
import { cut, fill, frameTextOf, put } from './frame.ts';
import { textWidth } from './text-width.ts';
import { glyph, levelStyle } from './theme.ts';
import { withoutCells, wrapped } from './wrap.ts';

/**
 * The rule. On a list that shows rows it carries the first remark, so that an incomplete list never looks complete (law 3); under a text it says how
 * that stands: followed, how much there is, what is wrong.
 */
export function paintRule(canvas: Canvas, screen: ScreenState): void {
  const { frame, layout, theme } = canvas;
  if (layout.rule === undefined) return;
  putRule(canvas, layout.rule);
  const remark =
    screen.type === 'list' ? listRemark(screen) : screen.type === 'text' ? textStatus(screen, layout.bodyRows) : '';
  if (remark === '') return;
  const style =
    screen.type === 'list'
      ? theme.levels.unknown
      : screen.type === 'text' && screen.trouble
        ? theme.levels.minor
        : theme.roles.dim;
  putSpans(
    frame,
    3,
    layout.rule,
    [{ text: ` ${cut(frame, frameTextOf(frame, remark), frame.width - 8)} `, style }],
    frame.width - 3,
  );
}

/** A log may be followed by us while the person looks at older lines: that must not look like its end. */
function textStatus({ kind, follow, paused, status, lines, top }: TextScreen, bodyRows: number): string {
  const isBehind = kind === 'logs' && !follow && !paused && top + bodyRows < lines.length;
  return isBehind ? `not at the end: f · ${status}` : status;
}

function listRemark({ rows: { rows, remarks, loading } }: Extract<ScreenState, { type: 'list' }>): string {
  if (rows.length === 0) return '';
  const [remark, ...others] = remarks;
  const words = remark ?? (loading ? 'still listing …' : '');
  return words === '' || others.length === 0 ? words : `${words} (+${others.length} more)`;
}

/** The cause gets this much of the line before the steps that lead to it. */
const CAUSE_SHARE = 0.55;

/** `svc cart 1/3 ready ← … ← `: as many steps as leave room for the cause; the deepest go first, because the cause names its place itself. */
function shortenedPath({ frame }: Canvas, path: readonly string[], cause: string, room: number): string {
  const wanted = Math.min(textWidth(frameTextOf(frame, cause)), Math.ceil(room * CAUSE_SHARE));
  for (let kept = path.length; kept > 0; kept--) {
    const steps = kept === path.length ? path : [...path.slice(0, kept), '…'];
    const way = `${steps.join(' ← ')} ← `;
    if (textWidth(frameTextOf(frame, way)) + wanted <= room) return way;
  }
  return path.length === 0 ? '' : '… ← ';
}

/** The why line: glyph, the way to the cause, then the cause. */
export function paintWhy(canvas: Canvas, state: State): void {
  const { frame, layout, theme } = canvas;
  if (layout.why === undefined || state.why === undefined) return;
  const { level, path, text } = state.why;
  const begin: readonly Span[] = [
    { text: ` ${glyph(theme, level)} `, style: theme.levels[level] },
    { text: 'why: ', style: theme.roles.dim },
  ];
  const room = frame.width - 1 - spansWidth(frame, begin);
  const way = shortenedPath(canvas, path, text, room);
  const spans: readonly Span[] = [
    ...begin,
    { text: way, style: theme.roles.dim },
    { text, style: level === 'ok' ? theme.roles.dim : theme.roles.text },
  ];
  putSpans(frame, 0, layout.why, spans, frame.width - 1);
}

/** `3/120` of a list, `41 %` of a text. */
function position(screen: ScreenState, bodyRows: number): string {
  if (screen.type === 'list')
    return screen.rows.rows.length === 0 ? '' : `${screen.cursor + 1}/${screen.rows.rows.length}`;
  if (screen.type === 'start' || screen.lines.length <= bodyRows) return '';
  const last = screen.follow ? screen.lines.length : Math.min(screen.lines.length, screen.top + bodyRows);
  return `${last}/${screen.lines.length}`;
}

/** More of an answer than this would hide what it is about; trouble is shown to its end (the cluster's words are bounded, half of the smallest screen). */
const MOST_NOTICE_LINES = 4;
const MOST_TROUBLE_LINES = 12;

/**
 * A notice above the bottom edge: on the footer's line, and as many lines above it as it takes (a webhook's refusal, the path of a file: what is cut off
 * is what one needs). `room` is what the position leaves of the last line.
 */
function paintNotice(canvas: Canvas, notice: NonNullable<State['notice']>, last: number, room: number): void {
  const { frame, theme } = canvas;
  const style = levelStyle(theme, notice.level);
  const begin = notice.level === 'info' ? ' ' : ` ${glyph(theme, notice.level)} `;
  const width = Math.max(1, room - begin.length);
  const all = wrapped(frameTextOf(frame, notice.text), width);
  const lines = all.slice(0, notice.level === 'info' ? MOST_NOTICE_LINES : MOST_TROUBLE_LINES);
  lines.forEach((line, index) => {
    const y = last - lines.length + 1 + index;
    const isCut = index === lines.length - 1 && all.length > lines.length;
    if (index < lines.length - 1) fill(frame, 0, y, frame.width, theme.roles.text);
    const text = isCut ? cut(frame, `${line} …`, width) : line;
    putSpans(
      frame,
      0,
      y,
      [
        { text: index === 0 ? begin : ' '.repeat(begin.length), style },
        { text, style: notice.level === 'info' ? style : theme.roles.text },
      ],
      room,
    );
  });
}

/** Keys with their words, as many whole ones as fit. */
function hintSpans(canvas: Canvas, state: State, room: number): readonly Span[] {
  const { frame, theme } = canvas;
  const spans: Span[] = [];
  let used = 0;
  for (const { keys, does } of state.hints) {
    const key = frameTextOf(frame, keys);
    const width = textWidth(key) + textWidth(frameTextOf(frame, does)) + (spans.length === 0 ? 2 : 3);
    if (used + width > room) break;
    used += width;
    spans.push(
      { text: `${spans.length === 0 ? ' ' : '  '}${key}`, style: theme.roles.key },
      { text: ` ${does}`, style: theme.roles.dim },
    );
  }
  return spans;
}

/** The footer: a notice while there is one, else the keys; the position on the right. A text over the whole screen gives way to a notice only. */
export function paintFooter(canvas: Canvas, state: State, screen: ScreenState): void {
  const { frame, layout, theme } = canvas;
  const y = layout.footer ?? frame.height - 1;
  if (layout.footer === undefined) {
    if (state.notice === undefined) return;
    fill(frame, 0, y, frame.width, theme.roles.text);
  }
  const where = position(screen, layout.bodyRows);
  const room =
    where === ''
      ? frame.width - 1
      : putSpansRight(frame, frame.width - 1, y, [{ text: where, style: theme.roles.dim }]) - 1;
  if (state.notice !== undefined) return paintNotice(canvas, state.notice, y, room);
  putSpans(frame, 0, y, hintSpans(canvas, state, room), room);
}

/** What the prompt has to say: an error in words, else the completions. Stands on the line above it. */
function paintPromptWords(canvas: Canvas, prompt: Prompt, y: number): void {
  const { frame, layout, theme } = canvas;
  const spans: readonly Span[] =
    prompt.error === undefined
      ? prompt.completions.map((completion, index) => ({
          text: `${index === 0 ? ' ' : '  '}${completion}`,
          style: index === 0 ? theme.roles.key : theme.roles.dim,
        }))
      : [
          { text: ` ${glyph(theme, 'minor')} `, style: theme.levels.minor },
          { text: prompt.error, style: theme.roles.text },
        ];
  if (spans.length === 0 || y < layout.bodyTop) return;
  fill(frame, 0, y, frame.width, theme.roles.text);
  putSpans(frame, 0, y, spans, frame.width - 1);
}

/** The prompt in the bottom line, scrolled so that the cursor is visible. */
export function paintPrompt(canvas: Canvas, prompt: Prompt): void {
  const { frame, layout, theme } = canvas;
  const y = layout.footer ?? frame.height - 1;
  paintPromptWords(canvas, prompt, y - 1);
  fill(frame, 0, y, frame.width, theme.roles.prompt);
  const start = put(frame, 0, y, prompt.label, theme.roles.key);
  const room = Math.max(1, frame.width - start - 1);
  const before = frameTextOf(frame, [...prompt.text].slice(0, prompt.cursor).join(''));
  const hidden = Math.max(0, textWidth(before) - room);
  put(frame, start, y, withoutCells(frameTextOf(frame, prompt.text), hidden), theme.roles.prompt);
  frame.cursor = { x: Math.min(frame.width - 1, start + textWidth(before) - hidden), y };
}
