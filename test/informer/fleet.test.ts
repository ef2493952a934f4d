import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KindId } from '../../src/objects/kind.ts';
import { KIND_IDS } from '../../src/objects/kind.ts';
import type { ContextState, KindState } from '../../src/objects/kind-state.ts';
import type { StoreChange } from '../../src/objects/store-change.ts';
import type { ContextPlan } from '../../src/informer/context-informer.ts';
import type { Fleet } from '../../src/informer/fleet.ts';
import { startFleet } from '../../src/informer/fleet.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeServer, apiError, line } from './fake-server.ts';

let clock: FakeClock;
let fleet: Fleet;
let servers: FakeServer[];
let kindStates: KindState[];
let contextStates: ContextState[];
let batches: (readonly StoreChange[])[];

beforeEach(() => {
  clock = new FakeClock();
  servers = [];
  kindStates = [];
  contextStates = [];
  batches = [];
});

afterEach(async () => {
  await fleet.stop();
  expect(servers.reduce((sum, server) => sum + server.openWatches, 0)).toBe(0);
  expect(clock.timersLeft).toBe(0);
});

function serve(context: string): FakeServer {
  const server = new FakeServer(context);
  servers.push(server);
  return server;
}

type PlanWords = { namespaces?: readonly string[]; own?: string; connect?: ContextPlan['connect'] };

function plan(server: FakeServer, { namespaces = [], own, connect }: PlanWords = {}): ContextPlan {
  return { context: server.context, namespaces, connect: connect ?? (() => Promise.resolve(server.cluster(own))) };
}

function start(contexts: readonly ContextPlan[], kinds: readonly KindId[] = KIND_IDS, random = () => 0.5): void {
  const events = {
    changed: (changes: readonly StoreChange[]) => void batches.push(changes),
    kindState: (state: KindState) => void kindStates.push(state),
    contextState: (state: ContextState) => void contextStates.push(state),
  };
  fleet = startFleet({ contexts, kinds, events, clock, random });
}

const stateOf = (context: string): ContextState | undefined =>
  fleet.contextStates().find((state) => state.context === context);
const kindState = (kind: KindId, namespace?: string): KindState | undefined =>
  fleet.kindStates().find((state) => state.kind === kind && state.namespace === namespace);
const pods = (context: string): readonly string[] => [...fleet.store.objects(context, 'Pod')].map(line).toSorted();

