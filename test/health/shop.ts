// The one small application most tests need: a service, its Deployment, ReplicaSet and pods, some of which crash.
import { crashing, deployment, namespace, pod, replicaSet, service, slice } from './objects.ts';
import type { World } from './world.ts';

/** A service `web` in namespace `shop` with pods web-1 …, of which the first `broken` crash. Called again it brings the same objects to the new state. */
export function shop(world: World, replicas: number, broken: number): void {
  const pods = Array.from({ length: replicas }, (_, n) => `web-${n + 1}`);
  const owner = { kind: 'ReplicaSet', name: 'web-rs' };
  const ready = replicas - broken;
  world.put(
    namespace('shop'),
    service('web'),
    deployment('web', { replicas, ready, ...(broken === 0 ? {} : { status: { conditions: [] } }) }),
    replicaSet('web-rs', { owner: { kind: 'Deployment', name: 'web' }, replicas, ready, labels: { app: 'web' } }),
    ...pods.map((name, n) => pod(name, { labels: { app: 'web' }, owner, ...(n < broken ? crashing() : {}) })),
    slice('web-s', 'web', Object.fromEntries(pods.map((name, n) => [name, n >= broken]))),
  );
}
