import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silentLog } from '../../src/objects/log.ts';
import type { KindState } from '../../src/objects/kind-state.ts';
import type { StoreChange } from '../../src/objects/store-change.ts';
import { ObjectStore } from '../../src/store/object-store.ts';
import { Reflector } from '../../src/informer/reflector.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeServer, apiError, line } from './fake-server.ts';

let clock: FakeClock;
let server: FakeServer;
let store: ObjectStore;
let reflector: Reflector;
let states: KindState[];
let batches: (readonly StoreChange[])[];

beforeEach(() => {
  clock = new FakeClock();
  server = new FakeServer();
  states = [];
  batches = [];
  store = new ObjectStore((changes) => batches.push(changes));
  reflector = new Reflector({
    scope: { context: 'eu', kind: 'Pod', namespace: undefined },
    source: () => server.source('Pod'),
    writer: store,
    clock,
    random: () => 0.5,
    published: (state) => states.push(state),
    recovered: () => {},
    log: silentLog,
  });
});

afterEach(async () => {
  await reflector.stop();
  expect(server.openWatches).toBe(0);
  expect(clock.timersLeft).toBe(0);
});

const held = (): readonly string[] => [...store.objects('eu', 'Pod')].map(line).toSorted();
const words = (): readonly string[] => states.map((state) => state.is).filter((is, i, all) => is !== all[i - 1]);
const changes = (): readonly StoreChange[] => batches.flat();

async function live(): Promise<void> {
  reflector.start();
  await clock.advance(1_500);
  expect(reflector.state.is).toBe('live');
  expect(held()).toEqual(server.truth());
  server.asked.length = 0;
  states.length = 0;
  batches.length = 0;
}

describe('list', () => {
  test('comes from the cache at first, part by part, with the count of what is still to come', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) server.put(name);
    reflector.start();
    await clock.idle();
    expect(server.asked).toEqual(['list Pod cache', 'watch Pod 6']);
    expect(states.map(({ is, done, total }) => [is, done, total])).toEqual([
      ['syncing', 2, 5],
      ['syncing', 4, 5],
      ['syncing', 5, 5],
      ['live', undefined, undefined],
    ]);
    expect(batches.map((batch) => batch.length)).toEqual([2, 2, 1]);
  });

  test('a first list that breaks keeps its rows, waits with the error, and starts again', async () => {
    for (const name of ['a', 'b', 'c']) server.put(name);
    reflector.start();
    server.failNext('list', () => apiError('protocol'));
    await clock.idle();
    expect(reflector.state).toMatchObject({ is: 'waiting', error: { code: 'protocol' } });
    await clock.advance(1_000);
    expect(reflector.state.is).toBe('live');
    expect(held()).toEqual(server.truth());
  });

  test('objects that cannot be read are told as missing, not passed over', async () => {
    server.put('a');
    server.unreadable = 2;
    reflector.start();
    await clock.idle();
    expect(reflector.state).toMatchObject({
      is: 'live',
      error: { code: 'protocol', message: expect.stringContaining('2 of the objects') },
    });
  });

  test('no rights: forbidden, asked again once a minute or so and not in a hot loop', async () => {
    server.refused.add('Pod/');
    reflector.start();
    await clock.advance(10 * 60_000);
    expect(reflector.state).toMatchObject({ is: 'forbidden', error: { code: 'forbidden' } });
    expect(server.asked.length).toBeGreaterThanOrEqual(8);
    expect(server.asked.length).toBeLessThanOrEqual(13);
    server.refused.clear();
    server.put('a');
    await clock.advance(80_000);
    expect(reflector.state.is).toBe('live');
    expect(held()).toEqual(server.truth());
  });

  test('a kind that is not served is unavailable', async () => {
    server.failNext('list', () => apiError('not-found', { status: 404 }));
    reflector.start();
    await clock.idle();
    expect(reflector.state.is).toBe('unavailable');
  });

  test('429 waits as long as the server asked', async () => {
    server.failNext('list', () => apiError('too-many', { status: 429, retryAfterMs: 20_000 }));
    reflector.start();
    await clock.advance(19_000);
    reflector.nudge(); // that another kind got through does not shorten it
    await clock.idle();
    expect(server.asked).toEqual(['list Pod cache']);
    await clock.advance(8_000);
    expect(reflector.state.is).toBe('live');
  });
});

