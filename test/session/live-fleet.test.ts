// The headless fleet: what the informers say reaches graph and health in order, in slices, and wakes them when only time passes.
import { expect, test } from 'vitest';
import type { NodeId } from '../../src/graph/node-id.ts';
import type { FleetEvents } from '../../src/informer/fleet.ts';
import { KIND_IDS, type KindId } from '../../src/objects/kind.ts';
import type { KubeObject } from '../../src/objects/kube-object.ts';
import type { ContextState } from '../../src/objects/kind-state.ts';
import { startLiveFleet } from '../../src/session/live-fleet.ts';
import { made } from '../view/fake-fleet.ts';
import { FakeTime } from './fake-time.ts';

const LIVE: ContextState = { context: 'eu', is: 'live', since: 0 };

function started() {
  const time = new FakeTime();
  const turns: (() => void)[] = [];
  const asked: string[] = [];
  let events: FleetEvents | undefined;
  const fleet = startLiveFleet({
    contexts: [],
    clock: time,
    random: () => 0,
    log: () => undefined,
    monotonic: time.monotonic,
    later: (run) => turns.push(run),
    source: (to) => {
      events = to;
      return {
        kindStates: () => [],
        contextStates: () => [LIVE],
        whenSynced: () => Promise.resolve(),
        reconnect: (context) => asked.push(`reconnect ${context ?? 'all'}`),
        addNamespace: () => undefined,
        cluster: () => undefined,
        stop: () => Promise.resolve(void asked.push('stop')),
      };
    },
  });
  if (events === undefined) throw new Error('the source was not started');
  const { changed, kindState } = events;
  const say = (...objects: readonly KubeObject[]): void =>
    changed(objects.map((after) => ({ key: after.key, before: undefined, after })));
  const live = (kind: KindId): void => kindState({ context: 'eu', kind, is: 'live', since: 0 });
  return { fleet, time, turns, asked, say, live, kindState };
}

const crashed = (name: string) =>
  made('eu', 'Pod', name, {
    spec: { restartPolicy: 'Always', containers: [{ name: 'app', image: 'a' }] },
    status: {
      phase: 'Running',
      containerStatuses: [
        {
          name: 'app',
          ready: false,
          restartCount: 4,
          state: { waiting: { reason: 'CrashLoopBackOff' } },
          lastState: {},
        },
      ],
    },
  });

test('changes reach graph and health, touched nodes their listeners, and a context waiting is seen from the first moment', async () => {
  const { fleet, say, live } = started();
  expect(fleet.health.contexts()).toEqual([LIVE]);
  const touched: NodeId[] = [];
  fleet.onTouched((ids) => touched.push(...ids));
  const pod = crashed('cart-a');
  say(made('eu', 'Namespace', 'shop'), pod);
  for (const kind of KIND_IDS) live(kind);
  await fleet.whenSynced(new AbortController().signal);
  expect(fleet.health.health(pod.key.text).shown).toBe('critical');
  expect(touched).toContain(pod.key.text);
  expect(fleet.health.podCounts('eu', 'shop').critical).toBe(1);
});

test('single events wait a moment for company; a state that follows is taken in after them', () => {
  const { fleet, time, say, kindState } = started();
  const batches: number[] = [];
  fleet.onTouched((ids) => batches.push(ids.length));
  for (const name of ['a', 'b', 'c']) say(made('eu', 'Node', name));
  expect(batches).toEqual([]);
  expect(fleet.isIdle()).toBe(false);
  time.advance(30);
  expect(batches).toHaveLength(1);
  say(made('eu', 'Node', 'd'));
  kindState({ context: 'eu', kind: 'Node', is: 'live', since: 0 });
  expect(fleet.graph.object(made('eu', 'Node', 'd').key.text)).toBeDefined();
  expect(fleet.isIdle()).toBe(true);
});

test('a big batch is cut into slices, and whenSynced waits for the last', async () => {
  const { fleet, time, turns, say } = started();
  fleet.onTouched(() => time.spend(5));
  say(...Array.from({ length: 400 }, (_, index) => made('eu', 'Node', `n${index}`)));
  expect(turns).toHaveLength(1);
  const synced = fleet.whenSynced(new AbortController().signal);
  let done = false;
  const noted = synced.then(() => (done = true));
  await Promise.resolve();
  expect(done).toBe(false);
  while (turns.length > 0) turns.shift()?.();
  await noted;
  expect([...fleet.graph.objects('Node')]).toHaveLength(400);
});

test('time alone changes a level: health is asked again at the moment it named', () => {
  const { fleet, time, say, live } = started();
  for (const kind of KIND_IDS) live(kind);
  const pending = made('eu', 'Pod', 'waits', {
    metadata: { creationTimestamp: new Date(time.now()).toISOString() },
    spec: { containers: [{ name: 'app', image: 'a' }] },
    status: {
      phase: 'Pending',
      conditions: [
        {
          type: 'PodScheduled',
          status: 'False',
          reason: 'Unschedulable',
          message: '0/3 nodes',
          lastTransitionTime: new Date(time.now()).toISOString(),
        },
      ],
    },
  });
  say(pending);
  time.advance(100);
  expect(fleet.health.health(pending.key.text).shown).toBe('progressing');
  time.advance(20_000);
  expect(fleet.health.health(pending.key.text).shown).toBe('critical');
});

test('stop ends the source, the timers and the listeners', async () => {
  const { fleet, time, asked, say } = started();
  say(crashed('a'));
  await fleet.stop();
  expect(asked).toEqual(['stop']);
  expect(time.timersLeft).toBe(0);
});
