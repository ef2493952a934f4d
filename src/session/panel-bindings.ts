// The keys of what lies over a screen or stands before the first list: choosers, the why panel, dialogs, prompts, start screens.
import type { Binding, Place } from './binding.ts';
import { choose, moveChooser } from './choosers.ts';
import type { Model, Step } from './model.ts';
import { MOVES, type Motion } from './moves.ts';
import { acceptPrompt, cancelPrompt, complete, edit, EDITS, walkHistory } from './prompt-keys.ts';
import type { Prompt } from './state.ts';
import { answer, clearDialog, eraseInDialog, markAnswer } from './questions.ts';
import { closePanel } from './quit-dialog.ts';
import { chooseStart, moveStart } from './start-screen.ts';
import { jumpToStep, moveWhy } from './why-panel.ts';

const PROMPT: readonly Place[] = ['prompt'];
const DIALOG: readonly Place[] = ['dialog'];

/** Each place with choices has its own movement and its own Enter. */
const WITH_CHOICES: readonly {
  readonly place: Place;
  readonly does: string;
  readonly move: (state: Model, motion: Motion) => Step;
  readonly enter: (state: Model) => Step;
}[] = [
  { place: 'chooser', does: 'take the marked line', move: moveChooser, enter: choose },
  { place: 'why', does: 'go to the marked step; Backspace comes back', move: moveWhy, enter: jumpToStep },
  { place: 'start', does: 'take the marked line', move: moveStart, enter: chooseStart },
];

const CHOICE_BINDINGS = WITH_CHOICES.flatMap(({ place, does, move, enter }): Binding[] => [
  {
    keys: ['enter'],
    shown: 'Enter',
    section: 'panels',
    places: [place],
    does,
    hint: place === 'why' ? 'go there' : 'take',
    hintKey: '⏎',
    act: enter,
  },
  ...MOVES.map((row): Binding => {
    const { motion, ...named } = row;
    return { ...named, section: 'panels', places: [place], motion: true, act: (state) => move(state, motion) };
  }),
]);

const CLOSE: Binding = {
  keys: ['esc'],
  shown: 'Esc',
  section: 'panels',
  places: ['chooser', 'why'],
  does: 'close the panel',
  hint: 'close',
  act: closePanel,
};

const DIALOG_BINDINGS: readonly Binding[] = [
  {
    keys: ['enter'],
    shown: 'Enter',
    section: 'dialogs',
    places: DIALOG,
    does: 'the marked answer (Cancel is marked first)',
    hint: 'answer',
    hintKey: '⏎',
    act: answer,
  },
  { keys: ['esc'], shown: 'Esc', section: 'dialogs', places: DIALOG, does: 'cancel', hint: 'cancel', act: closePanel },
  {
    keys: ['left', 'up', 'shift-tab'],
    shown: '← ↑ Shift-Tab',
    section: 'dialogs',
    places: DIALOG,
    does: 'previous answer',
    act: (state) => markAnswer(state, -1),
  },
  {
    keys: ['right', 'down', 'tab'],
    shown: '→ ↓ Tab',
    section: 'dialogs',
    places: DIALOG,
    does: 'next answer',
    hint: 'next',
    hintKey: 'Tab',
    act: (state) => markAnswer(state, 1),
  },
  {
    keys: ['backspace'],
    shown: 'Backspace',
    section: 'dialogs',
    places: DIALOG,
    does: 'delete the last typed character (where a name is asked for)',
    act: eraseInDialog,
  },
  {
    keys: ['ctrl-u'],
    shown: 'Ctrl-U',
    section: 'dialogs',
    places: DIALOG,
    does: 'delete all that was typed',
    act: clearDialog,
  },
];

/** A key that edits the typed line. */
function editing(keys: readonly string[], shown: string, does: string, change: (prompt: Prompt) => Prompt): Binding {
  return { keys, shown, section: 'prompts', places: PROMPT, does, act: (state) => edit(state, change) };
}

const PROMPT_BINDINGS: readonly Binding[] = [
  {
    keys: ['enter'],
    shown: 'Enter',
    section: 'prompts',
    places: PROMPT,
    does: 'take the line',
    hint: 'take',
    hintKey: '⏎',
    act: acceptPrompt,
  },
  {
    keys: ['esc'],
    shown: 'Esc',
    section: 'prompts',
    places: PROMPT,
    does: 'cancel; a filter is as it was',
    hint: 'cancel',
    act: cancelPrompt,
  },
  {
    keys: ['tab'],
    shown: 'Tab',
    section: 'prompts',
    places: PROMPT,
    does: 'next completion',
    hint: 'complete',
    act: (state) => complete(state, 1),
  },
  {
    keys: ['shift-tab'],
    shown: 'Shift-Tab',
    section: 'prompts',
    places: PROMPT,
    does: 'previous completion',
    act: (state) => complete(state, -1),
  },
  {
    keys: ['up'],
    shown: '↑',
    section: 'prompts',
    places: PROMPT,
    does: 'earlier line',
    hint: 'history',
    hintKey: '↑↓',
    act: (state) => walkHistory(state, 1),
  },
  {
    keys: ['down'],
    shown: '↓',
    section: 'prompts',
    places: PROMPT,
    does: 'later line',
    act: (state) => walkHistory(state, -1),
  },
  editing(['left'], '←', 'left', EDITS.left),
  editing(['right'], '→', 'right', EDITS.right),
  editing(['home', 'ctrl-a'], 'Home Ctrl-A', 'to the start', EDITS.home),
  editing(['end', 'ctrl-e'], 'End Ctrl-E', 'to the end', EDITS.end),
  editing(['backspace'], 'Backspace', 'delete the character before', EDITS.backspace),
  editing(['delete'], 'Del', 'delete the character under the cursor', EDITS.delete),
  editing(['ctrl-w'], 'Ctrl-W', 'delete the word before', EDITS.word),
  editing(['ctrl-u'], 'Ctrl-U', 'delete to the start', EDITS.clear),
];

export const PANEL_BINDINGS: readonly Binding[] = [...CHOICE_BINDINGS, CLOSE, ...DIALOG_BINDINGS, ...PROMPT_BINDINGS];
