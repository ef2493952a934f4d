// A row that costs little until it is looked at: sort key and level are taken when it is made, its cells when it is first painted. 20,000 rows ×
// 12 cells would be a good part of the memory target.
import type { NodeId } from '../graph/node-id.ts';
import type { Level } from '../health/level.ts';
import type { ObjectKey } from '../objects/key.ts';
import { EMPTY, type ColumnValue } from './cell.ts';
import { columnValue, contextOf, labelsOf, nameOf, namespaceOf } from './columns.ts';
import { seenLevel, sortRank } from '../health/level-word.ts';
import type { Cell, Row, RowKind } from './row.ts';
import { sightOf } from './sight.ts';
import { subjectId, type Around, type Subject } from './subject.ts';
import type { Sort, View } from './view.ts';

/** The title of the sort that every view has: by health. */
export const LEVEL_SORT = 'LEVEL';

/** Columns that say what a filter looks at anyway. */
const NAMES: ReadonlySet<string> = new Set(['context', 'namespace', 'labels']);

export type SortKey = number | string;

/** How the rows of one view are made: its columns looked up once per kind of row. */
export class RowPlan {
  readonly around: Around;
  readonly #columns = new Map<RowKind, readonly (ColumnValue<Subject> | undefined)[]>();
  readonly #texts = new Map<RowKind, readonly ColumnValue<Subject>[]>();
  readonly #view: View;

  constructor(view: View, around: Around) {
    this.#view = view;
    this.around = around;
    for (const kind of view.kinds) {
      const columns = view.columns.map(({ value }) => columnValue(kind, value));
      this.#columns.set(kind, columns);
      this.#texts.set(
        kind,
        columns
          .filter((column, index) => column?.is === 'text' && !NAMES.has(view.columns[index]?.value ?? ''))
          .filter((column) => column !== undefined),
      );
    }
  }

  cells(subject: Subject): readonly Cell[] {
    const columns = this.#columns.get(subject.kind) ?? [];
    return columns.map((column) => column?.make(subject, this.around) ?? EMPTY);
  }

  /** The texts a filter looks into besides the names, lower case, one a line: text cells, then labels. */
  haystack(subject: Subject): string {
    const lines: string[] = [];
    for (const column of this.#texts.get(subject.kind) ?? []) lines.push(column.make(subject, this.around).text);
    const labels = labelsOf(subject);
    for (const name in labels) lines.push(`${name}=${labels[name] ?? ''}`);
    return lines.join('\n').toLowerCase();
  }

  sortKey(row: ViewRow, sort: Sort): SortKey {
    const index = this.#view.columns.findIndex(({ title }) => title === sort.column);
    if (index < 0) return sortRank(row.seen);
    const cell = this.#columns.get(row.kind)?.[index]?.make(row.subject, this.around) ?? EMPTY;
    return cell.sort ?? cell.text.toLowerCase();
  }
}

/** One row; immutable for all who see it as a `Row`. Its sort key changes with the table's sort, never its content. */
export class ViewRow implements Row {
  readonly id: NodeId;
  readonly uid: string;
  readonly kind: RowKind;
  readonly context: string;
  readonly namespace: string;
  readonly name: string;
  readonly level: Level;
  readonly unknown: boolean;
  readonly subject: Subject;
  sortKey: SortKey;
  readonly #plan: RowPlan;
  #cells: readonly Cell[] | undefined;
  #haystack: string | undefined;

  constructor(subject: Subject, plan: RowPlan, sort: Sort) {
    const id = subjectId(subject);
    const { shown, unknown } = plan.around.health.health(id);
    this.id = id;
    this.uid = uidOf(subject, id);
    this.kind = subject.kind;
    this.context = contextOf(subject);
    this.namespace = namespaceOf(subject);
    this.name = nameOf(subject);
    this.level = shown;
    this.unknown = unknown !== undefined;
    this.subject = subject;
    this.#plan = plan;
    this.sortKey = plan.sortKey(this, sort);
  }

  get key(): ObjectKey | undefined {
    const { subject } = this;
    if (subject.kind === 'Context') return undefined;
    if (subject.kind === 'Namespace') return subject.object?.key;
    return subject.kind === 'Container' ? subject.ref.pod.key : subject.key;
  }

  get container(): string | undefined {
    return this.subject.kind === 'Container' ? this.subject.ref.name : undefined;
  }

  get unlisted(): boolean {
    if (this.subject.kind !== 'Namespace' || this.subject.object !== undefined) return false;
    return sightOf(this.#plan.around.health, this.context, 'Namespace') !== 'coming';
  }

  /** What the row counts as in counts, filter and order. */
  get seen(): Level | 'unknown' {
    return seenLevel(this.level, this.unknown);
  }

  get cells(): readonly Cell[] {
    this.#cells ??= this.#plan.cells(this.subject);
    return this.#cells;
  }

  /** Names first: objects' names are lower case by Kubernetes' rules, and most letters are found there without making the haystack. */
  contains(lower: string): boolean {
    if (this.name.includes(lower) || this.namespace.includes(lower) || this.haystack().includes(lower)) return true;
    return this.context.toLowerCase().includes(lower);
  }

  lines(): string {
    return `${this.name}\n${this.namespace}\n${this.context}\n${this.haystack()}`;
  }

  /** Made on first use and kept: 2 µs and 200 bytes a row, which live-table.ts spreads over the time before a filter is typed. */
  haystack(): string {
    this.#haystack ??= this.#plan.haystack(this.subject);
    return this.#haystack;
  }

  sortBy(sort: Sort): void {
    this.sortKey = this.#plan.sortKey(this, sort);
  }
}

/** Two contexts may lead to one cluster, so a uid is unique only with its context. */
function uidOf(subject: Subject, id: NodeId): string {
  if (subject.kind === 'Context' || subject.kind === 'Container') return id;
  const uid = subject.kind === 'Namespace' ? subject.object?.uid : subject.uid;
  return uid === undefined || uid === '' ? id : `${contextOf(subject)}\u0000${uid}`;
}
