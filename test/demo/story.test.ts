// The story holds every kind of trouble the colours are for, and the same seed, clock and step give the same bytes.
import { afterEach, describe, expect, test } from 'vitest';

import type { JobObject, NodeObject, Pod, Service, Workload } from '../../src/demo/api-types.ts';
import { startDemo } from '../../src/demo/fleet.ts';
import type { DemoFleet, DemoOptions } from '../../src/demo/fleet.ts';
import { PLURALS } from '../../src/demo/kinds.ts';
import type { Plural } from '../../src/demo/kinds.ts';
import { STORY_STEPS } from '../../src/demo/story.ts';
import { jsonOf } from '../../src/demo/world.ts';

const AT = Date.parse('2026-03-01T12:00:00Z');
const running: DemoFleet[] = [];

afterEach(async () => {
  for (const fleet of running.splice(0)) await fleet.stop();
});

async function fleetWith(options: DemoOptions): Promise<DemoFleet> {
  const fleet = await startDemo(options);
  running.push(fleet);
  return fleet;
}

function objects<T>(fleet: DemoFleet, plural: Plural, cluster = 0): T[] {
  return (fleet.clusters[cluster]?.world.all(plural) ?? []).map(({ object }) => object as T);
}

function everything(fleet: DemoFleet): string {
  return fleet.clusters
    .flatMap(({ world }) => PLURALS.flatMap((plural) => world.all(plural).map((stored) => jsonOf(stored).toString())))
    .join('\n');
}

function podNamed(fleet: DemoFleet, prefix: string): Pod[] {
  return objects<Pod>(fleet, 'pods').filter((pod) => pod.metadata.name.startsWith(prefix));
}

describe('the outage', () => {
  test('has carts at one of three, killed for want of memory', async () => {
    const fleet = await fleetWith({ story: 'outage', at: AT });
    const app = podNamed(fleet, 'carts-')
      .flatMap((pod) => pod.status.containerStatuses ?? [])
      .filter(({ name }) => name === 'app');
    const looping = app.filter(({ state }) => state.waiting?.reason === 'CrashLoopBackOff');
    expect(looping).toHaveLength(2);
    expect(looping[0]).toMatchObject({
      restartCount: 4,
      lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
    });
    const [carts] = podNamed(fleet, 'carts-54').concat(podNamed(fleet, 'carts-'));
    expect(JSON.stringify(carts?.spec.containers)).toContain('"limits":{"cpu":"500m","memory":"256Mi"}');
    const slices = everything(fleet)
      .split('\n')
      .filter((line) => line.includes('"kubernetes.io/service-name":"carts"'));
    expect(slices[0]?.match(/"ready":true/g)).toHaveLength(1);
  });

  test('has every other ingredient', async () => {
    const fleet = await fleetWith({ story: 'outage', at: AT });
    const text = everything(fleet);
    for (const word of [
      'ImagePullBackOff',
      '"Unschedulable"',
      '0/6 nodes are available',
      'ProgressDeadlineExceeded',
      'ReplicaSetUpdated',
      'BackoffLimitExceeded',
      'FailedScheduling',
      'Unhealthy',
      '"BackOff"',
    ]) {
      expect(text, word).toContain(word);
    }
    const nodes = objects<NodeObject>(fleet, 'nodes');
    expect(nodes.filter((node) => node.spec.unschedulable).map(({ metadata }) => metadata.name)).toEqual(['eu-node-5']);
    const lost = nodes.filter((node) =>
      node.status.conditions.some(({ type, status }) => type === 'Ready' && status === 'Unknown'),
    );
    expect(lost.map(({ metadata }) => metadata.name)).toEqual(['eu-node-6']);
    const onLost = objects<Pod>(fleet, 'pods').filter((pod) => pod.spec.nodeName === 'eu-node-6');
    expect(onLost.length).toBeGreaterThanOrEqual(4);
    expect(
      onLost.every((pod) => pod.status.conditions.some(({ type, status }) => type === 'Ready' && status === 'False')),
    ).toBe(true);
    const deployments = objects<Workload>(fleet, 'deployments');
    expect(deployments.some(({ spec }) => spec.replicas === 0)).toBe(true);
    expect(deployments.some(({ spec }) => spec.paused)).toBe(true);
    expect(objects<Workload>(fleet, 'cronjobs').some(({ spec }) => spec['suspend'] === true)).toBe(true);
    const ended = objects<JobObject>(fleet, 'jobs').map(({ status }) => status.conditions?.at(-1)?.type);
    expect(new Set(ended)).toEqual(new Set(['Complete', 'Failed']));
    const empty = objects<Service>(fleet, 'services').filter(({ metadata }) => metadata.name === 'pushgateway');
    expect(empty).toHaveLength(1);
  });

  test('has every field a description tells of a pod', async () => {
    const fleet = await fleetWith({ story: 'outage', at: AT });
    const text = JSON.stringify(objects<Pod>(fleet, 'pods').filter((pod) => pod.metadata.namespace === 'sock-shop'));
    for (const field of [
      'livenessProbe',
      'readinessProbe',
      'startupProbe',
      'initContainers',
      'secretKeyRef',
      'configMapKeyRef',
      'fieldRef',
      'resourceFieldRef',
      'configMapRef',
      'emptyDir',
      'persistentVolumeClaim',
      'secretName',
      'serviceAccountToken',
      '"operator":"Equal"',
      'nodeSelector',
      'qosClass',
      'lastState":{"terminated"',
    ]) {
      expect(text, field).toContain(field);
    }
  });

  test('has Sock Shop’s 14 services and three more namespaces, in both clusters', async () => {
    const fleet = await fleetWith({ story: 'outage', at: AT });
    for (const cluster of [0, 1]) {
      const shop = objects<Service>(fleet, 'services', cluster).filter(
        ({ metadata }) => metadata.namespace === 'sock-shop',
      );
      expect(shop).toHaveLength(14);
      const used = new Set(objects<Pod>(fleet, 'pods', cluster).map(({ metadata }) => metadata.namespace));
      expect(used).toEqual(new Set(['sock-shop', 'kube-system', 'monitoring', 'batch']));
    }
  });
});

