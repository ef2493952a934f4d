// What goes on between the steps of the story: crash loops turn, churn stays steady, heartbeats leave lost nodes out, and
// the pretend controllers keep every count true.
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { EndpointSlice, Pod, Workload } from '../../src/demo/api-types.ts';
import { buildWorld } from '../../src/demo/build-world.ts';
import { Chance } from '../../src/demo/chance.ts';
import { Churn, renewLeases, turnCrashLoops } from '../../src/demo/liveliness.ts';
import type { Reconciler } from '../../src/demo/reconcile.ts';
import { clusterPlan } from '../../src/demo/story.ts';
import type { World } from '../../src/demo/world.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
let world: World;
let reconciler: Reconciler;

beforeEach(() => {
  const moment = { begun: NOW, stepBegun: NOW };
  ({ world, reconciler } = buildWorld(clusterPlan('demo-eu', 'outage', NOW), new Chance(1), moment));
  reconciler.start();
});
afterEach(() => reconciler.stop());

function looping(): { name: string; restarts: number; words: string }[] {
  return world
    .all('pods')
    .map(({ object }) => object as Pod)
    .filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/name'] === 'carts')
    .flatMap(({ metadata, status }) => (status.containerStatuses ?? []).map((each) => ({ name: metadata.name, each })))
    .filter(({ each }) => !each.ready)
    .map(({ name, each }) => ({
      name,
      restarts: each.restartCount,
      words: each.state.waiting?.reason ?? Object.keys(each.state).join(),
    }));
}

test('crash-looping pods take turns: one starts and is counted, dies again at its next turn, and stays unready', () => {
  expect(looping().map(({ restarts }) => restarts)).toEqual([4, 4]);
  turnCrashLoops(world, NOW + 10_000, 0);
  expect(looping().map(({ restarts, words }) => `${restarts} ${words}`)).toEqual(['5 running', '4 CrashLoopBackOff']);
  turnCrashLoops(world, NOW + 20_000, 1);
  turnCrashLoops(world, NOW + 30_000, 2);
  expect(looping().map(({ restarts, words }) => `${restarts} ${words}`)).toEqual(['5 CrashLoopBackOff', '5 running']);
});

test('churn changes one pod a call, and counts and endpoints follow', () => {
  const churn = new Churn(world, new Chance(3), () => NOW + 1000);
  let podWrites = 0;
  world.onChange(({ plural }) => (podWrites += Number(plural === 'pods')));
  for (let turn = 0; turn < 60; turn += 1) churn.next();
  expect(podWrites).toBe(60);
  const pods = world.all('pods').map(({ object }) => object as Pod);
  const isReady = (pod: Pod): boolean =>
    pod.status.conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
  for (const { object } of world.all('replicasets')) {
    const set = object as Workload;
    const ready = pods.filter((pod) => pod.metadata.ownerReferences?.[0]?.uid === set.metadata.uid && isReady(pod));
    expect([set.metadata.name, set.status['readyReplicas'] ?? 0]).toEqual([set.metadata.name, ready.length]);
  }
  const readyNames = new Set(pods.filter(isReady).map(({ metadata }) => metadata.name));
  for (const { object } of world.all('endpointslices')) {
    for (const { conditions, targetRef } of (object as EndpointSlice).endpoints) {
      expect([targetRef?.name, conditions.ready]).toEqual([targetRef?.name, readyNames.has(targetRef?.name ?? '')]);
    }
  }
});

test('heartbeats renew the leases of nodes that answer, and only those', () => {
  renewLeases(world, NOW + 10_000);
  const renewed = world
    .all('leases')
    .filter(({ object }) => (object['spec'] as { renewTime: string }).renewTime === '2026-03-01T12:00:10.000000Z');
  expect(renewed.map(({ object }) => object.metadata.name)).toEqual([
    'eu-node-1',
    'eu-node-2',
    'eu-node-3',
    'eu-node-4',
    'eu-node-5',
  ]);
});
