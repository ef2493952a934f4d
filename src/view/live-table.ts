// The rows of one view in one scope, kept sorted and filtered while the fleet changes. Work follows change: an update costs the touched rows, a
// key of the filter costs the rows that could still match, a frame costs the visible rows.
import type { NodeId } from '../graph/node-id.ts';
import type { CountByLevel } from '../health/health.ts';
import type { HealthReader } from '../health/health-reader.ts';
import type { Level } from '../health/level.ts';
import { isProblem } from '../health/level.ts';
import type { Filter } from './filter.ts';
import { NO_FILTER, narrows, parseFilter, passes } from './filter.ts';
import { Members } from './members.ts';
import { NodeLoads } from './node-load.ts';
import { remarksOf } from './remarks.ts';
import type { Row } from './row.ts';
import type { Scope } from './scope.ts';
import { SortedRows, type RowChange } from './sorted-rows.ts';
import { StateWatch } from './state-watch.ts';
import { subjectId, type Around } from './subject.ts';
import type { ViewGraph } from './view-graph.ts';
import { RowPlan, ViewRow } from './view-row.ts';
import type { Sort, View } from './view.ts';

/** The rows that stand in a list, a new value per change, rows shared. `counts` and `total` are of all rows, before the filter. */
export type TableRows = {
  readonly rows: readonly Row[];
  readonly total: number;
  readonly counts: CountByLevel;
  /** True while a kind the view needs is still being listed for the first time. */
  readonly loading: boolean;
  /** Why the list is empty or incomplete, in sentences: no rights, filtered by …, nothing here, still listing 3/12. */
  readonly remarks: readonly string[];
};

export type TableOptions = {
  readonly view: View;
  readonly scope: Scope;
  readonly graph: ViewGraph;
  readonly health: HealthReader;
  readonly sort?: Sort;
  readonly filter?: string;
  readonly problemsOnly?: boolean;
};

export class LiveTable {
  readonly #options: TableOptions;
  readonly #members: Members;
  readonly #plan: RowPlan;
  readonly #byId = new Map<NodeId, ViewRow>();
  readonly #byUid = new Map<string, ViewRow>();
  #sort: Sort;
  #filter: Filter = NO_FILTER;
  #problemsOnly = false;
  readonly #all: SortedRows;
  /** The same as #all while nothing is hidden. */
  #shown: SortedRows;
  readonly #counts: Record<Level | 'unknown', number> = noCounts();
  readonly #states: StateWatch;
  #rows: TableRows | undefined;
  #rowsChanged = true;
  #visits = 0;
  /** Rows whose haystack is not made yet. */
  readonly #unprepared: ViewRow[] = [];

