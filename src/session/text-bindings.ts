// The keys of texts: describe, YAML, logs, help, legend. Switches a text does not have (or not now) say so by its own words.
import type { TurnId } from '../actions/live-text.ts';
import type { Binding, Place } from './binding.ts';
import { copyText } from './copy-keys.ts';
import { popped, topText, type Model } from './model.ts';
import { MOVES } from './moves.ts';
import { openOnly } from './prompt-keys.ts';
import type { TextKind } from './state.ts';
import {
  saveText,
  scrollSideways,
  scrollText,
  toggleFollow,
  toggleFull,
  toggleWrap,
  turn,
  turnOf,
} from './text-keys.ts';
import { searchAgain } from './text-search.ts';

const TEXT: readonly Place[] = ['text'];
const LOGS: readonly TextKind[] = ['logs'];
const YAML: readonly TextKind[] = ['yaml'];

/** A key that turns a switch of the text. */
function turning(id: TurnId, row: Pick<Binding, 'keys' | 'shown' | 'texts' | 'does' | 'hint' | 'hintKey'>): Binding {
  return {
    ...row,
    section: 'texts',
    places: TEXT,
    whyNot: (state) => {
      const found = turnOf(state, id);
      return found === undefined ? 'this text has no such switch' : found.whyNot;
    },
    act: (state) => turn(state, id),
  };
}

const RANGES = ['the last lines', 'the first lines', '1 min', '5 min', '15 min', '30 min', '1 h'] as const;

const noSearch = (state: Model): string | undefined => {
  return topText(state)?.search === '' ? 'nothing was searched for: /' : undefined;
};

export const TEXT_BINDINGS: readonly Binding[] = [
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
  { keys: ['backspace'], shown: 'Backspace', section: 'texts', places: TEXT, does: 'back', act: popped },
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
  {
    keys: ['f'],
    shown: 'f',
    section: 'texts',
    places: TEXT,
    texts: LOGS,
    does: 'follow: stand at the end, on and off',
    hint: 'follow',
    act: toggleFollow,
  },
  {
    keys: ['f'],
    shown: 'f',
    section: 'texts',
    places: TEXT,
    texts: ['describe', 'yaml', 'help', 'legend'],
    does: 'full screen, on and off',
    act: toggleFull,
  },
  {
    keys: ['&'],
    shown: '&',
    section: 'texts',
    places: TEXT,
    texts: LOGS,
    does: 'only matching lines',
    hint: 'only',
    act: openOnly,
  },
  ...RANGES.map((words, number) =>
    turning(`range-${number as 0 | 1 | 2 | 3 | 4 | 5 | 6}`, {
      keys: [String(number)],
      shown: String(number),
      texts: LOGS,
      does: `from: ${words}`,
      ...(number === 0 ? { hint: 'from', hintKey: '0-6' } : {}),
    }),
  ),
  turning('previous', { keys: ['p'], shown: 'p', texts: LOGS, does: 'the previous container', hint: 'previous' }),
  turning('all-containers', {
    keys: ['a'],
    shown: 'a',
    texts: LOGS,
    does: 'all containers of the pod, in the order of time',
    hint: 'all containers',
  }),
  turning('timestamps', { keys: ['t'], shown: 't', texts: LOGS, does: 'timestamps', hint: 'timestamps' }),
  turning('pause', { keys: ['space'], shown: 'Space', texts: LOGS, does: 'pause and go on', hint: 'pause' }),
  turning('colours', { keys: ['C'], shown: 'C', texts: LOGS, does: "the program's own colours" }),
  turning('managed-fields', { keys: ['m'], shown: 'm', texts: YAML, does: 'managed fields', hint: 'managed fields' }),
  turning('secrets', { keys: ['x'], shown: 'x', texts: YAML, does: 'values of secrets, asks', hint: 'secrets' }),
  {
    keys: ['ctrl-s'],
    shown: 'Ctrl-S',
    section: 'texts',
    places: TEXT,
    does: 'save the text to a file',
    hint: 'save',
    act: saveText,
  },
];
