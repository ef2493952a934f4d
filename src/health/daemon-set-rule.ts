// A DaemonSet: a pod on every node that should have one. What is missing on nodes that are not ready is the nodes' trouble and counts as minor.
// Source: health-rules.md §2; kstatus daemonset; the node discount is ours.
import type { ObjectOf } from '../objects/kube-object.ts';
import { conditionOf } from '../objects/condition.ts';
import type { GraphReader } from '../graph/graph-reader.ts';
import type { Verdict } from './health.ts';
import type { Level } from './level.ts';
import { onUnreadyMachine } from './machine.ts';
import { resolvePercent, unreadySince } from './replicas.ts';
import type { NodeView } from './rule.ts';
import { NO_VERDICTS, SECOND, verdict } from './rule.ts';

const STARTUP_GRACE = 60 * SECOND;

export function daemonSetVerdicts(view: NodeView<'DaemonSet'>, now: number): readonly Verdict[] {
  const { object: set, id: at } = view;
  const { status } = set.kept;
  const desired = status.desiredNumberScheduled;
  const since = set.createdAt;
  if (set.generation !== status.observedGeneration) {
    return [
      verdict({
        rule: 'daemon-set/not-observed',
        level: 'progressing',
        reason: 'NotObserved',
        message: 'its controller has not seen the last change yet',
        since,
        at,
      }),
    ];
  }
  const misplaced = misscheduled(set, at);
  if (desired === 0) {
    return [
      ...misplaced,
      verdict({
        rule: 'daemon-set/nothing-desired',
        level: 'paused',
        reason: 'NoNodesWanted',
        message: 'no node should run it',
        since,
        at,
      }),
    ];
  }
  return [...rolling(set, at), ...unavailable(view, now), ...misplaced];
}

function isRolling({ kept: { spec, status } }: ObjectOf<'DaemonSet'>): boolean {
  return spec.updateStrategy.type !== 'OnDelete' && status.updatedNumberScheduled < status.desiredNumberScheduled;
}

function rolling(set: ObjectOf<'DaemonSet'>, at: string): readonly Verdict[] {
  if (!isRolling(set)) return NO_VERDICTS;
  const { updatedNumberScheduled: updated, desiredNumberScheduled: desired } = set.kept.status;
  const message = `${updated} of ${desired} pods are updated`;
  return [
    verdict({
      rule: 'daemon-set/rolling',
      level: 'progressing',
      reason: 'RollingOut',
      message,
      since: set.createdAt,
      at,
      evidence: [`${updated}/${desired} updated`],
    }),
  ];
}

/** Pods of the set that are not ready and stand on nodes that are not: no more than are missing. */
export function excusedPods(set: ObjectOf<'DaemonSet'>, graph: GraphReader): number {
  const { desiredNumberScheduled: desired, numberAvailable: available } = set.kept.status;
  if (available >= desired) return 0;
  const excused = graph.podsBelow(set.key.text).filter((pod) => !isReady(pod) && onUnreadyMachine(graph, pod));
  return Math.min(excused.length, desired - available);
}

function isReady(pod: ObjectOf<'Pod'>): boolean {
  return conditionOf(pod.kept.status.conditions, 'Ready')?.status === 'True';
}

function unavailable(view: NodeView<'DaemonSet'>, now: number): readonly Verdict[] {
  const { object: set, id: at } = view;
  const { desiredNumberScheduled: desired, numberAvailable: available } = set.kept.status;
  const missing = desired - available;
  if (missing <= 0) return NO_VERDICTS;
  const excused = excusedPods(set, view.graph);
  const rest = missing - excused;
  const unready = view.graph.podsBelow(at).filter((pod) => !isReady(pod));
  const since = unreadySince(unready, set.createdAt);
  const evidence = [
    `${available}/${desired} available`,
    ...(excused === 0 ? [] : [`${excused} on nodes that are not ready`]),
  ];
  const message = `${available} of ${desired} pods are available`;
  const found = (level: Level, askAgainAt?: number) => [
    verdict({ rule: 'daemon-set/unavailable', level, reason: 'Unavailable', message, since, at, evidence, askAgainAt }),
  ];
  if (rest === 0) return found('minor');
  // Pods that have just been made are starting, and a rollout may take down as many as its strategy allows.
  const oldest = Math.min(...unready.map((pod) => pod.createdAt));
  if (unready.length >= missing && oldest !== Infinity && now < oldest + STARTUP_GRACE)
    return found('progressing', oldest + STARTUP_GRACE);
  const allowed = resolvePercent(set.kept.spec.updateStrategy.rollingUpdate?.maxUnavailable ?? 1, desired, 'up');
  if (isRolling(set) && rest <= allowed) return found('progressing');
  if (available === 0) return found('critical');
  return found(rest * 10 < desired ? 'minor' : 'major');
}

function misscheduled(set: ObjectOf<'DaemonSet'>, at: string): readonly Verdict[] {
  const count = set.kept.status.numberMisscheduled;
  if (count === 0) return NO_VERDICTS;
  const message = `${count} ${count === 1 ? 'pod runs' : 'pods run'} on nodes that should not have one`;
  return [
    verdict({
      rule: 'daemon-set/misscheduled',
      level: 'minor',
      reason: 'Misscheduled',
      message,
      since: set.createdAt,
      at,
      evidence: [`${count} misscheduled`],
    }),
  ];
}
