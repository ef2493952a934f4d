// What health remembers of a node that is not simply well. Nodes without a record are ok and have no children: most pods, so 20,000 stay small.
import type { NodeId } from '../graph/node-id.ts';
import type { Finding } from './finding.ts';
import { OK_FINDING } from './finding.ts';
import type { Health, Unknown } from './health.ts';
import type { Shown } from './hysteresis.ts';
import type { Level } from './level.ts';
import { RANK } from './level.ts';
import type { Bucket } from './level-counts.ts';
import { LevelCounts } from './level-counts.ts';
import type { Tolerance } from './replicas.ts';

/** What a node adds to its parents' counts. */
export type Standing = {
  readonly verdict: Level;
  readonly shown: Level;
  readonly bucket: Bucket;
  readonly unknown: boolean;
};

/** How a node without a record stands. */
export const OK_STANDING: Standing = Object.freeze({ verdict: 'ok', shown: 'ok', bucket: 'ok', unknown: false });

const OK_SHOWN: Shown = Object.freeze({ finding: OK_FINDING, waiting: undefined });

/** True when parents must look at the child to say why. */
export function isTroubled({ verdict, shown, unknown }: Standing): boolean {
  return unknown || RANK[verdict] > 0 || RANK[shown] > 0;
}

/** Counts of children, kept by the edges of the graph and by children's own changes. */
export class ChildCounts {
  /** By verdict level and by shown bucket. */
  readonly verdicts = new LevelCounts();
  readonly shown = new LevelCounts();
  /** Levels of the children that are shown, whatever is unknown of them: what the parent's own level is made from. */
  readonly levels = new LevelCounts();
  readonly troubled = new Set<NodeId>();
  unknown = 0;

  add(id: NodeId, standing: Standing): void {
    this.#count(standing, 1);
    if (isTroubled(standing)) this.troubled.add(id);
  }

  remove(id: NodeId, standing: Standing): void {
    this.#count(standing, -1);
    this.troubled.delete(id);
  }

  #count({ verdict, shown, bucket, unknown }: Standing, by: number): void {
    this.verdicts.add(verdict, by);
    this.levels.add(shown, by);
    this.shown.add(bucket, by);
    if (unknown) this.unknown += by;
  }
}

export class NodeRecord {
  /** The verdicts as they are now, and what is shown of them. */
  finding: Finding = OK_FINDING;
  shown: Shown = OK_SHOWN;
  /** Judged before everything it needs was held: the first whole judgement is shown at once. */
  unsettled = false;
  unknown: Unknown | undefined = undefined;
  tolerance: Tolerance | undefined = undefined;
  children: ChildCounts | undefined = undefined;
  /** As its parents have counted it. */
  standing: Standing = OK_STANDING;
  /** Made when asked for, dropped when anything in or below it changes. */
  health: Health | undefined = undefined;

  /** True when having no record would say the same. */
  isPlain(): boolean {
    return (
      this.finding === OK_FINDING &&
      this.shown.finding === OK_FINDING &&
      this.shown.waiting === undefined &&
      !this.unsettled &&
      this.unknown === undefined &&
      this.children === undefined &&
      this.tolerance === undefined &&
      this.standing === OK_STANDING
    );
  }
}
