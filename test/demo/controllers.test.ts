// What the pretend controllers make of a deletion: replacements, garbage, emptied namespaces; and that the story leaves
// alone what people have changed.
import { afterEach, describe, expect, test } from 'vitest';

import type { EndpointSlice, Pod, Workload } from '../../src/demo/api-types.ts';
import { buildWorld } from '../../src/demo/build-world.ts';
import { Chance } from '../../src/demo/chance.ts';
import type { Plural } from '../../src/demo/kinds.ts';
import { clusterPlan } from '../../src/demo/story.ts';
import type { StoryStep } from '../../src/demo/story.ts';
import { turnInto } from '../../src/demo/story-player.ts';
import { names, Stage } from './stage.ts';

const SHOP = '/api/v1/namespaces/sock-shop';
const SHOP_APPS = '/apis/apps/v1/namespaces/sock-shop';
let stage: Stage;

afterEach(() => stage.stop());

function begin(step: StoryStep): void {
  stage = new Stage(step);
}

function words({ status }: Pod): string {
  const [first] = status.containerStatuses ?? [];
  const ready = status.conditions.find(({ type }) => type === 'Ready')?.status ?? 'none';
  return [status.phase, first?.state.waiting?.reason, ready].filter(Boolean).join(' ');
}

function count(plural: Plural, prefix: string): number {
  return stage.world.keys(plural).filter((key) => key.startsWith(prefix)).length;
}

describe('pods come back', () => {
  test('of a replica set under another name, through Pending and ContainerCreating to ready, with events', () => {
    begin('calm');
    const [first, second] = names(stage.pods('sock-shop', 'front-end-'));
    stage.ask('DELETE', `${SHOP}/pods/${first}`);
    const seen = new Set<string>();
    for (let step = 0; step < 50; step += 1) {
      stage.pass(0.1);
      for (const pod of stage.pods('sock-shop', 'front-end-')) {
        if (pod.metadata.name !== first && pod.metadata.name !== second) seen.add(words(pod));
      }
    }
    expect([...seen]).toEqual(['Pending none', 'Pending ContainerCreating False', 'Running False', 'Running True']);
    const now = stage.pods('sock-shop', 'front-end-');
    expect(now).toHaveLength(2);
    expect(names(now)).not.toContain(first);
    const born = now.find(({ metadata }) => metadata.name !== second);
    const told = stage.world
      .all('events')
      .filter(({ key }) => key.startsWith(`sock-shop/${born?.metadata.name}.`))
      .map(({ object }) => object['reason']);
    expect(new Set(told)).toEqual(new Set(['Created', 'Pulled', 'Scheduled', 'Started']));
    const slice = stage.world.all('endpointslices').find(({ key }) => key.startsWith('sock-shop/front-end-'))?.object;
    const targets = (slice as EndpointSlice).endpoints.map(({ targetRef, conditions }) => [
      targetRef?.name,
      conditions.ready,
    ]);
    expect(targets).toEqual(names(now).map((name) => [name, true]));
  });

  test('of a stateful set under the same name with another uid, of a daemon set on the same node', () => {
    begin('calm');
    const before = stage.get('pods', 'monitoring/prometheus-0')?.metadata.uid;
    stage.ask('DELETE', '/api/v1/namespaces/monitoring/pods/prometheus-0');
    const [proxy] = stage.pods('kube-system', 'kube-proxy-');
    stage.ask('DELETE', `/api/v1/namespaces/kube-system/pods/${proxy?.metadata.name}`);
    stage.pass(6);
    const reborn = stage.get('pods', 'monitoring/prometheus-0') as Pod;
    expect(reborn.metadata.uid).not.toBe(before);
    expect(words(reborn)).toBe('Running True');
    const places = stage.pods('kube-system', 'kube-proxy-').map(({ spec }) => spec.nodeName);
    expect(places).toHaveLength(6);
    expect(new Set(places).size).toBe(6);
  });

  test('with what ailed them: an image that cannot be pulled, a container that is killed again', () => {
    begin('outage');
    const ill = stage
      .pods('sock-shop', '')
      .filter((pod) => /ImagePull|CrashLoop/.test(words(pod)) && /^(catalogue|carts)-/.test(pod.metadata.name));
    expect(ill).toHaveLength(3);
    for (const name of names(ill)) stage.ask('DELETE', `${SHOP}/pods/${name}`, { gracePeriodSeconds: 0 });
    stage.pass(4);
    const count1 = (pattern: RegExp): number =>
      stage.pods('sock-shop', 'ca').filter((pod) => pattern.test(words(pod))).length;
    expect([count1(/ImagePullBackOff/), count1(/CrashLoopBackOff/)]).toEqual([1, 0]);
    stage.pass(40);
    expect([count1(/ImagePullBackOff/), count1(/CrashLoopBackOff/)]).toEqual([1, 2]);
  });

  test('a replica set of a deployment comes back by its name; ended jobs do not run again', () => {
    begin('calm');
    const set = stage.world.keys('replicasets').find((key) => key.startsWith('sock-shop/payment-')) ?? '';
    const before = stage.get('replicasets', set)?.metadata.uid;
    stage.ask('DELETE', `${SHOP_APPS}/replicasets/${set.split('/')[1]}`);
    const [job] = stage.pods('batch', 'db-migrate-12-');
    stage.ask('DELETE', `/api/v1/namespaces/batch/pods/${job?.metadata.name}`);
    stage.pass(6);
    expect(stage.get('replicasets', set)?.metadata.uid).not.toBe(before);
    expect(stage.pods('sock-shop', 'payment-').map(words)).toEqual(['Running True', 'Running True']);
    expect(stage.pods('batch', 'db-migrate-12-')).toEqual([]);
  });
});

