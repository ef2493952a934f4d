// What the caches hold against what the API servers hold, object by object, after everything that can happen to a watch on a real server.
import { homedir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadKubeconfig } from '../../src/cluster/kubeconfig.ts';
import { ApiError } from '../../src/cluster/api-error.ts';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { openCluster } from '../../src/cluster/open-cluster.ts';
import { startFleet, type Fleet } from '../../src/informer/fleet.ts';
import { systemClock } from '../../src/objects/clock.ts';
import { KIND_IDS, kindOf, type KindId } from '../../src/objects/kind.ts';
import type { ContextState } from '../../src/objects/kind-state.ts';
import { READ_ALL, until, type ClusterHand } from './controlplane/cluster-hand.ts';
import { startControlPlane, type ControlPlane } from './controlplane/control-plane.ts';
import type { User } from './controlplane/credentials.ts';
import { describeReal, hand } from './shared-control-plane.ts';

const SYNC_MS = 30_000;

function watch(
  hands: readonly ClusterHand[],
  user: User = 'admin',
  namespaces: readonly string[] = [],
  through: (cluster: Cluster) => Cluster = (cluster) => cluster,
): { fleet: Fleet; said: ContextState[] } {
  const said: ContextState[] = [];
  const fleet = startFleet({
    contexts: hands.map((one) => ({
      context: one.context(user),
      namespaces,
      connect: async () => {
        const entry = loadKubeconfig({ file: one.kubeconfig(user), env: {}, home: homedir() }).contexts.find(
          ({ name }) => name === one.context(user),
        );
        if (entry === undefined) throw new Error('the rig wrote no such context');
        return through(openCluster(entry));
      },
    })),
    kinds: KIND_IDS,
    clock: systemClock,
    random: Math.random,
    events: { changed: () => undefined, kindState: () => undefined, contextState: (state) => said.push(state) },
  });
  return { fleet, said };
}

/** `namespace/name uid resourceVersion` of every object of a kind, as a fresh list has them. */
async function listed(one: ClusterHand, kind: KindId): Promise<readonly string[]> {
  const { group, versions, plural, fieldSelector } = kindOf(kind);
  const base = group === '' ? `/api/${versions[0]}` : `/apis/${group}/${versions[0]}`;
  const query = fieldSelector === undefined ? '' : `?fieldSelector=${encodeURIComponent(fieldSelector)}`;
  const list = (await one.request('GET', `${base}/${plural}${query}`)) as {
    items: { metadata: Record<string, string> }[];
  };
  return list.items
    .map(
      ({ metadata }) =>
        `${metadata['namespace'] ?? ''}/${metadata['name']} ${metadata['uid']} ${metadata['resourceVersion']}`,
    )
    .toSorted();
}

const held = (fleet: Fleet, one: ClusterHand, kind: KindId): readonly string[] =>
  [...fleet.store.objects(one.context(), kind)]
    .map(({ key, uid, resourceVersion }) => `${key.namespace}/${key.name} ${uid} ${resourceVersion}`)
    .toSorted();

/** Waits until every kind of the store equals a fresh list, then says so per kind, so that a failure names what differs. */
async function expectEqual(fleet: Fleet, one: ClusterHand): Promise<void> {
  for (const kind of KIND_IDS) {
    let fresh: readonly string[] = [];
    await until(
      `${kind} held = ${kind} listed`,
      async () => {
        fresh = await listed(one, kind);
        return JSON.stringify(held(fleet, one, kind)) === JSON.stringify(fresh);
      },
      SYNC_MS,
    ).catch(() => undefined);
    expect({ kind, objects: held(fleet, one, kind) }).toEqual({ kind, objects: fresh });
  }
}

const stateOf = (fleet: Fleet, one: ClusterHand, user: User = 'admin'): ContextState | undefined =>
  fleet.contextStates().find((state) => state.context === one.context(user));

