// A Deployment: is it rolling, stuck, or short of replicas. Its progressing clauses hold only while it rolls; a finished rollout whose pods
// fall over is trouble, not progress. Source: health-rules.md §2; kubectl rollout status; kstatus.
import { conditionOf } from '../objects/condition.ts';
import type { ObjectOf } from '../objects/kube-object.ts';
import { firstLine } from './exit-words.ts';
import type { Verdict } from './health.ts';
import { deploymentFloor, desiredReplicas } from './replicas.ts';
import type { NodeView } from './rule.ts';
import { NO_VERDICTS, SECOND, verdict } from './rule.ts';

type Deployment = ObjectOf<'Deployment'>;
const SELECTS_GRACE = 60 * SECOND;

export function deploymentVerdicts(view: NodeView<'Deployment'>, now: number): readonly Verdict[] {
  const { object: deployment, id: at } = view;
  const { spec, status } = deployment.kept;
  const desired = desiredReplicas(spec);
  if (spec.paused) {
    return [
      verdict({
        rule: 'deployment/paused',
        level: 'paused',
        reason: 'Paused',
        message: 'its rollout is paused',
        since: progressSince(deployment),
        at,
      }),
    ];
  }
  if (desired === 0) {
    return [
      verdict({
        rule: 'deployment/scaled-to-zero',
        level: 'paused',
        reason: 'ScaledToZero',
        message: 'scaled to 0 on purpose',
        since: progressSince(deployment),
        at,
      }),
    ];
  }
  const progressing = conditionOf(status.conditions, 'Progressing');
  if (progressing?.reason === 'ProgressDeadlineExceeded')
    return [deadlineExceeded(deployment, at, desired), ...selectsNothing(view, now)];
  const rolling = isRolling(deployment) ? rollout(deployment, at, desired) : settled(deployment, at, desired);
  return [...rolling, ...selectsNothing(view, now)];
}

/** True while a rollout is under way: the controller has not seen the last change, or says that it is progressing and not that it is done. */
export function isRolling({ generation, kept: { status } }: Deployment): boolean {
  if (generation !== status.observedGeneration) return true;
  const reason = conditionOf(status.conditions, 'Progressing')?.reason;
  return reason !== undefined && reason !== 'NewReplicaSetAvailable' && reason !== 'ProgressDeadlineExceeded';
}

function progressSince({ createdAt, kept }: Deployment): number {
  const progressing = kept.status.conditions.find(({ type }) => type === 'Progressing');
  return progressing?.lastUpdateTime ?? progressing?.lastTransitionTime ?? createdAt;
}

function deadlineExceeded(deployment: Deployment, at: string, desired: number): Verdict {
  const { status } = deployment.kept;
  const short = status.availableReplicas < deploymentFloor(deployment);
  const said = conditionOf(status.conditions, 'Progressing');
  return verdict({
    rule: 'deployment/deadline-exceeded',
    level: short ? 'critical' : 'major',
    reason: 'ProgressDeadlineExceeded',
    message: `the rollout is stuck: ${firstLine(said?.message ?? '') || 'no progress within its deadline'}`,
    since: said?.lastTransitionTime ?? deployment.createdAt,
    at,
    evidence: [`${status.availableReplicas}/${desired} available`, `${status.updatedReplicas}/${desired} updated`],
  });
}

/** kubectl's questions in kubectl's order. */
function rollout(deployment: Deployment, at: string, desired: number): readonly Verdict[] {
  const { status } = deployment.kept;
  const { updatedReplicas: updated, replicas, availableReplicas: available } = status;
  const changing = (reason: string, message: string, evidence: readonly string[]) => [
    verdict({
      rule: 'deployment/rolling',
      level: 'progressing',
      reason,
      message,
      since: progressSince(deployment),
      at,
      evidence,
    }),
  ];
  if (deployment.generation !== status.observedGeneration)
    return changing('NotObserved', 'its controller has not seen the last change yet', []);
  if (updated < desired)
    return changing('RollingOut', `${updated} of ${desired} replicas are updated`, [`${updated}/${desired} updated`]);
  if (replicas > updated)
    return changing('EndingOldReplicas', `${replicas - updated} old replicas are still there`, [
      `${replicas - updated} old`,
    ]);
  if (available < updated)
    return changing('BecomingAvailable', `${available} of ${updated} updated replicas are available`, [
      `${available}/${updated} available`,
    ]);
  return NO_VERDICTS;
}

function settled(deployment: Deployment, at: string, desired: number): readonly Verdict[] {
  const { status } = deployment.kept;
  const condition = conditionOf(status.conditions, 'Available');
  const since = condition?.lastTransitionTime ?? deployment.createdAt;
  const ready = `${status.readyReplicas}/${desired} ready`;
  if (condition?.status === 'False') {
    const level = status.readyReplicas === 0 ? 'critical' : 'major';
    const message = `${status.availableReplicas} of ${desired} replicas are available, fewer than it must have`;
    return [
      verdict({
        rule: 'deployment/unavailable',
        level,
        reason: condition.reason || 'Unavailable',
        message,
        since,
        at,
        evidence: [ready],
      }),
    ];
  }
  if (status.availableReplicas >= desired) return NO_VERDICTS;
  const message = `${status.availableReplicas} of ${desired} replicas are available`;
  return [
    verdict({
      rule: 'deployment/below-desired',
      level: 'minor',
      reason: 'BelowDesired',
      message,
      since,
      at,
      evidence: [ready],
    }),
  ];
}

function selectsNothing(view: NodeView<'Deployment'>, now: number): readonly Verdict[] {
  const { object: deployment, id: at } = view;
  if (!view.sees('Pod')) return NO_VERDICTS;
  const { context, namespace } = deployment.key;
  const { spec, status } = deployment.kept;
  if (view.graph.picksAnyPod(context, namespace, spec.selector)) return NO_VERDICTS;
  const available = conditionOf(status.conditions, 'Available');
  const since = Math.max(deployment.createdAt, available?.lastTransitionTime ?? 0, progressSince(deployment));
  const due = since + SELECTS_GRACE;
  const desired = desiredReplicas(spec);
  const message = `no pod matches its selector although ${desired} ${desired === 1 ? 'is' : 'are'} wanted`;
  const late = now >= due;
  return [
    verdict({
      rule: 'deployment/selects-nothing',
      level: late ? 'critical' : 'ok',
      reason: 'SelectorMatchesNothing',
      message,
      since,
      at,
      evidence: [`0/${desired} pods`],
      askAgainAt: late ? undefined : due,
    }),
  ];
}
