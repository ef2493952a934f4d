// WATCH as a real server does it, and the pretend controllers that make one change into several.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import { startDemo } from '../../src/demo/fleet.ts';
import type { DemoFleet } from '../../src/demo/fleet.ts';
import { Asker } from './ask.ts';
import type { Answer, Watch } from './ask.ts';

const PODS = '/api/v1/namespaces/sock-shop/pods';
let fleet: DemoFleet;
let client: Asker;
const open: Watch[] = [];

beforeAll(async () => {
  fleet = await startDemo({ story: 'calm', at: Date.parse('2026-03-01T12:00:00Z') });
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

async function watch(query: string, path = PODS, headers: Record<string, string> = {}): Promise<Watch> {
  const started = await client.watch(`${path}?watch=true&${query}`, { headers });
  open.push(started);
  return started;
}

async function version(): Promise<string> {
  return (await client.ask(`${PODS}?limit=1`)).body.metadata.resourceVersion;
}

function patch(path: string, body: unknown, type = 'merge-patch'): Promise<Answer> {
  return client.ask(path, { method: 'PATCH', body, headers: { 'content-type': `application/${type}+json` } });
}

async function cartsPods(): Promise<string[]> {
  const { body } = await client.ask(`${PODS}?labelSelector=app.kubernetes.io%2Fname%3Dcarts`);
  return body.items.map((item) => item.metadata.name);
}

test('a watch from a list’s version tells what came after, each with a higher version', async () => {
  const from = await version();
  const [first = ''] = await cartsPods();
  const watching = await watch(`resourceVersion=${from}`);
  await patch(`${PODS}/${first}`, { metadata: { labels: { colour: 'red' } } });
  await patch(`${PODS}/${first}`, [{ op: 'remove', path: '/metadata/labels/colour' }], 'json-patch');
  const [red, plain] = await watching.take(2);
  expect([red?.type, red?.object.metadata.labels['colour']]).toEqual(['MODIFIED', 'red']);
  expect(plain?.object.metadata.labels['colour']).toBeUndefined();
  expect(Number(plain?.object.metadata.resourceVersion)).toBeGreaterThan(Number(red?.object.metadata.resourceVersion));
  const resumed = await watch(`resourceVersion=${red?.object.metadata.resourceVersion}`);
  expect((await resumed.next())?.object.metadata.resourceVersion).toBe(plain?.object.metadata.resourceVersion);
});

test('an object that leaves the selector is DELETED there, one that enters is ADDED', async () => {
  const [, second = ''] = await cartsPods();
  const watching = await watch(`resourceVersion=${await version()}&labelSelector=shade%3Dblue`);
  await patch(`${PODS}/${second}`, { metadata: { labels: { shade: 'blue' } } });
  const changed = await patch(`${PODS}/${second}`, { metadata: { labels: { shade: 'green' } } });
  const [added, deleted] = await watching.take(2);
  expect([added?.type, deleted?.type]).toEqual(['ADDED', 'DELETED']);
  expect(deleted?.object.metadata.resourceVersion).toBe(changed.body.metadata.resourceVersion);
  expect(deleted?.object.metadata.labels['shade']).toBe('blue');
});

test('without a version, and with 0, it begins with all that is there', async () => {
  for (const query of ['', 'resourceVersion=0']) {
    const watching = await watch(query);
    const count = (await client.ask(PODS)).body.items.length;
    expect((await watching.take(count)).every((event) => event.type === 'ADDED')).toBe(true);
  }
});

test('a streaming list ends with the annotated bookmark, and is refused where the gate is off', async () => {
  const query = 'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&resourceVersion=';
  const watching = await watch(query);
  const count = (await client.ask(PODS)).body.items.length;
  const last = (await watching.take(count + 1)).at(-1);
  expect([last?.type, last?.object.kind]).toEqual(['BOOKMARK', 'Pod']);
  expect(last?.object.metadata.annotations).toEqual({ 'k8s.io/initial-events-end': 'true' });
  expect((await client.ask(`${PODS}?watch=1&sendInitialEvents=true`)).status).toBe(422);
  expect((await client.ask(`${PODS}?watch=1&${query}999999999`)).status).toBe(504);
  expect((await client.ask(`${PODS}?watch=1&resourceVersionMatch=NotOlderThan&resourceVersion=1`)).status).toBe(422);
  await fleet.fault('refuse-streaming', { count: 1 });
  expect((await client.ask(`${PODS}?watch=1&${query}`)).status).toBe(422);
});

test('bookmarks carry the newest version, to those who allow them', async () => {
  const with_ = await watch(`resourceVersion=${await version()}&allowWatchBookmarks=true`);
  await fleet.fault('send-bookmarks');
  const bookmark = await with_.next();
  expect([bookmark?.type, bookmark?.object.metadata.resourceVersion]).toEqual(['BOOKMARK', await version()]);
});

test('a forgotten version is an ERROR event, or a 410 when asked for', async () => {
  const from = await version();
  await fleet.fault('expire-versions', { resource: 'pods' });
  const [error] = await (await watch(`resourceVersion=${from}`)).take(2);
  expect([error?.type, error?.object.code, error?.object.reason]).toEqual(['ERROR', 410, 'Expired']);
  await fleet.fault('expire-versions', { as: 'http' });
  expect((await client.ask(`${PODS}?watch=1&resourceVersion=${from}`)).status).toBe(410);
  await fleet.fault('expire-versions', { as: 'event' });
});

test('a watch in Table shape tells its columns once', async () => {
  const accept = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };
  const events = await (await watch('', PODS, accept)).take(2);
  const columns = events.map(
    (event) => (event.object as unknown as { columnDefinitions: unknown[] }).columnDefinitions.length,
  );
  expect(columns).toEqual([9, 0]);
});

test('a watch ends cleanly after timeoutSeconds', async () => {
  const watching = await watch(`resourceVersion=${await version()}&timeoutSeconds=0.02`);
  expect(await watching.next()).toBeUndefined();
});

test('a pod that loses readiness takes its endpoint, replica set and deployment with it', async () => {
  const [first = ''] = await cartsPods();
  const slices = await watch(
    `resourceVersion=${await version()}`,
    '/apis/discovery.k8s.io/v1/namespaces/sock-shop/endpointslices',
  );
  const deployments = await watch(
    `resourceVersion=${await version()}`,
    '/apis/apps/v1/namespaces/sock-shop/deployments',
  );
  const conditions = [
    { type: 'Ready', status: 'False' },
    { type: 'ContainersReady', status: 'False' },
  ];
  await patch(`${PODS}/${first}/status`, { status: { conditions } }, 'strategic-merge-patch');
  const slice = (await slices.next())?.object as unknown as { endpoints: { conditions: { ready: boolean } }[] };
  expect(slice.endpoints.map((endpoint) => endpoint.conditions.ready).filter((ready) => ready)).toHaveLength(2);
  const deployment = (await deployments.next())?.object;
  expect(deployment?.status).toMatchObject({ replicas: 3, readyReplicas: 2, unavailableReplicas: 1 });
  expect(JSON.stringify(deployment?.status)).toContain('MinimumReplicasUnavailable');
});

test('a deleted pod is gone, for gets, lists and endpoints', async () => {
  const [, , third = ''] = await cartsPods();
  const watching = await watch(`resourceVersion=${await version()}`);
  const forced = await client.ask(`${PODS}/${third}?gracePeriodSeconds=0`, { method: 'DELETE' });
  expect([forced.status, forced.body.metadata.name]).toEqual([200, third]);
  expect((await watching.next())?.type).toBe('DELETED');
  expect((await client.ask(`${PODS}/${third}`)).body).toMatchObject({
    code: 404,
    reason: 'NotFound',
    message: `pods "${third}" not found`,
  });
  expect(await cartsPods()).not.toContain(third);
});

test('a pod that is created is there, pending', async () => {
  const spec = { containers: [{ name: 'a', image: 'a:1' }] };
  const body = { kind: 'Pod', apiVersion: 'v1', metadata: { name: 'by-hand' }, spec };
  const made = await client.ask(PODS, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  expect([made.status, made.body.metadata.name, made.body.status['phase']]).toEqual([201, 'by-hand', 'Pending']);
  expect((await client.ask(`${PODS}/by-hand`)).status).toBe(200);
});
