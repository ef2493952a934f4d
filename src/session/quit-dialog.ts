// The ways out by key: quitting, going back, closing what lies over a screen.
import type { Model, Step } from './model.ts';
import { hidesRows } from './notice.ts';
import { popped, topScreen, unchanged, withOverlay, withTop } from './model.ts';
import { showOnly, toggleFull } from './text-keys.ts';
import type { Dialog } from './state.ts';

const QUIT: Dialog = {
  type: 'dialog',
  title: 'Quit k8s-watch?',
  lines: [{ text: 'Nothing is running that would be lost.' }],
  answers: [
    { id: 'cancel', label: 'Cancel' },
    { id: 'quit', label: 'Quit' },
  ],
  marked: 0,
};

/** Ctrl-C and `:q`: at once. */
export function quit(state: Model): Step {
  return { state: { ...state, quitting: true }, effects: [{ type: 'quit' }] };
}

/** `q`: closes the panel, else goes back, and on the first screen asks. */
export function backOrQuit(state: Model): Step {
  if (state.overlay !== undefined) return unchanged(withOverlay(state, undefined));
  return state.screens.length > 1 ? popped(state) : unchanged(withOverlay(state, QUIT));
}

/** Esc on a screen: takes a long notice away, ends full screen, shows hidden lines, ends the search, clears the filter (and problems only), else goes back. */
export function escape(state: Model, clear: (state: Model) => Step): Step {
  const top = topScreen(state);
  if (hidesRows(state)) return unchanged({ ...state, notice: undefined });
  if (top.type === 'list' && (top.filter !== '' || top.problemsOnly)) return clear(state);
  if (top.type === 'text' && top.full) return toggleFull(state);
  if (top.type === 'text' && top.only !== '') return showOnly(state, '');
  if (top.type === 'text' && top.search !== '')
    return unchanged(withTop(state, { ...top, search: '', match: undefined, seeking: undefined }));
  return popped(state);
}

export function closePanel(state: Model): Step {
  return unchanged(withOverlay(state, undefined));
}
