// What the dialog says follows from a deletion. Each sentence is one a person acts on, so each is seen once.
import { describe, expect, test } from 'vitest';
import { consequences } from '../../src/actions/delete-facts.ts';
import type { KubeObject } from '../../src/objects/kube-object.ts';
import { deployment, event, node, pod, replicaSet, slice } from '../health/objects.ts';
import { shop } from '../health/shop.ts';
import { at, idOf, object, T0, World } from '../health/world.ts';

function shopWorld(broken = 0): World {
  const world = new World();
  shop(world, 3, broken);
  return world;
}

const about = (world: World, it: KubeObject): string[] =>
  consequences({ graph: world.graph, health: world.engine }, it, T0).map(({ text }) =>
    text.trimStart().replace(/ {2,}/, ': '),
  );
const held = (world: World, kind: KubeObject['kind'], name: string): KubeObject =>
  world.held.get(idOf(kind, name)) as KubeObject;

describe('what follows', () => {
  test('a pod: who loses it', () => {
    const world = shopWorld();
    expect(about(world, held(world, 'Pod', 'web-1'))).toEqual([
      'comes back: ReplicaSet web-rs of Deployment web recreates it',
      'serves: svc web: 3 of 3 ready, 2 left',
    ]);
  });

  test('the last ready pod: nobody answers', () => {
    const world = shopWorld(2);
    const lines = consequences({ graph: world.graph, health: world.engine }, held(world, 'Pod', 'web-3'), T0);
    expect(lines.at(-1)).toMatchObject({
      text: expect.stringContaining('svc web: 1 of 3 ready, 0 left: nobody answers'),
      level: 'critical',
    });
  });

  test('a pod that is not ready takes nothing from its service, which is named all the same', () => {
    const world = shopWorld(2);
    expect(about(world, held(world, 'Pod', 'web-1')).slice(1)).toEqual([
      'serves: svc web: 1 of 3 ready, none of them lost',
    ]);
  });

  test('dual-stack endpoints count once', () => {
    const world = shopWorld();
    world.put(slice('web-6', 'web', { 'web-1': true, 'web-2': true, 'web-3': true }, 'shop', 'IPv6'));
    expect(about(world, held(world, 'Pod', 'web-1')).at(-1)).toContain('3 of 3 ready, 2 left');
  });

  test('a deployment: all below it', () => {
    const world = shopWorld();
    world.put(replicaSet('web-old', { replicas: 0, owner: { kind: 'Deployment', name: 'web' } }));
    expect(about(world, held(world, 'Deployment', 'web'))).toEqual([
      'comes back: nothing recreates it',
      'also gone: 3 pods, 2 replicasets',
      'serves: svc web: 3 of 3 ready, 0 left: nobody answers',
    ]);
  });

  test('a namespace: everything in it, and what is not seen', () => {
    const world = shopWorld();
    world.put(pod('elsewhere', { namespace: 'other' }), event('e', { kind: 'Pod', name: 'web-1' }));
    expect(about(world, held(world, 'Namespace', 'shop'))).toEqual([
      'comes back: nothing recreates it',
      'also gone: 3 pods, 1 service, 1 deployment, 1 replicaset',
      expect.stringMatching(/^and all else: secrets/),
    ]);
  });

  test('a node: the pods on it', () => {
    const world = shopWorld();
    world.put(node('n1'), pod('a', { node: 'n1' }), pod('b', { node: 'n1' }), pod('c', { node: 'n2' }));
    expect(about(world, held(world, 'Node', 'n1'))).toContain('also gone: 2 pods on it');
  });

  test('a service: its name', () => {
    const world = shopWorld();
    expect(about(world, held(world, 'Service', 'web'))).toContain('serves: its name and address stop answering');
  });

  test('what holds it, and what it is waiting for', () => {
    const world = new World();
    const it = object('Pod', {
      metadata: {
        name: 'a',
        namespace: 'shop',
        uid: 'u',
        finalizers: ['x/y', 'z'],
        deletionTimestamp: at(12),
        deletionGracePeriodSeconds: 30,
      },
    });
    world.put(it);
    expect(about(world, it).slice(1)).toEqual([
      'state: is being deleted already: its grace ends in 12 s',
      'held by: x/y, z: it stays until those finalizers are removed',
    ]);
  });

  test('what is not watched is not "serves nobody"', () => {
    const world = new World({ live: false });
    world.state('Service', 'live');
    world.state('EndpointSlice', 'forbidden');
    const it = pod('a');
    world.put(it);
    const lines = consequences({ graph: world.graph, health: world.engine }, it, T0);
    expect(lines.at(-1)).toMatchObject({
      text: expect.stringMatching(/^not sure +endpointslices forbidden$/),
      level: 'unknown',
    });
  });

  test('watched in its namespace alone is watched', () => {
    const world = new World({ live: false });
    for (const kind of ['Service', 'EndpointSlice'] as const) world.state(kind, 'live', 'shop');
    const it = pod('a');
    world.put(it);
    expect(about(world, it)).toHaveLength(1);
  });

  test('a deployment alone goes alone', () => {
    const world = new World();
    const it = deployment('d');
    world.put(it);
    expect(about(world, it)).toEqual(['comes back: nothing recreates it']);
  });
});
