// A pod in phase Failed is never well (kstatus says Current: not usable here), but how bad depends on who is left to judge: a Job counts its
// failures itself, and a pod the system pushed out hardly matters once its replacement is ready.
import type { KubeObject } from '../objects/kube-object.ts';
import { conditionOf } from '../objects/condition.ts';
import { firstLine } from './exit-words.ts';
import type { Verdict } from './health.ts';
import { statusSince } from './pod-container.ts';
import { desiredReplicas } from './replicas.ts';
import type { NodeView } from './rule.ts';
import { byWorst, verdict } from './rule.ts';

/** Reasons of pods that were pushed out, not broken: kubelet eviction, preemption, graceful node shutdown. */
const PUSHED_OUT: ReadonlySet<string> = new Set(['Evicted', 'Preempting', 'NodeShutdown']);

export function failedPod(view: NodeView<'Pod'>, containers: readonly Verdict[]): Verdict {
  const pod = view.object;
  const { reason, message, conditions } = pod.kept.status;
  const culprit = containers
    .filter(({ rule }) => rule === 'container/exited' || rule === 'container/oom-killed')
    .toSorted(byWorst)[0];
  const judgedByJob = pod.owners.some(({ controller, kind }) => controller && kind === 'Job');
  const replaced = PUSHED_OUT.has(reason) && isReplaced(view);
  const words =
    reason === ''
      ? (culprit?.message ?? 'it gives no reason')
      : `${reason}${message === '' ? '' : `: ${firstLine(message)}`}`;
  return verdict({
    rule: 'pod/failed',
    level: judgedByJob || replaced ? 'minor' : 'critical',
    reason: reason === '' ? (culprit?.reason ?? 'Failed') : reason,
    message: `pod ${pod.key.name} failed: ${words}${replaced ? '; its replacement is ready' : ''}`,
    since: conditionOf(conditions, 'Ready')?.lastTransitionTime ?? culprit?.since ?? statusSince(pod),
    at: culprit?.at ?? view.id,
    evidence: culprit?.evidence ?? (message === '' ? [] : [firstLine(message)]),
  });
}

/** True when the pod's controller is held and says that all replicas it wants are ready. */
function isReplaced(view: NodeView<'Pod'>): boolean {
  const owner = view.graph.owner(view.id);
  const object: KubeObject | undefined = owner === undefined ? undefined : view.graph.object(owner);
  switch (object?.kind) {
    case 'ReplicaSet':
    case 'StatefulSet':
      return object.kept.status.readyReplicas >= desiredReplicas(object.kept.spec);
    case 'DaemonSet':
      return object.kept.status.numberReady >= object.kept.status.desiredNumberScheduled;
    default:
      return false;
  }
}
