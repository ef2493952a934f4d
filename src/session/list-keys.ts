// What the keys of a list do: move, drill, back, sort, problems only, columns. Pure; each takes the state and gives a step.
import type { View } from '../view/view.ts';
import { clamp, moveTo, rowAt } from './cursor.ts';
import { bodyRows } from './layout.ts';
import type { Model, Step } from './model.ts';
import type { Motion } from './moves.ts';
import { openList, popped, queryOf, topList, unchanged, withTop } from './model.ts';
import { scopeBelow } from './scope-change.ts';
import { firstSort, reversed, sortColumns } from './sort-ring.ts';
import type { ListScreen } from './state.ts';

/** Changes the list on top; nothing when the top is no list. */
function onList(state: Model, change: (list: ListScreen) => ListScreen): Step {
  const list = topList(state);
  return list === undefined ? unchanged(state) : unchanged(withTop(state, change(list)));
}

export function moveCursor(state: Model, motion: Motion): Step {
  const page = bodyRows(state.size);
  return onList(state, (list) => moveTo(list, motion(list.cursor, list.rows.rows.length, page), page));
}

/**
 * Changes what the list shows; its table is asked anew, and its rows come back before the next frame. The cursor goes with its object, and to the
 * first row when that is hidden now.
 */
export function changeQuery(state: Model, change: Partial<Pick<ListScreen, 'sort' | 'filter' | 'problemsOnly'>>): Step {
  const list = topList(state);
  if (list === undefined) return unchanged(state);
  const next = { ...list, ...change, cursor: 0, top: 0 };
  const effects =
    next.table === undefined ? [] : [{ type: 'query-table', table: next.table, query: queryOf(next) } as const];
  return { state: withTop(state, next), effects };
}

/** The view Enter opens on the row under the cursor. */
export function drillTarget(state: Model): View | undefined {
  const list = topList(state);
  const row = list === undefined ? undefined : rowAt(list);
  const name = list === undefined || row === undefined ? undefined : list.view.drill[row.kind];
  return name === undefined ? undefined : state.memory.views.find((view) => view.name === name);
}

export function drill(state: Model): Step {
  const list = topList(state);
  const row = list === undefined ? undefined : rowAt(list);
  const view = drillTarget(state);
  if (list === undefined || row === undefined || view === undefined) return unchanged(state);
  const kept = withTop(state, { ...list, cursorUid: row.uid });
  return openList(kept, { view, scope: scopeBelow(list.scope, row) });
}

export function back(state: Model): Step {
  return popped(state);
}

/** `>` and `<`: sorts by the next or previous column; where there is no further column, again = reverse. */
export function sortBeside(state: Model, step: 1 | -1): Step {
  const list = topList(state);
  if (list === undefined) return unchanged(state);
  const titles = sortColumns(list, state.contexts.length);
  const next = titles[titles.indexOf(list.sort.column) + step];
  return changeQuery(state, { sort: next === undefined ? reversed(list.sort) : firstSort(list.view, next) });
}

/** Sorts by a column named by its title; the column that is sorted by already is reversed. */
export function sortBy(state: Model, title: string): Step {
  const list = topList(state);
  if (list === undefined) return unchanged(state);
  return changeQuery(state, { sort: list.sort.column === title ? reversed(list.sort) : firstSort(list.view, title) });
}

export function scrollColumns(state: Model, step: 1 | -1): Step {
  return onList(state, (list) => ({
    ...list,
    columnOffset: clamp(list.columnOffset + step, 0, Math.max(0, list.view.columns.length - 2)),
  }));
}

/** The same view over all namespaces. */
export function allNamespaces(state: Model): Step {
  const list = topList(state);
  if (list === undefined) return unchanged(state);
  return openList(state, {
    view: list.view,
    scope: { context: list.scope.context, namespace: undefined, within: undefined },
  });
}
