// What the API server says when the kubelet it must ask does not answer.
import type { NodeObject, Pod } from './api-types.ts';
import type { World } from './world.ts';

const KUBELET_PORT = 10_250;

/** Address of the pod's kubelet, or undefined when its node answers. */
export function lostKubelet(world: World, pod: Pod): string | undefined {
  const node = world.get('nodes', pod.spec.nodeName ?? '')?.object as NodeObject | undefined;
  const ready = node?.status.conditions.find(({ type }) => type === 'Ready');
  if (!ready || ready.status === 'True') return undefined;
  return `${pod.status.hostIP ?? '10.0.0.1'}:${KUBELET_PORT}`;
}

/** The sentence of Go's HTTP client for a request that found nobody. */
export function noRoute(method: 'Get' | 'Post', kubelet: string, path: string): string {
  return `${method} "https://${kubelet}/${path}": dial tcp ${kubelet}: connect: no route to host`;
}