describe('what was owned', () => {
  test('goes after its owner, by default', () => {
    begin('calm');
    stage.ask('DELETE', `${SHOP_APPS}/deployments/payment`);
    stage.ask('DELETE', '/apis/batch/v1/namespaces/batch/cronjobs/stock-report');
    stage.ask('DELETE', `${SHOP}/services/payment`);
    expect(count('replicasets', 'sock-shop/payment-')).toBe(1);
    stage.pass(4);
    expect([count('replicasets', 'sock-shop/payment-'), count('pods', 'sock-shop/payment-')]).toEqual([0, 0]);
    expect([count('jobs', 'batch/stock-report-'), count('endpointslices', 'sock-shop/payment-')]).toEqual([0, 0]);
  });

  test('goes before it, in the foreground', () => {
    begin('calm');
    const gone: string[] = [];
    stage.world.onChange(({ type, plural, after }) => {
      if (type === 'DELETED' && plural !== 'endpointslices' && after.key.includes('/payment')) gone.push(plural);
    });
    stage.ask('DELETE', `${SHOP_APPS}/deployments/payment`, { propagationPolicy: 'Foreground' });
    expect(stage.get('deployments', 'sock-shop/payment')?.metadata.finalizers).toEqual(['foregroundDeletion']);
    stage.pass(5);
    expect(gone).toEqual(['pods', 'pods', 'replicasets', 'deployments']);
  });

  test('stays on its own as an orphan', () => {
    begin('calm');
    const pods = names(stage.pods('sock-shop', 'payment-'));
    stage.ask('DELETE', `${SHOP_APPS}/deployments/payment?propagationPolicy=Orphan`);
    stage.pass(4);
    expect(stage.get('deployments', 'sock-shop/payment')).toBeUndefined();
    const set = stage.world.all('replicasets').find(({ key }) => key.startsWith('sock-shop/payment-'))?.object;
    expect(set?.metadata.ownerReferences).toBeUndefined();
    expect(names(stage.pods('sock-shop', 'payment-'))).toEqual(pods);
  });

  test('a namespace is Terminating until all in it has gone, and takes nothing new', () => {
    begin('calm');
    expect(stage.ask('DELETE', '/api/v1/namespaces/sock-shop')).toMatchObject({ status: { phase: 'Terminating' } });
    const pod = { kind: 'Pod', apiVersion: 'v1', metadata: { name: 'late' }, spec: { containers: [] } };
    expect(stage.ask('POST', `${SHOP}/pods`, pod)).toMatchObject({
      code: 403,
      message:
        'pods "late" is forbidden: unable to create new content in namespace sock-shop because it is being terminated',
    });
    stage.pass(1);
    expect(JSON.stringify(stage.get('namespaces', 'sock-shop'))).toContain('Some resources are remaining: pods. has ');
    stage.pass(4);
    expect(stage.get('namespaces', 'sock-shop')).toBeUndefined();
    for (const plural of ['pods', 'deployments', 'services', 'endpointslices', 'events'] as const) {
      expect([plural, count(plural, 'sock-shop/')]).toEqual([plural, 0]);
    }
  });

  test('a node’s pods go after it, and those with a controller come up elsewhere', () => {
    begin('calm');
    stage.ask('DELETE', '/api/v1/nodes/eu-node-2');
    stage.pass(6);
    const pods = stage.world.all('pods').map(({ object }) => object as Pod);
    expect(pods.filter(({ spec }) => spec.nodeName === 'eu-node-2')).toEqual([]);
    expect(stage.pods('sock-shop', 'front-end-').map(words)).toEqual(['Running True', 'Running True']);
    const proxies = stage.get('daemonsets', 'kube-system/kube-proxy') as Workload;
    expect(proxies.status['desiredNumberScheduled']).toBe(5);
  });
});

