// A view as its YAML file describes it, after checking. Built-in and user views are the same thing.
import type { RowKind } from './row.ts';

export type Align = 'left' | 'right';

/**
 * `value` names a column function of the table in columns.ts; `width` in cells, 0 = the rest of the line; `priority` 1 is dropped last when narrow.
 * Files do not list the context column: it is put first in every view but that of contexts, and shown by shown-columns.ts when it says something.
 */
export type Column = {
  readonly title: string;
  readonly value: string;
  readonly width: number;
  readonly align: Align;
  readonly priority: number;
};

/** `kinds` are the rows it shows (several: services and workloads in one list); `drill` names the view Enter opens, per kind of row. */
export type View = {
  readonly name: string;
  readonly title: string;
  readonly aliases: readonly string[];
  readonly description: string;
  readonly kinds: readonly RowKind[];
  /** Kinds whose rows are left out while a workload we know controls them: the workloads view shows bare pods only. */
  readonly unowned: readonly RowKind[];
  readonly columns: readonly Column[];
  readonly sort: Sort;
  readonly drill: Readonly<Partial<Record<RowKind, string>>>;
  /** Where the view came from, for messages and `:views`. */
  readonly file: string;
};

/** `column` is a column's title, or LEVEL (worst first when descending), which every view has. The first sort of a numeric column is descending. */
export type Sort = { readonly column: string; readonly descending: boolean };
