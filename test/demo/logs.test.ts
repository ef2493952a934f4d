// The log of a pretend container: what real servers promise (the same lines every time, resuming, refusals word for word).
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startDemo } from '../../src/demo/fleet.ts';
import type { DemoFleet } from '../../src/demo/fleet.ts';
import { Asker } from './ask.ts';

const AT = Date.parse('2026-03-01T12:00:00Z');
const STAMPED = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z) /;
let fleet: DemoFleet;
let client: Asker;

beforeAll(async () => {
  fleet = await startDemo({ story: 'outage', at: AT });
  client = new Asker(fleet);
});
afterAll(async () => {
  client.close();
  await fleet.stop();
});

/** `namespace/pods/name` of the pod of a workload that fits. */
function podOf(
  workload: string,
  fits: (pod: string) => boolean = (pod) => pod.includes('"running"'),
  namespace = 'sock-shop',
): string {
  const keys = fleet.clusters[0]?.world.keys('pods') ?? [];
  const key = keys.find((each) => each.startsWith(`${namespace}/${workload}-`) && fits(podJson(each)));
  return (key ?? '').replace('/', '/pods/');
}

function podJson(key: string): string {
  return JSON.stringify(fleet.clusters[0]?.world.get('pods', key)?.object);
}

async function log(pod: string, query = ''): Promise<string> {
  const { status, bytes } = await client.ask(`/api/v1/namespaces/${pod}/log?${query}`);
  expect(status).toBe(200);
  return bytes.toString();
}

async function refusal(pod: string, query = ''): Promise<[number, string | undefined]> {
  const { status, body } = await client.ask(`/api/v1/namespaces/${pod}/log?${query}`);
  expect(body.kind).toBe('Status');
  return [status, body.message];
}

async function text(stream: IncomingMessage): Promise<string> {
  let all = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => (all += chunk));
  stream.resume();
  await once(stream, 'end');
  return all;
}

const isLooping = (pod: string): boolean => pod.includes('CrashLoopBackOff');

describe('lines', () => {
  test('are the same in every request, rise in time, and a tail is the end of the whole', async () => {
    const pod = podOf('front-end');
    const whole = await log(pod, 'timestamps=true');
    expect(await log(pod, 'timestamps=true')).toBe(whole);
    const lines = whole.split('\n').slice(0, -1);
    expect(lines.length).toBeGreaterThan(50_000);
    const stamps = lines.map((line) => STAMPED.exec(line)?.[1] ?? '');
    expect(stamps.every((stamp, index) => index === 0 || stamp > (stamps[index - 1] ?? ''))).toBe(true);
    expect((stamps.at(-1) ?? '') <= '2026-03-01T12:00:00.000999999Z').toBe(true);
    expect(await log(pod, 'timestamps=true&tailLines=100')).toBe(`${lines.slice(-100).join('\n')}\n`);
    expect(await log(pod, 'tailLines=0')).toBe('');
    expect(await log(pod, 'tailLines=3')).not.toMatch(/2026-03/);
  });

  test('since a time, cut to its second, is the end from there; since seconds counts from now', async () => {
    const pod = podOf('orders');
    const lines = (await log(pod, 'timestamps=true&tailLines=2000')).split('\n').slice(0, -1);
    const since = lines.findIndex((line) => line >= '2026-03-01T11:45:10');
    const resumed = await log(pod, 'timestamps=true&sinceTime=2026-03-01T11:45:10.987654321Z');
    expect(resumed).toBe(`${lines.slice(since).join('\n')}\n`);
    expect(await log(pod, 'timestamps=true&sinceSeconds=890')).toBe(resumed);
    expect(await log(pod, 'timestamps=true&sinceSeconds=890&tailLines=2')).toBe(`${lines.slice(-2).join('\n')}\n`);
  });

  test('a limit ends in the middle of a line', async () => {
    const pod = podOf('queue-master');
    const whole = await client.ask(`/api/v1/namespaces/${pod}/log?tailLines=50`);
    const limited = await client.ask(`/api/v1/namespaces/${pod}/log?tailLines=50&limitBytes=777`);
    expect(limited.bytes).toEqual(whole.bytes.subarray(0, 777));
  });

  test('hold stack traces, a line of more than 4 kB, other scripts, control sequences and bad UTF-8', async () => {
    const java = await log(podOf('orders'), 'tailLines=300');
    expect(java).toContain('\n\tat com.mongodb.connection.SocketStream.read');
    expect(Math.max(...java.split('\n').map((line) => line.length))).toBeGreaterThan(4096);
    expect(
      await log(
        podOf('user', (pod) => pod.includes('/user:')),
        'tailLines=100',
      ),
    ).toMatch(/田中さくら/);
    const hostile = await client.ask(
      `/api/v1/namespaces/${podOf('rabbitmq')}/log?container=rabbitmq-exporter&tailLines=40`,
    );
    expect(hostile.bytes.toString()).toContain('\u001b[?1049h');
    expect(hostile.bytes.includes(Buffer.from([0xff, 0xfe]))).toBe(true);
  });

  test('of who was killed for memory break off; of who crashed end with the cause', async () => {
    const looping = podOf('carts', isLooping);
    const last = await log(looping, 'tailLines=1');
    expect(last).toMatch(/^2026-03-01 .*[^\n]$/);
    expect(await log(looping, 'previous=true&tailLines=1')).toBe(last);
    const restarted = podOf('user', (pod) => pod.includes('"exitCode":2'));
    expect(await log(restarted, 'previous=true')).toMatch(/\npanic: runtime error: .*\nexit status 2\n$/s);
    expect(await log(restarted)).not.toContain('panic');
  });

  test('of a pod without a node are none', async () => {
    expect(await log(podOf('orders', (pod) => pod.includes('Unschedulable')))).toBe('');
  });
});

