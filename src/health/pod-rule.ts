// A pod's health: its phase first, then its containers through this rule alone (health-rules.md: no max here). What its containers say is
// kept beside it, so that containers are nodes without being judged twice.
import { conditionOf } from '../objects/condition.ts';
import type { ObjectOf } from '../objects/kube-object.ts';
import { containerVerdicts } from './container-rule.ts';
import { firstLine } from './exit-words.ts';
import type { Verdict } from './health.ts';
import { RANK } from './level.ts';
import { machineLost } from './machine.ts';
import { failedPod } from './pod-failed.ts';
import { podContainers, statusSince } from './pod-container.ts';
import type { NodeView } from './rule.ts';
import { afterGrace, MINUTE, NO_VERDICTS, SECOND, verdict } from './rule.ts';
import { schedulingFacts } from './scheduling-words.ts';
import { terminating } from './terminating-rule.ts';

const SCHEDULE_WINDOW = 15 * SECOND;
const PENDING_GRACE = 5 * MINUTE;
const READY_GRACE = 60 * SECOND;

/** `own` are the pod's verdicts, `containers` those of its containers (their `at` says which). */
export type PodFinding = { readonly own: readonly Verdict[]; readonly containers: readonly Verdict[] };

const HEALTHY: PodFinding = Object.freeze({ own: NO_VERDICTS, containers: NO_VERDICTS });

/** Judges a pod and its containers in one go. */
export function judgePod(view: NodeView<'Pod'>, now: number): PodFinding {
  const pod = view.object;
  if (isPlainlyHealthy(pod)) return HEALTHY;
  const containers = podContainers(view).flatMap((container) => containerVerdicts(container, now));
  return { own: ownVerdicts(view, containers, now), containers };
}

/** The common case, decided without making anything: runs, is ready, never restarted, is not leaving. */
function isPlainlyHealthy({ deletedAt, kept: { spec, status } }: ObjectOf<'Pod'>): boolean {
  if (deletedAt !== undefined || status.phase !== 'Running' || status.reason !== '') return false;
  if (conditionOf(status.conditions, 'Ready')?.status !== 'True' || spec.initContainers.length > 0) return false;
  if (status.containerStatuses.length !== spec.containers.length) return false;
  return status.containerStatuses.every(
    ({ name, ready, restartCount, state }, at) =>
      ready && restartCount === 0 && state.running !== undefined && spec.containers[at]?.name === name,
  );
}

function ownVerdicts(view: NodeView<'Pod'>, containers: readonly Verdict[], now: number): readonly Verdict[] {
  const pod = view.object;
  const { status } = pod.kept;
  const at = view.id;
  if (status.reason === 'NodeLost' || status.phase === 'Unknown') {
    const message = `the node ${pod.kept.spec.nodeName} no longer answers; nothing is known of the pod`;
    return [
      verdict({ rule: 'pod/node-lost', level: 'major', reason: 'NodeLost', message, since: statusSince(pod), at }),
    ];
  }
  const leaving = terminating(pod, now);
  if (leaving !== undefined) return [leaving];
  switch (status.phase) {
    case 'Succeeded': {
      const since = conditionOf(status.conditions, 'Ready')?.lastTransitionTime ?? statusSince(pod);
      return [
        verdict({
          rule: 'pod/succeeded',
          level: 'done',
          reason: 'Completed',
          message: `pod ${pod.key.name} has finished`,
          since,
          at,
        }),
      ];
    }
    case 'Failed':
      return [failedPod(view, containers)];
    case 'Running':
      return running(view, containers, now);
    default:
      return pending(view, containers, now);
  }
}

