// A ReplicaSet: can it make its pods, and are they there. While a Deployment owns it, the Deployment judges how long that may take.
// Source: health-rules.md §2; Argo CD on ReplicaFailure.
import { conditionOf } from '../objects/condition.ts';
import { firstLine } from './exit-words.ts';
import type { Verdict } from './health.ts';
import { capOf, desiredReplicas, unreadySince, usualFloor } from './replicas.ts';
import type { NodeView } from './rule.ts';
import { afterGrace, MINUTE, NO_VERDICTS, verdict } from './rule.ts';

const BARE_GRACE = 10 * MINUTE;

export function replicaSetVerdicts(view: NodeView<'ReplicaSet'>, now: number): readonly Verdict[] {
  const { object: set, id: at } = view;
  const { spec, status } = set.kept;
  const desired = desiredReplicas(spec);
  const failure = conditionOf(status.conditions, 'ReplicaFailure');
  if (failure?.status === 'True') {
    const message = `pods cannot be made: ${firstLine(failure.message) || failure.reason}`;
    const since = failure.lastTransitionTime ?? set.createdAt;
    return [
      verdict({
        rule: 'replica-set/replica-failure',
        level: 'critical',
        reason: failure.reason || 'ReplicaFailure',
        message,
        since,
        at,
        evidence: [firstLine(failure.message)],
      }),
    ];
  }
  if (desired === 0) {
    return [
      verdict({
        rule: 'replica-set/scaled-to-zero',
        level: 'paused',
        reason: 'ScaledToZero',
        message: 'wants no pods',
        since: set.createdAt,
        at,
      }),
    ];
  }
  if (set.generation !== status.observedGeneration) {
    return [
      verdict({
        rule: 'replica-set/not-observed',
        level: 'progressing',
        reason: 'NotObserved',
        message: 'its controller has not seen the last change yet',
        since: set.createdAt,
        at,
      }),
    ];
  }
  return status.availableReplicas >= desired ? NO_VERDICTS : [belowDesired(view, desired, now)];
}

function belowDesired(view: NodeView<'ReplicaSet'>, desired: number, now: number): Verdict {
  const { object: set, id: at } = view;
  const { readyReplicas: ready, availableReplicas: available } = set.kept.status;
  const since = unreadySince(view.graph.podsBelow(at), set.createdAt);
  const owned = view.graph.owner(at) !== undefined;
  const late = capOf({ desired, ready, floor: usualFloor(desired) });
  const grace = owned ? { level: 'progressing' as const } : afterGrace(now, since + BARE_GRACE, 'progressing', late);
  return verdict({
    rule: 'replica-set/below-desired',
    ...grace,
    reason: 'BelowDesired',
    message: `${available} of ${desired} pods are available`,
    since,
    at,
    evidence: [`${available}/${desired} available`],
  });
}
