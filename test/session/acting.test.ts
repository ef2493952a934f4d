// Actions as the session runs them: questions go to the screen and answers come back, a question that leaves the screen was cancelled, texts live
// as long as their screen, and whoever was replaced under the cursor is left alone.
import { beforeAll, expect, test } from 'vitest';
import { ACTIONS } from '../../src/actions/catalogue.ts';
import { ApiError } from '../../src/cluster/api-error.ts';
import type { AccessQuestion } from '../../src/cluster/cluster.ts';
import { startSession, type Session } from '../../src/session/session.ts';
import { topText } from '../../src/session/model.ts';
import type { Model } from '../../src/session/model.ts';
import { FakeCluster } from '../actions/fakes.ts';
import { builtInViews } from '../view/builtin-views.ts';
import { FakeFleet, made } from '../view/fake-fleet.ts';
import { fakeDeeds } from './fake-deeds.ts';
import { liveFleetOf } from './fake-live-fleet.ts';
import { FakeTime } from './fake-time.ts';

type Wish = {
  readonly readOnly?: boolean;
  readonly denied?: (question: AccessQuestion) => boolean;
  readonly deleting?: () => Promise<unknown>;
};

const RUNNING = {
  spec: { containers: [{ name: 'app' }] },
  status: {
    containerStatuses: [{ name: 'app', ready: true, state: { running: { startedAt: '2025-11-01T00:00:00Z' } } }],
  },
};

function stage({ readOnly = false, denied = () => false, deleting = () => Promise.resolve({}) }: Wish = {}) {
  const time = new FakeTime();
  const fleet = new FakeFleet('eu');
  fleet.put(made('eu', 'Pod', 'a', RUNNING), made('eu', 'Pod', 'b'));
  const cluster = new FakeCluster('eu');
  cluster.allows = (question) => !denied(question);
  cluster.answer = deleting;
  const live = { ...liveFleetOf(fleet), cluster: () => cluster };
  const deeds = fakeDeeds();
  const session: Session = startSession({
    size: { width: 100, height: 30 },
    views: builtInViews,
    readOnly,
    deeds,
    start: live,
    first: { view: 'pods', namespaces: [], filter: '' },
    connect: () => Promise.reject(new Error('nothing to connect to')),
    output: {
      paint: () => undefined,
      redraw: () => undefined,
      copy: () => true,
      save: (name, ending) => Promise.resolve(`/saved/${name}${ending}`),
      ended: () => undefined,
    },
    clock: time,
    log: () => undefined,
    monotonic: time.monotonic,
  });
  time.advance(100);
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) {
      session.send({ type: 'key', key, burst: false });
      for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
      time.advance(20);
    }
  };
  const model = (): Model => session.state as Model;
  const sent = (): readonly string[] => cluster.sent.map(({ method, path }) => `${method} ${path}`);
  return { session, fleet, time, cluster, sent, deeds, press, model };
}

// Bodies of actions are imported when they are first used; here they are there already, so that a turn of the event loop is enough.
beforeAll(() =>
  Promise.all([
    import('../../src/actions/delete-walk.ts'),
    import('../../src/actions/describe-text.ts'),
    import('../../src/actions/shell-walk.ts'),
  ]),
);

test('delete asks; Esc does nothing, the marked answer deletes exactly the object, and both lines are in the journal', async () => {
  const { press, model, sent, deeds } = stage();
  await press('x');
  expect(model().overlay).toMatchObject({ type: 'dialog', marked: 0 });
  await press('esc');
  expect([model().overlay, sent(), deeds.written]).toEqual([undefined, [], []]);
  await press('x', 'tab', 'enter');
  expect(sent()).toEqual(['DELETE /api/v1/namespaces/shop/pods/a']);
  expect(deeds.written.map(({ phase, deed }) => `${phase} ${deed.action} ${deed.target.name}`)).toEqual([
    'asked delete a',
    'done delete a',
  ]);
});

