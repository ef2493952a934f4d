// What a description adds to kubectl's: colours on the lines that carry trouble, ends in words, what holds a deletion up, who stands around.
import { beforeAll, describe, expect, test } from 'vitest';
import type { TextLine } from '../../src/actions/text-line.ts';
import type { KindId } from '../../src/objects/kind.ts';
import type { World } from '../health/world.ts';
import { answersOf, DescribeRig, knownWorld, linesOf, NOW, objectIn, pathIn, targetIn } from './describe-rig.ts';

type Fields = { [name: string]: unknown };

let world: World;
beforeAll(() => {
  world = knownWorld();
});

const ago = (seconds: number): string => new Date(NOW - seconds * 1000).toISOString();

/** The lines of a kind's fixture with some fields of the object replaced, level by level. */
async function told(kind: KindId, fields: Fields = {}): Promise<readonly TextLine[]> {
  const answers = answersOf(kind);
  const path = pathIn(answers);
  const rig = new DescribeRig({ ...answers, [path]: merged(answers[path] ?? {}, fields) }, world);
  return linesOf(await rig.open(targetIn(kind)));
}

function merged(before: Fields, after: Fields): Fields {
  const copy: Fields = { ...before };
  for (const [name, value] of Object.entries(after)) {
    const isNested = typeof value === 'object' && value !== null && !Array.isArray(value);
    copy[name] = isNested ? merged((before[name] ?? {}) as Fields, value as Fields) : value;
  }
  return copy;
}

const lineOf = (lines: readonly TextLine[], start: RegExp): TextLine | undefined =>
  lines.find(({ text }) => start.test(text));

