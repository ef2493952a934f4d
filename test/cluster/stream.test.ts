// A followed log may say nothing for hours, and may come faster than anybody reads; only its end and its break must be told apart.
import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';

import { FakeClock, FakeServer, collect, failureOf, never, refuse, stream, turn } from './fake-server.ts';
import type { Answer } from './fake-server.ts';

const WHAT = 'log pods/cart-7f';
const PATH = '/api/v1/namespaces/shop/pods/cart-7f/log?follow=true';

describe('a followed log', () => {
  test('comes as it is, unpacked, to its end', async () => {
    await using server = await FakeServer.start();
    const bytes = Buffer.from([0x1b, 0x5b, 0x6d, 0xff, 0x00, 0x0a]);
    server.answers(stream(['one\n', bytes, 'no end of line']));
    const cluster = server.open({ token: 'abc' });
    expect(Buffer.concat(await collect(cluster.stream(WHAT, PATH, never)))).toEqual(
      Buffer.concat([Buffer.from('one\n'), bytes, Buffer.from('no end of line')]),
    );
    expect(server.seen[0]!.query.get('follow')).toBe('true');
    expect(server.seen[0]!.headers).toMatchObject({ 'accept-encoding': 'identity', authorization: 'Bearer abc' });
    await server.allClosed();
  });

  test('may be silent for hours, before its first byte and after it', async () => {
    await using server = await FakeServer.start();
    const clock = new FakeClock();
    const asked = Promise.withResolvers<ServerResponse>();
    server.answers((_seen, response) => asked.resolve(response));
    const lines = server.open({}, { clock }).stream(WHAT, PATH, never)[Symbol.asyncIterator]();
    const first = lines.next();
    const response = await asked.promise;
    clock.advance(5 * 3_600_000);
    response.write('a');
    expect(String((await first).value)).toBe('a');
    const second = lines.next();
    clock.advance(5 * 3_600_000);
    response.end('b');
    expect(String((await second).value)).toBe('b');
    expect(await lines.next()).toEqual({ done: true, value: undefined });
    expect(clock.pending).toBe(0);
  });

  test('cut in the middle is unreachable, after what had come', async () => {
    await using server = await FakeServer.start();
    server.answers(stream(['one\n', 'two'], 'cut'));
    const got: string[] = [];
    const reading = (async () => {
      for await (const chunk of server.open().stream(WHAT, PATH, never)) got.push(String(chunk));
    })();
    expect(await failureOf(reading)).toMatchObject({ code: 'unreachable', what: WHAT });
    expect(got.join('')).toBe('one\ntwo');
  });

  test('a slow reader slows the server down', async () => {
    await using server = await FakeServer.start();
    const block = Buffer.alloc(64 * 1024, 'x');
    const total = 64 * 1024 * 1024;
    let sent = 0;
    const flood: Answer = (_seen, response) => {
      const more = (): void => {
        for (; sent < total;) {
          sent += block.length;
          if (!response.write(block)) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    };
    server.answers(flood);
    let read = 0;
    for await (const chunk of server.open().stream(WHAT, PATH, never)) {
      if (read === 0) {
        for (let turns = 0; turns < 300; turns++) await turn();
        expect(sent).toBeLessThan(total / 2);
      }
      read += chunk.length;
    }
    expect(read).toBe(total);
  });

  test('leaving the loop, the signal and close() end it and leave nothing', async () => {
    await using server = await FakeServer.start();
    const clock = new FakeClock();
    server.answers(stream(['one\n'], 'stay open'));
    const cluster = server.open({}, { clock });
    for await (const _chunk of cluster.stream(WHAT, PATH, never)) break;
    await server.allClosed();
    const stop = new AbortController();
    const stopped = failureOf(
      (async () => {
        for await (const _chunk of cluster.stream(WHAT, PATH, stop.signal)) stop.abort();
      })(),
    );
    expect(await stopped).toMatchObject({ code: 'aborted' });
    await server.allClosed();
    const closed = failureOf(
      (async () => {
        for await (const _chunk of cluster.stream(WHAT, PATH, never)) cluster.close();
      })(),
    );
    expect(await closed).toMatchObject({ code: 'aborted' });
    await server.allClosed();
    expect(clock.pending).toBe(0);
  });

  test.each([
    [400, 'BadRequest', 'container "app" in pod "cart-7f" is waiting to start: ContainerCreating', 'invalid'],
    [403, 'Forbidden', 'pods "cart-7f" is forbidden: cannot get resource "pods/log"', 'forbidden'],
    [404, 'NotFound', 'pods "cart-7f" not found', 'not-found'],
  ] as const)('%i is told with its message', async (status, reason, message, code) => {
    await using server = await FakeServer.start();
    server.answers(refuse(status, reason, message));
    const failure = await failureOf(collect(server.open().stream(WHAT, PATH, never)));
    expect(failure).toMatchObject({ code, status, message, what: WHAT });
  });

  test('many at once wait for nobody, nor does a key for them', async () => {
    await using server = await FakeServer.start();
    server.answers(stream(['x'], 'stay open'));
    const cluster = server.open();
    const logs = Array.from({ length: 30 }, () => cluster.stream(WHAT, PATH, never)[Symbol.asyncIterator]());
    await Promise.all(logs.map((log) => log.next()));
    expect(server.sockets.size).toBe(30);
    cluster.close();
    await server.allClosed();
  });
});
