// The YAML of an object while it is open: it follows the object, says what became of it, and hides what is hidden until a person asks.
import { describe, expect, test } from 'vitest';
import type { LiveText, TextContent } from '../../src/actions/live-text.ts';
import { yaml } from '../../src/actions/yaml-action.ts';
import { pod } from '../health/objects.ts';
import { idOf, object, World, type Json } from '../health/world.ts';
import { apiError, FakeTools, settled, targetOf } from './fakes.ts';

const ID = idOf('Pod', 'cart');
const PATH = '/api/v1/namespaces/shop/pods/cart';

const json = (version: string, more: Json = {}): Json => ({
  kind: 'Pod',
  apiVersion: 'v1',
  metadata: {
    name: 'cart',
    namespace: 'shop',
    uid: 'pod-shop-cart',
    resourceVersion: version,
    managedFields: [{ manager: 'kubelet' }],
  },
  spec: { containers: [{ name: 'app', env: [{ name: 'TOKEN', value: 'hunter2' }] }] },
  ...more,
});

async function open(container?: string) {
  const world = new World();
  const tools = new FakeTools(world);
  const put = (version: string, uid = 'pod-shop-cart') =>
    world.put(
      object('Pod', {
        metadata: { name: 'cart', namespace: 'shop', uid, resourceVersion: version },
        spec: { containers: [{ name: 'app' }] },
      }),
    );
  put('1');
  tools.theCluster.read = () => Promise.resolve(json('1'));
  await yaml.run([targetOf(pod('cart'), container)], tools);
  const live = tools.shown[0] as LiveText;
  let painted = 0;
  return {
    world,
    tools,
    live,
    put,
    start: async () => {
      live.start(() => painted++);
      await settled();
    },
    painted: () => painted,
    touch: () => tools.touch(ID),
  };
}

function textOf({ lines }: TextContent): string {
  return Array.from({ length: lines.length }, (_, n) => lines.at(n)?.text).join('\n');
}

describe('YAML', () => {
  test('says that it loads, then shows the object without managedFields and secrets', async () => {
    const { live, tools, start } = await open();
    expect(live.content()).toMatchObject({ title: 'YAML c › Pod shop/cart', status: 'loading …' });
    expect([live.kind, live.fileEnding]).toEqual(['yaml', '.yaml']);
    await start();
    expect(tools.theCluster.got).toEqual([PATH]);
    expect(live.content().status).toBe('following · 1 masked');
    expect(textOf(live.content())).toBe(
      [
        'kind: Pod',
        'apiVersion: v1',
        'metadata:',
        '  name: cart',
        '  namespace: shop',
        '  uid: pod-shop-cart',
        '  resourceVersion: "1"',
        'spec:',
        '  containers:',
        '  - name: app',
        '    env:',
        '    - name: TOKEN',
        '      value: "[masked]"',
      ].join('\n'),
    );
    expect(live.isBusy()).toBe(false);
    expect(live.content()).toBe(live.content());
  });

  test('of a container is its pod', async () => {
    const { live, tools, start, put, touch } = await open('app');
    await start();
    expect(tools.theCluster.got).toEqual([PATH]);
    expect(live.content().title).toBe('YAML c › Container shop/cart/app');
    expect(textOf(live.content())).toContain('kind: Pod');
    put('2');
    tools.theCluster.read = () => Promise.resolve(json('2'));
    touch();
    await tools.clock.advance(500);
    expect(textOf(live.content())).toContain('resourceVersion: "2"');
  });

  test('managedFields come and go', async () => {
    const { live, start } = await open();
    await start();
    expect(live.content().turns).toContainEqual({ id: 'managed-fields', on: false });
    live.turn('managed-fields');
    expect(textOf(live.content())).toContain('manager: kubelet');
    expect(textOf(live.content())).toContain('[masked]');
    live.turn('managed-fields');
    expect(textOf(live.content())).not.toContain('managedFields');
  });

  test('secrets are shown only after an answer, and masked again without one', async () => {
    const { live, tools, start } = await open();
    await start();
    tools.answers.push('cancel', 'show');
    live.turn('secrets');
    await settled();
    expect(tools.asked[0]?.title).toBe('Show secret values on this screen?');
    expect(tools.asked[0]?.answers[0]?.id).toBe('cancel');
    expect(textOf(live.content())).not.toContain('hunter2');
    live.turn('secrets');
    await settled();
    expect(textOf(live.content())).toContain('hunter2');
    expect(live.content().status).toBe('following');
    expect(live.content().turns).toContainEqual({ id: 'secrets', on: true });
    live.turn('secrets');
    expect(textOf(live.content())).not.toContain('hunter2');
    expect(tools.asked).toHaveLength(2);
  });

  test('what there is nothing of says so', async () => {
    const { live, tools, start } = await open();
    tools.theCluster.read = () =>
      Promise.resolve({ kind: 'Pod', metadata: { uid: 'pod-shop-cart', resourceVersion: '1' } });
    await start();
    expect(live.content().turns).toEqual([
      { id: 'managed-fields', on: false, whyNot: 'the object has no managedFields' },
      { id: 'secrets', on: false, whyNot: 'nothing in it is masked' },
    ]);
  });
});

