// The runtime around the pure update: effects done, rows taken, frames painted when they should be, everything ended by stop().
import { expect, test } from 'vitest';
import { containerId } from '../../src/graph/node-id.ts';
import type { FirstWishes } from '../../src/session/first-screen.ts';
import type { LiveFleet } from '../../src/session/live-fleet.ts';
import { startSession, type Session } from '../../src/session/session.ts';
import type { SessionOptions } from '../../src/session/session-options.ts';
import { noKubeconfigScreen, pickContextScreen } from '../../src/session/start-screen.ts';
import type { State } from '../../src/session/state.ts';
import { builtInViews } from '../view/builtin-views.ts';
import { FakeFleet, made } from '../view/fake-fleet.ts';
import { fakeDeeds } from './fake-deeds.ts';
import { liveFleetOf, type FakeLiveFleet } from './fake-live-fleet.ts';
import { FakeTime } from './fake-time.ts';

const NOTHING: FirstWishes = { view: undefined, namespaces: [], filter: '' };

type Stage = { readonly session: Session; readonly frames: State[]; readonly said: string[]; readonly time: FakeTime };

function stage(start: SessionOptions['start'], more: Partial<SessionOptions> = {}): Stage {
  const time = new FakeTime();
  const frames: State[] = [];
  const said: string[] = [];
  const session = startSession({
    size: { width: 80, height: 24 },
    views: builtInViews,
    readOnly: false,
    deeds: fakeDeeds(),
    start,
    first: NOTHING,
    connect: () => Promise.reject(new Error('nothing to connect to')),
    output: {
      paint: (state) => frames.push(state),
      redraw: () => said.push('redraw'),
      copy: (text) => said.push(`copy ${text}`) > 0,
      ended: () => said.push('ended'),
      save: (name, ending) => Promise.resolve(`/saved/${name}${ending}`),
    },
    clock: time,
    log: () => undefined,
    monotonic: time.monotonic,
    ...more,
  });
  time.advance(100);
  return { session, frames, said, time };
}

function press(stage: Stage, keys: string): void {
  for (const key of keys.split(' ')) stage.session.send({ type: 'key', key, burst: false });
  stage.time.advance(100);
}

/** What stands in the list now: `glyphless level name` a row, the one under the cursor marked. */
function rowsOf({ session }: Stage): string[] {
  const top = session.state.screens.at(-1);
  if (top?.type !== 'list') throw new Error('no list is on top');
  return top.rows.rows.map((row, index) => `${index === top.cursor ? '>' : ' '} ${row.level} ${row.name}`);
}

const pod = (name: string, node = 'node-a') =>
  made('eu', 'Pod', name, {
    metadata: {
      labels: { app: 'cart' },
      ownerReferences: [{ kind: 'ReplicaSet', name: 'cart-1', uid: 'u', controller: true }],
    },
    spec: { nodeName: node, containers: [{ name: 'app', image: 'cart:1' }] },
  });
const service = made('eu', 'Service', 'cart', { spec: { selector: { app: 'cart' } } });
const namespace = made('eu', 'Namespace', 'shop');

function shop(): { fleet: FakeFleet; live: FakeLiveFleet } {
  const fleet = new FakeFleet('eu');
  fleet.put(namespace, service, pod('cart-a'), pod('cart-b'), made('eu', 'Node', 'node-a'));
  return { fleet, live: liveFleetOf(fleet) };
}

test('drills from the namespace to the container, and rows change in place when the fleet says so', () => {
  const { fleet, live } = shop();
  const on = stage(live);
  expect(rowsOf(on)).toEqual(['> ok shop']);
  press(on, 'enter');
  expect(rowsOf(on)).toEqual(['> ok cart']);
  press(on, 'enter');
  expect(rowsOf(on)).toEqual(['> ok cart-a', '  ok cart-b']);
  live.touch([fleet.level(pod('cart-b'), 'critical')]);
  on.time.advance(100);
  expect(rowsOf(on)).toEqual(['  critical cart-b', '> ok cart-a']);
  expect(on.session.state.pods.critical).toBe(1);
  press(on, 'g enter');
  expect(rowsOf(on)).toEqual(['> ok app']);
  press(on, 'backspace');
  expect(rowsOf(on)).toEqual(['> critical cart-b', '  ok cart-a']);
});

test('a list below catches up when one comes back to it', () => {
  const { fleet, live } = shop();
  const on = stage(live);
  press(on, 'enter enter');
  const gone = service.key.text;
  fleet.byId.delete(gone);
  fleet.put(made('eu', 'Deployment', 'cart'));
  live.touch([gone, made('eu', 'Deployment', 'cart').key.text]);
  on.time.advance(100);
  press(on, 'backspace');
  expect(rowsOf(on)).toEqual(['> ok cart']);
  expect(on.session.state.screens.at(-1)).toMatchObject({ cursorUid: 'eu\u0000uid-Deployment-cart' });
});

test('a list left alone for long is made anew instead of remembering all that was touched', () => {
  const { fleet, live } = shop();
  const on = stage(live);
  press(on, 'enter enter');
  fleet.byId.delete(service.key.text);
  fleet.put(made('eu', 'Deployment', 'cart'));
  live.touch(Array.from({ length: 60_000 }, (_, index) => `gone-${index}`));
  on.time.advance(100);
  press(on, 'backspace');
  expect(rowsOf(on)).toEqual(['> ok cart']);
  expect(on.session.state.screens.at(-1)).toMatchObject({ cursorUid: 'eu\u0000uid-Deployment-cart' });
});

