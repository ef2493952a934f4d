import type { ServerResponse } from 'node:http';

import { describe, expect, test } from 'vitest';

import type { ListPart } from '../../src/cluster/list-watch.ts';
import {
  FakeServer,
  collect,
  failureOf,
  hangUp,
  json,
  never,
  packed,
  pod,
  podList,
  refuse,
  saySomethingElse,
  showWebPage,
  stream,
  turn,
} from './fake-server.ts';

const names = (parts: readonly ListPart[]) => parts.flatMap(({ objects }) => objects.map(({ key }) => key.name));
const LATEST = { at: 'latest' } as const;

describe('list', () => {
  test('from the cache: one body, resourceVersion 0 and no limit', async () => {
    await using server = await FakeServer.start();
    server.answers(json(podList([pod('a'), pod('b')])));
    const parts = await collect(server.open().source('Pod', 'shop').list({ at: 'cache' }, never));
    expect(names(parts)).toEqual(['a', 'b']);
    expect(parts.at(-1)).toMatchObject({ version: '10', remaining: 0 });
    expect(parts.slice(0, -1).every(({ version }) => version === undefined)).toBe(true);
    expect(server.seen[0]).toMatchObject({ method: 'GET', path: '/api/v1/namespaces/shop/pods' });
    expect(String(server.seen[0]!.query)).toBe('resourceVersion=0');
  });

  test('a relist asks for a version not older than the last one seen', async () => {
    await using server = await FakeServer.start();
    server.answers(json(podList(null)));
    expect(
      names(await collect(server.open().source('Pod', undefined).list({ at: 'notOlderThan', version: '77' }, never))),
    ).toEqual([]);
    expect(server.seen[0]!.path).toBe('/api/v1/pods');
    expect(Object.fromEntries(server.seen[0]!.query)).toEqual({
      resourceVersion: '77',
      resourceVersionMatch: 'NotOlderThan',
    });
  });

  test('latest comes in pages of 500 without a version, and tells how many are left', async () => {
    await using server = await FakeServer.start();
    server.answers(
      json(podList([pod('a')], { continue: 'next/1', remainingItemCount: 1 })),
      json(podList([pod('b')], { resourceVersion: '10' })),
    );
    const parts = await collect(server.open().source('Pod', 'shop').list(LATEST, never));
    expect(names(parts)).toEqual(['a', 'b']);
    expect(parts.map(({ remaining }) => remaining).filter((n) => n !== undefined)).toEqual([1, 0]);
    expect(server.seen.map(({ query }) => Object.fromEntries(query))).toEqual([
      { limit: '500' },
      { limit: '500', continue: 'next/1' },
    ]);
  });

  test('events are listed as warnings only', async () => {
    await using server = await FakeServer.start();
    server.answers(json(podList([])));
    await collect(server.open().source('Event', undefined).list(LATEST, never));
    expect(server.seen[0]!.query.get('fieldSelector')).toBe('type!=Normal');
  });

  // After five minutes etcd compacts; the pages already given and the next ones would not fit together.
  test('an expired continue token is gone, and the next list asks for everything at once', async () => {
    await using server = await FakeServer.start();
    server.answers(
      json(podList([pod('a')], { continue: 'old' })),
      refuse(410, 'Expired', 'The provided continue parameter is too old'),
      json(podList([pod('a'), pod('b')])),
    );
    const source = server.open().source('Pod', undefined);
    expect(await failureOf(collect(source.list(LATEST, never)))).toMatchObject({ code: 'gone', status: 410 });
    expect(names(await collect(source.list(LATEST, never)))).toEqual(['a', 'b']);
    expect(String(server.seen[2]!.query)).toBe('');
  });

  test.each([{ details: { causes: [{ reason: 'ResourceVersionTooLarge' }] } }, {}])(
    'a version the server has not reached yet is gone %j',
    async (extra) => {
      await using server = await FakeServer.start();
      server.answers(refuse(504, 'Timeout', 'Too large resource version: 99, current: 5', extra));
      const error = await failureOf(
        collect(server.open().source('Pod', undefined).list({ at: 'notOlderThan', version: '99' }, never)),
      );
      expect(error).toMatchObject({ code: 'gone', status: 504 });
    },
  );

  test('objects arrive while the body is still on its way', async () => {
    await using server = await FakeServer.start();
    const text = JSON.stringify(podList([pod('a'), pod('b')]));
    server.answers(stream([text.slice(0, text.lastIndexOf('{"metadata"'))], 'stay open'));
    for await (const part of server.open().source('Pod', undefined).list(LATEST, never)) {
      expect(names([part])).toEqual(['a']);
      break; // leaving the loop closes the connection
    }
    await server.allClosed();
  });

  test('an item that cannot be read costs itself only, and is counted', async () => {
    await using server = await FakeServer.start();
    const log: string[] = [];
    const broken = JSON.stringify(podList([pod('a'), { metadata: {} }, pod('b')])).replace(
      '"uid":"uid-b"',
      '"uid":nonsense',
    );
    server.answers(saySomethingElse(broken, 200, 'application/json'));
    const cluster = server.open({}, { log: (level, message) => level !== 'debug' && log.push(`${level} ${message}`) });
    const parts = await collect(cluster.source('Pod', undefined).list(LATEST, never));
    expect(names(parts)).toEqual(['a']);
    expect(parts.at(-1)).toMatchObject({ unreadable: 2 });
    expect(log).toHaveLength(2);
    expect(log[0]).toMatch(/^warn an item of a list could not be read/);
  });

  test('packed bodies are unpacked as they come, and a cut one is a protocol error', async () => {
    await using server = await FakeServer.start();
    const body = podList(Array.from({ length: 300 }, (_, i) => pod(`p${i}`)));
    server.answers(packed(body), packed(body, 400));
    const source = server.open().source('Pod', undefined);
    expect(names(await collect(source.list(LATEST, never)))).toHaveLength(300);
    expect(await failureOf(collect(source.list(LATEST, never)))).toMatchObject({ code: 'protocol' });
  });

  test.each([
    [
      'a body cut short',
      saySomethingElse(
        '{"kind":"PodList","metadata":{"resourceVersion":"1"},"items":[{"metad',
        200,
        'application/json',
      ),
      'protocol',
      /in the middle/,
    ],
    ['a connection cut in the body', stream(['{"kind":"PodList","items":[{"meta'], 'cut'), 'unreachable', /cut/],
    ['a hang-up', hangUp, 'unreachable', /cut/],
    ['a web page', showWebPage('Sign in'), 'protocol', /web page answers: "Sign in"/],
    ['a web page from a gateway', showWebPage('502 Bad Gateway', 502), 'protocol', /502 Bad Gateway/],
    ['plain text', saySomethingElse('hello'), 'protocol', /not JSON \(text\/plain\)/],
    ['no list', json({ kind: 'Pod', metadata: { name: 'a' } }), 'protocol', /not a list/],
    ['500', refuse(500, 'InternalError', 'etcd is away'), 'server', /etcd is away/],
    ['500 without a Status', saySomethingElse('boom', 500), 'server', /boom/],
    ['403', refuse(403, 'Forbidden', 'pods is forbidden'), 'forbidden', /pods is forbidden/],
    ['405', refuse(405, 'MethodNotAllowed', 'no'), 'not-found', /serve pods/],
    [
      'a redirect',
      (_s: unknown, r: ServerResponse) =>
        void r.writeHead(302, { location: 'https://login.example.com/x?token=secretsecret' }).end(),
      'protocol',
      /login\.example\.com/,
    ],
  ])('%s is told in words', async (_name, answer, code, words) => {
    await using server = await FakeServer.start();
    server.answers(answer);
    const error = await failureOf(collect(server.open().source('Pod', undefined).list(LATEST, never)));
    expect(error).toMatchObject({ name: 'ApiError', code });
    expect(error.message).toMatch(words);
    expect(error.message).not.toContain('secretsecret');
  });

  test.each([
    ['as seconds', refuse(429, 'TooManyRequests', 'slow down', {}, { 'retry-after': '7' }), 7_000],
    ['in the body', refuse(429, 'TooManyRequests', 'slow down', { details: { retryAfterSeconds: 3 } }), 3_000],
  ])('429 says when to come back, %s', async (_name, answer, retryAfterMs) => {
    await using server = await FakeServer.start();
    server.answers(answer);
    expect(await failureOf(collect(server.open().source('Pod', undefined).list(LATEST, never)))).toMatchObject({
      code: 'too-many',
      retryAfterMs,
    });
  });

  // Law: never hold the event loop longer than 8 ms. The clock says 3 ms have passed each time it is asked.
  test('breathes while a big body is worked through', async () => {
    await using server = await FakeServer.start();
    server.answers(json(podList(Array.from({ length: 400 }, (_, i) => pod(`p${i}`)))));
    let now = 0;
    const clock = { now: () => (now += 3), setTimer: () => () => undefined };
    const beside = { turns: 0, done: false };
    void (async () => {
      for (; !beside.done; beside.turns++) await turn();
    })();
    const parts = await collect(server.open({}, { clock }).source('Pod', undefined).list(LATEST, never));
    beside.done = true;
    expect(names(parts)).toHaveLength(400);
    expect(beside.turns).toBeGreaterThan(100);
    expect(Math.max(...parts.map(({ objects }) => objects.length))).toBeLessThanOrEqual(3);
  });
});
