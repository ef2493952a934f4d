import { describe, expect, test } from 'vitest';

import type { WatchEvent } from '../../src/cluster/list-watch.ts';
import {
  FakeClock,
  FakeServer,
  collect,
  event,
  failureOf,
  hangUp,
  never,
  pod,
  refuse,
  showWebPage,
  stayMute,
  stream,
  turn,
} from './fake-server.ts';
import type { Answer } from './fake-server.ts';

const said = (events: readonly WatchEvent[]) =>
  events.map((one) => (one.type === 'bookmark' ? `bookmark ${one.version}` : `${one.type} ${one.object.key.name}`));

async function watchOf(
  answer: Answer,
): Promise<{ batches: string[][]; error: (Error & { code?: string }) | undefined }> {
  await using server = await FakeServer.start();
  server.answers(answer);
  const batches: string[][] = [];
  try {
    for await (const batch of server.open().source('Pod', undefined).watch('10', never)) batches.push(said(batch));
  } catch (error) {
    return { batches, error: error as Error };
  }
  return { batches, error: undefined };
}

describe('watch', () => {
  test('asks for bookmarks and an end after 290 s and a bit', async () => {
    await using server = await FakeServer.start();
    server.answers(stream([]));
    await collect(
      server
        .open({}, { random: () => 0.5 })
        .source('Pod', 'shop')
        .watch('10', never),
    );
    expect(server.seen[0]!.path).toBe('/api/v1/namespaces/shop/pods');
    expect(Object.fromEntries(server.seen[0]!.query)).toEqual({
      watch: '1',
      resourceVersion: '10',
      allowWatchBookmarks: 'true',
      timeoutSeconds: '320',
    });
    expect(server.seen[0]!.headers['accept-encoding']).toBe('identity');
  });

  test('an accepted watch gives an empty batch before anything happens', async () => {
    await using server = await FakeServer.start();
    server.answers(stream([], 'stay open'));
    for await (const batch of server.open().source('Pod', undefined).watch('10', never)) {
      expect(batch).toEqual([]);
      break;
    }
    await server.allClosed();
  });

  test('events in order; a clean end just ends', async () => {
    const bookmark = event('BOOKMARK', { kind: 'Pod', metadata: { resourceVersion: '15' } });
    const { batches, error } = await watchOf(
      stream([event('ADDED', pod('a')) + event('MODIFIED', pod('a')), event('DELETED', pod('a')) + bookmark]),
    );
    expect(error).toBeUndefined();
    expect(batches.flat()).toEqual(['added a', 'modified a', 'deleted a', 'bookmark 15']);
  });

  test('bookmarks tell the end of the initial events', async () => {
    await using server = await FakeServer.start();
    const metadata = { resourceVersion: '15', annotations: { 'k8s.io/initial-events-end': 'true' } };
    server.answers(stream([event('BOOKMARK', { metadata })]));
    const batches = await collect(server.open().source('Pod', undefined).watch('10', never));
    expect(batches.flat()).toEqual([{ type: 'bookmark', version: '15', initialEventsEnd: true }]);
  });

  test('bytes in any pieces give the same events', async () => {
    const bytes = Buffer.from(event('ADDED', pod('a', { labels: { x: '漢字👩‍🚀' } })) + event('MODIFIED', pod('b')));
    const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, i) => bytes.subarray(i * 7, i * 7 + 7));
    expect((await watchOf(stream(pieces))).batches.flat()).toEqual(['added a', 'modified b']);
  });

  // A 410 comes as an event too, after a 200; client-node's watch lets it pass.
  test.each([
    [410, 'Expired', 'gone'],
    [403, 'Forbidden', 'forbidden'],
    [500, 'InternalError', 'server'],
  ])('an ERROR event %i is thrown behind the events before it', async (code, reason, expected) => {
    const status = { kind: 'Status', code, reason, message: 'too old resource version: 1 (9)' };
    const { batches, error } = await watchOf(stream([event('ADDED', pod('a')) + event('ERROR', status)]));
    expect(batches.flat()).toEqual(['added a']);
    expect(error).toMatchObject({ name: 'ApiError', code: expected, message: 'too old resource version: 1 (9)' });
  });

  test.each<[string, Answer, string]>([
    ['410 as an answer', refuse(410, 'Expired', 'too old'), 'gone'],
    ['403 as an answer', refuse(403, 'Forbidden', 'no'), 'forbidden'],
    ['a server that stops mid-line', stream([event('ADDED', pod('a')), '{"type":"MODI']), 'protocol'],
    ['a server that dies mid-line', stream([event('ADDED', pod('a')), '{"type":"MODI'], 'cut'), 'unreachable'],
    ['a line that is no JSON', stream([event('ADDED', pod('a')), 'hello\n']), 'protocol'],
    ['a line that is no event', stream(['{"kind":"Pod"}\n']), 'protocol'],
    ['a web page', showWebPage('Sign in'), 'protocol'],
    ['a hang-up', hangUp, 'unreachable'],
  ])('%s', async (_name, answer, code) => {
    expect((await watchOf(answer)).error).toMatchObject({ name: 'ApiError', code });
  });

  test('what it cannot read is left out and logged', async () => {
    await using server = await FakeServer.start();
    server.answers(stream([event('STRANGE', pod('a')) + event('ADDED', { metadata: {} }) + event('ADDED', pod('b'))]));
    const log: string[] = [];
    const cluster = server.open({}, { log: (level, message) => level !== 'debug' && log.push(`${level} ${message}`) });
    expect(said((await collect(cluster.source('Pod', undefined).watch('10', never))).flat())).toEqual(['added b']);
    expect(log).toEqual([
      'warn a watch event of an unknown type was left out',
      'warn the object of a watch event could not be read',
    ]);
  });

  // Quiet is not stale, but 90 s without even a bookmark is: NAT tables and half-dead servers say nothing when they forget us.
  test('90 s of silence is a timeout, and every byte starts the wait anew', async () => {
    await using server = await FakeServer.start();
    const clock = new FakeClock();
    let write: (text: string) => void = () => undefined;
    server.answers((_seen, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
      write = (text) => response.write(text);
    });
    const watching = server.open({}, { clock }).source('Pod', undefined).watch('10', never)[Symbol.asyncIterator]();
    await watching.next();
    const first = watching.next();
    await clock.until(1);
    clock.advance(89_000);
    write(event('ADDED', pod('a')));
    expect((await first).value).toHaveLength(1);
    const second = watching.next();
    await clock.until(1);
    clock.advance(89_000);
    await turn();
    clock.advance(1_000);
    expect(await failureOf(second)).toMatchObject({ code: 'timeout' });
    await server.allClosed();
    expect(clock.pending).toBe(0);
  });

  test('a burst is worked through in breaths', async () => {
    await using server = await FakeServer.start();
    server.answers(stream([Array.from({ length: 200 }, (_, i) => event('ADDED', pod(`p${i}`))).join('')]));
    let now = 0;
    const clock = { now: () => (now += 3), setTimer: () => () => undefined };
    const batches = await collect(server.open({}, { clock }).source('Pod', undefined).watch('10', never));
    expect(batches.flat()).toHaveLength(200);
    expect(Math.max(...batches.map(({ length }) => length))).toBeLessThanOrEqual(3);
  });
});