describeReal('caches of two API servers', () => {
  let west: ControlPlane;
  let east: ControlPlane;
  let fleet: Fleet;
  let said: ContextState[];

  beforeAll(async () => {
    [west, east] = await Promise.all([startControlPlane({ name: 'west' }), startControlPlane({ name: 'east' })]);
    for (const plane of [west, east]) {
      await plane.createNodes('n1');
      await plane.createApp('shop', 'cart', 3);
    }
    ({ fleet, said } = watch([west, east]));
    await fleet.whenSynced(AbortSignal.timeout(SYNC_MS));
  });
  afterAll(async () => {
    await fleet?.stop();
    await Promise.all([west?.stop(), east?.stop()]);
  });

  test('equal fresh lists of all kinds after the first list, with every kind there', async () => {
    await expectEqual(fleet, west);
    await expectEqual(fleet, east);
    for (const kind of ['Node', 'Pod', 'Service', 'EndpointSlice', 'Deployment', 'ReplicaSet'] as const)
      expect(held(fleet, west, kind)).not.toEqual([]);
  });

  test('one server killed: it goes stale, the other one goes on; back again it is live and equal, after what happened meanwhile', async () => {
    await west.killApiServer();
    await until('west is stale', () => stateOf(fleet, west)?.is === 'stale');
    const pods = await east.createApp('shop', 'orders', 2);
    await until(
      'east sees new pods',
      () => held(fleet, east, 'Pod').some((line) => line.includes(String(pods[0].metadata.name))),
      2_000,
    );
    expect(stateOf(fleet, east)?.is).toBe('live');
    expect(held(fleet, west, 'Pod')).not.toEqual([]); // last known, not lost
    await west.startApiServer();
    const [pod] = await west.pods('shop', 'app=cart');
    await west.request('DELETE', `/api/v1/namespaces/shop/pods/${pod.metadata.name}`);
    await until('west is live', () => stateOf(fleet, west)?.is === 'live');
    await expectEqual(fleet, west);
    expect(
      said.filter(
        (state) =>
          state.context === east.context() && state.is !== 'live' && state.since > fleet.contextStates()[0]!.since,
      ),
    ).toEqual([]);
  });

  test('an outage with changes in it: relisted, and nothing is lost or left over', async () => {
    const { name } = (await west.pods('shop', 'app=cart'))[0].metadata;
    await west.killApiServer();
    await west.startApiServer();
    await west.request('DELETE', `/api/v1/namespaces/shop/pods/${name}`);
    await west.createApp('later', 'payment', 1);
    await until('west is live', () => stateOf(fleet, west)?.is === 'live');
    await expectEqual(fleet, west);
    expect(held(fleet, west, 'Pod').some((line) => line.startsWith('later/payment'))).toBe(true);
    expect(held(fleet, west, 'Pod').some((line) => line.includes(`/${name} `))).toBe(false);
  });

  test('a watch from before a restart is answered 410, and the cache lists again and equals', async () => {
    const before = String((await west.request('GET', '/api/v1/pods?limit=1')).metadata.resourceVersion);
    await west.createApp('after', 'user', 2); // versions the restarted server no longer has the steps to
    await west.killApiServer();
    await west.startApiServer();
    const errors: string[] = [];
    const old = watchFrom(west, before, errors);
    await old.whenSynced(AbortSignal.timeout(SYNC_MS));
    await until('410 was answered', () => errors.includes('gone'));
    await expectEqual(old, west);
    await old.stop();
  });
});

/** A fleet whose first watch of every kind starts from an old version, as if the list had been made then; collects the codes of what watches throw. */
function watchFrom(one: ClusterHand, version: string, errors: string[]): Fleet {
  const aged = (cluster: Cluster): Cluster => ({
    ...cluster,
    source: (kind, namespace) => {
      const real = cluster.source(kind, namespace);
      let isFirst = true;
      return {
        list: (from, signal) => real.list(from, signal),
        async *watch(from, signal) {
          const start = isFirst ? version : from;
          isFirst = false;
          try {
            yield* real.watch(start, signal);
          } catch (error) {
            if (error instanceof ApiError) errors.push(error.code);
            throw error;
          }
        },
      };
    },
  });
  return watch([one], 'admin', [], aged).fleet;
}

describeReal('caches of users with few rights', () => {
  beforeAll(async () => {
    await hand().createNodes('rights-node');
    await hand().createApp('rights', 'cart', 1);
    await hand().createApp('hidden', 'cart', 1);
  });

  const kinds = (fleet: Fleet): Record<string, string> =>
    Object.fromEntries(fleet.kindStates().map((state) => [`${state.namespace ?? ''}/${state.kind}`, state.is]));

  test('viewer without any right sees nothing and knows it', async () => {
    hand().deny('viewer');
    const { fleet } = watch([hand()], 'viewer');
    await fleet.whenSynced(AbortSignal.timeout(SYNC_MS));
    expect(stateOf(fleet, hand(), 'viewer')?.is).toBe('forbidden');
    expect(kinds(fleet)['/Pod']).toBe('forbidden');
    expect(fleet.store.size).toBe(0);
    await fleet.stop();
  });

  test('viewer with read rights sees everything', async () => {
    await hand().allow('viewer');
    const { fleet } = watch([hand()], 'viewer');
    await fleet.whenSynced(AbortSignal.timeout(SYNC_MS));
    expect(stateOf(fleet, hand(), 'viewer')?.is).toBe('live');
    expect([...fleet.store.objects(hand().context('viewer'), 'Pod')].length).toBe((await listed(hand(), 'Pod')).length);
    await fleet.stop();
    hand().deny('viewer');
  });

  test('nsuser with rights in one namespace sees that namespace when it is asked for, and no other', async () => {
    await hand().allow('nsuser', READ_ALL, 'rights');
    const { fleet } = watch([hand()], 'nsuser', ['rights']);
    await fleet.whenSynced(AbortSignal.timeout(SYNC_MS));
    const pods = [...fleet.store.objects(hand().context('nsuser'), 'Pod')];
    expect(pods.map((pod) => pod.key.namespace)).toEqual(['rights']);
    expect(stateOf(fleet, hand(), 'nsuser')).toMatchObject({ is: 'live', namespaces: ['rights'] });
    fleet.addNamespace(hand().context('nsuser'), 'hidden');
    await until('hidden is refused', () => kinds(fleet)['hidden/Pod'] === 'forbidden');
    expect([...fleet.store.objects(hand().context('nsuser'), 'Pod')]).toHaveLength(1);
    await fleet.stop();
    hand().deny('nsuser');
  });
});
