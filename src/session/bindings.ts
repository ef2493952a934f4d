// THE table of keys. A key that is not here does nothing; what is here is handled, hinted, helped and documented from here and nowhere else.
// Its law is tested: no key with two meanings in one place on one kind of row, no key that cannot reach us.
import type { Binding, Place } from './binding.ts';
import { copyName, copyText } from './copy-keys.ts';
import { GLOBAL_BINDINGS } from './global-bindings.ts';
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
import { openSort } from './choosers.ts';
import { PANEL_BINDINGS } from './panel-bindings.ts';
import { rowKindOf } from './binding.ts';
import { scrollSideways, scrollText, searchAgain, toggleWrap } from './text-keys.ts';
import { askWhy } from './why-panel.ts';
import { jumpFromRow } from './jump-keys.ts';

const LIST: readonly Place[] = ['list'];
const TEXT: readonly Place[] = ['text'];

/** A row on lists that acts on what is under the cursor. */
const needsRow = (state: Model): string | undefined => (rowKindOf(state) === undefined ? 'there is no row' : undefined);

const LIST_BINDINGS: readonly Binding[] = [
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

const noSearch = (state: Model): string | undefined => {
  const top = state.screens.at(-1);
  return top?.type === 'text' && top.search === '' ? 'nothing was searched for: /' : undefined;
};

const TEXT_BINDINGS: readonly Binding[] = [
  ...MOVES.map(({ motion, ...move }): Binding => ({
    ...move,
    section: 'texts',
    places: TEXT,
    motion: true,
    act: (state) => scrollText(state, motion),
  })),
  {
    keys: ['h', 'left'],
    shown: 'h ←',
    section: 'texts',
    places: TEXT,
    does: 'scroll left',
    motion: true,
    act: (state) => scrollSideways(state, -1),
  },
  {
    keys: ['l', 'right'],
    shown: 'l →',
    section: 'texts',
    places: TEXT,
    does: 'scroll right',
    motion: true,
    act: (state) => scrollSideways(state, 1),
  },
  {
    keys: ['n'],
    shown: 'n',
    section: 'texts',
    places: TEXT,
    does: 'next match',
    hint: 'next',
    whyNot: noSearch,
    act: (state) => searchAgain(state, 1),
  },
  {
    keys: ['N'],
    shown: 'N',
    section: 'texts',
    places: TEXT,
    does: 'previous match',
    hint: 'previous',
    whyNot: noSearch,
    act: (state) => searchAgain(state, -1),
  },
  { keys: ['c'], shown: 'c', section: 'texts', places: TEXT, does: 'copy the text', act: copyText },
  {
    keys: ['w'],
    shown: 'w',
    section: 'texts',
    places: TEXT,
    does: 'wrap long lines, on and off',
    hint: 'wrap',
    act: toggleWrap,
  },
];

function firstScreen(state: Model): string | undefined {
  return state.screens.length < 2 ? 'this is the first screen' : undefined;
}

export const BINDINGS: readonly Binding[] = [...GLOBAL_BINDINGS, ...LIST_BINDINGS, ...TEXT_BINDINGS, ...PANEL_BINDINGS];