describe('abort', () => {
  test.each<[string, Answer]>([
    ['before the answer', stayMute],
    ['while quiet', stream([], 'stay open')],
    ['behind an event', stream([event('ADDED', pod('a'))], 'stay open')],
  ])('%s ends with aborted and leaves nothing open', async (_name, answer) => {
    await using server = await FakeServer.start();
    server.answers(answer);
    const clock = new FakeClock();
    const stop = new AbortController();
    const done = failureOf(collect(server.open({}, { clock }).source('Pod', undefined).watch('10', stop.signal)));
    while (server.seen.length === 0) await turn();
    for (let i = 0; i < 5; i++) await turn();
    stop.abort();
    expect(await done).toMatchObject({ name: 'ApiError', code: 'aborted' });
    await server.allClosed();
    expect(clock.pending).toBe(0);
  });

  test('while the credentials are being got', async () => {
    await using server = await FakeServer.start();
    const stop = new AbortController();
    const lendTerminal = <T>(): Promise<T> => new Promise<T>(() => undefined);
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: 'login',
      args: [],
      env: [],
      provideClusterInfo: false,
      interactiveMode: 'Always',
    } as const;
    const done = failureOf(
      collect(server.open({ exec }, { lendTerminal }).source('Pod', undefined).watch('10', stop.signal)),
    );
    await turn();
    stop.abort();
    expect(await done).toMatchObject({ code: 'aborted' });
    expect(server.seen).toHaveLength(0);
  });

  test('before the start nothing is sent', async () => {
    await using server = await FakeServer.start();
    expect(
      await failureOf(collect(server.open().source('Pod', undefined).watch('10', AbortSignal.abort()))),
    ).toMatchObject({ code: 'aborted' });
    expect(server.sockets.size).toBe(0);
  });

  test('close ends watches, lists and questions', async () => {
    await using server = await FakeServer.start();
    server.answers(stream([], 'stay open'), stayMute);
    const cluster = server.open();
    const watching = failureOf(collect(cluster.source('Pod', undefined).watch('10', never)));
    while (server.seen.length < 1) await turn();
    const listing = failureOf(collect(cluster.source('Pod', undefined).list({ at: 'latest' }, never)));
    const asking = failureOf(cluster.mayI({ verb: 'get', group: '', resource: 'pods', namespace: '' }, never));
    while (server.seen.length < 3) await turn();
    cluster.close();
    for (const error of await Promise.all([watching, listing, asking]))
      expect(error).toMatchObject({ code: 'aborted' });
    await server.allClosed();
    expect(await failureOf(cluster.version(never))).toMatchObject({ code: 'aborted' });
  });
});
