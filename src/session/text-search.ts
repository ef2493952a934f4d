// Searching in a text. A log may hold a hundred thousand lines, and one that holds no match is looked through whole: so a step looks at some thousand
// lines and asks for the next step, and keys come between.
import { clamp } from './cursor.ts';
import { bodyRows } from './layout.ts';
import { topText, unchanged, withTop, type Model, type Step } from './model.ts';
import type { Seeking, TextScreen } from './state.ts';
import { firstVisible, lastTop } from './text-keys.ts';

/** Lines looked at in one step: a millisecond, for lines full of control sequences about ten. */
const LINES_AT_ONCE = 1_000;

/** Searches for `search` from the first visible line on (that line included), so that typing on narrows without running away. */
export function searchText(state: Model, search: string): Step {
  const text = topText(state);
  if (text === undefined) return unchanged(state);
  return seek(state, { ...text, search, match: undefined }, firstVisible(text, state), 1);
}

/** `n` and `N`: from the match one is at, or from what is visible when one has left it. */
export function searchAgain(state: Model, step: 1 | -1): Step {
  const text = topText(state);
  if (text === undefined) return unchanged(state);
  const top = firstVisible(text, state);
  const page = bodyRows(state.size, text);
  const isSeen = text.match !== undefined && text.match >= top && text.match < top + page;
  return seek(state, text, isSeen ? (text.match ?? 0) + step : top, step);
}

/** The next step of a search that is not through. */
export function seekOn(state: Model): Step {
  const text = topText(state);
  return text?.seeking === undefined ? unchanged(state) : looked(state, text, text.seeking);
}

function seek(state: Model, text: TextScreen, at: number, step: 1 | -1): Step {
  const left = text.search === '' ? 0 : text.lines.length;
  return looked(state, text, { at, step, left });
}

/** Looks for the search text, any case, going round the end. What stood as the match stays until there is an answer. */
function looked(state: Model, text: TextScreen, { at, step, left }: Seeking): Step {
  const wanted = text.search.toLowerCase();
  const count = text.lines.length;
  const looks = Math.min(left, count, LINES_AT_ONCE);
  for (let look = 0; look < looks; look++) {
    const index = (((at + step * look) % count) + count) % count;
    if (text.lines.at(index)?.text.toLowerCase().includes(wanted) === true)
      return unchanged(withTop(state, found({ ...text, seeking: undefined }, state, index)));
  }
  const rest = Math.min(left, count) - looks;
  if (rest === 0) return unchanged(withTop(state, { ...text, match: undefined, seeking: undefined }));
  const seeking = { at: at + step * looks, step, left: rest };
  return { state: withTop(state, { ...text, seeking }), effects: [{ type: 'seek' }] };
}

/** Goes to a match; a third of the page before it stays, so that one sees what it belongs to. */
function found(text: TextScreen, state: Model, match: number): TextScreen {
  const page = bodyRows(state.size, text);
  const top = firstVisible(text, state);
  if (match >= top && match < top + page) return { ...text, match, top, follow: false };
  return { ...text, match, top: clamp(match - Math.floor(page / 3), 0, lastTop(text, page)), follow: false };
}
