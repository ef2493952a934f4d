// View files are read again when they are saved: lists that show a view of the same name go on in its new form.
import type { View } from '../view/view.ts';
import type { Effect } from './message.ts';
import type { Model, Step } from './model.ts';
import { closing, queryOf, withMemory } from './model.ts';
import type { ListScreen } from './state.ts';

export function swapViews(state: Model, views: readonly View[]): Step {
  const effects: Effect[] = [];
  let nextTable = state.memory.nextTable;
  const screens = state.screens.map((screen) => {
    const view = screen.type === 'list' ? views.find((candidate) => candidate.name === screen.view.name) : undefined;
    if (screen.type !== 'list' || view === undefined || JSON.stringify(view) === JSON.stringify(screen.view))
      return screen;
    const table = nextTable++;
    const next = { ...screen, view, sort: sortIn(view, screen), columnOffset: 0, table };
    effects.push(...closing(screen), { type: 'open-table', table, view, scope: screen.scope, query: queryOf(next) });
    return next;
  });
  return { state: withMemory({ ...state, screens }, { views, nextTable }), effects };
}

/** The sort a person chose, while there still is such a column. */
function sortIn(view: View, { view: old, sort }: ListScreen): ListScreen['sort'] {
  const untouched = sort.column === old.sort.column && sort.descending === old.sort.descending;
  const there = view.columns.some((column) => column.title === sort.column);
  return untouched || !there ? view.sort : sort;
}
