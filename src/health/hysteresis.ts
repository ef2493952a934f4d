// From verdict to shown level: trouble that may pass by itself waits a moment, recovery has to last. A blinking row teaches people to look away.
// Acts on a node's own verdicts only. Source: health-rules.md, "How to read this".
import type { Finding } from './finding.ts';
import { RANK } from './level.ts';
import type { RuleName } from './rule-name.ts';

export const WORSE_AFTER_MS = 10_000;
export const BETTER_AFTER_MS = 30_000;

/** Shown at once: any waiting error or BackOff, exit ≠ 0, OOMKilled, Unschedulable, no ready endpoint, node not ready. */
const AT_ONCE: ReadonlySet<string> = new Set<RuleName>([
  'container/waiting-error',
  'container/exited',
  'container/oom-killed',
  'pod/failed',
  'pod/unschedulable',
  'service/no-ready-endpoints',
  'node/not-ready',
  'node/unknown',
]);

/** What is shown, and since when the verdict has been another one (`worse` or better) without being shown yet. */
export type Shown = {
  readonly finding: Finding;
  readonly waiting: { readonly worse: boolean; readonly since: number } | undefined;
};

/** When a waiting change is shown; undefined when none waits. */
export function dueAt({ waiting }: Shown): number | undefined {
  return waiting === undefined ? undefined : waiting.since + (waiting.worse ? WORSE_AFTER_MS : BETTER_AFTER_MS);
}

/**
 * The next step of what is shown. `atOnce`: nothing has to last (first sight, or turned off). `betterAtOnce`: the object is new or its culprit is gone.
 */
export function showNext(
  shown: Shown,
  current: Finding,
  now: number,
  when: { readonly atOnce: boolean; readonly betterAtOnce: boolean },
): Shown {
  const [old, next] = [RANK[shown.finding.level], RANK[current.level]];
  if (when.atOnce || next === old) return settled(shown, current);
  const isWorse = next > old;
  if (isWorse && current.own.some(({ rule, level }) => RANK[level] > old && AT_ONCE.has(rule)))
    return settled(shown, current);
  if (!isWorse && when.betterAtOnce) return settled(shown, current);
  const since = shown.waiting?.worse === isWorse ? shown.waiting.since : now;
  if (now >= since + (isWorse ? WORSE_AFTER_MS : BETTER_AFTER_MS)) return settled(shown, current);
  return shown.waiting?.worse === isWorse ? shown : { finding: shown.finding, waiting: { worse: isWorse, since } };
}

function settled(shown: Shown, finding: Finding): Shown {
  return shown.finding === finding && shown.waiting === undefined ? shown : { finding, waiting: undefined };
}
