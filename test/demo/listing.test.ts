// LIST as a real server does it: a client that pages, relists or selects must meet the same answers here.
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startDemo } from '../../src/demo/fleet.ts';
import type { DemoFleet } from '../../src/demo/fleet.ts';
import { Asker } from './ask.ts';

const PODS = '/api/v1/pods';
let fleet: DemoFleet;
let client: Asker;

beforeAll(async () => {
  fleet = await startDemo({ story: 'outage', at: Date.parse('2026-03-01T12:00:00Z'), pods: 300 });
  client = new Asker(fleet);
});
afterAll(async () => {
  client.close();
  await fleet.stop();
});

async function names(path: string): Promise<string[]> {
  const { body } = await client.ask(path);
  return body.items.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
}

describe('pages', () => {
  test('join up to the whole list, all at the first page’s version, with what remains counted', async () => {
    const whole = await names(PODS);
    const paged: string[] = [];
    const versions = new Set<string>();
    let token = '';
    for (;;) {
      const { body } = await client.ask(`${PODS}?limit=50&continue=${token}`);
      paged.push(...body.items.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`));
      versions.add(body.metadata.resourceVersion);
      token = body.metadata.continue ?? '';
      expect(body.metadata.remainingItemCount ?? 0).toBe(whole.length - paged.length);
      if (token === '') break;
    }
    expect(paged).toEqual(whole);
    expect(whole).toEqual(whole.toSorted());
    expect(versions.size).toBe(1);
  });

  test('keep showing the first page’s snapshot when objects change in between', async () => {
    const first = await client.ask(`${PODS}?limit=1`);
    const last = (await names(PODS)).at(-1) ?? '';
    const [namespace, name] = last.split('/');
    const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
    await client.ask(path, {
      method: 'PATCH',
      body: { metadata: { labels: { late: 'yes' } } },
      headers: { 'content-type': 'application/merge-patch+json' },
    });
    const rest = await client.ask(`${PODS}?limit=9999&continue=${first.body.metadata.continue}`);
    expect(rest.body.items.at(-1)?.metadata.labels['late']).toBeUndefined();
    expect(rest.body.metadata.resourceVersion).toBe(first.body.metadata.resourceVersion);
    expect((await client.ask(path)).body.metadata.labels['late']).toBe('yes');
  });

  test('of a forgotten snapshot are 410 with a token to read on inconsistently', async () => {
    const first = await client.ask(`${PODS}?limit=10`);
    await fleet.fault('expire-versions', { resource: 'pods' });
    const gone = await client.ask(`${PODS}?limit=10&continue=${first.body.metadata.continue}`);
    expect([gone.status, gone.body.reason, gone.body.code]).toEqual([410, 'Expired', 410]);
    const on = await client.ask(`${PODS}?limit=10&continue=${gone.body.metadata.continue}`);
    expect(on.status).toBe(200);
    expect(on.body.items).toHaveLength(10);
  });
});

describe('resourceVersion', () => {
  test('0 gives everything in one body, whatever limit says', async () => {
    const { body } = await client.ask(`${PODS}?resourceVersion=0&limit=5`);
    expect(body.items.length).toBe(fleet.clusters[0]?.world.count('pods'));
    expect(body.metadata.continue).toBeUndefined();
  });

  test('of the future is 504 with the cause clients look for', async () => {
    const future = Number((await client.ask(`${PODS}?limit=1`)).body.metadata.resourceVersion) + 1000;
    const { status, body } = await client.ask(`${PODS}?resourceVersion=${future}&resourceVersionMatch=NotOlderThan`);
    expect(status).toBe(504);
    expect(body.message).toContain('Too large resource version');
    expect(JSON.stringify(body['details'])).toContain('ResourceVersionTooLarge');
  });

  test.each([
    ['resourceVersion=abc', 400],
    ['resourceVersionMatch=Exact', 422],
    ['resourceVersion=0&resourceVersionMatch=Exact', 422],
    ['resourceVersion=5&resourceVersionMatch=Exact', 410],
    ['continue=rubbish', 400],
  ])('%s is refused with %i', async (query, status) => {
    expect((await client.ask(`${PODS}?${query}`)).status).toBe(status);
  });
});

describe('selectors', () => {
  test.each([
    ['app.kubernetes.io/name=carts', 3],
    ['app.kubernetes.io/name in (carts, orders),pod-template-hash', 6],
    ['app.kubernetes.io/part-of=sock-shop,app.kubernetes.io/name notin (carts)', 22],
    ['app.kubernetes.io/name==carts,!job-name', 3],
    ['app.kubernetes.io/name=carts,app.kubernetes.io/part-of!=sock-shop', 0],
  ])('label %s', async (selector, count) => {
    expect(await names(`${PODS}?labelSelector=${encodeURIComponent(selector)}`)).toHaveLength(count);
  });

  test.each([
    ['status.phase=Pending', 3],
    ['spec.nodeName=eu-node-6,metadata.namespace!=sock-shop', 4],
    ['metadata.name=prometheus-0', 1],
  ])('field %s', async (selector, count) => {
    expect(await names(`${PODS}?fieldSelector=${encodeURIComponent(selector)}`)).toHaveLength(count);
  });

  test('on a field that does not exist, or without grammar, are 400', async () => {
    expect((await client.ask(`${PODS}?fieldSelector=spec.colour%3Dred`)).body.message).toContain(
      'field label not supported: spec.colour',
    );
    expect((await client.ask(`${PODS}?labelSelector=a%20b%20c`)).status).toBe(400);
  });
});

describe('shapes', () => {
  const table = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' };

  test('items carry neither kind nor apiVersion, single objects do', async () => {
    const { body } = await client.ask(`${PODS}?limit=1`);
    expect([body.kind, body['apiVersion']]).toEqual(['PodList', 'v1']);
    expect(Object.keys(body.items[0] ?? {})).toEqual(['metadata', 'spec', 'status']);
    const one = await client.ask('/api/v1/namespaces/monitoring/pods/prometheus-0');
    expect([one.body.kind, one.body['apiVersion']]).toEqual(['Pod', 'v1']);
  });

  test('a Table has kubectl’s columns and cells', async () => {
    const path = '/api/v1/namespaces/sock-shop/pods?labelSelector=app.kubernetes.io%2Fname%3Dcarts';
    const { body } = await client.ask(path, { headers: table });
    const { columnDefinitions, rows } = body as unknown as {
      columnDefinitions: { name: string; priority: number }[];
      rows: { cells: unknown[] }[];
    };
    const narrow = columnDefinitions.filter((column) => column.priority === 0).map((column) => column.name);
    expect(narrow).toEqual(['Name', 'Ready', 'Status', 'Restarts', 'Age']);
    const texts = rows.map(({ cells }) => cells.slice(1, 4).join(' '));
    expect(texts.toSorted()).toEqual([
      '1/2 CrashLoopBackOff 4 (40s ago)',
      '1/2 CrashLoopBackOff 4 (75s ago)',
      '2/2 Running 0',
    ]);
  });

  test('metadata only, protobuf only, and both groups of events', async () => {
    const partial = await client.ask(`${PODS}?limit=1`, {
      headers: { accept: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1' },
    });
    expect(partial.body.kind).toBe('PartialObjectMetadataList');
    expect(Object.keys(partial.body.items[0] ?? {})).toEqual(['kind', 'apiVersion', 'metadata']);
    expect((await client.ask(PODS, { headers: { accept: 'application/vnd.kubernetes.protobuf' } })).status).toBe(406);
    const core = await client.ask('/api/v1/events?limit=1');
    const newer = await client.ask('/apis/events.k8s.io/v1/events?limit=1');
    expect(newer.body.items[0]).toMatchObject({ note: (core.body.items[0] as unknown as { message: string }).message });
  });

  test('large bodies are gzipped for those who accept it, small ones never', async () => {
    const headers = { 'accept-encoding': 'gzip' };
    const large = await client.ask(PODS, { headers });
    expect(large.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(large.bytes).equals((await client.ask(PODS)).bytes)).toBe(true);
    expect((await client.ask('/api/v1/namespaces', { headers })).headers['content-encoding']).toBeUndefined();
  });
});

test('discovery names every kind, in both shapes', async () => {
  const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';
  const aggregated = await client.ask('/apis', { headers: { accept } });
  expect(aggregated.body.kind).toBe('APIGroupDiscoveryList');
  expect(aggregated.bytes.toString()).toContain('"resource":"endpointslices"');
  const plain = await client.ask('/apis/apps/v1');
  expect((plain.body['resources'] as { name: string }[]).map(({ name }) => name)).toContain('deployments/status');
  expect((await client.ask('/version')).body['gitVersion']).toMatch(/^v1\.34\.\d+-demo$/);
  expect((await client.ask('/readyz')).bytes.toString()).toBe('ok');
  expect((await client.ask('/openapi/v3')).status).toBe(404);
});