describe('connecting', () => {
  test('all kinds are listed beside the first request, and the fleet is synced when all are', async () => {
    const server = serve('eu');
    for (const name of ['a', 'b', 'c']) server.put(name);
    server.put('node-1', { kind: 'Node' });
    start([plan(server)]);
    expect(fleet.synced()).toBe(false);
    let sizeWhenSynced = 0;
    void fleet.whenSynced(new AbortController().signal).then(() => (sizeWhenSynced = fleet.store.size));
    await clock.idle();
    expect(sizeWhenSynced).toBe(4);
    expect(contextStates.map((state) => state.is).filter((is, i, all) => is !== all[i - 1])).toEqual([
      'waiting',
      'connecting',
      'live',
    ]);
    expect(stateOf('eu')).toMatchObject({ is: 'live', serverVersion: 'v1.34.1' });
    expect(stateOf('eu')?.namespaces).toBeUndefined();
    expect(
      kindStates
        .filter((state) => state.is === 'live')
        .map((state) => state.kind)
        .toSorted(),
    ).toEqual([...KIND_IDS].toSorted());
    expect(pods('eu')).toEqual(server.truth());
    expect(batches.map((batch) => batch.length).toSorted((a, b) => a - b)).toEqual([1, 1, 2]);
  });

  test('at most 8 contexts are connecting; an answer, an error or 5 s gives the next its turn; all end up connected', async () => {
    const asked: string[] = [];
    const plans = Array.from({ length: 20 }, (_, i) => {
      const server = serve(`ctx-${i}`);
      if (i < 6) server.hang();
      const connect: ContextPlan['connect'] = () => {
        asked.push(server.context);
        if (i === 6 && asked.filter((name) => name === server.context).length === 1)
          return Promise.reject(apiError('unreachable'));
        return Promise.resolve(server.cluster());
      };
      if (i >= 7) server.hang();
      return plan(server, { connect });
    });
    start(plans);
    await clock.idle();
    // Six hang, the seventh failed at once: nine have been asked, eight are held.
    expect(asked).toEqual(plans.slice(0, 9).map(({ context }) => context));
    servers[7]?.stopHanging();
    await clock.idle();
    expect(asked).toHaveLength(10);
    await clock.advance(5_000);
    expect(asked.length).toBeGreaterThanOrEqual(17);
    for (const server of servers) server.stopHanging();
    await clock.advance(20_000);
    expect(new Set(asked).size).toBe(20);
    expect(fleet.contextStates().map((state) => state.is)).toEqual(Array.from({ length: 20 }, () => 'live'));
  });

  test('a dead context is unreachable, says why, and delays nobody; it comes by itself when the server does', async () => {
    const [dead, well] = [serve('dead'), serve('well')];
    dead.goDown();
    dead.put('a');
    well.put('b');
    start([plan(dead), plan(well)]);
    await clock.idle();
    expect(stateOf('dead')).toMatchObject({ is: 'unreachable', error: { code: 'unreachable' } });
    expect(stateOf('well')?.is).toBe('live');
    await clock.advance(3_000);
    expect(fleet.synced()).toBe(true);
    dead.comeUp();
    await clock.advance(31_000);
    expect(stateOf('dead')).toMatchObject({ is: 'live', serverVersion: 'v1.34.1' });
    expect(stateOf('dead')?.error).toBeUndefined();
    expect(pods('dead')).toEqual(dead.truth());
  });

  test('a kubeconfig entry that cannot be used is invalid and not tried again until somebody asks', async () => {
    const server = serve('eu');
    let tries = 0;
    const connect: ContextPlan['connect'] = () =>
      ++tries === 1
        ? Promise.reject(apiError('invalid', { message: 'no such user' }))
        : Promise.resolve(server.cluster());
    start([plan(server, { connect })]);
    await clock.advance(600_000);
    expect([tries, stateOf('eu')?.is, stateOf('eu')?.error?.message, fleet.synced()]).toEqual([
      1,
      'invalid',
      'no such user',
      true,
    ]);
    fleet.reconnect('eu');
    await clock.idle();
    expect(stateOf('eu')?.is).toBe('live');
  });

  test('credentials that cannot be had are tried again with backoff', async () => {
    const server = serve('eu');
    let tries = 0;
    const connect: ContextPlan['connect'] = () =>
      ++tries < 4
        ? Promise.reject(apiError('unauthorized', { message: 'plugin failed' }))
        : Promise.resolve(server.cluster());
    start([plan(server, { connect })]);
    await clock.idle();
    expect(stateOf('eu')).toMatchObject({ is: 'auth-expired', error: { message: 'plugin failed' } });
    await clock.advance(20_000);
    expect(stateOf('eu')?.is).toBe('live');
  });
});

