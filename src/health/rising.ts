// Health on its way up: which nodes must make their level again, and how a changed level reaches the parents' counts. Heights are done from low
// to high, so that a batch of a thousand changes goes through each ancestor once.
import { HEIGHT, TOP } from '../graph/entry.ts';
import type { GraphReader } from '../graph/graph-reader.ts';
import type { NodeId } from '../graph/node-id.ts';
import type { HealthTable } from './health-table.ts';
import { bucketOf } from './level-counts.ts';
import type { NodeRecord, Standing } from './node-record.ts';
import { ChildCounts, isTroubled, OK_STANDING } from './node-record.ts';
import type { PodTally } from './pod-tally.ts';
import { intakeOf, levelOf } from './propagation.ts';

type Place = NonNullable<ReturnType<GraphReader['place']>>;

export class Rising {
  readonly #graph: GraphReader;
  readonly #table: HealthTable;
  readonly #tally: PodTally;
  /** By height; true when what is in or below the node changed, so that culprits above may differ although no level does. */
  readonly #waiting: readonly Map<NodeId, boolean>[] = Array.from(
    { length: TOP + 1 },
    () => new Map<NodeId, boolean>(),
  );

  constructor(graph: GraphReader, table: HealthTable, tally: PodTally) {
    this.#graph = graph;
    this.#table = table;
    this.#tally = tally;
  }

  /** Puts a node in line. */
  mark(id: NodeId, content: boolean): void {
    const place = this.#graph.place(id);
    if (place !== undefined) this.#mark(id, place, content);
  }

  /** An edge was drawn or cut: the child is counted, or no longer, as it stands. */
  edge(child: NodeId, parent: NodeId, added: boolean): void {
    const standing = this.#table.get(child)?.standing ?? OK_STANDING;
    const record = this.#table.record(parent);
    if (added) (record.children ??= new ChildCounts()).add(child, standing);
    else record.children?.remove(child, standing);
    if (record.children?.verdicts.isEmpty === true) record.children = undefined;
    this.mark(parent, isTroubled(standing));
  }

  /** Makes the levels of all that stand in line, and of what that puts in line above. Adds the ids whose Health changed. */
  run(changed: Set<NodeId>): void {
    for (const line of this.#waiting) {
      for (const [id, content] of line) {
        const place = this.#graph.place(id);
        const record = this.#table.get(id);
        changed.add(id);
        if (place !== undefined && record !== undefined) this.#lift(id, place, record, content);
      }
      line.clear();
    }
  }

  #mark(id: NodeId, place: Place, content: boolean): void {
    const line = this.#waiting[HEIGHT[place.kind]];
    if (line !== undefined && (content || !line.has(id))) line.set(id, content);
  }

  #lift(id: NodeId, place: Place, record: NodeRecord, content: boolean): void {
    record.health = undefined;
    const before = record.standing;
    const after = standingOf(place, record);
    const same =
      after.verdict === before.verdict &&
      after.bucket === before.bucket &&
      after.shown === before.shown &&
      after.unknown === before.unknown;
    if (!same) {
      record.standing = after;
      if (place.kind === 'Pod') this.#tally.move(place.context, place.namespace, before.bucket, after.bucket);
    }
    const troubled = isTroubled(before) || isTroubled(after);
    if (!same || (content && troubled)) {
      for (const parent of this.#graph.parents(id)) {
        const counts = this.#table.get(parent)?.children;
        if (!same) counts?.remove(id, before);
        if (!same) counts?.add(id, after);
        this.mark(parent, troubled);
      }
    }
    if (record.isPlain()) this.#table.drop(id);
  }
}

function standingOf(place: Place, { finding, shown, tolerance, children, unknown }: NodeRecord): Standing {
  const intake = intakeOf(place.kind);
  const verdict = levelOf(intake, finding.level, children?.verdicts, tolerance);
  const level = levelOf(intake, shown.finding.level, children?.levels, tolerance);
  const isUnknown = unknown !== undefined || (intake !== 'none' && children !== undefined && children.unknown > 0);
  if (verdict === 'ok' && level === 'ok' && !isUnknown) return OK_STANDING;
  return { verdict, shown: level, bucket: bucketOf(level, isUnknown), unknown: isUnknown };
}
