// What a rule is: a pure function from one object and what the graph says around it to verdicts. Nothing in here remembers or schedules.
import type { GraphReader } from '../graph/graph-reader.ts';
import type { NodeId } from '../graph/node-id.ts';
import type { KindId } from '../objects/kind.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import type { Verdict } from './health.ts';
import type { Level } from './level.ts';
import { RANK } from './level.ts';
import type { RestartReader } from './restart-memory.ts';
import type { RuleName } from './rule-name.ts';

/** One object as its rule sees it. `sees(kind)`: all objects of that kind in this object's namespace are held, so that absence means absence. */
export type NodeView<K extends KindId> = {
  readonly id: NodeId;
  readonly object: Extract<KubeObject, { kind: K }>;
  readonly graph: GraphReader;
  readonly restarts: RestartReader;
  sees(kind: KindId): boolean;
};

/**
 * `now` is ms since the epoch. Verdicts in any order. One of level ok is not shown: it only carries `askAgainAt`, the instant from which time alone
 * could make it another level.
 */
export type Rule<K extends KindId> = (view: NodeView<K>, now: number) => readonly Verdict[];

export const NO_VERDICTS: readonly Verdict[] = Object.freeze([]);

/** What a clause found; `evidence` when there is any, `askAgainAt` when waiting could change it. */
export type Found = {
  readonly rule: RuleName;
  readonly level: Level;
  readonly reason: string;
  readonly message: string;
  readonly since: number;
  readonly at: NodeId;
  readonly evidence?: readonly string[];
  readonly askAgainAt?: number | undefined;
};

const NO_EVIDENCE: readonly string[] = Object.freeze([]);

/** A clause's finding as a verdict. */
export function verdict(found: Found): Verdict {
  const { rule, level, reason, message, since, at, evidence = NO_EVIDENCE, askAgainAt } = found;
  return askAgainAt === undefined
    ? { rule, level, reason, message, since, at, evidence }
    : { rule, level, reason, message, since, at, evidence, askAgainAt };
}

/**
 * A clause that is `early` until `at` and `late` from then on: the shape of every grace period.
 */
export function afterGrace(
  now: number,
  at: number,
  early: Level,
  late: Level,
): { readonly level: Level; readonly askAgainAt?: number } {
  return now < at ? { level: early, askAgainAt: at } : { level: late };
}

/** Worst first, then newest; verdicts at the same instant keep the order of their rules' names, so that the order never depends on chance. */
export function byWorst(a: Verdict, b: Verdict): number {
  return RANK[b.level] - RANK[a.level] || b.since - a.since || compare(a.at, b.at) || compare(a.rule, b.rule);
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