describe('watch', () => {
  test('events arrive in order, a batch at a time; bookmarks move the version on', async () => {
    server.put('a');
    await live();
    server.put('b');
    server.put('a', { color: 'red' });
    server.remove('b');
    await clock.idle();
    expect(held()).toEqual(server.truth());
    expect(
      changes().map(({ key, before, after }) => [key.name, before?.resourceVersion, after?.resourceVersion]),
    ).toEqual([
      ['b', undefined, '3'],
      ['a', '2', '4'],
      ['b', '3', undefined],
    ]);
    server.put('elsewhere', { kind: 'Node' });
    server.sendBookmarks();
    await clock.idle();
    server.endWatches();
    await clock.advance(100);
    expect(server.asked).toEqual(['watch Pod 6']);
  });

  test('a clean end is resumed from the last version and nobody is told', async () => {
    server.put('a');
    await live();
    await clock.advance(300_000);
    server.endWatches();
    server.put('b');
    await clock.advance(200);
    expect(server.asked).toEqual(['watch Pod 2']);
    expect(held()).toEqual(server.truth());
    expect(states).toEqual([]);
  });

  test('a server that ends watches at once is not asked in a hot loop', async () => {
    await live();
    for (let i = 0; i < 600; i++) {
      server.endWatches();
      await clock.advance(100);
    }
    expect(server.asked.length).toBeLessThan(40);
    expect(server.asked.every((ask) => ask.startsWith('watch'))).toBe(true);
  });

  // Trap 6: client-node's informer dies of any error but 410.
  test('a connection reset is resumed at once, silently when that works', async () => {
    server.put('a');
    await live();
    await clock.advance(5_000);
    server.breakWatches(apiError('unreachable', { message: 'ECONNRESET' }));
    server.put('b');
    await clock.advance(200);
    expect(server.asked).toEqual(['watch Pod 2']);
    expect(held()).toEqual(server.truth());
    expect(states).toEqual([]);
  });

  // Trap 11: a line that does not parse is an error, not something to skip.
  test('a line cut in half is resumed', async () => {
    server.put('a');
    await live();
    await clock.advance(5_000);
    server.cutLine();
    server.put('b');
    await clock.advance(200);
    expect(held()).toEqual(server.truth());
  });

  // Traps 8 and 9: silence is met with a silent reconnect; quiet is not stale.
  test('silence is resumed and a quiet kind never becomes stale', async () => {
    server.put('a');
    await live();
    for (let i = 0; i < 6; i++) {
      await clock.advance(90_000);
      server.fallSilent();
      await clock.advance(1_000);
    }
    expect(words()).not.toContain('stale');
    expect(server.asked.filter((ask) => ask.startsWith('list'))).toEqual(['list Pod notOlderThan']);
    expect(server.openWatches).toBe(1);
  });

  test('stale is said at the first reconnect that fails, since the break, and ends when the server is back', async () => {
    server.put('a');
    await live();
    await clock.advance(60_000);
    const brokenAt = clock.now();
    server.goDown();
    await clock.advance(200);
    expect(reflector.state).toMatchObject({ is: 'stale', since: brokenAt, error: { code: 'unreachable' } });
    await clock.advance(120_000);
    expect(reflector.state).toMatchObject({ is: 'stale', since: brokenAt });
    expect(server.asked.length).toBeLessThan(20);
    server.put('b');
    server.comeUp();
    await clock.advance(30_000);
    expect(reflector.state.is).toBe('live');
    expect(reflector.state.error).toBeUndefined();
    expect(held()).toEqual(server.truth());
  });

  test('a reconnect that hangs is stale, too', async () => {
    await live();
    await clock.advance(60_000);
    const brokenAt = clock.now();
    server.hang();
    server.breakWatches();
    await clock.advance(4_000);
    expect(reflector.state.is).toBe('live');
    await clock.advance(2_000);
    expect(reflector.state).toMatchObject({ is: 'stale', since: brokenAt });
    server.stopHanging();
    await clock.idle();
    expect(reflector.state.is).toBe('live');
  });

  test('expired credentials are a state and are tried again', async () => {
    server.put('a');
    await live();
    server.goDown(apiError('unauthorized', { status: 401 }));
    await clock.advance(5_000);
    expect(reflector.state).toMatchObject({ is: 'stale', error: { code: 'unauthorized' } });
    server.comeUp();
    await clock.advance(30_000);
    expect(reflector.state.is).toBe('live');
  });

  // Trap 7: whatever is thrown while reconnecting, the process lives.
  test('an error that is no ApiError is a broken server, not a crash', async () => {
    await live();
    server.failNext('watch', () => new TypeError('undefined is not a token') as never);
    server.endWatches();
    await clock.advance(200);
    expect(reflector.state).toMatchObject({
      is: 'stale',
      error: { code: 'protocol', message: 'undefined is not a token' },
    });
    await clock.advance(5_000);
    expect(reflector.state.is).toBe('live');
  });
});

