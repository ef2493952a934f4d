// Restarts of a container that runs again: recent ones say it is not well yet, old ones say nothing. A flat total is not health (k9s and
// kube-ops-view stay red forever). Source: health-rules.md §2, container.
import { containerId } from '../graph/node-id.ts';
import { clockText } from '../objects/clock-text.ts';
import type { Verdict } from './health.ts';
import type { PodContainer } from './pod-container.ts';
import { containerWord, limitFact, statusSince } from './pod-container.ts';
import { exitFact } from './exit-words.ts';
import { HOUR, MINUTE, verdict } from './rule.ts';

const RECENT = 10 * MINUTE;
const OFTEN = 3;

/** The instants of restarts in the last hour, oldest first: those seen, or the last end as one when none was seen. */
function recentRestarts({ status, pod, view }: PodContainer, now: number): readonly number[] {
  if (status === undefined) return [];
  const rises = view.restarts.rises(pod.key.text, status.name);
  const ended = status.lastState.terminated?.finishedAt;
  const known = rises.length > 0 || ended === undefined ? rises : [ended];
  return known.filter((at) => at > now - HOUR);
}

/** Verdicts about restarts; none when the last is long ago. */
export function restartVerdicts(container: PodContainer, now: number): readonly Verdict[] {
  const { status, pod } = container;
  if (status === undefined || status.restartCount === 0) return [];
  const restarts = recentRestarts(container, now);
  const at = containerId(pod.key, container.name);
  const found: Verdict[] = [];
  const last = status.lastState.terminated;
  if (last?.reason === 'OOMKilled' && last.finishedAt !== undefined && last.finishedAt > now - HOUR) {
    found.push(
      verdict({
        rule: 'container/oom-killed',
        level: 'major',
        reason: 'OOMKilled',
        message: `${containerWord(container)} was killed for using more memory than its limit`,
        since: last.finishedAt,
        at,
        evidence: [times('OOMKilled', status.restartCount), ...limitFact(container)],
        askAgainAt: last.finishedAt + HOUR,
      }),
    );
  }
  const newest = restarts.at(-1);
  if (newest === undefined) return found;
  const often = restarts.length >= OFTEN;
  const watching = seenSince(container, now);
  if (!often && newest <= now - RECENT) return found;
  found.push(
    verdict({
      rule: 'container/restarts',
      level: often ? 'major' : 'minor',
      reason: often ? 'RestartingOften' : 'Restarted',
      message: `${containerWord(container)} restarted ${restarts.length === 1 ? 'once' : `${restarts.length} times`} in the last hour`,
      since: newest,
      at,
      evidence: [
        times('restarted', restarts.length),
        ...(last === undefined ? [] : [`last ${exitFact(last)}`]),
        ...(watching === undefined ? [] : [`seen since ${clockText(watching).slice(0, 'hh:mm'.length)}`]),
      ],
      askAgainAt: Math.min(
        (restarts[0] ?? newest) + HOUR,
        newest + (often ? HOUR : RECENT),
        (watching ?? Infinity) + HOUR,
      ),
    }),
  );
  return found;
}

/** `OOMKilled ×4`; the word alone for one. */
export function times(word: string, count: number): string {
  return count > 1 ? `${word} ×${count}` : word;
}

/** From when on restarts were counted, while that is less than the hour the count speaks of and the pod is older than our watch. */
function seenSince({ view, pod }: PodContainer, now: number): number | undefined {
  const since = view.restarts.watchingSince(pod.key.context);
  return since === undefined || since <= now - HOUR || statusSince(pod) >= since ? undefined : since;
}