describe('determinism', () => {
  test('same seed, clock and step: the same bytes', async () => {
    const options: DemoOptions = { seed: 7, at: AT, story: 'outage', pods: 400 };
    const first = everything(await fleetWith(options));
    expect(everything(await fleetWith(options))).toBe(first);
    expect(everything(await fleetWith({ ...options, seed: 8 }))).not.toBe(first);
  });

  test('--pods counts all pods of both clusters', async () => {
    const fleet = await fleetWith({ pods: 1234, story: 'calm', at: AT });
    expect(fleet.clusters.reduce((sum, { world }) => sum + world.count('pods'), 0)).toBe(1234);
  });
});

describe('counts', () => {
  test.each(STORY_STEPS)('of workloads agree with their pods at %s', async (story) => {
    const fleet = await fleetWith({ story, at: AT, pods: 300 });
    const pods = objects<Pod>(fleet, 'pods');
    for (const set of objects<Workload>(fleet, 'replicasets')) {
      const own = pods.filter((pod) => pod.metadata.ownerReferences?.[0]?.uid === set.metadata.uid);
      const ready = own.filter((pod) =>
        pod.status.conditions.some(({ type, status }) => type === 'Ready' && status === 'True'),
      );
      expect([set.metadata.name, set.status['replicas'], set.status['readyReplicas'] ?? 0]).toEqual([
        set.metadata.name,
        own.length,
        ready.length,
      ]);
      expect(set.spec.replicas).toBe(own.length);
    }
  });

  test('names and uids of pods are their own', async () => {
    const fleet = await fleetWith({ story: 'outage', at: AT, pods: 3000 });
    const pods = objects<Pod>(fleet, 'pods');
    expect(new Set(pods.map((pod) => pod.metadata.uid)).size).toBe(pods.length);
    const scheduled = pods.filter((pod) => pod.status.podIP !== undefined && !pod.spec['hostNetwork']);
    expect(new Set(scheduled.map((pod) => pod.status.podIP)).size).toBe(scheduled.length);
  });
});

describe('moving on', () => {
  test('writes only what differs, and ends where a frozen start at that step would be', async () => {
    const moved = await fleetWith({ story: 'outage', at: AT });
    const changes: string[] = [];
    moved.clusters[0]?.world.onChange(({ plural, after }) => changes.push(`${plural} ${after.key}`));
    for (const step of ['rollout', 'recovery'] as const) moved.tell(step);
    expect(changes.some((change) => change.startsWith('pods sock-shop/carts-'))).toBe(true);
    expect(changes.filter((change) => change.includes('sock-shop/front-end'))).toEqual([]);
    expect(changes.filter((change) => change.includes('batch/invoice-mailer'))).toEqual([]);
    const frozen = await fleetWith({ story: 'recovery', at: AT });
    const ready = (fleet: DemoFleet): string[] =>
      objects<Workload>(fleet, 'deployments').map(
        ({ metadata, status }) => `${metadata.name} ${Number(status['readyReplicas'] ?? 0)}`,
      );
    expect(ready(moved)).toEqual(ready(frozen));
    expect(podNamed(moved, 'user-').some((pod) => pod.status.containerStatuses?.[0]?.restartCount === 1)).toBe(true);
    const names = (fleet: DemoFleet): string[] => objects<Pod>(fleet, 'pods').map(({ metadata }) => metadata.name);
    expect(names(moved)).toEqual(names(frozen));
  });
});