test('a question that another screen took the place of was cancelled', async () => {
  const { press, session, sent } = stage();
  await press('x');
  const [view] = builtInViews;
  if (view === undefined) throw new Error('no views');
  session.send({
    type: 'begin',
    view,
    scope: { context: undefined, namespace: undefined, within: undefined },
    filter: '',
  });
  await press('enter');
  expect(sent()).toEqual([]);
});

test('read-only refuses before anything is asked', async () => {
  const { press, model, sent, deeds } = stage({ readOnly: true });
  for (const key of ['x', 'ctrl-d', 'ctrl-k', 's', 'b', 'a']) {
    await press(key);
    expect(model().overlay, key).toBeUndefined();
    expect(model().notice?.text, key).toContain('read-only');
  }
  expect([sent(), deeds.written]).toEqual([[], []]);
});

test('a right that is known to be missing is named before the key is tried', async () => {
  const { press, model, time, sent } = stage({ denied: ({ verb }) => verb === 'delete' });
  time.advance(500);
  await press('j', 'k');
  time.advance(500);
  await press('x');
  expect(model().notice?.text).toContain('delete pods');
  expect(sent()).toEqual([]);
});

test('rights are asked once for a row one rests on, not for those one passes', async () => {
  const { press, cluster, time } = stage();
  const asked: AccessQuestion[] = [];
  cluster.allows = (question) => asked.push(question) > 0;
  await press('j', 'k', 'j');
  expect(asked).toEqual([]);
  time.advance(500);
  await press('esc');
  const first = asked.length;
  expect(first).toBeGreaterThan(2);
  await press('k');
  time.advance(500);
  await press('esc');
  expect(asked.length, 'the same questions of the same namespace are known').toBe(first);
});

test('every action of the catalogue has a key, and stands in the panel of actions', async () => {
  const { press, model } = stage();
  await press('.');
  const { overlay } = model();
  const offered = overlay?.type === 'chooser' ? overlay.choices.map(({ id }) => id) : [];
  expect(offered.toSorted()).toEqual(Object.keys(ACTIONS).toSorted());
});

test('who was replaced under the cursor is left alone', async () => {
  const { press, model, fleet, sent } = stage();
  // The graph knows the new one already; the row is still the old one's.
  fleet.put(made('eu', 'Pod', 'a', { metadata: { uid: 'another' } }));
  await press('x');
  expect(model().overlay).toBeUndefined();
  expect(model().notice?.text).toContain('no longer there');
  expect(sent()).toEqual([]);
});

test('a describe opens at once, says that the object is gone, and ends with its screen', async () => {
  const { press, model, time } = stage();
  await press('d');
  expect(topText(model())?.kind).toBe('describe');
  time.advance(100);
  expect(topText(model())?.status).not.toBe('');
  await press('ctrl-s');
  expect(model().notice?.text).toMatch(/^saved: \/saved\/.*\.txt$/u);
  await press('esc');
  expect(topText(model())).toBeUndefined();
});

test('what a server refuses becomes a notice, and a line in the journal', async () => {
  const denial = new ApiError({
    code: 'forbidden',
    what: 'delete pods',
    message: 'admission webhook "guard" denied the request: not today',
  });
  const { press, model, deeds } = stage({ deleting: () => Promise.reject(denial) });
  await press('x', 'tab', 'enter');
  expect(model().notice?.text).toContain('not today');
  expect(deeds.written.at(-1)).toMatchObject({ phase: 'failed', failure: { code: 'forbidden' } });
});

test('while a shell is opening keys do nothing to the list; Esc gives it up', async () => {
  const { press, model, cluster, deeds } = stage();
  cluster.running = (signal) =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () =>
        reject(new ApiError({ code: 'aborted', what: 'exec', message: 'stopped' })),
      );
    });
  await press('s');
  expect(model().notice?.text).toContain('opening a shell');
  const before = model().screens;
  await press('down', 'x', 'enter', ':');
  expect([model().screens, model().overlay]).toEqual([before, undefined]);
  await press('esc');
  expect(model().held).toBeUndefined();
  expect(model().notice?.text).toBe('shell: given up');
  expect(deeds.written.at(-1)?.phase).toBe('failed');
  await press('x');
  expect(model().overlay?.type).toBe('dialog');
});
