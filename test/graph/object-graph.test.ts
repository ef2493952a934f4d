// Edges are drawn in whatever order objects come, cut when one end goes, and every change says who has to look again.
import { describe, expect, it } from 'vitest';
import { containerId, contextId } from '../../src/graph/node-id.ts';
import { ObjectGraph } from '../../src/graph/object-graph.ts';
import type { KubeObject } from '../../src/objects/kube-object.ts';
import {
  crashing,
  deployment,
  event,
  job,
  namespace,
  node,
  pod,
  replicaSet,
  service,
  slice,
} from '../health/objects.ts';
import { CONTEXT, idOf } from '../health/world.ts';

const A = idOf('Pod', 'a');
const SHOP = idOf('Namespace', 'shop');

function graphOf(...objects: readonly KubeObject[]): ObjectGraph {
  const graph = new ObjectGraph();
  for (const after of objects) add(graph, after);
  return graph;
}

const add = (graph: ObjectGraph, after: KubeObject) =>
  graph.apply({ key: after.key, before: graph.object(after.key.text), after });
const remove = (graph: ObjectGraph, id: string) => {
  const before = graph.object(id)!;
  return graph.apply({ key: before.key, before, after: undefined });
};

describe('owners', () => {
  const objects = () => [
    pod('a', { owner: { kind: 'ReplicaSet', name: 'rs' } }),
    replicaSet('rs', { owner: { kind: 'Deployment', name: 'd' } }),
    deployment('d'),
    namespace('shop'),
  ];

  it('link in any order', () => {
    for (const order of [objects(), objects().toReversed()]) {
      const graph = graphOf(...order);
      expect(graph.parents(A)).toEqual([idOf('ReplicaSet', 'rs')]);
      expect(graph.owner(A)).toBe(idOf('ReplicaSet', 'rs'));
      expect(graph.children(idOf('Deployment', 'd'))).toEqual([idOf('ReplicaSet', 'rs')]);
      expect(graph.children(SHOP)).toEqual([idOf('Deployment', 'd')]);
      expect(graph.children(contextId(CONTEXT))).toEqual([SHOP]);
      for (const above of [idOf('Deployment', 'd'), SHOP, contextId(CONTEXT)])
        expect(graph.isBelow(containerId(pod('a').key, 'app'), above)).toBe(true);
    }
  });

  it('go by uid: an owner of the same name is not the owner', () => {
    const graph = graphOf(...objects());
    add(graph, { ...replicaSet('rs'), uid: 'another' });
    expect(graph.parents(A)).toEqual([SHOP]);
    expect(graph.children(idOf('ReplicaSet', 'rs'))).toEqual([]);
  });

  it('an owner that goes leaves its pods to the namespace', () => {
    const graph = graphOf(...objects());
    expect(remove(graph, idOf('ReplicaSet', 'rs'))).toEqual(expect.arrayContaining([SHOP, idOf('Deployment', 'd')]));
    expect(graph.parents(A)).toEqual([SHOP]);
  });

  it('a Node or a custom resource as controller leaves the pod a member of its namespace', () => {
    const graph = graphOf(
      node('n1'),
      pod('a', { owner: { kind: 'Node', name: 'n1' } }),
      pod('b', { owner: { kind: 'Rollout', name: 'r' } }),
    );
    expect([graph.parents(A), graph.parents(idOf('Pod', 'b'))]).toEqual([[SHOP], [SHOP]]);
  });
});

