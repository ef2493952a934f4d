// The way down from a red node to what makes it red. Made only when somebody asks, and only from children in trouble.
import type { GraphReader } from '../graph/graph-reader.ts';
import type { NodeId } from '../graph/node-id.ts';
import type { Finding } from './finding.ts';
import type { Path, Verdict } from './health.ts';
import type { Level } from './level.ts';
import { RANK } from './level.ts';
import type { RuleName } from './rule-name.ts';
import { byWorst, compare } from './rule.ts';

export const MOST_CULPRITS = 20;
export const NO_CULPRITS: readonly Path[] = Object.freeze([]);

/** Clauses that only count what is wrong below: they are left out where something below says why. */
const COUNTING: ReadonlySet<string> = new Set<RuleName>([
  'replica-set/below-desired',
  'deployment/deadline-exceeded',
  'deployment/rolling',
  'deployment/unavailable',
  'deployment/below-desired',
  'stateful-set/rolling',
  'stateful-set/below-desired',
  'daemon-set/rolling',
  'daemon-set/unavailable',
  'service/no-ready-endpoints',
  'service/one-endpoint',
]);

/**
 * The paths from a node to its culprits: those that make it as bad as it is before those it tolerates, then worst, then newest; at most 20, each
 * culprit once by its worst way, of equals the shortest. `below` are the culprits of its children, `finding` what is shown of its own. `caps` is
 * the node's own level where it is made from what its children leave it, undefined where the worst child's level is its own.
 */
export function culpritsOf(
  id: NodeId,
  finding: Finding,
  below: readonly (readonly Path[])[],
  caps: Level | undefined,
): readonly Path[] {
  const paths = new Map<string, Path>();
  for (const child of below) {
    for (const { steps, verdict, arrives } of child) {
      if (RANK[verdict.level] > 0) offer(paths, { steps: [id, ...steps], verdict, arrives: caps ?? arrives });
    }
  }
  const explained = Math.max(0, ...[...paths.values()].map(({ verdict }) => RANK[verdict.level]));
  for (const own of finding.own) {
    if (COUNTING.has(own.rule) && explained >= RANK.minor) continue;
    const verdict = containersOwn(finding, own);
    offer(paths, { steps: verdict.at === id ? [id] : [id, verdict.at], verdict, arrives: own.level });
  }
  if (paths.size === 0) return NO_CULPRITS;
  return [...paths.values()].toSorted(byCulprit).slice(0, MOST_CULPRITS);
}

function byCulprit(a: Path, b: Path): number {
  return RANK[b.arrives] - RANK[a.arrives] || byWorst(a.verdict, b.verdict) || compare(a.steps.join(), b.steps.join());
}

/** A pod's verdict about a container may be softened; the culprit is the container's own. */
function containersOwn(finding: Finding, own: Verdict): Verdict {
  return finding.containers.find(({ at, rule }) => at === own.at && rule === own.rule) ?? own;
}

function offer(paths: Map<string, Path>, path: Path): void {
  const key = `${path.verdict.rule} ${path.verdict.at}`;
  const known = paths.get(key);
  if (known === undefined || byWay(path, known) < 0) paths.set(key, path);
}

/** Of two ways to one culprit the one by which it is worse comes first, then the shorter one. */
function byWay(a: Path, b: Path): number {
  return (
    RANK[b.arrives] - RANK[a.arrives] || a.steps.length - b.steps.length || compare(a.steps.join(), b.steps.join())
  );
}

/** True when culprits of this kind of node lie below it; elsewhere its own verdicts already point at them. */
export function looksBelow(graph: GraphReader, id: NodeId): boolean {
  const kind = graph.place(id)?.kind;
  return kind !== 'Pod' && kind !== 'Job' && kind !== 'CronJob';
}
