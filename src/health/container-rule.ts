// A container's health, from its state: waiting, running or terminated. Source: health-rules.md §2, container.
import { containerId } from '../graph/node-id.ts';
import { conditionOf } from '../objects/condition.ts';
import { restartVerdicts, times } from './container-restarts.ts';
import { exitFact, exitReason, exitWords, firstLine } from './exit-words.ts';
import type { Verdict } from './health.ts';
import type { PodContainer } from './pod-container.ts';
import { containerWord, limitFact, statusSince } from './pod-container.ts';
import { afterGrace, MINUTE, NO_VERDICTS, SECOND, verdict } from './rule.ts';

const CREATING_GRACE = 5 * MINUTE;
/** Without a startup probe a container gets this long to become ready. */
const STARTUP_GRACE = 60 * SECOND;

/** What one container deserves at `now`. Reasons of init containers begin with `Init:`. */
export function containerVerdicts(container: PodContainer, now: number): readonly Verdict[] {
  const { status } = container;
  if (status === undefined)
    return container.pod.kept.status.phase === 'Running' ? [creating(container, '', '', now)] : NO_VERDICTS;
  const { waiting, running, terminated } = status.state;
  if (running !== undefined) return runningVerdicts(container, running.startedAt ?? statusSince(container.pod), now);
  if (terminated !== undefined) return [ended(container, terminated)];
  const reason = waiting?.reason ?? '';
  return [
    isWaitingError(reason)
      ? waitingError(container, reason, waiting?.message ?? '')
      : creating(container, reason, waiting?.message ?? '', now),
  ];
}

/** Argo's pattern of reasons that do not pass by themselves; InvalidImageName fits none and is named. */
export function isWaitingError(reason: string): boolean {
  return (
    reason.startsWith('Err') || reason.endsWith('Error') || reason.endsWith('BackOff') || reason === 'InvalidImageName'
  );
}

function prefixed({ role }: PodContainer, reason: string): string {
  return role === 'init' ? `Init:${reason}` : reason;
}

function waitingError(container: PodContainer, reason: string, said: string): Verdict {
  const { status, pod } = container;
  const last = status?.lastState.terminated;
  const word = containerWord(container);
  const oom = last?.reason === 'OOMKilled';
  const restarts = status?.restartCount ?? 0;
  const evidence =
    last === undefined
      ? [firstLine(said)].filter((line) => line !== '')
      : [times(oom ? 'OOMKilled' : exitFact(last), restarts), ...(oom ? limitFact(container) : [])];
  const ending = last === undefined ? firstLine(said) : `last ${exitWords(last)}`;
  // A loop began with the first restart that was seen, not with the latest turn of it: only so does "since" stand still.
  const since =
    container.view.restarts.rises(pod.key.text, container.name)[0] ??
    last?.finishedAt ??
    unreadyAt(container) ??
    statusSince(pod);
  return verdict({
    rule: 'container/waiting-error',
    level: 'critical',
    reason: prefixed(container, reason),
    message: `${word} waiting ${reason}${ending === '' ? '' : `: ${ending}`}`,
    since,
    at: containerId(pod.key, container.name),
    evidence,
  });
}

function creating(container: PodContainer, reason: string, said: string, now: number): Verdict {
  const { pod } = container;
  const since = unreadyAt(container) ?? statusSince(pod);
  const why = reason === '' ? 'ContainerCreating' : reason;
  return verdict({
    rule: 'container/creating',
    ...afterGrace(now, since + CREATING_GRACE, 'progressing', 'major'),
    reason: prefixed(container, why),
    message: `${containerWord(container)} waiting ${why}${said === '' ? '' : `: ${firstLine(said)}`}`,
    since,
    at: containerId(pod.key, container.name),
  });
}

function runningVerdicts(container: PodContainer, startedAt: number, now: number): readonly Verdict[] {
  const { status, role } = container;
  if (status === undefined || role === 'init') return NO_VERDICTS;
  const restarts = restartVerdicts(container, now);
  return status.ready ? restarts : [notReady(container, startedAt, now), ...restarts];
}

function notReady(container: PodContainer, startedAt: number, now: number): Verdict {
  const { pod, spec } = container;
  const probe = spec.startupProbe;
  // 0 in the kept fields means that the server left it out: Kubernetes' defaults are 3 failures, 10 s apart.
  const grace =
    probe === undefined ? STARTUP_GRACE : (probe.failureThreshold || 3) * (probe.periodSeconds || 10) * SECOND;
  const due = startedAt + grace;
  const late = now >= due;
  const probed = spec.readinessProbe !== undefined ? 'its readiness probe does not succeed' : 'it is not ready';
  return verdict({
    rule: 'container/not-ready',
    ...afterGrace(now, due, 'progressing', 'major'),
    reason: late ? 'NotReady' : 'Starting',
    message: late ? `${containerWord(container)} runs but ${probed}` : `${containerWord(container)} is starting`,
    since: late ? Math.max(due, unreadyAt(container) ?? 0) : startedAt,
    at: containerId(pod.key, container.name),
    evidence: late ? ['running, not ready'] : [],
  });
}

function ended(
  container: PodContainer,
  state: NonNullable<NonNullable<PodContainer['status']>['state']['terminated']>,
): Verdict {
  const { pod, role } = container;
  const at = containerId(pod.key, container.name);
  const since = state.finishedAt ?? statusSince(pod);
  const word = containerWord(container);
  if (state.exitCode === 0 && state.signal === 0) {
    const restarting =
      role === 'sidecar' ||
      (role === 'main' && pod.kept.spec.restartPolicy !== 'Never' && pod.kept.spec.restartPolicy !== 'OnFailure');
    const message = restarting ? `${word} ended with exit 0 and will be started again` : `${word} has finished`;
    return verdict({
      rule: 'container/completed',
      level: restarting ? 'progressing' : 'done',
      reason: 'Completed',
      message,
      since,
      at,
    });
  }
  const oom = state.reason === 'OOMKilled';
  const count = (container.status?.restartCount ?? 0) + 1;
  return verdict({
    rule: oom ? 'container/oom-killed' : 'container/exited',
    level: 'critical',
    reason: prefixed(container, exitReason(state)),
    message: `${word} ended: ${exitWords(state)}`,
    since,
    at,
    evidence: [times(oom ? 'OOMKilled' : exitFact(state), count), ...(oom ? limitFact(container) : [])],
  });
}

function unreadyAt({ pod }: PodContainer): number | undefined {
  const ready =
    conditionOf(pod.kept.status.conditions, 'ContainersReady') ?? conditionOf(pod.kept.status.conditions, 'Ready');
  return ready?.status === 'True' ? undefined : ready?.lastTransitionTime;
}
