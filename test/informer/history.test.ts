// Whatever a server does, and in whatever order, once it behaves again the store holds its truth, and the changes told add up to the store.
import { expect, test } from 'vitest';
import { silentLog } from '../../src/objects/log.ts';
import type { KubeObject } from '../../src/objects/kube-object.ts';
import { Reflector } from '../../src/informer/reflector.ts';
import { ObjectStore } from '../../src/store/object-store.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeServer, apiError, line } from './fake-server.ts';

const HISTORIES = 500;
const STEPS = 40;

/** Mulberry32: small, seeded, good enough to pick faults. */
function seeded(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Step = (server: FakeServer, clock: FakeClock, random: () => number) => void | Promise<void>;

function steps(): readonly Step[] {
  let backup: ReturnType<FakeServer['backup']> | undefined;
  const name = (random: () => number): string => 'abcdefgh'.charAt(Math.floor(random() * 8));
  const put: Step = (server, _clock, random) =>
    void server.put(name(random), { color: String(Math.floor(random() * 100)) });
  const remove: Step = (server, _clock, random) => server.remove(name(random));
  const wait: Step = (_server, clock, random) => clock.advance(Math.floor(random() * 3_000));
  return [
    put,
    put,
    put,
    put,
    remove,
    remove,
    wait,
    wait,
    wait,
    (_server, clock) => clock.advance(100_000),
    (server) => server.endWatches(),
    (server) => server.breakWatches(),
    (server) => server.cutLine(),
    (server) => server.fallSilent(),
    (server) => server.sendBookmarks(),
    (server) => server.goDown(),
    (server) => server.goDown(apiError('server', { status: 503 })),
    (server) => server.comeUp(),
    (server) => server.comeUp(),
    (server) => server.compact(),
    (server) => void (server.announcesExpiryByEvent = !server.announcesExpiryByEvent),
    (server) => server.freezeCache(),
    (server) => server.failNext('list', () => apiError('protocol'), 2),
    (server) => server.failNext('list', () => apiError('gone', { status: 410 })),
    (server) => server.failNext('watch', () => apiError('too-many', { status: 429, retryAfterMs: 1_000 })),
    (server) => server.failNext('watch', () => apiError('forbidden', { status: 403 })),
    (server) => void (backup = server.backup()),
    async (server, clock) => {
      // A restore takes the server away for a while; nobody restores one within seconds.
      server.goDown();
      await clock.advance(10_000);
      if (backup !== undefined) server.restore(backup);
    },
  ];
}

async function live(seed: number): Promise<void> {
  const random = seeded(seed);
  const clock = new FakeClock();
  const server = new FakeServer();
  const told = new Map<string, KubeObject>();
  const store = new ObjectStore((changes) => {
    for (const { key, before, after } of changes) {
      expect(told.get(key.text)).toBe(before);
      if (after === undefined) told.delete(key.text);
      else told.set(key.text, after);
    }
  });
  const reflector = new Reflector({
    scope: { context: 'eu', kind: 'Pod', namespace: undefined },
    source: () => server.source('Pod'),
    writer: store,
    clock,
    random,
    published: () => {},
    recovered: () => {},
    log: silentLog,
  });
  const history = steps();
  reflector.start();
  for (let i = 0; i < STEPS; i++) {
    await history[Math.floor(random() * history.length)]?.(server, clock, random);
    await clock.idle();
  }
  server.forgive();
  await clock.advance(180_000);
  expect(reflector.state.is).toBe('live');
  expect([...store.objects('eu', 'Pod')].map(line).toSorted()).toEqual(server.truth());
  expect([...told.values()].map(line).toSorted()).toEqual(server.truth());
  await reflector.stop();
  expect([server.openWatches, clock.timersLeft]).toEqual([0, 0]);
}

test(`the store equals the server after any of ${HISTORIES} random histories`, async () => {
  for (let seed = 1; seed <= HISTORIES; seed++) {
    await live(seed).catch((error: unknown) => {
      throw new Error(`history ${seed}`, { cause: error });
    });
  }
});
