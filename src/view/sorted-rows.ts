// Rows kept in order while they change. The order is total (ties end at the id), so a row is found again by bisection and no index is kept.
import type { SortKey, ViewRow } from './view-row.ts';

/** `before` left, `after` came; both: the row was made anew. */
export type RowChange = { readonly before: ViewRow | undefined; readonly after: ViewRow | undefined };

/** Up to so many rows are moved one by one; more are merged in one pass over all. */
const SPLICE_AT_MOST = 24;

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Numbers before texts: a column that counts says `?` in text only where it could not count. */
function compareKeys(a: SortKey, b: SortKey): number {
  if (typeof a === 'number') return typeof b === 'number' ? a - b : -1;
  return typeof b === 'number' ? 1 : compareText(a, b);
}

/** The order of rows: by sort key in its direction, then always context, namespace, name upward. */
function rowOrder(descending: boolean): (a: ViewRow, b: ViewRow) => number {
  const sign = descending ? -1 : 1;
  return (a, b) =>
    sign * compareKeys(a.sortKey, b.sortKey) ||
    compareText(a.context, b.context) ||
    compareText(a.namespace, b.namespace) ||
    compareText(a.name, b.name) ||
    compareText(a.id, b.id);
}

export class SortedRows {
  #rows: ViewRow[];
  #compare: (a: ViewRow, b: ViewRow) => number;

  /** Takes rows that are sorted already unless `sorted` is false. */
  constructor(rows: ViewRow[], descending: boolean, sorted = false) {
    this.#compare = rowOrder(descending);
    this.#rows = sorted ? rows : rows.toSorted(this.#compare);
  }

  /** The rows as they are now; changed in place later, so copy what you keep. */
  get rows(): readonly ViewRow[] {
    return this.#rows;
  }

  /** Sorts anew after the sort keys were changed. */
  resort(descending: boolean): void {
    this.#compare = rowOrder(descending);
    this.#rows.sort(this.#compare);
  }

  /** Where the row stands, or -1. */
  indexOf(row: ViewRow): number {
    const index = this.#place(row);
    return this.#rows[index] === row ? index : -1;
  }

  /** Applies changes of different rows. */
  apply(changes: readonly RowChange[]): void {
    const moves = changes.filter((change) => !this.#replaced(change));
    if (moves.length > SPLICE_AT_MOST) this.#merge(moves);
    else for (const move of moves) this.#splice(move);
  }

  /** A row that keeps its place is only put over the old one: the usual case. */
  #replaced({ before, after }: RowChange): boolean {
    if (before === undefined || after === undefined || this.#compare(before, after) !== 0) return false;
    const index = this.indexOf(before);
    if (index < 0) return false;
    this.#rows[index] = after;
    return true;
  }

  #splice({ before, after }: RowChange): void {
    const index = before === undefined ? -1 : this.indexOf(before);
    if (index >= 0) this.#rows.splice(index, 1);
    if (after !== undefined) this.#rows.splice(this.#place(after), 0, after);
  }

  #merge(moves: readonly RowChange[]): void {
    const leaving = new Set(moves.map(({ before }) => before));
    const coming = moves
      .map(({ after }) => after)
      .filter((row) => row !== undefined)
      .toSorted(this.#compare);
    const merged: ViewRow[] = [];
    let next = 0;
    for (const row of this.#rows) {
      if (leaving.has(row)) continue;
      for (let first = coming[next]; first !== undefined && this.#compare(first, row) < 0; first = coming[++next])
        merged.push(first);
      merged.push(row);
    }
    for (; next < coming.length; next++) merged.push(coming[next] as ViewRow);
    this.#rows = merged;
  }

  /** The first index whose row is not before `row`. */
  #place(row: ViewRow): number {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(this.#rows[middle] as ViewRow, row) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