describe('relist', () => {
  for (const byEvent of [false, true]) {
    test(`410 ${byEvent ? 'as an ERROR event' : 'by HTTP'}: lists the latest and tells only the differences`, async () => {
      for (const name of ['a', 'b', 'c', 'd']) server.put(name);
      await live();
      await clock.advance(5_000);
      server.announcesExpiryByEvent = byEvent;
      server.endWatches();
      server.put('b', { color: 'red' });
      server.remove('c');
      server.put('e');
      server.compact();
      await clock.advance(1_000);
      expect(server.asked.slice(0, 2)).toEqual(['watch Pod 5', 'list Pod latest']);
      expect(held()).toEqual(server.truth());
      expect(
        changes()
          .map(({ key, before, after }) => [key.name, before !== undefined, after !== undefined])
          .toSorted((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
      ).toEqual([
        ['b', true, true],
        ['c', true, false],
        ['e', false, true],
      ]);
      expect(words()).not.toContain('stale');
      expect(words()).not.toContain('syncing');
    });
  }

  test('a server that answers every watch with 410 is not asked in a hot loop', async () => {
    await live();
    server.failNext('watch', () => apiError('gone', { status: 410 }), 1_000);
    server.endWatches();
    await clock.advance(10 * 60_000);
    expect(server.asked.length).toBeLessThan(120);
  });

  test('an outage is followed by a list not older than what we showed', async () => {
    server.put('a');
    await live();
    server.goDown();
    await clock.advance(5_000);
    server.asked.length = 0;
    server.comeUp();
    await clock.advance(30_000);
    expect(server.asked).toEqual(['list Pod notOlderThan', 'watch Pod 2']);
  });

  test('a restored backup that is still behind us: too large a version, then the latest, and the past is shown', async () => {
    server.put('a');
    const backup = server.backup();
    server.put('a', { color: 'red' });
    server.put('b');
    await live();
    server.goDown();
    await clock.advance(1_000);
    server.restore(backup);
    server.comeUp();
    await clock.advance(30_000);
    expect(server.asked.slice(-3)).toEqual(['list Pod notOlderThan', 'list Pod latest', 'watch Pod 2']);
    expect(held()).toEqual(server.truth());
    expect(held()).toEqual(['shop/a uid-1 @2 none']);
  });

  test('a restored backup that has overtaken us', async () => {
    server.put('a');
    server.put('b');
    const backup = server.backup();
    server.put('a', { color: 'red' });
    await live();
    server.goDown();
    await clock.advance(1_000);
    server.restore(backup);
    server.put('b', { color: 'blue' });
    server.put('c');
    server.comeUp();
    await clock.advance(30_000);
    expect(held()).toEqual(server.truth());
  });

  test('a backup restored behind a connection that broke only for a moment is noticed by its silence', async () => {
    server.put('a');
    const backup = server.backup();
    for (let i = 0; i < 9; i++) server.put('a', { color: String(i) });
    await live();
    await clock.advance(60_000);
    server.restore(backup);
    server.breakWatches();
    await clock.advance(90_000);
    server.sendBookmarks();
    server.fallSilent();
    await clock.advance(1_000);
    expect(held()).toEqual(server.truth());
  });

  test('a cache behind its peers does not take the first rows back in time for good', async () => {
    server.put('a');
    server.freezeCache();
    server.put('a', { color: 'red' });
    reflector.start();
    await clock.advance(1_500);
    expect(held()).toEqual(server.truth());
  });
});

describe('lifetime', () => {
  test('hurry tries at once, whatever the backoff', async () => {
    server.put('a');
    await live();
    server.goDown();
    await clock.advance(120_000);
    server.comeUp();
    reflector.hurry({ newServer: false });
    await clock.idle();
    expect(reflector.state.is).toBe('live');
  });

  test('after a new connection no version of the old one is used', async () => {
    server.put('a');
    await live();
    reflector.hurry({ newServer: true });
    await clock.idle();
    expect(server.asked).toEqual(['list Pod latest', 'watch Pod 2']);
  });

  test('nudge ends a backoff for trouble all kinds share, and nothing else', async () => {
    await live();
    server.goDown();
    await clock.advance(60_000);
    server.comeUp();
    reflector.nudge();
    await clock.idle();
    expect(reflector.state.is).toBe('live');
    server.refused.add('Pod/');
    server.endWatches();
    await clock.advance(1_000);
    expect(reflector.state.is).toBe('forbidden');
    const asked = server.asked.length;
    reflector.nudge();
    await clock.idle();
    expect(server.asked.length).toBe(asked);
  });

  // Trap 10: stop() while connecting or waiting leaves no watch behind; afterEach looks.
  test.each([
    ['while connecting', () => server.hang()],
    ['during a backoff', () => server.goDown()],
    ['during a slow retry', () => server.refused.add('Pod/')],
    ['during a list', () => server.put('a')],
  ])('stop %s leaves nothing', async (_when, fault) => {
    fault();
    reflector.start();
    await new Promise((resolve) => setImmediate(resolve));
    await reflector.stop();
    const asked = server.asked.length;
    await clock.advance(600_000);
    expect(server.asked.length).toBe(asked);
  });
});