  constructor(options: TableOptions) {
    const { view, scope, graph, health } = options;
    this.#options = options;
    const around: Around = { graph, health, loads: view.kinds.includes('Node') ? new NodeLoads(graph) : undefined };
    this.#states = new StateWatch(view, health);
    this.#members = new Members(view, scope, around);
    this.#plan = new RowPlan(view, around);
    this.#sort = options.sort ?? view.sort;
    const rows: ViewRow[] = [];
    for (const subject of this.#members.all()) rows.push(this.#enter(new ViewRow(subject, this.#plan, this.#sort)));
    this.#all = new SortedRows(rows, this.#sort.descending);
    this.#shown = this.#all;
    this.#states.changed(rows);
    this.setFilter(options.filter ?? '');
    this.setProblemsOnly(options.problemsOnly ?? false);
  }

  /** How often a row was made, matched or ordered anew: what a test counts instead of time. */
  get visits(): number {
    return this.#visits;
  }

  /** What was not understood of the filter; undefined when all was. */
  get filterHint(): string | undefined {
    return this.#filter.hint;
  }

  /**
   * Makes the touched rows anew (nodes that are no rows here cost a lookup) and follows the states of kinds and contexts; call it with an empty
   * list when only those changed. True when `rows()` may give something new.
   */
  update(touched: readonly NodeId[]): boolean {
    const ids = new Set<NodeId>(this.#states.changed(this.#all.rows));
    for (const id of touched) for (const affected of this.#members.affected(id)) ids.add(affected);
    const { within } = this.#options.scope;
    if (within !== undefined && touched.includes(within.id)) this.#addMembers(ids);
    const changes: RowChange[] = [];
    for (const id of ids) {
      const change = this.#remake(id);
      if (change !== undefined) changes.push(change);
    }
    this.#apply(changes);
    return this.#rowsChanged || this.#rows === undefined || this.#remarksChanged(this.#rows);
  }

  /**
   * Makes `count` more rows ready for the first key of a filter (about 2 µs each); true while others are not. Call it
   * when nothing else is to be done.
   */
  prepare(count: number): boolean {
    for (let left = count; left > 0; left--) {
      const row = this.#unprepared.pop();
      if (row === undefined) return false;
      if (this.#byId.get(row.id) === row) row.haystack();
    }
    return this.#unprepared.length > 0;
  }

  setSort(sort: Sort): void {
    if (sort.column === this.#sort.column && sort.descending === this.#sort.descending) return;
    this.#sort = sort;
    for (const row of this.#all.rows) row.sortBy(sort);
    this.#visits += this.#all.rows.length;
    this.#all.resort(sort.descending);
    if (this.#shown !== this.#all) this.#shown.resort(sort.descending);
    this.#rowsChanged = true;
  }

  /** Takes a line of the filter language (filter.ts). Typing on at its end looks only at the rows still shown. */
  setFilter(text: string): void {
    if (text === this.#filter.text) return;
    const next = parseFilter(text);
    const narrower = narrows(next, this.#filter);
    this.#filter = next;
    this.#show(narrower ? this.#shown.rows : this.#all.rows);
  }

  /** Keeps minor and worse, and what is unknown: no data is not health. */
  setProblemsOnly(problemsOnly: boolean): void {
    if (problemsOnly === this.#problemsOnly) return;
    this.#problemsOnly = problemsOnly;
    this.#show(problemsOnly ? this.#shown.rows : this.#all.rows);
  }

  /** The rows now: the same value until something changed. */
  rows(): TableRows {
    const last = this.#rows;
    if (last !== undefined && !this.#rowsChanged && !this.#remarksChanged(last)) return last;
    const { loading, remarks } = this.#remarks();
    const rows: readonly Row[] = last !== undefined && !this.#rowsChanged ? last.rows : this.#shown.rows.slice();
    const made: TableRows = { rows, total: this.#all.rows.length, counts: { ...this.#counts }, loading, remarks };
    this.#rowsChanged = false;
    this.#rows = made;
    return made;
  }

  /** Where the row with that uid stands among the rows shown, or -1. */
  indexOf(uid: string): number {
    const row = this.#byUid.get(uid);
    return row === undefined ? -1 : this.#shown.indexOf(row);
  }

  #enter(row: ViewRow): ViewRow {
    this.#byId.set(row.id, row);
    this.#byUid.set(row.uid, row);
    this.#counts[row.seen]++;
    this.#visits++;
    this.#unprepared.push(row);
    return row;
  }

  #leave(row: ViewRow): void {
    this.#byId.delete(row.id);
    if (this.#byUid.get(row.uid) === row) this.#byUid.delete(row.uid);
    this.#counts[row.seen]--;
  }

  #remake(id: NodeId): RowChange | undefined {
    const before = this.#byId.get(id);
    const subject = this.#members.at(id);
    if (before === undefined && subject === undefined) return undefined;
    if (before !== undefined) this.#leave(before);
    const after = subject === undefined ? undefined : this.#enter(new ViewRow(subject, this.#plan, this.#sort));
    return { before, after };
  }

  #apply(changes: readonly RowChange[]): void {
    if (changes.length === 0) return;
    this.#rowsChanged = true;
    this.#all.apply(changes);
    if (this.#shown === this.#all) return;
    this.#visits += changes.length;
    this.#shown.apply(
      changes.map(({ before, after }) => ({
        before,
        after: after !== undefined && this.#passes(after) ? after : undefined,
      })),
    );
  }

  /** What the scope was narrowed to changed: rows may have come or gone without having changed themselves. */
  #addMembers(ids: Set<NodeId>): void {
    const now = new Set<NodeId>();
    for (const subject of this.#members.all()) now.add(subjectId(subject));
    for (const id of now) if (!this.#byId.has(id)) ids.add(id);
    for (const id of this.#byId.keys()) if (!now.has(id)) ids.add(id);
  }

  #passes(row: ViewRow): boolean {
    if (this.#problemsOnly && row.seen !== 'unknown' && !isProblem(row.level)) return false;
    return passes(this.#filter, row);
  }

  #show(candidates: readonly ViewRow[]): void {
    this.#rowsChanged = true;
    if (this.#filter.terms.length === 0 && !this.#problemsOnly) {
      this.#shown = this.#all;
      return;
    }
    this.#visits += candidates.length;
    this.#shown = new SortedRows(
      candidates.filter((row) => this.#passes(row)),
      this.#sort.descending,
      true,
    );
  }

  #remarks(): { readonly loading: boolean; readonly remarks: readonly string[] } {
    const { view, scope, graph, health } = this.#options;
    const total = this.#all.rows.length;
    const shown = this.#shown.rows.length;
    return remarksOf({
      view,
      scope,
      graph,
      health,
      filter: this.#filter,
      problemsOnly: this.#problemsOnly,
      total,
      shown,
    });
  }

  #remarksChanged(last: TableRows): boolean {
    const { loading, remarks } = this.#remarks();
    return (
      loading !== last.loading ||
      remarks.length !== last.remarks.length ||
      remarks.some((remark, index) => remark !== last.remarks[index])
    );
  }
}

function noCounts(): Record<Level | 'unknown', number> {
  return { ok: 0, done: 0, paused: 0, progressing: 0, minor: 0, major: 0, critical: 0, unknown: 0 };
}
