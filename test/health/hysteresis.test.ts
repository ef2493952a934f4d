// What is shown lags behind the verdict, so that rows do not blink: worse after 10 s or at once, better after 30 s.
import { describe, expect, it } from 'vitest';
import { contextId } from '../../src/graph/node-id.ts';
import { KIND_IDS } from '../../src/objects/kind.ts';
import { shop } from './shop.ts';
import { crashing, event, namespace, node, pod, service, slice } from './objects.ts';
import { at, CONTEXT, idOf, World } from './world.ts';

const A = idOf('Pod', 'a');

describe('hysteresis', () => {
  it('first sight shows the verdict at once', () => {
    const world = new World();
    world.put(pod('a', { ready: false }));
    expect(world.shown(A)).toBe('major');
  });

  it('a waiting error is shown at once, and recovery after 30 s', () => {
    const world = new World();
    world.put(pod('a'));
    world.put(pod('a', crashing()));
    expect(world.shown(A)).toBe('critical');
    world.put(pod('a'));
    expect([world.shown(A), world.verdict(A)]).toEqual(['critical', 'ok']);
    expect(world.engine.nextWakeAt()).toBe(world.now + 30_000);
    expect(world.later(29)).toEqual([]);
    expect(world.shown(A)).toBe('critical');
    expect(world.later(1)).toEqual(expect.arrayContaining([A, idOf('Namespace', 'shop'), contextId(CONTEXT)]));
    expect(world.shown(A)).toBe('ok');
    expect(world.engine.nextWakeAt()).toBeUndefined();
  });

  it('a pod seen before its machine is judged anew at once when that is listed', () => {
    const world = new World({ live: false });
    for (const kind of KIND_IDS) world.state(kind, kind === 'Node' ? 'syncing' : 'live');
    // The node controller has set the condition; the containers are as they were last heard of.
    const conditions = [{ type: 'Ready', status: 'False', lastTransitionTime: at(-200) }];
    world.put(pod('a', { node: 'n1', conditions }));
    expect(world.shown(A)).toBe('major');
    world.put(node('n1', 'Unknown'));
    world.state('Node', 'live');
    expect([world.shown(A), world.verdict(A)]).toEqual(['ok', 'ok']);
    expect(world.engine.health(A).unknown?.why).toBe('node-lost');
  });

  it('a level that is held keeps its reason', () => {
    const world = new World();
    world.put(pod('a', crashing()));
    world.put(pod('a'));
    const health = world.engine.health(A);
    expect(health.own).toEqual([]);
    expect(health.culprits[0]?.verdict.reason).toBe('CrashLoopBackOff');
    expect(world.engine.health(`${A}\u0000app`).shown).toBe('critical');
  });

  it('what may pass waits 10 s', () => {
    const world = new World();
    world.put(node('n1'));
    const cordoned = node('n1', 'True', { spec: { unschedulable: true } });
    world.put(cordoned);
    expect(world.shown(idOf('Node', 'n1'))).toBe('ok');
    expect(world.verdict(idOf('Node', 'n1'))).toBe('minor');
    world.later(9);
    expect(world.shown(idOf('Node', 'n1'))).toBe('ok');
    world.later(1);
    expect(world.shown(idOf('Node', 'n1'))).toBe('minor');
  });

  it('what passes within 10 s is never shown', () => {
    const world = new World();
    world.put(node('n1'));
    world.put(node('n1', 'True', { spec: { unschedulable: true } }));
    world.later(5);
    world.put(node('n1'));
    world.later(20);
    expect(world.shown(idOf('Node', 'n1'))).toBe('ok');
  });

  it('a crash loop that comes up now and then stays red', () => {
    const world = new World();
    world.put(pod('a', crashing()));
    for (let turn = 0; turn < 4; turn++) {
      world.put(pod('a', { ready: false, state: { running: { startedAt: at(turn * 40) } } }));
      world.later(20);
      world.put(pod('a', crashing(turn * 40 + 20)));
      world.later(20);
      expect(world.shown(A)).toBe('critical');
    }
  });

  it('a new object gets better at once', () => {
    const world = new World();
    world.put(
      pod('a', {
        created: -5,
        phase: 'Pending',
        ready: false,
        readyAt: -5,
        state: { waiting: { reason: 'ContainerCreating' } },
      }),
    );
    expect(world.shown(A)).toBe('progressing');
    world.put(pod('a', { created: -5, readyAt: 0 }));
    expect(world.shown(A)).toBe('ok');
  });

  it('parents follow their children at once; a deleted culprit takes its level with it', () => {
    const world = new World();
    world.put(namespace('shop'), pod('a', crashing()), pod('b'));
    expect(world.shown(contextId(CONTEXT))).toBe('critical');
    world.remove(A);
    expect(world.shown(idOf('Namespace', 'shop'))).toBe('ok');
  });

  it('cured, everything above is ok within 35 s', () => {
    const world = new World();
    shop(world, 3, 3);
    expect(world.shown(contextId(CONTEXT))).toBe('critical');
    world.later(60);
    shop(world, 3, 0);
    world.later(1);
    world.later(34);
    for (const id of [idOf('Pod', 'web-1'), idOf('Service', 'web'), idOf('Deployment', 'web'), contextId(CONTEXT)])
      expect(world.shown(id)).toBe('ok');
  });

  it('what was judged on half a picture is not held', () => {
    const world = new World({ live: false });
    world.state('Service', 'live');
    world.state('Pod', 'live');
    world.put(service('web'), pod('web-1', { labels: { app: 'web' } }));
    expect(world.reasons(idOf('Service', 'web'))).toEqual([]);
    expect(world.engine.health(idOf('Service', 'web')).unknown?.why).toBe('waiting');
    world.put(slice('web-s', 'web', { 'web-1': true }));
    world.state('EndpointSlice', 'live');
    expect(world.shown(idOf('Service', 'web'))).toBe('ok');
    expect(world.engine.health(idOf('Service', 'web')).unknown).toBeUndefined();
  });

  it('a warning event fades after ten minutes', () => {
    const world = new World();
    world.put(
      service('web', { spec: { type: 'ExternalName' } }),
      event('e', { kind: 'Service', name: 'web' }, { seconds: 0 }),
    );
    world.later(11);
    expect(world.shown(idOf('Service', 'web'))).toBe('minor');
    world.later(600);
    expect(world.verdict(idOf('Service', 'web'))).toBe('ok');
    world.later(30);
    expect(world.shown(idOf('Service', 'web'))).toBe('ok');
  });
});
