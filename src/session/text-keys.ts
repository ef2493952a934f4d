// What the keys of a text screen do: scroll, search, wrap. Lines are counted as they are in the text; wrapping is the screen's business.
import { clamp } from './cursor.ts';
import { bodyRows } from './layout.ts';
import type { Motion } from './moves.ts';
import type { Model, Step } from './model.ts';
import { popped, pushed, topScreen, unchanged, withTop } from './model.ts';
import type { TextLine, TextScreen } from './state.ts';

const SIDE_STEP = 8;

function onText(state: Model, change: (text: TextScreen) => TextScreen): Step {
  const top = topScreen(state);
  return top.type === 'text' ? unchanged(withTop(state, change(top))) : unchanged(state);
}

/** Opens a text over the body; the same text again closes it. */
export function toggleText(state: Model, title: string, lines: (state: Model) => readonly TextLine[]): Step {
  const top = topScreen(state);
  if (top.type === 'text' && top.title === title) return popped(state);
  return pushed(state, { type: 'text', title, lines: lines(state), top: 0, left: 0, wrap: false, search: '' });
}

export function scrollText(state: Model, motion: Motion): Step {
  const page = bodyRows(state.size, 'text');
  return onText(state, (text) => {
    // Going by a line or page moves the first visible line; `last` must show a full page.
    const wanted = motion(text.top, text.lines.length, page);
    return { ...text, top: clamp(wanted, 0, lastTop(text, page)) };
  });
}

/** With wrapping a line may fill many rows, so any line may stand first. */
function lastTop(text: TextScreen, page: number): number {
  return Math.max(0, text.lines.length - (text.wrap ? 1 : page));
}

export function scrollSideways(state: Model, step: 1 | -1): Step {
  return onText(state, (text) => {
    const widest = text.lines.reduce((width, line) => Math.max(width, line.text.length), 0);
    return { ...text, left: text.wrap ? 0 : clamp(text.left + step * SIDE_STEP, 0, Math.max(0, widest - SIDE_STEP)) };
  });
}

export function toggleWrap(state: Model): Step {
  return onText(state, (text) => ({ ...text, wrap: !text.wrap, left: 0 }));
}

/** Searches for `search` from the first visible line on (that line included), so that typing on narrows without running away. */
export function searchText(state: Model, search: string): Step {
  return onText(state, (text) => ({ ...text, search, top: matchFrom({ ...text, search }, text.top, 1) ?? text.top }));
}

/** `n` and `N`. */
export function searchAgain(state: Model, step: 1 | -1): Step {
  return onText(state, (text) => ({ ...text, top: matchFrom(text, text.top + step, step) ?? text.top }));
}

/** The next line that holds the search text, any case, going round the end; undefined when no line does. */
function matchFrom(text: TextScreen, start: number, step: 1 | -1): number | undefined {
  const wanted = text.search.toLowerCase();
  const count = text.lines.length;
  if (wanted === '') return undefined;
  for (let walked = 0; walked < count; walked++) {
    const index = (((start + step * walked) % count) + count) % count;
    if (text.lines[index]?.text.toLowerCase().includes(wanted) === true) return index;
  }
  return undefined;
}
