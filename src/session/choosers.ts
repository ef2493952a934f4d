// Boxes with one choice per line: the views offered here, the columns to sort by, what an action lets one pick.
import type { ActionId } from '../actions/action.ts';
import { actFromPanel } from './action-keys.ts';
import { clamp } from './cursor.ts';
import { sortBy } from './list-keys.ts';
import type { Motion } from './moves.ts';
import type { Model, Step } from './model.ts';
import { nearestList, openList, topList, unchanged, withOverlay } from './model.ts';
import { scopeWithin } from './scope-change.ts';
import { sortColumns } from './sort-ring.ts';
import type { Choice, Chooser } from './state.ts';

export function openViews(state: Model): Step {
  const present = nearestList(state)?.view.name;
  const choices = state.memory.views.map((view) => ({ id: view.name, label: view.title, note: view.description }));
  return open(state, { purpose: 'views', title: 'Views', choices }, present);
}

export function openSort(state: Model): Step {
  const list = topList(state);
  if (list === undefined) return unchanged(state);
  const titles = sortColumns(list, state.contexts.length);
  const direction = list.sort.descending ? 'descending; again = ascending' : 'ascending; again = descending';
  const choices = titles.map((title) => ({
    id: title,
    label: title,
    ...(title === list.sort.column ? { note: direction } : {}),
  }));
  return open(state, { purpose: 'sort', title: 'Sort by', choices }, list.sort.column);
}

function open(state: Model, chooser: Pick<Chooser, 'purpose' | 'title' | 'choices'>, marked: string | undefined): Step {
  const cursor = Math.max(
    0,
    chooser.choices.findIndex((choice) => choice.id === marked),
  );
  return unchanged(withOverlay(state, { type: 'chooser', ...chooser, cursor }));
}

/** Moves the mark of a list of choices, over those that cannot be chosen too: their notes say why. */
export function movedChoice(choices: readonly Choice[], cursor: number, motion: Motion): number {
  return clamp(motion(cursor, choices.length, 10), 0, choices.length - 1);
}

export function moveChooser(state: Model, motion: Motion): Step {
  const chooser = state.overlay;
  if (chooser?.type !== 'chooser') return unchanged(state);
  return unchanged(withOverlay(state, { ...chooser, cursor: movedChoice(chooser.choices, chooser.cursor, motion) }));
}

export function choose(state: Model): Step {
  const chooser = state.overlay;
  const choice = chooser?.type === 'chooser' ? chooser.choices[chooser.cursor] : undefined;
  if (chooser?.type !== 'chooser' || choice === undefined || choice.disabled === true) return unchanged(state);
  const closed = withOverlay(state, undefined);
  switch (chooser.purpose) {
    case 'pick':
      return chooser.ask === undefined
        ? unchanged(closed)
        : { state: closed, effects: [{ type: 'answered', ask: chooser.ask, answer: choice.id }] };
    case 'actions':
      return actFromPanel(closed, choice.id as ActionId, chooser.row);
    case 'views':
      return chooseView(closed, choice.id);
    case 'sort':
      return sortBy(closed, choice.id);
  }
}

function chooseView(state: Model, name: string): Step {
  const view = state.memory.views.find((candidate) => candidate.name === name);
  const list = nearestList(state);
  if (view === undefined || list === undefined) return unchanged(state);
  if (topList(state)?.view === view) return unchanged(state);
  return openList(state, { view, scope: scopeWithin(view, list.scope) });
}
