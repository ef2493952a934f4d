// The containers of a pod as nodes. They have no entry of their own in the graph: their ids are made when asked for, which keeps 20,000 pods small.
import type { ObjectOf } from '../objects/kube-object.ts';
import type { ContainerRef } from './graph-reader.ts';
import type { NodeId } from './node-id.ts';

type Pod = ObjectOf<'Pod'>;

/** The containers of the pod's spec in the order they start: init containers and sidecars, then main ones. Status-only extras do not exist. */
export function containersOf(pod: Pod): readonly ContainerRef[] {
  const { initContainers, containers } = pod.kept.spec;
  return [
    ...initContainers.map(
      ({ name, restartPolicy }) => ({ pod, name, role: restartPolicy === 'Always' ? 'sidecar' : 'init' }) as const,
    ),
    ...containers.map(({ name }) => ({ pod, name, role: 'main' }) as const),
  ];
}

/** The container of that name in the pod's spec. */
export function containerOf(pod: Pod, name: string): ContainerRef | undefined {
  return containersOf(pod).find((container) => container.name === name);
}

/** Takes a container's id apart; undefined for the id of an object or a context. */
export function splitContainerId(id: NodeId): { readonly pod: NodeId; readonly container: string } | undefined {
  let separators = 0;
  let last = -1;
  for (let at = id.indexOf('\u0000'); at >= 0; at = id.indexOf('\u0000', at + 1)) {
    separators++;
    last = at;
  }
  return separators === 4 ? { pod: id.slice(0, last), container: id.slice(last + 1) } : undefined;
}
