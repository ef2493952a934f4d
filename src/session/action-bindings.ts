// The keys that act on what is under the cursor. To add one: a file in src/actions with its id and row in action.ts and catalogue.ts, and a row here.
import type { ActionId } from '../actions/action.ts';
import { act, clearMarks, hasMarks, openActions, toggleMark, whyNotAct } from './action-keys.ts';
import { rowKindOf, type Binding, type Place } from './binding.ts';
import { moveCursor } from './list-keys.ts';
import type { Model } from './model.ts';
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

/** The offer for the row changed: an open panel of actions says so, too. */
export function withOffer(state: Model, offer: Model['offer']): Model {
  const next = { ...state, offer };
  const { overlay } = state;
  if (overlay?.type !== 'chooser' || overlay.purpose !== 'actions') return next;
  const { overlay: fresh } = openActions(next, ACTION_ROWS).state;
  // Another row under the cursor is not what the panel was opened on: it stays as it is, and does nothing.
  if (fresh?.type !== 'chooser' || fresh.row !== overlay.row) return next;
  return { ...next, overlay: { ...fresh, cursor: overlay.cursor } };
}

export const ACTION_BINDINGS: readonly Binding[] = [
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
