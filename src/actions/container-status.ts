// What the kubelet last said of one container of a pod, and how its state reads in a few words.
import { exitFact, type Ended } from '../health/exit-words.ts';
import type { KeptOf } from '../objects/kind.ts';
import type { ObjectOf } from '../objects/kube-object.ts';

type Pod = ObjectOf<'Pod'>;
export type ContainerStatus = KeptOf<'Pod'>['status']['containerStatuses'][number];

/** The container's status, whichever list it stands in; undefined before the kubelet has said anything. */
export function statusOf(pod: Pod, container: string): ContainerStatus | undefined {
  return allStatuses(pod).find(({ name }) => name === container);
}

/** True when some container of the pod runs. */
export function runs(pod: Pod): boolean {
  return allStatuses(pod).some(({ state }) => state.running !== undefined);
}

/** Why one cannot be inside this container now; undefined when it runs. */
export function whyNotRunning(pod: Pod, container: string): string | undefined {
  const { running, terminated, waiting } = statusOf(pod, container)?.state ?? {};
  if (running !== undefined) return undefined;
  if (terminated !== undefined) return `ended with exit ${terminated.exitCode}`;
  const reason = waiting?.reason ?? '';
  return reason === '' ? 'has not started yet' : `waits: ${reason}`;
}

/** `completed exit 0`, `exit 137 OOMKilled`. */
export function endWords(ended: Ended): string {
  return ended.exitCode === 0 && ended.signal === 0 ? 'completed exit 0' : exitFact(ended);
}

function allStatuses({ kept: { status } }: Pod): readonly ContainerStatus[] {
  return [...status.containerStatuses, ...status.initContainerStatuses, ...status.ephemeralContainerStatuses];
}