function pending(view: NodeView<'Pod'>, containers: readonly Verdict[], now: number): readonly Verdict[] {
  const pod = view.object;
  const at = view.id;
  const scheduled = conditionOf(pod.kept.status.conditions, 'PodScheduled');
  const since = scheduled?.lastTransitionTime ?? pod.createdAt;
  if (
    scheduled?.reason === 'SchedulingGated' ||
    (scheduled === undefined && pod.kept.spec.schedulingGates.length > 0)
  ) {
    const gates = pod.kept.spec.schedulingGates.map(({ name }) => name);
    const message = `pod ${pod.key.name} is held back by scheduling gates`;
    return [
      verdict({
        rule: 'pod/scheduling-gated',
        level: 'paused',
        reason: 'SchedulingGated',
        message,
        since,
        at,
        evidence: gates,
      }),
    ];
  }
  if (scheduled?.status === 'False' && scheduled.reason === 'Unschedulable') {
    const evidence = schedulingFacts(scheduled.message);
    return [
      verdict({
        rule: 'pod/unschedulable',
        ...afterGrace(now, since + SCHEDULE_WINDOW, 'progressing', 'critical'),
        reason: 'Unschedulable',
        message: evidence.length === 0 ? 'no node takes the pod' : `no node takes the pod: ${evidence.join('; ')}`,
        since,
        at,
        evidence,
      }),
    ];
  }
  const failing = containers.filter(({ level }) => RANK[level] >= RANK.major);
  if (failing.length > 0) return failing;
  const begun = statusSince(pod);
  const grace = afterGrace(now, begun + PENDING_GRACE, 'progressing', 'major');
  const waits = containers.find(({ level }) => level === 'progressing');
  const message =
    waits === undefined ? `pod ${pod.key.name} is pending` : `pod ${pod.key.name} is pending: ${waits.message}`;
  return [
    verdict({
      rule: 'pod/pending',
      ...grace,
      reason: 'Pending',
      message,
      since: begun,
      at,
      evidence: waits === undefined ? [] : [waits.reason],
    }),
  ];
}

/** A ready pod is at most minor, whatever its containers went through; an unready one is as bad as its worst container. */
function running(view: NodeView<'Pod'>, containers: readonly Verdict[], now: number): readonly Verdict[] {
  const pod = view.object;
  const ready = conditionOf(pod.kept.status.conditions, 'Ready');
  const telling = containers.filter(({ level }) => RANK[level] > 0);
  if (ready?.status === 'True')
    return telling.map((found) => (RANK[found.level] > RANK.minor ? { ...found, level: 'minor' } : found));
  if (telling.some(({ level }) => RANK[level] >= RANK.progressing && level !== 'minor')) return telling;
  if (machineLost(view.graph, view.id) !== undefined) return telling;
  const finished = pod.kept.status.containerStatuses.some(({ state }) => state.terminated?.exitCode === 0);
  if (finished && pod.kept.spec.restartPolicy !== 'Always') return telling;
  return [...telling, unready(view, ready, now)];
}

/** Not ready although no container says why: a readiness gate is closed, or the kubelet or node controller has a reason of its own. */
function unready(
  view: NodeView<'Pod'>,
  ready: { lastTransitionTime: number | undefined; reason: string; message: string } | undefined,
  now: number,
): Verdict {
  const pod = view.object;
  const { conditions } = pod.kept.status;
  const gates = pod.kept.spec.readinessGates.map(({ conditionType }) => conditionType);
  const open = gates.filter((gate) => conditionOf(conditions, gate)?.status === 'True').length;
  const since = ready?.lastTransitionTime ?? statusSince(pod);
  const grace = afterGrace(now, since + READY_GRACE, 'progressing', 'major');
  if (open < gates.length) {
    const closed = gates.filter((gate) => conditionOf(conditions, gate)?.status !== 'True');
    const message = `${open} of ${gates.length} readiness gates are open; closed: ${closed.join(', ')}`;
    return verdict({
      rule: 'pod/readiness-gate',
      ...grace,
      reason: 'ReadinessGate',
      message,
      since,
      at: view.id,
      evidence: [`ReadinessGate ${open}/${gates.length}`],
    });
  }
  const said = [ready?.reason ?? '', firstLine(ready?.message ?? '')].filter((word) => word !== '');
  const message = `pod ${pod.key.name} is not ready${said.length === 0 ? '' : `: ${said.join(', ')}`}`;
  return verdict({ rule: 'pod/not-ready', ...grace, reason: 'NotReady', message, since, at: view.id, evidence: said });
}
