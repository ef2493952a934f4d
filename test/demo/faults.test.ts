// Every named fault strikes as its name says, and no more often.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import { startDemo } from '../../src/demo/fleet.ts';
import type { DemoFleet } from '../../src/demo/fleet.ts';
import { Asker } from './ask.ts';
import type { Watch } from './ask.ts';

const PODS = '/api/v1/namespaces/sock-shop/pods';
const POD = '/api/v1/namespaces/monitoring/pods/prometheus-0';
const open: Watch[] = [];
let fleet: DemoFleet;
let client: Asker;

beforeAll(async () => {
  fleet = await startDemo({ story: 'calm' });
  client = new Asker(fleet);
});
afterEach(() => {
  for (const watch of open.splice(0)) watch.close();
  fleet.clearFaults();
});
afterAll(async () => {
  client.close();
  await fleet.stop();
});

async function watchPods(): Promise<Watch> {
  const { body } = await client.ask('/api/v1/pods?limit=1');
  const watch = await client.watch(
    `/api/v1/pods?watch=1&allowWatchBookmarks=true&resourceVersion=${body.metadata.resourceVersion}`,
  );
  open.push(watch);
  return watch;
}

async function touch(label: string): Promise<void> {
  const headers = { 'content-type': 'application/merge-patch+json' };
  const { status } = await client.ask(POD, {
    method: 'PATCH',
    headers,
    body: { metadata: { labels: { touched: label } } },
  });
  expect(status).toBe(200);
}

test('drop-watch ends the watches of its kind only', async () => {
  const pods = await watchPods();
  const nodes = await client.watch('/api/v1/nodes?watch=1');
  open.push(nodes);
  await fleet.fault('drop-watch', { resource: 'pods' });
  expect(await pods.next()).toBeUndefined();
  expect((await nodes.next())?.type).toBe('ADDED');
});

test('cut-line leaves half a line behind', async () => {
  const watch = await watchPods();
  await fleet.fault('cut-line', { resource: 'pods' });
  await touch('cut');
  await expect(watch.next()).rejects.toThrow(/JSON|aborted/);
});

test('skip-event hides one change from watches', async () => {
  const watch = await watchPods();
  await fleet.fault('skip-event', { resource: 'pods' });
  await touch('hidden');
  await touch('seen');
  expect((await watch.next())?.object.metadata.labels['touched']).toBe('seen');
});

test('silence mutes open watches, even of bookmarks, without closing them', async () => {
  const watch = await watchPods();
  await fleet.fault('silence', { resource: 'pods' });
  fleet.clearFaults('silence');
  const fresh = await watchPods();
  await touch('unheard');
  await fleet.fault('send-bookmarks');
  expect((await fresh.take(2)).map((event) => event.type)).toEqual(['MODIFIED', 'BOOKMARK']);
  await fleet.fault('drop-watch', { resource: 'pods' });
  expect(await watch.next()).toBeUndefined();
});

test('fail-next answers with the status asked for, once', async () => {
  await fleet.fault('fail-next', { status: 429, retryAfterSeconds: 7, resource: 'pods' });
  const busy = await client.ask(PODS);
  expect([busy.status, busy.headers['retry-after'], busy.body.reason]).toEqual([429, '7', 'TooManyRequests']);
  expect((await client.ask(PODS)).status).toBe(200);
  await fleet.fault('fail-next', { status: 502, html: true });
  const html = await client.ask(PODS);
  expect([html.status, html.headers['content-type']]).toEqual([502, 'text/html']);
  await fleet.fault('fail-next', { path: '/version', count: 2 });
  expect((await client.ask(PODS)).status).toBe(200);
  expect([
    (await client.ask('/version')).status,
    (await client.ask('/version')).status,
    (await client.ask('/version')).status,
  ]).toEqual([500, 500, 200]);
});

test('refuse-verb and expire-token hold until cleared', async () => {
  await fleet.fault('refuse-verb', { verb: 'list', resource: 'pods' });
  expect((await client.ask(PODS)).status).toBe(403);
  expect((await client.ask(PODS)).body.message).toContain('User "admin" cannot list');
  expect((await client.ask(POD)).status).toBe(200);
  fleet.clearFaults('refuse-verb');
  await fleet.fault('expire-token', { user: 'viewer' });
  expect((await client.ask(PODS, { user: 'viewer' })).status).toBe(401);
  expect((await client.ask(PODS)).status).toBe(200);
});

test('stop-mid-body cuts a list in half', async () => {
  await fleet.fault('stop-mid-body', { resource: 'pods' });
  await expect(client.ask(PODS)).rejects.toThrow(/aborted|hang up|ECONNRESET/);
  expect((await client.ask(PODS)).status).toBe(200);
});

test('hang answers nothing while others are served; delay-page answers later', async () => {
  await fleet.fault('hang', { resource: 'nodes', count: 1 });
  let answered = false;
  const hanging = client.ask('/api/v1/nodes').then(
    () => (answered = true),
    () => undefined,
  );
  await fleet.fault('delay-page', { resource: 'pods', ms: 30, count: 1 });
  expect((await client.ask(PODS)).status).toBe(200);
  expect(answered).toBe(false);
  await fleet.fault('down');
  await hanging;
  expect(answered).toBe(false);
  await fleet.fault('up');
});

test('down refuses connections and up brings the same port back', async () => {
  const port = fleet.clusters[0]?.port;
  await fleet.fault('down', { cluster: 'demo-eu' });
  await expect(client.ask(PODS)).rejects.toThrow(/ECONNREFUSED|hang up|ECONNRESET/);
  expect((await client.ask(PODS, { cluster: 1 })).status).toBe(200);
  await fleet.fault('up', { cluster: 'demo-eu' });
  expect([(await client.ask(PODS)).status, fleet.clusters[0]?.port]).toEqual([200, port]);
});

test('faults can be armed and cleared from another process, over the private path', async () => {
  const armed = await client.ask('/demo/faults/fail-next', {
    method: 'POST',
    body: { status: 503, count: 5 },
    user: 'none',
  });
  expect(JSON.stringify(armed.body['armed'])).toContain('"left":5');
  expect((await client.ask(PODS)).status).toBe(503);
  await client.ask('/demo/faults', { method: 'DELETE', user: 'none' });
  expect((await client.ask(PODS)).status).toBe(200);
  expect((await client.ask('/demo/faults/no-such', { method: 'POST' })).status).toBe(400);
});

test('deny-write refuses as an admission webhook does, and leaves the object alone', async () => {
  const message = 'prometheus must stay';
  await fleet.fault('deny-write', { verb: 'delete', resource: 'pods', message, count: 1 });
  const denied = await client.ask(POD, { method: 'DELETE' });
  expect([denied.status, denied.body.message]).toEqual([
    403,
    `admission webhook "guard.example.com" denied the request: ${message}`,
  ]);
  expect((await client.ask(POD)).status).toBe(200);
  await fleet.fault('fail-next', { verb: 'delete', status: 409 });
  expect((await client.ask(POD, { method: 'DELETE' })).body).toMatchObject({ code: 409, reason: 'Conflict' });
});
