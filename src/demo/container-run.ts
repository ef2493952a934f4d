// Which run of a container a request is about: the one that runs, the one that ended, the one before; with the refusals
// the API server and the kubelet give where there is none (kubelet: validateContainerLogStatus).
import type { Container, ContainerState, ContainerStatus, Pod } from './api-types.ts';
import { badRequest } from './failure.ts';

export interface ContainerRun {
  pod: Pod;
  container: Container;
  /** Milliseconds, whole seconds. */
  startedMs: number;
  /** Set when it has ended. */
  ended?: { ms: number; code: number; reason: string };
}

/** The container of this name, the only one when none is named; 400 as the API server says it. */
export function chosenContainer(pod: Pod, name: string): Container {
  const { containers, initContainers = [] } = pod.spec;
  const all = [...initContainers, ...containers];
  const [only] = containers;
  if (name === '') {
    if (only && containers.length === 1) return only;
    const names = all.map((each) => each.name).join(' ');
    throw badRequest(`a container name must be specified for pod ${pod.metadata.name}, choose one of: [${names}]`);
  }
  const found = all.find((each) => each.name === name);
  if (!found) throw badRequest(`container ${name} is not valid for pod ${pod.metadata.name}`);
  return found;
}

export function statusOf(pod: Pod, name: string): ContainerStatus | undefined {
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status;
  return [...initContainerStatuses, ...containerStatuses].find((each) => each.name === name);
}

/** The run whose log is asked for; 400 in the kubelet's words when there is none. */
export function loggedRun(pod: Pod, container: Container, previous: boolean): ContainerRun {
  const status = statusOf(pod, container.name);
  const which = `container "${container.name}" in pod "${pod.metadata.name}"`;
  if (!status) throw badRequest(`${which} is not available`);
  const { state, lastState } = status;
  if (previous) {
    if (lastState.terminated) return runOf(pod, container, lastState);
    throw badRequest(`previous terminated ${which} not found`);
  }
  if (state.running ?? state.terminated) return runOf(pod, container, state);
  if (lastState.terminated) return runOf(pod, container, lastState);
  throw badRequest(`${which} is waiting to start${waitingFor(state.waiting?.reason)}`);
}

function waitingFor(reason: string | undefined): string {
  switch (reason) {
    case undefined:
      return ' - no logs yet';
    case 'ErrImagePull':
      return ": image can't be pulled";
    case 'ImagePullBackOff':
      return ': trying and failing to pull image';
    default:
      return `: ${reason}`;
  }
}

function runOf(pod: Pod, container: Container, { running, terminated }: ContainerState): ContainerRun {
  if (!terminated) return { pod, container, startedMs: Date.parse(running?.startedAt ?? '') };
  const { exitCode: code, reason, startedAt, finishedAt } = terminated;
  return { pod, container, startedMs: Date.parse(startedAt), ended: { ms: Date.parse(finishedAt), code, reason } };
}

/** The same run as the pod tells it now: still running, ended, or undefined when it is no longer told of. */
export function runNow(run: ContainerRun, pod: Pod): ContainerRun | undefined {
  const status = statusOf(pod, run.container.name);
  for (const state of [status?.state, status?.lastState]) {
    if (!state || !(state.running ?? state.terminated)) continue;
    const told = runOf(pod, run.container, state);
    if (told.startedMs === run.startedMs) return told;
  }
  return undefined;
}

/** The run of a container that runs now, or undefined. */
export function runningRun(pod: Pod, container: Container): ContainerRun | undefined {
  const state = statusOf(pod, container.name)?.state;
  return state?.running ? runOf(pod, container, state) : undefined;
}
