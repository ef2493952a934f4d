// The keys of lists that look and move: drill, back, why, sort, columns. Those that act on objects are in action-bindings.ts.
import type { Binding, Place } from './binding.ts';
import { rowKindOf } from './binding.ts';
import { openSort } from './choosers.ts';
import { copyName } from './copy-keys.ts';
import { jumpFromRow } from './jump-keys.ts';
import {
  allNamespaces,
  back,
  changeQuery,
  drill,
  drillTarget,
  moveCursor,
  scrollColumns,
  sortBeside,
} from './list-keys.ts';
import type { Model } from './model.ts';
import { topList } from './model.ts';
import { MOVES } from './moves.ts';
import { askWhy } from './why-panel.ts';

const LIST: readonly Place[] = ['list'];

/** A row on lists that acts on what is under the cursor. */
const needsRow = (state: Model): string | undefined => (rowKindOf(state) === undefined ? 'there is no row' : undefined);

/** Going down, back and to the cause: what the footer says first. */
export const DRILL_BINDINGS: readonly Binding[] = [
  {
    keys: ['enter', 'right'],
    shown: 'Enter →',
    section: 'lists',
    places: LIST,
    does: 'drill: what is below this row',
    hint: 'drill',
    hintKey: '⏎',
    whyNot: (state) => needsRow(state) ?? (drillTarget(state) === undefined ? 'nothing is below this row' : undefined),
    act: drill,
  },
  {
    keys: ['backspace', 'left', '-'],
    shown: 'Backspace ← -',
    section: 'lists',
    places: LIST,
    does: 'back; cursor, sort and filter are as they were',
    hint: 'back',
    hintKey: '⌫',
    hintAt: 'last',
    whyNot: firstScreen,
    act: back,
  },
  {
    keys: ['w'],
    shown: 'w',
    section: 'lists',
    places: LIST,
    does: 'why: the paths to the causes of this colour',
    hint: 'why',
    whyNot: needsRow,
    act: askWhy,
  },
];

export const LIST_BINDINGS: readonly Binding[] = [
  {
    keys: ['!', 'ctrl-z'],
    shown: '! Ctrl-Z',
    section: 'lists',
    places: LIST,
    does: 'problems only, on and off',
    hint: 'problems',
    hintKey: '!',
    act: (state) => changeQuery(state, { problemsOnly: topList(state)?.problemsOnly !== true }),
  },
  {
    keys: ['S', 'f9'],
    shown: 'S F9',
    section: 'lists',
    places: LIST,
    does: 'sort: choose the column; the same again = reverse',
    hint: 'sort',
    hintKey: 'S',
    act: openSort,
  },
  {
    keys: ['<'],
    shown: '<',
    section: 'lists',
    places: LIST,
    does: 'sort by the previous column; at the first again = reverse',
    act: (state) => sortBeside(state, -1),
  },
  {
    keys: ['>'],
    shown: '>',
    section: 'lists',
    places: LIST,
    does: 'sort by the next column; at the last again = reverse',
    act: (state) => sortBeside(state, 1),
  },
  {
    keys: ['0'],
    shown: '0',
    section: 'lists',
    places: LIST,
    does: 'all namespaces',
    whyNot: (state) => {
      const scope = topList(state)?.scope;
      return scope?.namespace === undefined && scope?.within === undefined ? 'these are all namespaces' : undefined;
    },
    act: allNamespaces,
  },
  {
    keys: ['o'],
    shown: 'o',
    section: 'lists',
    places: LIST,
    kinds: ['Pod', 'Container'],
    does: 'node of this',
    hint: 'node',
    act: (state) => jumpFromRow(state, 'machine'),
  },
  {
    keys: ['J'],
    shown: 'J',
    section: 'lists',
    places: LIST,
    kinds: ['Pod', 'Container', 'ReplicaSet', 'Job'],
    does: 'owner of this',
    hint: 'owner',
    act: (state) => jumpFromRow(state, 'owner'),
  },
  { keys: ['c'], shown: 'c', section: 'lists', places: LIST, does: 'copy the name', whyNot: needsRow, act: copyName },
  {
    keys: ['shift-left'],
    shown: 'Shift-←',
    section: 'lists',
    places: LIST,
    does: 'columns: scroll left',
    motion: true,
    act: (state) => scrollColumns(state, -1),
  },
  {
    keys: ['shift-right'],
    shown: 'Shift-→',
    section: 'lists',
    places: LIST,
    does: 'columns: scroll right',
    motion: true,
    act: (state) => scrollColumns(state, 1),
  },
  ...MOVES.map(({ motion, ...move }): Binding => ({
    ...move,
    section: 'lists',
    places: LIST,
    motion: true,
    act: (state) => moveCursor(state, motion),
  })),
];

function firstScreen(state: Model): string | undefined {
  return state.screens.length < 2 ? 'this is the first screen' : undefined;
}
