// The columns a list can be sorted by, in the order `<` and `>` go through them, and which way each sorts first.
import type { Sort, View } from '../view/view.ts';
import { columnShown } from '../view/column-shown.ts';
import type { Scope } from '../view/scope.ts';

/** The sort every view has; worst first when descending. */
export const LEVEL_COLUMN = 'LEVEL';

/** Titles of the columns to sort by: the level, then those that are shown. */
export function sortColumns(
  { view, scope }: { readonly view: View; readonly scope: Scope },
  contextCount: number,
): readonly string[] {
  const columns = view.columns.filter((column) => columnShown(column, scope, contextCount));
  return [LEVEL_COLUMN, ...columns.map((column) => column.title).filter((title) => title !== LEVEL_COLUMN)];
}

/** The way a column sorts when it is chosen: as the view sorts it, else worst first, else greatest first where it holds numbers (they stand on the right). */
export function firstSort(view: View, title: string): Sort {
  if (view.sort.column === title) return view.sort;
  const column = view.columns.find((candidate) => candidate.title === title);
  return { column: title, descending: title === LEVEL_COLUMN || column?.align === 'right' };
}

export function reversed(sort: Sort): Sort {
  return { column: sort.column, descending: !sort.descending };
}
