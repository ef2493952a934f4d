// Questions over the screen: an action's, and the session's own. The harmless answer is marked first, so that a key too many never does harm.
import type { Question } from '../actions/action.ts';
import { isTooSmall } from './layout.ts';
import type { Model, Step } from './model.ts';
import { unchanged, withOverlay } from './model.ts';
import { withNotice } from './notice.ts';
import { quit } from './quit-dialog.ts';
import type { Choice, Dialog } from './state.ts';

/** An answer to an earlier key must not hide the keys of a question. */
function withoutAnswer(state: Model): Model {
  const level = state.notice?.level;
  return level === 'info' || level === 'ok' ? { ...state, notice: undefined } : state;
}

export function openPick(state: Model, ask: number, title: string, picks: readonly Choice[]): Step {
  const cursor = Math.max(
    0,
    picks.findIndex(({ disabled }) => disabled !== true),
  );
  return unchanged(
    withOverlay(withoutAnswer(state), { type: 'chooser', purpose: 'pick', title, choices: picks, cursor, ask }),
  );
}

export function openQuestion(state: Model, ask: number, { title, lines, answers, typed }: Question): Step {
  if (typed === undefined)
    return unchanged(withOverlay(withoutAnswer(state), { type: 'dialog', title, lines, answers, marked: 0, ask }));
  const locked = answers.map((choice, index): Choice => (index === 0 ? choice : { ...choice, disabled: true }));
  const input = { ...typed, text: '', cursor: 0 };
  return unchanged(
    withOverlay(withoutAnswer(state), { type: 'dialog', title, lines, answers: locked, marked: 0, ask, typed: input }),
  );
}

export function markAnswer(state: Model, step: 1 | -1): Step {
  const dialog = state.overlay;
  if (dialog?.type !== 'dialog') return unchanged(state);
  const count = dialog.answers.length;
  return unchanged(withOverlay(state, { ...dialog, marked: (dialog.marked + step + count) % count }));
}

/** Enter: takes the marked answer, unless a text that must be typed first is not there yet. */
export function answer(state: Model): Step {
  const dialog = state.overlay;
  if (dialog?.type !== 'dialog') return unchanged(state);
  const { typed, marked, ask } = dialog;
  const given = dialog.answers[marked];
  if (typed !== undefined && marked > 0 && typed.text !== typed.wanted)
    return unchanged(withNotice(state, `type ${typed.what} first: ${typed.wanted}`, 'info'));
  // What cannot be seen must not be agreed to.
  if (ask !== undefined && marked > 0 && isTooSmall(state.size)) return unchanged(state);
  const closed = withOverlay(state, undefined);
  if (ask !== undefined)
    return { state: closed, effects: [{ type: 'answered', ask, answer: marked === 0 ? undefined : given?.id }] };
  return given?.id === 'quit' ? quit(closed) : unchanged(closed);
}

/** Whether what is typed goes into the open dialog. */
export function takesText(dialog: Model['overlay']): dialog is Dialog & { readonly typed: object } {
  return dialog?.type === 'dialog' && dialog.typed !== undefined;
}

/** Typed or pasted text; line ends and other controls are dropped. */
export function typeIntoDialog(state: Model, text: string): Step {
  const clean = [...text.replaceAll(/\p{Cc}/gu, '')];
  return editTyped(state, (before, after) => ({ before: [...before, ...clean].slice(0, 300), after }));
}

export function eraseInDialog(state: Model): Step {
  return editTyped(state, (before, after) => ({ before: before.slice(0, -1), after }));
}

export function clearDialog(state: Model): Step {
  return editTyped(state, (_, after) => ({ before: [], after }));
}

type Halves = { readonly before: readonly string[]; readonly after: readonly string[] };

function editTyped(state: Model, edit: (before: readonly string[], after: readonly string[]) => Halves): Step {
  const dialog = state.overlay;
  if (!takesText(dialog) || dialog.typed === undefined) return unchanged(state);
  const { typed } = dialog;
  const all = [...typed.text];
  const { before, after } = edit(all.slice(0, typed.cursor), all.slice(typed.cursor));
  const text = [...before, ...after].join('');
  const isTyped = text === typed.wanted;
  const answers = dialog.answers.map((choice, index): Choice => {
    const { disabled: _, ...rest } = choice;
    return index === 0 || isTyped ? rest : { ...rest, disabled: true };
  });
  return unchanged(withOverlay(state, { ...dialog, answers, typed: { ...typed, text, cursor: before.length } }));
}
