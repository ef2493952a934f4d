// kubectl's printPod cases (pkg/printers/internalversion/printers_test.go is where such tables live), in the words people search for.
import { describe, expect, it } from 'vitest';
import { cellText } from '../../src/view/age.ts';
import { columnValue } from '../../src/view/columns.ts';
import { podStatus } from '../../src/view/pod-status.ts';
import { FakeFleet, made, type Json } from './fake-fleet.ts';

const NOW = Date.parse('2025-11-01T01:00:00Z');
const running = (name: string, more: Json = {}): Json => ({
  name,
  ready: true,
  restartCount: 0,
  state: { running: {} },
  ...more,
});
const waiting = (name: string, reason: string, more: Json = {}): Json => ({
  name,
  ready: false,
  restartCount: 0,
  state: { waiting: { reason } },
  ...more,
});
const ended = (name: string, terminated: Json, more: Json = {}): Json => ({
  name,
  ready: false,
  restartCount: 0,
  state: { terminated },
  ...more,
});

function pod(phase: string, statuses: Json[], more: { status?: Json; spec?: Json; metadata?: Json } = {}) {
  const containers = statuses.map(({ name }) => ({ name }));
  return made('eu', 'Pod', 'p', {
    metadata: more.metadata ?? {},
    spec: { containers, ...more.spec },
    status: { phase, containerStatuses: statuses, ...more.status },
  });
}
const ready = {
  conditions: [
    { type: 'Ready', status: 'True' },
    { type: 'Initialized', status: 'True' },
  ],
};
const init = (statuses: Json[], specs: Json[] = statuses.map(({ name }) => ({ name }))) => ({
  spec: { initContainers: specs },
  status: { initContainerStatuses: statuses },
});

describe('podStatus', () => {
  it.each([
    ['Running', '1/1', pod('Running', [running('a')])],
    ['Running', '2/2', pod('Running', [running('a'), running('b')])],
    ['CrashLoopBackOff', '1/2', pod('Running', [waiting('a', 'CrashLoopBackOff'), running('b')])],
    ['ImagePullBackOff', '0/1', pod('Pending', [waiting('a', 'ImagePullBackOff')])],
    ['ContainerCreating', '0/1', pod('Pending', [waiting('a', 'ContainerCreating')])],
    ['Pending', '0/0', pod('Pending', [])],
    ['Evicted', '0/1', pod('Failed', [{ name: 'a', state: {} }], { status: { reason: 'Evicted' } })],
    ['Completed', '0/1', pod('Succeeded', [ended('a', { exitCode: 0, reason: 'Completed' })])],
    [
      'Running',
      '1/2',
      pod('Running', [ended('a', { exitCode: 0, reason: 'Completed' }), running('b')], { status: ready }),
    ],
    ['NotReady', '1/2', pod('Running', [ended('a', { exitCode: 0, reason: 'Completed' }), running('b')])],
    ['OOMKilled', '0/1', pod('Running', [ended('a', { exitCode: 137, reason: 'OOMKilled' })])],
    ['ExitCode:3', '0/1', pod('Running', [ended('a', { exitCode: 3 })])],
    ['Signal:9', '0/1', pod('Running', [ended('a', { exitCode: 137, signal: 9 })])],
    [
      'SchedulingGated',
      '0/0',
      pod('Pending', [], {
        status: { conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] },
      }),
    ],
    ['Terminating', '1/1', pod('Running', [running('a')], { metadata: { deletionTimestamp: '2025-11-01T00:00:00Z' } })],
    [
      'Completed',
      '0/1',
      pod('Succeeded', [ended('a', { exitCode: 0, reason: 'Completed' })], {
        metadata: { deletionTimestamp: '2025-11-01T00:00:00Z' },
      }),
    ],
    [
      'Unknown',
      '1/1',
      pod('Running', [running('a')], {
        metadata: { deletionTimestamp: '2025-11-01T00:00:00Z' },
        status: { reason: 'NodeLost' },
      }),
    ],
    [
      'Init:0/2',
      '0/1',
      pod(
        'Pending',
        [waiting('a', 'PodInitializing')],
        init([
          { name: 'i', state: { running: {} } },
          { name: 'j', state: {} },
        ]),
      ),
    ],
    [
      'Init:1/2',
      '0/1',
      pod(
        'Pending',
        [waiting('a', 'PodInitializing')],
        init([ended('i', { exitCode: 0 }), { name: 'j', state: { running: {} } }]),
      ),
    ],
    [
      'Init:CrashLoopBackOff',
      '0/1',
      pod('Pending', [waiting('a', 'PodInitializing')], init([waiting('i', 'CrashLoopBackOff')])),
    ],
    [
      'Init:Error',
      '0/1',
      pod('Pending', [waiting('a', 'PodInitializing')], init([ended('i', { exitCode: 1, reason: 'Error' })])),
    ],
    ['Init:ExitCode:1', '0/1', pod('Pending', [waiting('a', 'PodInitializing')], init([ended('i', { exitCode: 1 })]))],
    [
      'Running',
      '2/2',
      pod('Running', [running('a')], init([running('s', { started: true })], [{ name: 's', restartPolicy: 'Always' }])),
    ],
    [
      'Init:0/1',
      '0/2',
      pod(
        'Pending',
        [waiting('a', 'PodInitializing')],
        init([running('s', { started: false, ready: false })], [{ name: 's', restartPolicy: 'Always' }]),
      ),
    ],
  ])('%s %s', (status, share, object) => {
    const found = podStatus(object);
    expect([found.status, `${found.ready}/${found.total}`]).toEqual([status, share]);
  });

  it('ignores containers that only the status names', () => {
    const object = made('eu', 'Pod', 'p', {
      spec: { containers: [{ name: 'a' }] },
      status: {
        phase: 'Running',
        containerStatuses: [waiting('ghost', 'CrashLoopBackOff', { restartCount: 9 }), running('a')],
      },
    });
    expect(podStatus(object)).toMatchObject({ status: 'Running', ready: 1, total: 1, restarts: 0 });
  });

  it('counts restarts of sidecars and main containers, with the age of the last', () => {
    const lastState = (finishedAt: string) => ({ terminated: { exitCode: 1, finishedAt } });
    const object = pod('Running', [running('a', { restartCount: 5, lastState: lastState('2025-11-01T00:58:00Z') })], {
      ...init(
        [running('s', { started: true, restartCount: 2, lastState: lastState('2025-11-01T00:10:00Z') })],
        [{ name: 's', restartPolicy: 'Always' }],
      ),
    });
    const fleet = new FakeFleet('eu');
    const cell = columnValue('Pod', 'restarts')?.make(object, { graph: fleet, health: fleet, loads: undefined });
    expect(cell && cellText(cell, NOW)).toBe('7 (2m)');
    expect(cell?.sort).toBe(7);
  });
});
