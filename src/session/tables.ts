// The live tables of the lists on the stack. Only the list one looks at is kept current; the others gather what was touched and catch up when
// one comes back to them, so that a deep stack costs nothing while events rain.
import type { GraphReader } from '../graph/graph-reader.ts';
import type { NodeId } from '../graph/node-id.ts';
import type { HealthReader } from '../health/health-reader.ts';
import { LiveTable } from '../view/live-table.ts';
import type { Scope } from '../view/scope.ts';
import type { View } from '../view/view.ts';
import type { TableQuery } from './message.ts';
import type { Rows } from './state.ts';

/** `touched` gathers since the last look. `asked`: just opened, or its query changed, so that its rows are wanted at once. */
type Open = {
  readonly view: View;
  readonly scope: Scope;
  query: TableQuery;
  table: LiveTable;
  readonly touched: Set<NodeId>;
  asked: boolean;
  behind: boolean;
  /** So much was touched that making the table anew is cheaper, and remembering more of it would be a leak. */
  outdated: boolean;
};

const MOST_TOUCHED = 50_000;

/** About 2 ms of work. */
const PREPARED_AT_ONCE = 1000;

export class Tables {
  readonly #around: { readonly graph: GraphReader; readonly health: HealthReader };
  readonly #open = new Map<number, Open>();
  #preparing = false;

  constructor(around: { readonly graph: GraphReader; readonly health: HealthReader }) {
    this.#around = around;
  }

  open(table: number, view: View, scope: Scope, query: TableQuery): void {
    const made = this.#make(view, scope, query);
    this.#open.set(table, {
      view,
      scope,
      query,
      table: made,
      touched: new Set(),
      asked: true,
      behind: false,
      outdated: false,
    });
  }

  #make(view: View, scope: Scope, query: TableQuery): LiveTable {
    const { graph, health } = this.#around;
    return new LiveTable({ view, scope, graph, health, ...query });
  }

  query(table: number, query: TableQuery): void {
    const open = this.#open.get(table);
    if (open === undefined) return;
    open.query = query;
    open.table.setSort(query.sort);
    open.table.setFilter(query.filter);
    open.table.setProblemsOnly(query.problemsOnly);
    open.asked = true;
  }

  close(table: number): void {
    this.#open.delete(table);
  }

  closeAll(): void {
    this.#open.clear();
  }

  /** Something changed: the nodes named, or (none named) what is known of kinds and contexts. */
  touch(touched: readonly NodeId[]): void {
    for (const open of this.#open.values()) {
      open.behind = true;
      if (open.outdated) continue;
      for (const id of touched) open.touched.add(id);
      if (open.touched.size > MOST_TOUCHED) {
        open.touched.clear();
        open.outdated = true;
      }
    }
  }

  /** True when something was touched that no rows of this table were taken of yet. */
  isBehind(table: number): boolean {
    return this.#open.get(table)?.behind === true;
  }

  /** The rows of a table that was just opened or asked something else; undefined when they are as they were taken last. */
  takeAsked(table: number): Rows | undefined {
    const open = this.#open.get(table);
    if (open?.asked !== true) return undefined;
    open.asked = false;
    return open.table.rows();
  }

  /** Makes the rows of a table ready for the first key of a filter, a slice at a time while nothing else is to be done. */
  prepare(table: number): void {
    const open = this.#open.get(table);
    if (open === undefined || this.#preparing || !open.table.prepare(0)) return;
    this.#preparing = true;
    setImmediate(() => {
      this.#preparing = false;
      if (this.#open.get(table) === open && open.table.prepare(PREPARED_AT_ONCE)) this.prepare(table);
    });
  }

  /** The rows of a table after everything that was touched since; undefined when nothing was. */
  takeCurrent(table: number): Rows | undefined {
    const open = this.#open.get(table);
    if (open === undefined || (!open.asked && !open.behind)) return undefined;
    if (open.outdated) open.table = this.#make(open.view, open.scope, open.query);
    else if (open.behind) open.table.update([...open.touched]);
    open.outdated = false;
    open.touched.clear();
    open.behind = false;
    open.asked = false;
    return open.table.rows();
  }
}
