// A StatefulSet: ordered, so a rollout that stops moving is the trouble to look for. With OnDelete only readiness counts (kstatus returns
// Current there without looking: not copied). Source: health-rules.md §2.
import { conditionOf } from '../objects/condition.ts';
import type { ObjectOf } from '../objects/kube-object.ts';
import type { Verdict } from './health.ts';
import { capOf, desiredReplicas, unreadySince, usualFloor } from './replicas.ts';
import type { NodeView } from './rule.ts';
import { afterGrace, MINUTE, NO_VERDICTS, verdict } from './rule.ts';

const READY_GRACE = 2 * MINUTE;
const STALL = 10 * MINUTE;

export function statefulSetVerdicts(view: NodeView<'StatefulSet'>, now: number): readonly Verdict[] {
  const { object: set, id: at } = view;
  const { spec, status } = set.kept;
  const desired = desiredReplicas(spec);
  if (desired === 0) {
    return [
      verdict({
        rule: 'stateful-set/scaled-to-zero',
        level: 'paused',
        reason: 'ScaledToZero',
        message: 'scaled to 0 on purpose',
        since: set.createdAt,
        at,
      }),
    ];
  }
  if (set.generation !== status.observedGeneration) {
    return [
      verdict({
        rule: 'stateful-set/not-observed',
        level: 'progressing',
        reason: 'NotObserved',
        message: 'its controller has not seen the last change yet',
        since: set.createdAt,
        at,
      }),
    ];
  }
  const pods = view.graph.podsBelow(at);
  const short = status.readyReplicas < desired;
  const rollout = rolling(set, desired, pods, at, now);
  if (rollout !== undefined) return [rollout];
  return short ? [belowDesired(set, desired, pods, at, now)] : NO_VERDICTS;
}

function rolling(
  set: ObjectOf<'StatefulSet'>,
  desired: number,
  pods: readonly ObjectOf<'Pod'>[],
  at: string,
  now: number,
): Verdict | undefined {
  const { spec, status } = set.kept;
  if (spec.updateStrategy.type === 'OnDelete') return undefined;
  const partition = spec.updateStrategy.rollingUpdate?.partition ?? 0;
  const target = Math.max(desired - partition, 0);
  const behind = partition > 0 ? status.updatedReplicas < target : status.currentRevision !== status.updateRevision;
  if (!behind) return undefined;
  const moved = lastMove(pods, set.createdAt);
  const grace = afterGrace(now, moved + STALL, 'progressing', 'major');
  const stuck = grace.level === 'major';
  const message = `${status.updatedReplicas} of ${target} replicas are updated${stuck ? ' and nothing has moved for 10 minutes' : ''}`;
  return verdict({
    rule: 'stateful-set/rolling',
    ...grace,
    reason: stuck ? 'RolloutStuck' : 'RollingOut',
    message,
    since: moved,
    at,
    evidence: [`${status.updatedReplicas}/${target} updated`],
  });
}

/** The last instant at which a pod of the set was made or changed its readiness. */
function lastMove(pods: readonly ObjectOf<'Pod'>[], otherwise: number): number {
  let moved = 0;
  for (const pod of pods) {
    moved = Math.max(moved, pod.createdAt, conditionOf(pod.kept.status.conditions, 'Ready')?.lastTransitionTime ?? 0);
  }
  return moved === 0 ? otherwise : moved;
}

function belowDesired(
  set: ObjectOf<'StatefulSet'>,
  desired: number,
  pods: readonly ObjectOf<'Pod'>[],
  at: string,
  now: number,
): Verdict {
  const ready = set.kept.status.readyReplicas;
  const since = unreadySince(pods, set.createdAt);
  const late = capOf({ desired, ready, floor: usualFloor(desired) });
  const message = `${ready} of ${desired} replicas are ready`;
  return verdict({
    rule: 'stateful-set/below-desired',
    ...afterGrace(now, since + READY_GRACE, 'progressing', late),
    reason: 'BelowDesired',
    message,
    since,
    at,
    evidence: [`${ready}/${desired} ready`],
  });
}
