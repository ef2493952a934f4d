// The records of all nodes that need one, and the Health that readers see, made from them when asked for and kept until something changes.
import type { GraphReader } from '../graph/graph-reader.ts';
import type { NodeId } from '../graph/node-id.ts';
import { culpritsOf, looksBelow, NO_CULPRITS } from './culprits.ts';
import { worstLevel } from './finding.ts';
import type { CountByLevel, Health, Path, Unknown } from './health.ts';
import { bucketOf, LevelCounts, NO_COUNT } from './level-counts.ts';
import { NodeRecord } from './node-record.ts';
import { intakeOf } from './propagation.ts';
import { compare, NO_VERDICTS } from './rule.ts';

const ABSENT: Health = Object.freeze({
  own: NO_VERDICTS,
  verdictLevel: 'ok',
  shown: 'ok',
  unknown: Object.freeze({ why: 'waiting', since: 0, detail: 'nothing is known of it' }),
  culprits: NO_CULPRITS,
  children: NO_COUNT,
});

/** Healths of nodes that are well, shared by how many containers they have. */
const wells: Health[] = [];

function well(containers: number): Health {
  return (wells[containers] ??= Object.freeze({
    own: NO_VERDICTS,
    verdictLevel: 'ok',
    shown: 'ok',
    unknown: undefined,
    culprits: NO_CULPRITS,
    children: Object.freeze({ ...NO_COUNT, ok: containers }),
  }));
}

export class HealthTable {
  readonly #graph: GraphReader;
  readonly #records = new Map<NodeId, NodeRecord>();

  constructor(graph: GraphReader) {
    this.#graph = graph;
  }

  /** How many records are held: for tests and diagnostics. */
  get size(): number {
    return this.#records.size;
  }

  get(id: NodeId): NodeRecord | undefined {
    return this.#records.get(id);
  }

  /** The record of a node, made when missing. */
  record(id: NodeId): NodeRecord {
    let record = this.#records.get(id);
    if (record === undefined) this.#records.set(id, (record = new NodeRecord()));
    return record;
  }

  drop(id: NodeId): void {
    this.#records.delete(id);
  }

  health(id: NodeId): Health {
    const record = this.#records.get(id);
    if (record?.health !== undefined) return record.health;
    const place = this.#graph.place(id);
    if (place === undefined) return this.#containerHealth(id);
    if (record === undefined) return well(place.kind === 'Pod' ? this.#graph.children(id).length : 0);
    return (record.health = this.#make(id, record));
  }

  #make(id: NodeId, record: NodeRecord): Health {
    const makeCulprits = () => this.#culprits(id, record);
    const count = () => record.children?.shown.toCount() ?? this.#containerCount(id);
    let culprits: readonly Path[] | undefined;
    let children: CountByLevel | undefined;
    return {
      own: record.finding.own,
      verdictLevel: record.standing.verdict,
      shown: record.standing.shown,
      unknown: record.unknown ?? this.#unknownBelow(record),
      get culprits() {
        return (culprits ??= makeCulprits());
      },
      get children() {
        return (children ??= count());
      },
    };
  }

  /** What is unknown of a parent because of its children: the oldest, so that the answer does not jump about. */
  #unknownBelow({ standing, children }: NodeRecord): Unknown | undefined {
    if (!standing.unknown || children === undefined) return undefined;
    let oldest: { readonly unknown: Unknown; readonly id: NodeId } | undefined;
    for (const id of children.troubled) {
      const unknown = this.#records.get(id)?.standing.unknown === true ? this.health(id).unknown : undefined;
      if (unknown === undefined) continue;
      if (
        oldest === undefined ||
        unknown.since < oldest.unknown.since ||
        (unknown.since === oldest.unknown.since && id < oldest.id)
      )
        oldest = { unknown, id };
    }
    return oldest?.unknown;
  }

  #culprits(id: NodeId, { shown, children, standing }: NodeRecord): readonly Path[] {
    const kind = this.#graph.place(id)?.kind;
    const caps = kind !== undefined && intakeOf(kind) === 'capped' ? standing.shown : undefined;
    const below =
      children === undefined || !looksBelow(this.#graph, id)
        ? []
        : [...children.troubled].toSorted(compare).map((child) => this.health(child).culprits);
    return culpritsOf(id, shown.finding, below, caps);
  }

  #containerHealth(id: NodeId): Health {
    const container = this.#graph.container(id);
    if (container === undefined) return ABSENT;
    const record = this.#records.get(container.pod.key.text);
    if (record === undefined) return well(0);
    const own = record.finding.containers.filter(({ at }) => at === id);
    const shown = record.shown.finding.containers.filter(({ at }) => at === id);
    const unknown = this.health(container.pod.key.text).unknown;
    return {
      own,
      verdictLevel: worstLevel(own),
      shown: worstLevel(shown),
      unknown,
      culprits: shown.map((verdict) => ({ steps: [id], verdict, arrives: verdict.level })),
      children: NO_COUNT,
    };
  }

  #containerCount(id: NodeId): CountByLevel {
    if (this.#graph.place(id)?.kind !== 'Pod') return NO_COUNT;
    const counts = new LevelCounts();
    for (const container of this.#graph.children(id)) {
      const { shown, unknown } = this.#containerHealth(container);
      counts.add(bucketOf(shown, unknown !== undefined), 1);
    }
    return counts.toCount();
  }
}
