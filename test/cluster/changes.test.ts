// What changes a cluster is sent once, and its refusal is told in the server's own words: they say what to do next.
import { describe, expect, test } from 'vitest';

import type { ChangeRequest } from '../../src/cluster/cluster-changes.ts';
import { FakeClock, FakeServer, failureOf, hangUp, json, never, refuse, stayMute, turn } from './fake-server.ts';

const PATH = '/api/v1/namespaces/shop/pods/cart-7f';
const DELETE: ChangeRequest = {
  what: 'delete pods/cart-7f',
  method: 'DELETE',
  path: PATH,
  body: { kind: 'DeleteOptions', apiVersion: 'v1', preconditions: { uid: 'u1' }, propagationPolicy: 'Background' },
};

describe('a change', () => {
  test('goes with its body, and brings the answer', async () => {
    await using server = await FakeServer.start();
    server.answers(json({ kind: 'Status', status: 'Success' }));
    const changes = server.open({ impersonate: { user: 'jane', groups: [] } }).changes();
    expect(await changes.send(DELETE, never)).toEqual({ kind: 'Status', status: 'Success' });
    const patch = {
      what: 'patch',
      method: 'PATCH',
      path: PATH,
      body: { spec: {} },
      contentType: 'application/merge-patch+json',
    } as const;
    await changes.send(patch, never);
    await changes.send({ what: 'evict', method: 'POST', path: `${PATH}/eviction` }, never);
    expect(server.seen.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['DELETE', PATH, JSON.stringify(DELETE.body)],
      ['PATCH', PATH, '{"spec":{}}'],
      ['POST', `${PATH}/eviction`, ''],
    ]);
    expect(server.seen[0]!.headers).toMatchObject({ 'content-type': 'application/json', 'impersonate-user': 'jane' });
    expect(server.seen[1]!.headers['content-type']).toBe('application/merge-patch+json');
  });

  test.each([
    [409, 'Conflict', 'the UID in the precondition (u1) does not match the UID in record (u2)', 'conflict'],
    [403, 'Forbidden', 'pods "cart-7f" is forbidden: User "jane" cannot delete resource "pods"', 'forbidden'],
    [403, 'Forbidden', 'admission webhook "guard.acme.io" denied the request: not on Fridays', 'forbidden'],
    [404, 'NotFound', 'pods "cart-7f" not found', 'not-found'],
    [429, 'TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", 'too-many'],
  ] as const)('%i %s: %s', async (status, reason, message, code) => {
    await using server = await FakeServer.start();
    server.answers(refuse(status, reason, message));
    const failure = await failureOf(server.open().changes().send(DELETE, never));
    expect(failure).toMatchObject({ code, status, message, what: DELETE.what });
    expect(server.seen).toHaveLength(1);
  });

  test('422: causes that the message does not tell are told', async () => {
    await using server = await FakeServer.start();
    const causes = [
      { field: 'spec.replicas', message: 'must be at least 0' },
      { field: 'spec.paused', message: 'told' },
    ];
    server.answers(refuse(422, 'Invalid', 'the request was told to be invalid', { details: { causes } }));
    expect(await failureOf(server.open().changes().send(DELETE, never))).toMatchObject({
      code: 'invalid',
      message: 'the request was told to be invalid (spec.replicas: must be at least 0)',
    });
  });

  test('is never sent twice, even when a kept connection breaks', async () => {
    await using server = await FakeServer.start();
    server.answers(json({}), hangUp);
    const cluster = server.open();
    await cluster.get('/version', never);
    expect(await failureOf(cluster.changes().send(DELETE, never))).toMatchObject({ code: 'unreachable' });
    expect(server.seen.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
  });

  test('without an answer it is said that it may have been done', async () => {
    await using server = await FakeServer.start();
    const clock = new FakeClock();
    server.answers(stayMute);
    const failure = failureOf(server.open({}, { clock }).changes().send(DELETE, never));
    while (server.seen.length === 0) await turn();
    clock.advance(30_000);
    expect(await failure).toMatchObject({ code: 'timeout', message: expect.stringContaining('may have been done') });
  });
});
