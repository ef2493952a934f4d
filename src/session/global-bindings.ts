// The keys that mean the same everywhere (outside prompts and dialogs), and the first words of every footer.
import type { Binding, Place } from './binding.ts';
import { openViews } from './choosers.ts';
import { openHelp } from './help-text.ts';
import { openLegend } from './legend-text.ts';
import { changeQuery } from './list-keys.ts';
import { nearestList, type Model } from './model.ts';
import { openCommand, openFilter } from './prompt-keys.ts';
import { backOrQuit, escape, quit } from './quit-dialog.ts';

const EVERYWHERE: readonly Place[] = ['list', 'text', 'start', 'chooser', 'why'];

/** Before the first list there is nothing these keys could open. */
const needsList = (state: Model): string | undefined =>
  nearestList(state) === undefined ? 'no cluster is being watched yet' : undefined;

const clearFilter = (state: Model) => changeQuery(state, { filter: '', problemsOnly: false });

export const GLOBAL_BINDINGS: readonly Binding[] = [
  {
    keys: ['?', 'f1'],
    shown: '? F1',
    section: 'everywhere',
    places: EVERYWHERE,
    does: 'help: the keys that hold here',
    hint: 'help',
    hintKey: '?',
    hintAt: 'first',
    act: openHelp,
  },
  {
    keys: ['v', 'f2'],
    shown: 'v F2',
    section: 'everywhere',
    places: EVERYWHERE,
    does: 'views offered here',
    hint: 'views',
    hintKey: 'v',
    whyNot: needsList,
    act: openViews,
  },
  {
    keys: ['/', 'f4'],
    shown: '/ F4',
    section: 'everywhere',
    places: ['list'],
    does: 'filter the list as you type',
    hint: 'filter',
    hintKey: '/',
    hintAt: 'first',
    act: openFilter,
  },
  {
    keys: ['/', 'f4'],
    shown: '/ F4',
    section: 'everywhere',
    places: ['text'],
    does: 'search the text as you type',
    hint: 'search',
    hintKey: '/',
    hintAt: 'first',
    act: openFilter,
  },
  {
    keys: [':'],
    shown: ':',
    section: 'everywhere',
    places: EVERYWHERE,
    does: 'command line: VIEW [NAMESPACE] [@CONTEXT], ns, ctx, help, q',
    hint: 'command',
    act: openCommand,
  },
  {
    keys: ['L', 'f7'],
    shown: 'L F7',
    section: 'everywhere',
    places: EVERYWHERE,
    does: 'legend: levels and columns',
    act: openLegend,
  },
  {
    keys: ['ctrl-r'],
    shown: 'Ctrl-R',
    section: 'everywhere',
    places: [...EVERYWHERE, 'prompt', 'dialog'],
    does: 'redraw and reconnect now',
    act: (state) => ({ state, effects: [{ type: 'redraw' }, { type: 'reconnect' }] }),
  },
  {
    keys: ['esc'],
    shown: 'Esc',
    section: 'everywhere',
    places: ['list', 'text', 'start'],
    does: 'clears the filter or the search, else goes back',
    hint: 'back',
    hintIn: ['text'],
    hintAt: 'first',
    act: (state) => escape(state, clearFilter),
  },
  {
    keys: ['q'],
    shown: 'q',
    section: 'everywhere',
    places: EVERYWHERE,
    does: 'back; on the first screen asks to quit',
    act: backOrQuit,
  },
  {
    keys: ['ctrl-c'],
    shown: 'Ctrl-C :q',
    section: 'everywhere',
    places: [...EVERYWHERE, 'prompt', 'dialog'],
    does: 'quit',
    act: quit,
  },
];
