// Kills one container of one pod, as the kernel or an impatient person would; its kubelet starts it again at once.
import type { ContainerStatus, Pod } from './api-types.ts';
import { Failure } from './failure.ts';
import { placed } from './log-hub.ts';
import { stamp } from './moment.ts';
import type { World } from './world.ts';

export interface KillParams {
  cluster?: string;
  namespace: string;
  /** A pod's name, or how it begins. */
  pod: string;
  container?: string;
  /** Exit code; default 137. */
  code?: number;
  /** Default OOMKilled for 137, else Error. */
  reason?: string;
}

/** Throws 404 when there is no such pod, and 400 when the container does not run. */
export function killContainer(world: World, params: KillParams, now: number): { pod: string; container: string } {
  const { pod, container } = placed(world, params);
  const died = (each: ContainerStatus): ContainerStatus =>
    each.name === container.name ? restarted(each, params, now) : each;
  const { containerStatuses = [], initContainerStatuses } = pod.status;
  const next: Pod = {
    ...pod,
    status: {
      ...pod.status,
      ...(initContainerStatuses ? { initContainerStatuses: initContainerStatuses.map(died) } : {}),
      containerStatuses: containerStatuses.map(died),
    },
  };
  world.put('pods', next);
  return { pod: pod.metadata.name, container: container.name };
}

function restarted(status: ContainerStatus, { code = 137, reason }: KillParams, now: number): ContainerStatus {
  const startedAt = status.state.running?.startedAt;
  if (startedAt === undefined) throw new Failure(400, 'BadRequest', `container ${status.name} does not run`);
  const terminated = {
    exitCode: code,
    reason: reason ?? (code === 137 ? 'OOMKilled' : 'Error'),
    startedAt,
    finishedAt: stamp(now),
    ...(status.containerID === undefined ? {} : { containerID: status.containerID }),
  };
  // A second later, so that the runs differ however quickly it was killed, and killed again.
  const running = { startedAt: stamp(Math.max(now, Date.parse(startedAt)) + 1000) };
  return { ...status, state: { running }, lastState: { terminated }, restartCount: status.restartCount + 1 };
}
