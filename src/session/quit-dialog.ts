// Questions with answers. The harmless answer is marked first, so that a key too many never does harm.
import type { Model, Step } from './model.ts';
import { popped, topScreen, unchanged, withOverlay } from './model.ts';
import type { Dialog } from './state.ts';

const QUIT: Dialog = {
  type: 'dialog',
  title: 'Quit k8s-watch?',
  lines: ['Nothing is running that would be lost.'],
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

/** Esc on a screen: clears the filter (and problems only), else goes back. */
export function escape(state: Model, clear: (state: Model) => Step): Step {
  const top = topScreen(state);
  if (top.type === 'list' && (top.filter !== '' || top.problemsOnly)) return clear(state);
  return popped(state);
}

export function markAnswer(state: Model, step: 1 | -1): Step {
  const dialog = state.overlay;
  if (dialog?.type !== 'dialog') return unchanged(state);
  const count = dialog.answers.length;
  return unchanged(withOverlay(state, { ...dialog, marked: (dialog.marked + step + count) % count }));
}

export function answer(state: Model): Step {
  const dialog = state.overlay;
  if (dialog?.type !== 'dialog') return unchanged(state);
  const closed = withOverlay(state, undefined);
  return dialog.answers[dialog.marked]?.id === 'quit' ? quit(closed) : unchanged(closed);
}

export function closePanel(state: Model): Step {
  return unchanged(withOverlay(state, undefined));
}