describe('services', () => {
  it('have the pods their selector picks, with or without an endpoint', () => {
    const graph = graphOf(service('web'), pod('a', { labels: { app: 'web' } }), pod('b', { labels: { app: 'other' } }));
    expect(graph.children(idOf('Service', 'web'))).toEqual([A]);
    expect(graph.parents(A)).toEqual([SHOP, idOf('Service', 'web')]);
    expect(add(graph, pod('a', { labels: { app: 'other' } }))).toContain(idOf('Service', 'web'));
    expect(graph.children(idOf('Service', 'web'))).toEqual([]);
  });

  it('without a selector have the pods their slices name, by uid', () => {
    const graph = graphOf(slice('s', 'manual', { a: true }), pod('a'), service('manual', { selector: {} }));
    expect(graph.children(idOf('Service', 'manual'))).toEqual([A]);
    add(graph, pod('a', { uid: 'newer' }));
    expect(graph.children(idOf('Service', 'manual'))).toEqual([]);
    add(graph, pod('a'));
    expect(graph.children(idOf('Service', 'manual'))).toEqual([A]);
    const named = slice('s', 'manual', { a: true });
    if (named.kind !== 'EndpointSlice') throw new Error('not a slice');
    const endpoints = named.kept.endpoints.map((endpoint) => ({
      ...endpoint,
      targetRef: { kind: 'Pod', namespace: 'shop', name: 'a', uid: 'another' },
    }));
    add(graph, { ...named, kept: { ...named.kept, endpoints } });
    expect(graph.children(idOf('Service', 'manual'))).toEqual([]);
  });

  it('are touched when one of their slices changes', () => {
    const graph = graphOf(service('web'), slice('s', 'web', { a: true }));
    expect(add(graph, slice('s', 'web', { a: false }))).toContain(idOf('Service', 'web'));
    expect(graph.slices(idOf('Service', 'web'))).toHaveLength(1);
    remove(graph, idOf('EndpointSlice', 's'));
    expect(graph.slices(idOf('Service', 'web'))).toEqual([]);
  });

  it('know the workload behind them that is scaled to zero', () => {
    const graph = graphOf(service('web'), deployment('web', { replicas: 0 }));
    const web = service('web') as Extract<KubeObject, { kind: 'Service' }>;
    expect(graph.idleWorkload(web)?.key.name).toBe('web');
    expect(add(graph, deployment('web', { replicas: 1 }))).toContain(idOf('Service', 'web'));
    expect(graph.idleWorkload(web)).toBeUndefined();
  });
});

describe('touched', () => {
  it('names the pod, its containers, and whom it concerns', () => {
    const graph = graphOf(deployment('web'), node('n1'));
    const touched = add(graph, pod('a', { labels: { app: 'web' }, node: 'n1' }));
    expect(touched).toEqual(
      expect.arrayContaining([A, containerId(pod('a').key, 'app'), idOf('Deployment', 'web'), SHOP]),
    );
    expect(add(graph, node('n1', 'Unknown'))).toContain(A);
    expect(graph.machine(A)?.key.name).toBe('n1');
    expect(graph.aboard(idOf('Node', 'n1'))).toEqual([A]);
  });

  it('work follows change: a pod that only changes its text touches nobody else', () => {
    const graph = graphOf(
      namespace('shop'),
      service('web'),
      pod('a', { labels: { app: 'web' } }),
      pod('b', { labels: { app: 'web' } }),
    );
    expect(add(graph, pod('a', { labels: { app: 'web' }, restarts: 1 }))).toEqual([
      A,
      containerId(pod('a').key, 'app'),
    ]);
  });
});

describe('events', () => {
  it('hang on what they are about, newest first, by uid where they have one', () => {
    const graph = graphOf(
      event('old', { kind: 'Pod', name: 'a' }, { seconds: -100 }),
      event('new', { kind: 'Pod', name: 'a', uid: 'pod-shop-a' }, { seconds: -50 }),
      event('before', { kind: 'Pod', name: 'a', uid: 'an earlier a' }),
      pod('a'),
      event('node', { kind: 'Node', name: 'n1', uid: 'n1', namespace: '' }),
      node('n1'),
    );
    expect(graph.warnings(A).map(({ key }) => key.name)).toEqual(['new', 'old']);
    expect(graph.warnings(idOf('Node', 'n1'))).toHaveLength(1);
  });
});

describe('memory', () => {
  it('everything goes with its object', () => {
    const objects = [
      namespace('shop'),
      node('n1'),
      deployment('web'),
      replicaSet('rs', { owner: { kind: 'Deployment', name: 'web' } }),
      pod('a', { labels: { app: 'web' }, owner: { kind: 'ReplicaSet', name: 'rs' }, node: 'n1' }),
      pod('c', { owner: { kind: 'Job', name: 'j' }, phase: 'Failed', ...crashing() }),
      job('j', { owner: { kind: 'CronJob', name: 'unseen' } }),
      service('web'),
      slice('s', 'web', { a: true, gone: true }),
      event('e', { kind: 'Pod', name: 'a' }),
    ];
    const graph = graphOf(...objects);
    for (const { key } of objects) remove(graph, key.text);
    expect(graph.size).toBe(0);
  });
});
