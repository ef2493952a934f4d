// The statuses of workloads as their controllers work them out: pure functions from pods (or replica sets) to counts.
import type { Condition, Pod, Workload } from './api-types.ts';

type Status = Workload['status'];

export function isReady(pod: Pod): boolean {
  return pod.status.conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True');
}

/** A pod that is going counts no more, as its replacement already does. */
function present(pods: readonly Pod[]): Pod[] {
  return pods.filter(
    ({ status, metadata }) =>
      status.phase !== 'Succeeded' && status.phase !== 'Failed' && metadata.deletionTimestamp === undefined,
  );
}

/** A field that the API leaves out while it is zero. */
function unlessZero(field: string, count: number): Record<string, number> {
  return count === 0 ? {} : { [field]: count };
}

export function replicaSetStatus(set: Workload, pods: readonly Pod[]): Status {
  const live = present(pods);
  const ready = live.filter(isReady).length;
  return {
    replicas: live.length,
    ...unlessZero('fullyLabeledReplicas', live.length),
    ...unlessZero('readyReplicas', ready),
    ...unlessZero('availableReplicas', ready),
    observedGeneration: set.metadata.generation ?? 1,
  };
}

export function statefulSetStatus(set: Workload, pods: readonly Pod[]): Status {
  const ready = pods.filter(isReady).length;
  return {
    ...set.status,
    replicas: pods.length,
    readyReplicas: ready,
    availableReplicas: ready,
    currentReplicas: pods.length,
    updatedReplicas: pods.length,
  };
}

export function daemonSetStatus(set: Workload, pods: readonly Pod[]): Status {
  const { desiredNumberScheduled, numberMisscheduled, observedGeneration } = set.status;
  const desired = Number(desiredNumberScheduled ?? pods.length);
  const ready = pods.filter(isReady).length;
  return {
    currentNumberScheduled: pods.length,
    numberMisscheduled,
    desiredNumberScheduled: desired,
    numberReady: ready,
    observedGeneration,
    updatedNumberScheduled: pods.length,
    ...unlessZero('numberAvailable', ready),
    ...unlessZero('numberUnavailable', desired - ready),
  };
}

function count(set: Workload, field: string): number {
  return Number(set.status[field] ?? 0);
}

function revision(set: Workload): number {
  return Number(set.metadata.annotations?.['deployment.kubernetes.io/revision'] ?? 0);
}

/** Availability is worked out anew; what is known of the rollout's progress stays. `now` is an RFC 3339 time. */
export function deploymentStatus(deployment: Workload, sets: readonly Workload[], now: string): Status {
  const desired = deployment.spec.replicas ?? 1;
  const total = (field: string): number => sets.reduce((sum, set) => sum + count(set, field), 0);
  const newest = sets.toSorted((a, b) => revision(b) - revision(a))[0];
  const ready = total('readyReplicas');
  const available = total('availableReplicas');
  return {
    observedGeneration: deployment.metadata.generation ?? 1,
    ...unlessZero('replicas', total('replicas')),
    ...unlessZero('updatedReplicas', newest ? count(newest, 'replicas') : 0),
    ...unlessZero('readyReplicas', ready),
    ...unlessZero('availableReplicas', available),
    ...unlessZero('unavailableReplicas', Math.max(0, Math.max(desired, total('replicas')) - available)),
    conditions: availability(deployment, available >= desired - Math.floor(desired / 4), now),
  };
}

/** maxUnavailable is 25 % rounded down in every deployment of the demo. */
function availability(deployment: Workload, enough: boolean, now: string): readonly Condition[] {
  const conditions = deployment.status.conditions ?? [];
  const status = enough ? 'True' : 'False';
  return conditions.map((condition) => {
    if (condition.type !== 'Available' || condition.status === status) return condition;
    return {
      ...condition,
      status,
      reason: enough ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
      message: enough ? 'Deployment has minimum availability.' : 'Deployment does not have minimum availability.',
      lastUpdateTime: now,
      lastTransitionTime: now,
    };
  });
}