describe('replicas and templates', () => {
  test('the scale subresource changes the number of pods', () => {
    begin('calm');
    const path = `${SHOP_APPS}/deployments/payment/scale`;
    expect(stage.ask('PATCH', path, { spec: { replicas: 4 } })).toMatchObject({ kind: 'Scale', spec: { replicas: 4 } });
    stage.pass(5);
    expect(stage.get('deployments', 'sock-shop/payment')?.['status']).toMatchObject({ readyReplicas: 4, replicas: 4 });
    stage.ask('PATCH', path, { spec: { replicas: 0 } });
    stage.pass(5);
    expect(stage.pods('sock-shop', 'payment-')).toEqual([]);
  });

  test('a changed template rolls out', () => {
    begin('calm');
    const annotations = { 'kubectl.kubernetes.io/restartedAt': '2026-03-01T12:00:00Z' };
    stage.ask('PATCH', `${SHOP_APPS}/deployments/payment`, { spec: { template: { metadata: { annotations } } } });
    stage.pass(8);
    const pods = stage.pods('sock-shop', 'payment-');
    expect(pods.map(({ metadata }) => metadata.annotations)).toEqual([annotations, annotations]);
    expect(count('replicasets', 'sock-shop/payment-')).toBe(2);
    expect(JSON.stringify(stage.get('deployments', 'sock-shop/payment'))).toContain('has successfully progressed');
  });

  test('a pod whose labels leave the selector is on its own and is replaced', () => {
    begin('calm');
    const [first = ''] = names(stage.pods('sock-shop', 'payment-'));
    stage.ask('PATCH', `${SHOP}/pods/${first}`, { metadata: { labels: { 'app.kubernetes.io/name': null } } });
    stage.pass(5);
    expect(stage.get('pods', `sock-shop/${first}`)?.metadata.ownerReferences).toBeUndefined();
    expect(stage.pods('sock-shop', 'payment-')).toHaveLength(3);
    expect(stage.get('deployments', 'sock-shop/payment')?.['status']).toMatchObject({ replicas: 2, readyReplicas: 2 });
  });

  test('a job that is created runs to its end', () => {
    begin('calm');
    const template = { spec: { containers: [{ name: 'a', image: 'a:1' }], restartPolicy: 'Never' } };
    const job = { kind: 'Job', apiVersion: 'batch/v1', metadata: { name: 'once' }, spec: { template } };
    stage.ask('POST', '/apis/batch/v1/namespaces/batch/jobs', job);
    stage.pass(8);
    expect(stage.get('jobs', 'batch/once')?.['status']).toMatchObject({
      succeeded: 1,
      conditions: [{}, { type: 'Complete' }],
    });
  });
});

test('the story goes on, but not with what was changed by hand', () => {
  begin('outage');
  const [first] = names(stage.pods('sock-shop', 'front-end-'));
  stage.ask('DELETE', `${SHOP}/pods/${first}`);
  stage.pass(6);
  const mine = names(stage.pods('sock-shop', 'front-end-'));
  const now = Date.parse('2026-03-01T12:05:00Z');
  const wanted = buildWorld(clusterPlan('demo-eu', 'recovery', now), new Chance(1), { begun: now, stepBegun: now });
  const { byHand } = stage.controllers;
  turnInto(
    stage.world,
    wanted.world,
    stage.reconciler,
    (world, plural, object) => !byHand.covers(world, plural, object),
  );
  expect(names(stage.pods('sock-shop', 'front-end-'))).toEqual(mine);
  expect(stage.pods('sock-shop', 'catalogue-hq').map(words)).toEqual(
    wanted.world
      .all('pods')
      .filter(({ key }) => key.startsWith('sock-shop/catalogue-hq'))
      .map(({ object }) => words(object as Pod)),
  );
});
