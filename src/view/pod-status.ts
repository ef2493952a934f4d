// A pod in kubectl's words. The algorithm is printPod of k8s.io/kubernetes pkg/printers/internalversion/printers.go, because these are the words
// people search for; containers are those of the spec (a status may name more, k9s#4145).
import { conditionOf } from '../objects/condition.ts';
import type { ObjectOf } from '../objects/kube-object.ts';

export type Pod = ObjectOf<'Pod'>;
export type ContainerStatus = Pod['kept']['status']['containerStatuses'][number];

/** `status` as kubectl's STATUS; `ready`/`total` containers (sidecars count, other init containers do not); `lastRestartAt` an instant. */
export type PodStatus = {
  readonly status: string;
  readonly ready: number;
  readonly total: number;
  readonly restarts: number;
  readonly lastRestartAt: number | undefined;
};

type Terminated = NonNullable<ContainerStatus['state']['terminated']>;

/** `OOMKilled`, else `Signal:9`, else `ExitCode:1`. */
export function terminationWord(terminated: Terminated): string {
  if (terminated.reason !== '') return terminated.reason;
  return terminated.signal === 0 ? `ExitCode:${terminated.exitCode}` : `Signal:${terminated.signal}`;
}

class Restarts {
  count = 0;
  lastAt: number | undefined;

  add(status: ContainerStatus): void {
    this.count += status.restartCount;
    const finishedAt = status.lastState.terminated?.finishedAt;
    if (finishedAt !== undefined && (this.lastAt === undefined || finishedAt > this.lastAt)) this.lastAt = finishedAt;
  }
}

/** The word of the init container the pod stands at, or undefined when it is past it. */
function initWord(status: ContainerStatus, sidecar: boolean, index: number, total: number): string | undefined {
  const { terminated, waiting } = status.state;
  if (terminated?.exitCode === 0) return undefined;
  if (sidecar && status.started === true) return undefined;
  if (terminated !== undefined) return `Init:${terminationWord(terminated)}`;
  if (waiting !== undefined && waiting.reason !== '' && waiting.reason !== 'PodInitializing')
    return `Init:${waiting.reason}`;
  return `Init:${index}/${total}`;
}

type InitStage = {
  readonly word: string | undefined;
  readonly ready: number;
  readonly all: Restarts;
  readonly ofSidecars: Restarts;
};

function initStage(pod: Pod, sidecars: ReadonlySet<string>): InitStage {
  const all = new Restarts();
  const ofSidecars = new Restarts();
  const count = pod.kept.spec.initContainers.length;
  let ready = 0;
  for (const [index, status] of pod.kept.status.initContainerStatuses.entries()) {
    const sidecar = sidecars.has(status.name);
    all.add(status);
    if (sidecar) ofSidecars.add(status);
    const word = initWord(status, sidecar, index, count);
    if (word !== undefined) return { word, ready, all, ofSidecars };
    if (sidecar && status.ready) ready++;
  }
  return { word: undefined, ready, all, ofSidecars };
}

/** Phase, or the status' reason (Evicted, NodeLost …), or that it is gated. */
function phaseWord(pod: Pod): string {
  const { phase, reason, conditions } = pod.kept.status;
  const gated = phase === 'Pending' && conditionOf(conditions, 'PodScheduled')?.reason === 'SchedulingGated';
  if (gated) return 'SchedulingGated';
  return reason === '' ? phase : reason;
}

type MainStage = { readonly word: string | undefined; readonly ready: number; readonly anyRunning: boolean };

/** Statuses nearly always stand in the order of the spec. */
function isInSpec(pod: Pod, { name }: ContainerStatus, index: number): boolean {
  const { containers } = pod.kept.spec;
  return containers[index]?.name === name || containers.some((container) => container.name === name);
}

/** The last word wins from the back, so the first container in trouble names the pod. */
function mainStage(pod: Pod, restarts: Restarts): MainStage {
  let word: string | undefined;
  let ready = 0;
  const statuses = pod.kept.status.containerStatuses;
  for (let index = statuses.length - 1; index >= 0; index--) {
    const status = statuses[index];
    if (status === undefined || !isInSpec(pod, status, index)) continue;
    restarts.add(status);
    const { waiting, terminated, running } = status.state;
    if (waiting !== undefined && waiting.reason !== '') word = waiting.reason;
    else if (terminated !== undefined) word = terminationWord(terminated);
    else if (status.ready && running !== undefined) ready++;
  }
  return { word, ready, anyRunning: ready > 0 };
}

/** Deletion outranks what the containers say. */
function deletionWord(pod: Pod): string | undefined {
  if (pod.deletedAt === undefined) return undefined;
  const { phase, reason } = pod.kept.status;
  if (reason === 'NodeLost') return 'Unknown';
  return phase === 'Succeeded' || phase === 'Failed' ? undefined : 'Terminating';
}

const NO_NAMES: ReadonlySet<string> = new Set();

/** Init containers with restartPolicy Always run on beside the main ones (KEP-753). */
function sidecarNames({ initContainers }: Pod['kept']['spec']): ReadonlySet<string> {
  if (initContainers.length === 0) return NO_NAMES;
  return new Set(initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name));
}

/** STATUS, READY and RESTARTS of a pod as `kubectl get pods` prints them. */
export function podStatus(pod: Pod): PodStatus {
  const { spec, status } = pod.kept;
  const sidecars = sidecarNames(spec);
  const total = spec.containers.length + sidecars.size;
  const init = initStage(pod, sidecars);
  let word = init.word ?? phaseWord(pod);
  let ready = init.ready;
  let restarts = init.all;
  if (init.word === undefined || conditionOf(status.conditions, 'Initialized')?.status === 'True') {
    restarts = init.ofSidecars;
    const main = mainStage(pod, restarts);
    ready += main.ready;
    word = main.word ?? word;
    if (word === 'Completed' && main.anyRunning) {
      word = conditionOf(status.conditions, 'Ready')?.status === 'True' ? 'Running' : 'NotReady';
    }
  }
  return { status: deletionWord(pod) ?? word, ready, total, restarts: restarts.count, lastRestartAt: restarts.lastAt };
}
