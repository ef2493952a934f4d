// The last status a kubelet writes of a pod it has stopped.
import type { ContainerStatus, PodStatus } from './api-types.ts';

/** Every running container has ended well at `at` (RFC 3339), nothing is ready any more. */
export function stoppedStatus(status: PodStatus, at: string): PodStatus {
  const ended = (each: ContainerStatus): ContainerStatus => {
    const { running } = each.state;
    if (!running) return { ...each, ready: false, started: false };
    const id = each.containerID === undefined ? {} : { containerID: each.containerID };
    const terminated = { exitCode: 0, reason: 'Completed', startedAt: running.startedAt, finishedAt: at, ...id };
    return { ...each, state: { terminated }, ready: false, started: false };
  };
  const conditions = status.conditions.map((condition) => {
    const falls = ['Ready', 'ContainersReady'].includes(condition.type) && condition.status === 'True';
    return falls ? { ...condition, status: 'False', reason: 'PodCompleted', lastTransitionTime: at } : condition;
  });
  return {
    ...status,
    conditions,
    ...(status.containerStatuses ? { containerStatuses: status.containerStatuses.map(ended) } : {}),
    ...(status.initContainerStatuses ? { initContainerStatuses: status.initContainerStatuses.map(ended) } : {}),
  };
}
