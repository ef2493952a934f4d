// The keys that act on what is under the cursor. To add one: a file in src/actions, its row in the catalogue, and a row here.
import type { ActionId } from '../actions/action.ts';
import { act, clearMarks, hasMarks, openActions, toggleMark, whyNotAct } from './action-keys.ts';
import { rowKindOf, type Binding, type Place } from './binding.ts';
import { moveCursor } from './list-keys.ts';
import { MOTIONS } from './moves.ts';

const LIST: readonly Place[] = ['list'];

type ActionRow = {
  readonly action: ActionId;
  readonly keys: readonly string[];
  readonly shown: string;
  readonly does: string;
  /** A word or two, for the panel of actions. */
  readonly name: string;
  readonly hint?: string;
  readonly hintKey?: string;
};

const ACTION_ROWS: readonly ActionRow[] = [
  { action: 'logs', name: 'logs', keys: ['l', 'f'], shown: 'l f', does: 'logs, followed', hint: 'logs', hintKey: 'l' },
  { action: 'describe', name: 'describe', keys: ['d'], shown: 'd', does: 'describe', hint: 'describe' },
  { action: 'yaml', name: 'YAML', keys: ['y'], shown: 'y', does: 'YAML', hint: 'YAML' },
  {
    action: 'shell',
    name: 'shell',
    keys: ['s', 'b'],
    shown: 's b',
    does: 'shell in a container',
    hint: 'shell',
    hintKey: 's',
  },
  { action: 'previous-logs', name: 'previous logs', keys: ['p'], shown: 'p', does: 'logs of the previous container' },
  { action: 'attach', name: 'attach', keys: ['a'], shown: 'a', does: 'attach to the main process of a container' },
  {
    action: 'delete',
    name: 'delete',
    keys: ['x', 'ctrl-d'],
    shown: 'x Ctrl-D',
    does: 'delete, always asks',
    hint: 'delete',
    hintKey: 'x',
  },
  { action: 'kill', name: 'kill now', keys: ['ctrl-k'], shown: 'Ctrl-K', does: 'kill now, without grace; asks too' },
];

export const ACTION_BINDINGS: readonly Binding[] = [
  ...ACTION_ROWS.map(({ action, keys, shown, does, hint, hintKey }): Binding => ({
    keys,
    shown,
    section: 'lists',
    places: LIST,
    does,
    ...(hint === undefined ? {} : { hint }),
    ...(hintKey === undefined ? {} : { hintKey }),
    whyNot: (state) => whyNotAct(state, action),
    act: (state) => act(state, action),
  })),
  {
    keys: ['.', 'f8'],
    shown: '. F8',
    section: 'lists',
    places: LIST,
    does: 'actions on this, and why one cannot work',
    hint: 'actions',
    hintKey: '.',
    whyNot: (state) => (rowKindOf(state) === 'Context' ? 'a context is no object of a cluster' : undefined),
    act: (state) => openActions(state, ACTION_ROWS),
  },
  {
    keys: ['space'],
    shown: 'Space',
    section: 'lists',
    places: LIST,
    does: 'mark, and go to the next; deletions take all marked',
    act: (state) => toggleMark(state, (marked) => moveCursor(marked, MOTIONS.down)),
  },
  {
    keys: ['ctrl-\\'],
    shown: 'Ctrl-\\',
    section: 'lists',
    places: LIST,
    does: 'clear the marks',
    hint: 'clear marks',
    whyNot: (state) => (hasMarks(state) ? undefined : 'nothing is marked'),
    act: clearMarks,
  },
];