describe('rights', () => {
  const KINDS: readonly KindId[] = ['Namespace', 'Node', 'Pod', 'Service'];

  function refuseWide(server: FakeServer, ...kinds: readonly KindId[]): void {
    for (const kind of kinds) server.refused.add(`${kind}/`);
  }

  test('refused cluster-wide: the namespace of the context is watched instead, and told', async () => {
    const server = serve('eu');
    refuseWide(server, ...KINDS);
    server.put('mine', { namespace: 'team' });
    server.put('theirs', { namespace: 'other' });
    start([plan(server, { own: 'team' })], KINDS);
    await clock.idle();
    expect(stateOf('eu')).toMatchObject({ is: 'live', namespaces: ['team'] });
    expect(kindState('Pod')?.is).toBe('forbidden');
    expect(kindState('Pod', 'team')?.is).toBe('live');
    expect(kindState('Node')?.is).toBe('forbidden');
    expect(pods('eu').map((text) => text.split(' ')[0])).toEqual(['team/mine']);
    expect(fleet.synced()).toBe(true);
  });

  test('a context without a namespace falls back to default, kind by kind', async () => {
    const server = serve('eu');
    refuseWide(server, 'Namespace', 'Service');
    server.put('a', { namespace: 'far' });
    start([plan(server)], KINDS);
    await clock.idle();
    expect(pods('eu')).toEqual(server.truth());
    expect(kindState('Service', 'default')?.is).toBe('live');
    expect(kindState('Pod', 'default')).toBeUndefined();
    expect(stateOf('eu')?.namespaces).toEqual(['default']);
  });

  test('everything refused is forbidden', async () => {
    const server = serve('eu');
    refuseWide(server, ...KINDS);
    server.refused.add('*/default');
    start([plan(server)], KINDS);
    await clock.idle();
    expect(stateOf('eu')).toMatchObject({ is: 'forbidden', error: { code: 'forbidden' } });
    expect(fleet.synced()).toBe(true);
  });

  test('-n watches only these namespaces, and the nodes', async () => {
    const server = serve('eu');
    server.put('a', { namespace: 'shop' });
    server.put('b', { namespace: 'bank' });
    server.put('c', { namespace: 'other' });
    start([plan(server, { namespaces: ['shop', 'bank'] })], KINDS);
    await clock.idle();
    expect(pods('eu').map((text) => text.split(' ')[0])).toEqual(['bank/b', 'shop/a']);
    expect(kindState('Pod')).toBeUndefined();
    expect(kindState('Node')?.is).toBe('live');
    expect(fleet.addNamespace('eu', 'other')).toEqual({ added: true, watched: ['shop', 'bank', 'other'] });
    await clock.idle();
    expect(pods('eu')).toEqual(server.truth());
  });

  test('the eleventh namespace lets go of the one used longest ago, with its objects', async () => {
    const server = serve('eu');
    for (let i = 0; i < 12; i++) server.put('pod', { namespace: `ns-${i}` });
    start([plan(server, { namespaces: ['ns-0'] })], ['Pod']);
    for (let i = 1; i < 10; i++) fleet.addNamespace('eu', `ns-${i}`);
    await clock.idle();
    expect(fleet.store.size).toBe(10);
    fleet.addNamespace('eu', 'ns-1');
    expect(fleet.addNamespace('eu', 'ns-10')).toMatchObject({ added: true, evicted: 'ns-2' });
    await clock.idle();
    expect(server.openWatches).toBe(10);
    expect(fleet.store.count('eu', 'Pod', 'ns-2')).toBe(0);
    expect(fleet.store.count('eu', 'Pod', 'ns-1')).toBe(1);
    expect(kindStates.filter((state) => state.namespace === 'ns-2').at(-1)?.is).toBe('waiting');
    expect(fleet.synced()).toBe(true);
  });

  test('ten asked for by -n are never let go: the eleventh is refused', async () => {
    const server = serve('eu');
    const asked = Array.from({ length: 11 }, (_, i) => `ns-${i}`);
    start([plan(server, { namespaces: asked })], ['Pod']);
    await clock.idle();
    expect(server.openWatches).toBe(10);
    expect(fleet.addNamespace('eu', 'ns-10')).toEqual({ added: false, watched: asked.slice(0, 10) });
    expect(fleet.addNamespace('nowhere', 'x')).toBeUndefined();
  });

  test('rights given later: the cluster-wide watch takes over and nothing blinks', async () => {
    const server = serve('eu');
    refuseWide(server, 'Pod');
    server.put('a', { namespace: 'default' });
    server.put('b', { namespace: 'far' });
    start([plan(server)], ['Pod']);
    await clock.idle();
    batches.length = 0;
    server.refused.clear();
    await clock.advance(80_000);
    expect(server.openWatches).toBe(1);
    expect(pods('eu')).toEqual(server.truth());
    expect(
      batches.flat().map(({ key, before, after }) => [key.name, before !== undefined, after !== undefined]),
    ).toEqual([['b', false, true]]);
    expect(kindStates.filter((state) => state.namespace === 'default').at(-1)?.is).toBe('live');
    server.goDown();
    await clock.advance(1_000);
    expect(kindStates.filter((state) => state.namespace === 'default').at(-1)?.is).toBe('stale');
  });
});