describe('refusals', () => {
  test.each([
    [
      'catalogue',
      'ImagePullBackOff',
      '',
      'container "catalogue" in pod "POD" is waiting to start: trying and failing to pull image',
    ],
    ['payment', 'ContainerCreating', '', 'container "payment" in pod "POD" is waiting to start: ContainerCreating'],
    ['front-end', '', 'previous=true', 'previous terminated container "front-end" in pod "POD" not found'],
    ['rabbitmq', '', '', 'a container name must be specified for pod POD, choose one of: [rabbitmq rabbitmq-exporter]'],
    ['rabbitmq', '', 'container=z', 'container z is not valid for pod POD'],
  ])('%s %s %s', async (workload, having, query, message) => {
    const pod = podOf(workload, (json) => json.includes(having));
    const name = pod.split('/').at(-1) ?? '';
    expect(await refusal(pod, query)).toEqual([400, message.replace('POD', name)]);
  });

  test('of options that make no sense, of a pod that is not, of a node that does not answer', async () => {
    const pod = podOf('front-end');
    const name = pod.split('/').at(-1) ?? '';
    expect(await refusal(pod, 'tailLines=-1')).toEqual([
      422,
      `PodLogOptions "${name}" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0`,
    ]);
    expect((await refusal(pod, 'sinceSeconds=1&sinceTime=2026-03-01T11:45:10Z'))[0]).toBe(422);
    expect((await refusal(pod, 'sinceTime=yesterday'))[0]).toBe(400);
    expect(await refusal('sock-shop/pods/nobody')).toEqual([404, 'pods "nobody" not found']);
    const [status, message] = await refusal(podOf('shipping', (json) => json.includes('eu-node-6')));
    expect([status, message]).toEqual([500, expect.stringMatching(/^Get "https:\/\/10.*no route to host$/)]);
  });

  test('a viewer may read logs', async () => {
    const path = `/api/v1/namespaces/${podOf('front-end')}/log?tailLines=1`;
    expect((await client.ask(path, { user: 'viewer' })).status).toBe(200);
    expect((await client.ask(path, { user: 'nobody' })).body.message).toContain('cannot get resource "pods/log"');
  });
});

describe('following', () => {
  function follow(pod: string, query = ''): Promise<IncomingMessage> {
    return client.stream(`/api/v1/namespaces/${pod}/log?follow=true&tailLines=0&${query}`);
  }

  /** Resolves with all that came when it ends with this text. */
  function until(stream: IncomingMessage, end: string): Promise<string> {
    let all = '';
    return new Promise((resolve) => {
      const listener = (chunk: Buffer): void => {
        all += chunk.toString();
        if (!all.endsWith(end)) return;
        stream.off('data', listener);
        resolve(all);
      };
      stream.on('data', listener);
    });
  }

  function place(pod: string): { namespace: string; pod: string } {
    const [namespace = '', , name = ''] = pod.split('/');
    return { namespace, pod: name };
  }

  test('brings each line written meanwhile once, in order, and ends when the container does', async () => {
    const pod = podOf('edge-router');
    const stream = await follow(pod);
    const burst = { ...place(pod), count: 3000, perSecond: 100_000, text: 'x' };
    const written = until(stream, 'x 3000\n');
    await client.ask('/demo/log-burst', { method: 'POST', body: burst });
    const lines = (await written).split('\n').slice(0, -1);
    expect(lines).toEqual(Array.from({ length: 3000 }, (_, index) => `x ${index + 1}`));
    const rest = text(stream);
    const body = { ...place(pod), code: 2 };
    expect((await client.ask('/demo/kill-container', { method: 'POST', body })).status).toBe(200);
    expect(await rest).toMatch(/(^|\n)panic: [^]*\nexit status 2\n$/);
    expect(await log(pod, 'previous=true&tailLines=1')).toBe('exit status 2\n');
    expect(fleet.clusters[0]?.logs.count).toBe(0);
  });

  test('a log of exactly the lines asked for, read by a slow client', async () => {
    const pod = podOf('catalogue-db');
    const body = { ...place(pod), count: 100_000, perSecond: 1_000_000, alone: true };
    await client.ask('/demo/log-burst', { method: 'POST', body });
    let whole = '';
    while (!whole.endsWith('burst 100000\n')) whole = await log(pod);
    expect(whole).toBe(Array.from({ length: 100_000 }, (_, index) => `burst ${index + 1}\n`).join(''));
    const stream = await client.stream(`/api/v1/namespaces/${pod}/log`);
    stream.pause();
    await new Promise((resolve) => setImmediate(resolve));
    expect((await text(stream)).length).toBe(whole.length);
  });

  test('cut-logs ends or resets what is followed; nothing stays open', async () => {
    const pod = podOf('front-end');
    const first = text(await follow(pod));
    await fleet.fault('cut-logs');
    expect(await first).toBe('');
    const second = await follow(pod);
    await fleet.fault('cut-logs', { how: 'reset' });
    await expect(text(second)).rejects.toThrow(/aborted|ECONNRESET/);
    expect(fleet.clusters[0]?.logs.count).toBe(0);
  });
});