describe('while it is open', () => {
  test('it is read again when the graph has another version, not more than twice a second', async () => {
    const { live, tools, start, put, touch } = await open();
    await start();
    touch(); // the same version
    await settled();
    expect(tools.theCluster.got).toHaveLength(1);
    tools.theCluster.read = () => Promise.resolve(json('4', { status: { phase: 'Running' } }));
    for (const version of ['2', '3', '4']) {
      put(version);
      touch();
    }
    expect(live.isBusy()).toBe(true);
    await tools.clock.advance(499);
    expect(tools.theCluster.got).toHaveLength(1);
    await tools.clock.advance(1);
    expect(tools.theCluster.got).toHaveLength(2);
    expect(textOf(live.content())).toContain('phase: Running');
    expect(live.isBusy()).toBe(false);
    await tools.clock.advance(10_000);
    expect(tools.theCluster.got).toHaveLength(2);
  });

  test('a change that comes during the answer is not lost', async () => {
    const { tools, live, start, put, touch } = await open();
    tools.theCluster.read = () => {
      put('2');
      touch();
      tools.theCluster.read = () => Promise.resolve(json('2'));
      return Promise.resolve(json('1'));
    };
    await start();
    expect(live.isBusy()).toBe(true);
    await tools.clock.advance(500);
    expect(textOf(live.content())).toContain('resourceVersion: "2"');
    expect(tools.theCluster.got).toHaveLength(2);
  });

  test('a deleted object says when, over the text it had', async () => {
    const { world, tools, live, start, touch } = await open();
    await start();
    tools.theCluster.read = () => Promise.reject(apiError('not-found', 'x', 404));
    world.remove(ID);
    touch();
    await tools.clock.advance(500);
    expect(live.content().status).toMatch(/^deleted at \d\d:\d\d:\d\d · 1 masked$/);
    expect(live.content().trouble).toBe(true);
    expect(textOf(live.content())).toContain('kind: Pod');
    touch();
    await tools.clock.advance(10_000);
    expect(tools.theCluster.got).toHaveLength(2);
    expect(live.isBusy()).toBe(false);
  });

  test('another object of that name is not shown as this one', async () => {
    const { tools, live, start, put, touch } = await open();
    await start();
    put('9', 'another');
    tools.theCluster.read = () => Promise.resolve({ ...json('9'), metadata: { uid: 'another', resourceVersion: '9' } });
    touch();
    await tools.clock.advance(500);
    expect(live.content().status).toMatch(/^replaced at \d\d:\d\d:\d\d: another object has its name now/);
    expect(textOf(live.content())).toContain('resourceVersion: "1"');
  });

  test('a refusal is told, and not asked again', async () => {
    const { tools, live, start } = await open();
    tools.theCluster.read = () => Promise.reject(apiError('forbidden', 'pods "cart" is forbidden', 403));
    await start();
    expect(live.content()).toMatchObject({ status: 'pods "cart" is forbidden', trouble: true });
    expect(textOf(live.content())).toBe('pods "cart" is forbidden');
    await tools.clock.advance(60_000);
    expect(tools.theCluster.got).toHaveLength(1);
  });

  test('a lost connection is told over the old text, and tried again', async () => {
    const { tools, live, start, put, touch } = await open();
    await start();
    tools.theCluster.read = () => Promise.reject(apiError('unreachable', 'connection refused'));
    put('2');
    touch();
    await tools.clock.advance(500);
    expect(live.content().status).toMatch(/^not up to date since \d\d:\d\d:\d\d: connection refused/);
    expect(textOf(live.content())).toContain('kind: Pod');
    tools.theCluster.read = () => Promise.resolve(json('2'));
    await tools.clock.advance(5_000);
    expect(live.content().status).toBe('following · 1 masked');
  });

  test('a context that is not connected is told', async () => {
    const { tools, live, start } = await open();
    tools.clusters.clear();
    await start();
    expect(live.content().status).toBe('c is not connected');
  });

  test('closing it ends its requests, timers and ears', async () => {
    const { tools, live, start, put, touch, painted } = await open();
    let signal: AbortSignal | undefined;
    tools.theCluster.read = (_path, given) => ((signal = given), new Promise(() => {}));
    await start();
    live.stop();
    expect(signal?.aborted).toBe(true);
    put('2');
    touch();
    await tools.clock.advance(10_000);
    expect([painted(), tools.clock.timersLeft, tools.theCluster.got.length]).toEqual([0, 0, 1]);
  });
});