describe('trouble', () => {
  test('a server that goes away is stale since then, and all kinds are back together', async () => {
    const [eu, us] = [serve('eu'), serve('us')];
    let n = 0;
    start([plan(eu), plan(us)], KIND_IDS, () => (n = (n * 16_807 + 7) % 997) / 997);
    await clock.advance(10_000);
    const brokenAt = clock.now();
    eu.goDown();
    await clock.advance(200);
    expect(stateOf('eu')).toMatchObject({ is: 'stale', since: brokenAt, error: { code: 'unreachable' } });
    expect(stateOf('us')?.is).toBe('live');
    await clock.advance(300_000);
    expect(stateOf('eu')).toMatchObject({ is: 'stale', since: brokenAt });
    const versions = eu.versions;
    eu.put('a');
    eu.comeUp();
    // The first kind that gets through brings the others with it, whatever their backoffs.
    while (!fleet.kindStates().some((state) => state.context === 'eu' && state.is === 'live')) await clock.advance(100);
    await clock.advance(200);
    expect(fleet.kindStates().every((state) => state.is === 'live')).toBe(true);
    expect(pods('eu')).toEqual(eu.truth());
    expect(eu.versions).toBe(versions + 1);
  });

  test('a broken watch of events does not make the context stale', async () => {
    const server = serve('eu');
    start([plan(server)], ['Pod', 'Event']);
    await clock.advance(5_000);
    server.refused.clear();
    server.endWatches();
    server.failNext('watch', () => apiError('server', { status: 500 }));
    await clock.advance(60);
    const stale = fleet.kindStates().filter((state) => state.is === 'stale');
    expect(stale).toHaveLength(1);
    expect(stateOf('eu')?.is).toBe(stale[0]?.kind === 'Event' ? 'live' : 'stale');
  });

  test('expired credentials: the context says so; reconnect takes them afresh and compares with a fresh list', async () => {
    const server = serve('eu');
    server.put('a');
    let connects = 0;
    const connect: ContextPlan['connect'] = () => {
      connects += 1;
      return Promise.resolve(server.cluster());
    };
    start([plan(server, { connect })], ['Pod']);
    await clock.advance(5_000);
    server.goDown(apiError('unauthorized', { status: 401 }));
    await clock.advance(10_000);
    expect(stateOf('eu')).toMatchObject({ is: 'auth-expired', error: { code: 'unauthorized' } });
    expect(fleet.store.size).toBe(1);
    server.comeUp();
    server.put('b');
    server.asked.length = 0;
    fleet.reconnect();
    fleet.reconnect();
    await clock.idle();
    expect([connects, server.closed]).toEqual([2, 1]);
    expect(server.asked).toEqual(['list Pod latest', 'watch Pod 3']);
    expect(stateOf('eu')?.is).toBe('live');
    expect(pods('eu')).toEqual(server.truth());
  });

  test('after a sleep everything is checked at once', async () => {
    const server = serve('eu');
    server.put('a');
    start([plan(server)], ['Pod']);
    await clock.advance(20_000);
    server.asked.length = 0;
    await clock.jump(3_600_000);
    await clock.advance(5_000);
    expect(server.asked).toEqual(['list Pod notOlderThan', 'watch Pod 2']);
    await clock.advance(60_000);
    expect(server.asked).toHaveLength(2);
  });

  test('reconnect ends a backoff', async () => {
    const server = serve('eu');
    start([plan(server)], ['Pod']);
    await clock.advance(5_000);
    server.goDown();
    await clock.advance(300_000);
    server.comeUp();
    fleet.reconnect('eu');
    await clock.idle();
    expect(stateOf('eu')?.is).toBe('live');
  });

  test('whenSynced ends with its signal', async () => {
    const server = serve('eu');
    server.hang();
    start([plan(server)], ['Pod']);
    const giveUp = new AbortController();
    const waited = fleet.whenSynced(giveUp.signal);
    await clock.advance(1_000);
    giveUp.abort();
    await waited;
    expect(fleet.synced()).toBe(false);
  });

  test('stop while contexts wait for their turn, connect, back off and hang', async () => {
    const plans = Array.from({ length: 12 }, (_, i) => {
      const server = serve(`ctx-${i}`);
      if (i % 3 === 0) server.hang();
      if (i % 3 === 1) server.goDown();
      const never: ContextPlan['connect'] = (signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(apiError('aborted'))));
      return plan(server, i % 3 === 2 ? { connect: never } : {});
    });
    start(plans);
    await clock.advance(100);
    await fleet.stop();
    fleet.reconnect();
    const told = contextStates.length + kindStates.length;
    await clock.advance(600_000);
    expect(contextStates.length + kindStates.length).toBe(told);
  });
});