test('why: the line, the panel, Enter goes to the culprit and Backspace comes back', () => {
  const { fleet, live } = shop();
  const bad = pod('cart-b');
  const app = containerId(bad.key, 'app');
  for (const id of [namespace.key.text, service.key.text, bad.key.text, app]) fleet.level(id, 'critical');
  fleet.blame([namespace.key.text, service.key.text, bad.key.text, app], {
    reason: 'OOMKilled',
    message: 'killed: out of memory',
    evidence: ['limit 256Mi'],
  });
  const on = stage(live);
  expect(on.session.state.why?.level).toBe('critical');
  expect(on.session.state.why?.text).toContain('limit 256Mi');
  press(on, 'w');
  expect(on.session.state.overlay?.type).toBe('why');
  press(on, 'enter');
  expect(rowsOf(on)).toEqual(['> critical app']);
  expect(on.session.state.screens.at(-1)).toMatchObject({
    view: { name: 'containers' },
    scope: { context: 'eu', namespace: 'shop' },
  });
  press(on, 'backspace');
  expect(rowsOf(on)).toEqual(['> critical shop']);
});

test('o goes to the node, J to the owner; a pod without a node says so', () => {
  const { fleet, live } = shop();
  fleet.put(pod('waiting', ''), made('eu', 'ReplicaSet', 'cart-1'));
  const on = stage(live, { first: { ...NOTHING, view: 'pods' } });
  press(on, 'o');
  expect(on.session.state.screens.at(-1)).toMatchObject({
    view: { name: 'nodes' },
    cursorUid: 'eu\u0000uid-Node-node-a',
  });
  press(on, 'backspace J');
  expect(on.session.state.screens.at(-1)).toMatchObject({
    view: { name: 'replicasets' },
    cursorUid: 'eu\u0000uid-ReplicaSet-cart-1',
  });
  press(on, 'backspace end o');
  expect(on.session.state.notice?.text).toBe('it runs on no node yet');
});

test('several contexts open on the contexts; a wish that misses is told', () => {
  const fleet = new FakeFleet('eu', 'us');
  const on = stage(liveFleetOf(fleet), { first: { ...NOTHING, view: 'podz' } });
  expect(rowsOf(on)).toEqual(['> ok eu', '  ok us']);
  expect(on.session.state.notice?.text).toContain("did you mean 'pods'");
});

test('a context that is lost and comes back is told, its rows stay', () => {
  const { fleet, live } = shop();
  const on = stage(live);
  fleet.states.set('eu', {
    context: 'eu',
    is: 'unreachable',
    since: 1,
    error: { code: 'unreachable', what: 'watch pods', message: 'connection refused' },
  });
  live.touch([]);
  on.time.advance(100);
  expect(on.session.state.notice).toMatchObject({ level: 'unknown', text: 'eu cannot be reached: connection refused' });
  expect(rowsOf(on)).toHaveLength(1);
  fleet.connect('eu');
  live.touch([]);
  on.time.advance(100);
  expect(on.session.state.notice?.text).toBe('eu is live again');
  on.time.advance(30_000);
  expect(on.session.state.notice).toBeUndefined();
});

test('a thousand events between two frames cost one frame; without events one frame a second', () => {
  const { fleet, live } = shop();
  const on = stage(live);
  on.time.advance(2_000);
  const before = on.frames.length;
  for (let event = 0; event < 1000; event++)
    live.touch([fleet.level(pod('cart-a'), event % 2 === 0 ? 'critical' : 'ok')]);
  on.time.advance(80);
  expect(on.frames.length - before).toBeLessThanOrEqual(2);
  on.time.advance(1_000);
  const quiet = on.frames.length;
  on.time.advance(10_000);
  expect(on.frames.length - quiet).toBe(10);
  expect(on.frames.at(-1)?.now).toBe(on.frames.at(-2)!.now + 1000);
});

test('without a kubeconfig the demo is offered, and begins when it is there', async () => {
  const { live } = shop();
  let wanted: unknown;
  const connect = (what: unknown): Promise<LiveFleet> => {
    wanted = what;
    return Promise.resolve(live);
  };
  const on = stage(noKubeconfigScreen(['not there: ~/.kube/config']), { connect });
  expect(on.session.state.screens.at(-1)).toMatchObject({ type: 'start' });
  press(on, 'enter');
  const idle = on.session.idle(new AbortController().signal);
  await Promise.resolve().then(() => on.time.advance(100));
  on.time.advance(100);
  await idle;
  expect(wanted).toBe('demo');
  expect(rowsOf(on)).toEqual(['> ok shop']);
});

test('a context is picked, one that cannot be used explains itself, a failed connection is told', async () => {
  const contexts = [{ context: 'broken', problem: 'no such cluster "x"' }, { context: 'demo' }];
  const on = stage(pickContextScreen([], contexts));
  const top = on.session.state.screens.at(-1);
  expect(top).toMatchObject({
    cursor: 1,
    choices: [{ label: 'broken', note: 'no such cluster "x"', disabled: true }, { label: 'demo' }, {}, {}],
  });
  press(on, 'up enter');
  expect(on.session.state.notice).toBeUndefined();
  press(on, 'down enter');
  await new Promise((resolve) => setImmediate(resolve));
  expect(on.session.state.notice).toMatchObject({ level: 'critical', text: 'nothing to connect to' });
});

test('Ctrl-R redraws and reconnects, c copies, Ctrl-C ends', () => {
  const { live } = shop();
  const on = stage(live);
  press(on, 'ctrl-r c ctrl-c');
  expect(on.said).toEqual(['redraw', 'copy shop', 'ended']);
  expect(live.asked).toEqual(['reconnect']);
});

test('stop ends the fleet and leaves no timer', async () => {
  const { live } = shop();
  const on = stage(live);
  live.touch([]);
  await on.session.stop();
  expect(live.asked).toEqual(['stop']);
  expect(on.time.timersLeft).toBe(0);
});