describe('lines that carry trouble', () => {
  test('a crashing container is as red as health says, its last end is told in words', async () => {
    const lines = await told('Pod');
    const level = world.engine.health(targetIn('Pod', 'app').id).shown;
    expect(level).toBe('critical');
    expect(lineOf(lines, /^ +Reason: +CrashLoopBackOff/)?.level).toBe(level);
    expect(lineOf(lines, /^ +In Words: +exit 137 OOMKilled, killed for using more memory than its limit/)?.level).toBe(
      level,
    );
    expect(lineOf(lines, /^ +State: +Running/)?.level).toBeUndefined();
  });

  test('warnings among the events, and no normal ones', async () => {
    const lines = await told('Pod');
    expect(lineOf(lines, /^ +Warning +BackOff/)?.level).toBe('minor');
    expect(lineOf(lines, /^ +Normal +Pulled/)?.level).toBeUndefined();
  });

  test('a condition that is False, and one that is True and should not be', async () => {
    const conditions = [
      { type: 'Available', status: 'False', reason: 'MinimumReplicasUnavailable' },
      { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate' },
      { type: 'Progressing', status: 'True', reason: 'ReplicaSetUpdated' },
    ];
    const lines = await told('Deployment', { status: { conditions } });
    expect(
      ['Available', 'ReplicaFailure', 'Progressing'].map((type) => lineOf(lines, new RegExp(`^ +${type} `))?.level),
    ).toEqual(['minor', 'minor', undefined]);
  });

  test('a service nobody stands behind, and an endpoint that is not ready', async () => {
    const answers = answersOf('Service');
    const [path = '', slices = ''] = Object.keys(answers);
    const endpoints = [
      { addresses: ['10.0.0.9'], conditions: { ready: false }, targetRef: { kind: 'Pod', name: 'late' } },
    ];
    const items = [{ ports: [{ name: 'http', port: 8080, protocol: 'TCP' }], endpoints }];
    const rig = new DescribeRig({ ...answers, [path]: answers[path] ?? {}, [slices]: { items } }, world);
    const lines = linesOf(await rig.open(targetIn('Service')));
    expect(lineOf(lines, /^Endpoints:/)).toMatchObject({ text: 'Endpoints:', level: 'minor' });
    expect(lineOf(lines, /^ +10\.0\.0\.9 +false +Pod\/late/)?.level).toBe('minor');
  });

  test('more endpoints than fit behind a port are counted there and told below', async () => {
    const answers = answersOf('Service');
    const [, slices = ''] = Object.keys(answers);
    const endpoints = ['1', '2', '3', '4', '5'].map((last) => ({ addresses: [`fd00::${last}`] }));
    const items = [{ ports: [{ name: 'http', port: 8080 }], endpoints }];
    const rig = new DescribeRig({ ...answers, [slices]: { items } }, world);
    const lines = linesOf(await rig.open(targetIn('Service')));
    expect(lineOf(lines, /^Endpoints:/)?.text).toMatch(
      /\[fd00::1\]:8080,\[fd00::2\]:8080,\[fd00::3\]:8080 \+ 2 more\.\.\.$/,
    );
    expect(lineOf(lines, /^ +fd00::5 +true/)).toBeDefined();
  });

  test('a quota that is used up', async () => {
    const answers = answersOf('Namespace');
    const quotas = Object.keys(answers).find((path) => path.includes('resourcequotas')) ?? '';
    const status = { hard: { pods: '2', 'requests.cpu': '4' }, used: { pods: '2', 'requests.cpu': '500m' } };
    const rig = new DescribeRig({ ...answers, [quotas]: { items: [{ metadata: { name: 'q' }, status }] } }, world);
    const lines = linesOf(await rig.open(targetIn('Namespace')));
    expect(lineOf(lines, /^ +pods +2 +2$/)?.level).toBe('minor');
    expect(lineOf(lines, /^ +requests\.cpu +500m +4$/)?.level).toBeUndefined();
  });
});

describe('what surrounds the object', () => {
  test('its owners from the top, and what stands below with its level', async () => {
    const lines = await told('ReplicaSet');
    expect(lineOf(lines, /^Owner Chain: +Deployment\/deploy \(ok\)$/)).toBeDefined();
    expect(lines.filter(({ text }) => /^ +Pod\/deploy-.* \(ok\)$/.test(text))).toHaveLength(2);
  });

  test('the services that send it traffic and the node it runs on', async () => {
    const [pod] = world.graph.podsBelow(objectIn('ReplicaSet').key.text);
    if (pod === undefined) throw new Error('the fixture has no such pod');
    const target = { ...targetIn('Pod'), id: pod.key.text, name: pod.key.name, uid: pod.uid };
    const rig = new DescribeRig(
      { [`/api/v1/namespaces/tell/pods/${pod.key.name}`]: { metadata: { uid: pod.uid } } },
      world,
    );
    const lines = linesOf(await rig.open(target));
    expect(lineOf(lines, /^Served By: +Service\/service \(ok\)$/)).toBeDefined();
    expect(lineOf(lines, /^Owner Chain: +Deployment\/deploy \(ok\) > ReplicaSet\/deploy-/)).toBeDefined();
  });

  test('a deletion that is held up: since when, and by whom', async () => {
    const metadata = {
      deletionTimestamp: ago(60),
      deletionGracePeriodSeconds: 30,
      finalizers: ['batch.kubernetes.io/job-tracking', 'example.com/mine'],
    };
    const lines = await told('Pod', { metadata });
    expect(lineOf(lines, /^Deletion:/)?.text).toMatch(
      /asked for 90s ago at 05:38:30, its grace of 30 s ended at 05:39:00$/,
    );
    expect(lineOf(lines, /^Finalizers:/)?.text).toMatch(/job-tracking \(holds it until its job has counted it\)$/);
    expect(lineOf(lines, /^ +example\.com\/mine \(holds it until its controller takes it off\)$/)).toBeDefined();
    expect(lineOf(lines, /^Status: +Terminating \(lasts 60s\)$/)).toBeDefined();
    expect(lineOf(lines, /^Termination Grace Period: +30s$/)).toBeDefined();
  });

  test('finalizers of what is not being deleted are no alarm', async () => {
    const lines = await told('Pod', { metadata: { finalizers: ['foregroundDeletion'] } });
    expect(lineOf(lines, /^Finalizers:/)).toMatchObject({
      text: expect.stringContaining('will hold its deletion until everything it owns is gone'),
    });
    expect(lineOf(lines, /^Finalizers:/)?.level).toBeUndefined();
  });

  test('a namespace that goes: what holds it is its own finalizer', async () => {
    const lines = await told('Namespace', {
      metadata: { deletionTimestamp: ago(5) },
      spec: { finalizers: ['kubernetes'] },
    });
    expect(
      lineOf(lines, /^Finalizers: +kubernetes \(holds it until everything in the namespace is gone\)$/),
    ).toBeDefined();
  });
});

test('ephemeral containers are told like the others', async () => {
  const spec = { ephemeralContainers: [{ name: 'debug', image: 'example.com/tools:1' }] };
  const status = { ephemeralContainerStatuses: [{ name: 'debug', state: { terminated: { exitCode: 127 } } }] };
  const lines = await told('Pod', { spec, status });
  const at = lines.findIndex(({ text }) => text === 'Ephemeral Containers:');
  expect(
    lines.slice(at, at + 12).some(({ text }) => /In Words: +exit 127, the command was not found$/.test(text)),
  ).toBe(true);
});
