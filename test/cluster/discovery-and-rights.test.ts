import { expect, test } from 'vitest';

import { FakeClock, FakeServer, collect, failureOf, json, never, podList, refuse } from './fake-server.ts';
import type { Answer } from './fake-server.ts';

const NOT_SERVED = refuse(404, 'NotFound', 'the server could not find the requested resource');

/** Answers by path; 404 for the others. */
const byPath =
  (paths: Record<string, Answer>): Answer =>
  (seen, response, request) =>
    (paths[seen.path] ?? NOT_SERVED)(seen, response, request);

// Discovery is for the odd server only: it may not delay the first rows of the others.
test('a kind is asked for at once, without discovery', async () => {
  await using server = await FakeServer.start();
  server.answers(json(podList([])));
  await collect(server.open().source('Deployment', undefined).list({ at: 'cache' }, never));
  expect(server.seen.map(({ path }) => path)).toEqual(['/apis/apps/v1/deployments']);
});

test('a kind that the server does not serve is not-found, said in words, with one look', async () => {
  await using server = await FakeServer.start();
  server.answers(byPath({ '/apis/batch': json({ kind: 'APIGroup', versions: [{ version: 'v1beta1' }] }) }));
  const source = server.open().source('CronJob', undefined);
  const failures = await Promise.all([1, 2, 3].map(() => failureOf(collect(source.list({ at: 'cache' }, never)))));
  for (const error of failures)
    expect(error).toMatchObject({ code: 'not-found', message: 'the server does not serve cronjobs of batch in v1' });
  expect(server.seen.filter(({ path }) => path === '/apis/batch')).toHaveLength(1);
});

test('a group that is not there at all is not-found too', async () => {
  await using server = await FakeServer.start();
  server.answers(NOT_SERVED);
  expect(await failureOf(collect(server.open().source('EndpointSlice', undefined).watch('1', never)))).toMatchObject({
    code: 'not-found',
  });
});

test('a 404 of a kind that is served stays what it is', async () => {
  await using server = await FakeServer.start();
  server.answers(
    byPath({
      '/apis/apps': json({ versions: [{ version: 'v1' }] }),
      '/apis/apps/v1': json({ resources: [{ name: 'deployments' }] }),
      '/apis/apps/v1/deployments': refuse(404, 'NotFound', 'really not'),
    }),
  );
  expect(
    await failureOf(collect(server.open().source('Deployment', undefined).list({ at: 'cache' }, never))),
  ).toMatchObject({ code: 'not-found', message: 'really not' });
});

test('a failing discovery is told as what it is', async () => {
  await using server = await FakeServer.start();
  server.answers(byPath({ '/apis/apps': refuse(403, 'Forbidden', 'no discovery for you') }));
  expect(
    await failureOf(collect(server.open().source('Deployment', undefined).list({ at: 'cache' }, never))),
  ).toMatchObject({ code: 'forbidden' });
});

const question = { verb: 'create', group: '', resource: 'pods', subresource: 'exec', namespace: 'shop' };

test('a right is asked once, for everybody who wants to know, and kept five minutes', async () => {
  await using server = await FakeServer.start();
  const clock = new FakeClock();
  server.answers(
    json({ status: { allowed: true } }, 201),
    json({ status: { allowed: false, reason: 'no binding' } }, 201),
  );
  const cluster = server.open({}, { clock });
  expect(await Promise.all([cluster.mayI(question, never), cluster.mayI(question, never)])).toEqual([
    { allowed: true },
    { allowed: true },
  ]);
  clock.advance(299_000);
  await cluster.mayI(question, never);
  expect(server.seen).toHaveLength(1);
  expect(server.seen[0]).toMatchObject({
    method: 'POST',
    path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
  });
  expect(JSON.parse(server.seen[0]!.body)).toMatchObject({
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: question },
  });
  clock.advance(1_000);
  expect(await cluster.mayI(question, never)).toEqual({ allowed: false, reason: 'no binding' });
});

test('cluster-wide is another question, and a failure is not kept', async () => {
  await using server = await FakeServer.start();
  server.answers(refuse(500, 'InternalError', 'boom'), json({ status: { allowed: true } }, 201));
  const cluster = server.open();
  expect(await failureOf(cluster.mayI(question, never))).toMatchObject({ code: 'server' });
  expect(await cluster.mayI({ ...question, namespace: '' }, never)).toEqual({ allowed: true });
  expect(JSON.parse(server.seen[1]!.body).spec.resourceAttributes).not.toHaveProperty('namespace');
});

test('what is known of a right is told without asking, as long as it holds', async () => {
  await using server = await FakeServer.start();
  const clock = new FakeClock();
  server.answers(json({ status: { allowed: false, reason: 'no binding' } }, 201));
  const cluster = server.open({}, { clock });
  expect(cluster.knownRight(question)).toBeUndefined();
  await cluster.mayI(question, never);
  expect(cluster.knownRight(question)).toEqual({ allowed: false, reason: 'no binding' });
  expect(cluster.knownRight({ ...question, subresource: 'attach' })).toBeUndefined();
  clock.advance(300_000);
  expect(cluster.knownRight(question)).toBeUndefined();
  expect(server.seen).toHaveLength(1);
});

test('the path of an object, in the version its kind was found in', async () => {
  await using server = await FakeServer.start();
  const cluster = server.open();
  expect(cluster.pathOf('Pod', 'shop', 'cart-7f')).toBe('/api/v1/namespaces/shop/pods/cart-7f');
  expect(cluster.pathOf('Deployment', 'shop', 'a/../b')).toBe('/apis/apps/v1/namespaces/shop/deployments/a%2F..%2Fb');
  expect(cluster.pathOf('Node', '', 'node-a')).toBe('/api/v1/nodes/node-a');
  expect(cluster.pathOf('Node', 'ignored', 'node-a')).toBe('/api/v1/nodes/node-a');
});
