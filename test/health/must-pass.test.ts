// The cases of the health rules that came from bugs of other programs, by name; the clean end of a watch and 410 are the informer's.
import { describe, expect, it } from 'vitest';
import { containerId, contextId } from '../../src/graph/node-id.ts';
import { crashing, ended, job, node, pod, service, slice } from './objects.ts';
import { shop } from './shop.ts';
import { at, CONTEXT, idOf, World } from './world.ts';

describe('health-rules.md §3', () => {
  it('1 crash looping of 10 replicas: the namespace is not green', () => {
    const world = new World();
    shop(world, 10, 1);
    expect(world.shown(idOf('Pod', 'web-1'))).toBe('critical');
    expect(world.shown(idOf('Service', 'web'))).toBe('minor');
    expect(world.shown(idOf('Namespace', 'shop'))).toBe('minor');
    expect(world.shown(contextId(CONTEXT))).toBe('minor');
  });

  it('running but never ready is not ok', () => {
    const world = new World();
    world.put(pod('a', { ready: false }));
    expect(world.shown(idOf('Pod', 'a'))).toBe('major');
    expect(world.shown(idOf('Namespace', 'shop'))).toBe('major');
  });

  it('a service with an empty selector never matches all pods', () => {
    const world = new World();
    world.put(
      pod('a', { labels: { app: 'a' }, ...crashing() }),
      service('manual', { selector: {} }),
      slice('manual-s', 'manual', {}),
    );
    expect(world.graph.children(idOf('Service', 'manual'))).toEqual([]);
    expect(world.shown(idOf('Service', 'manual'))).toBe('ok');
  });

  it("a completed Job's pod is not red", () => {
    const world = new World();
    world.put(
      job('j', { status: ended('Complete', -60) }),
      pod('j-1', {
        phase: 'Succeeded',
        ready: false,
        owner: { kind: 'Job', name: 'j' },
        restartPolicy: 'Never',
        state: { terminated: { exitCode: 0 } },
      }),
    );
    expect(world.shown(idOf('Pod', 'j-1'))).toBe('done');
    expect(world.shown(idOf('Job', 'j'))).toBe('done');
    expect(world.shown(idOf('Namespace', 'shop'))).toBe('ok');
  });

  it('a failed pod is not ok', () => {
    const world = new World();
    world.put(pod('a', { phase: 'Failed', ready: false }));
    expect(world.shown(idOf('Pod', 'a'))).toBe('critical');
  });

  it('cordoned is not NotReady, and NotReady is visible', () => {
    const world = new World();
    world.put(node('cordoned', 'True', { spec: { unschedulable: true } }), node('down', 'False'));
    expect(world.shown(idOf('Node', 'cordoned'))).toBe('minor');
    expect(world.reasons(idOf('Node', 'cordoned'))).toEqual(['SchedulingDisabled']);
    expect(world.shown(idOf('Node', 'down'))).toBe('critical');
    expect(world.shown(contextId(CONTEXT))).toBe('critical');
  });

  it('a container that only the status knows is ignored', () => {
    const world = new World();
    const extra = { name: 'ghost', ready: false, state: { waiting: { reason: 'CrashLoopBackOff' } } };
    const app = { name: 'app', ready: true, restartCount: 0, state: { running: { startedAt: at(-900) } } };
    world.put(pod('a', { statuses: [extra, app] }));
    expect(world.shown(idOf('Pod', 'a'))).toBe('ok');
    expect(world.graph.children(idOf('Pod', 'a'))).toEqual([`${idOf('Pod', 'a')}\u0000app`]);
  });

  it('lost rights on pods: `?`, not green', () => {
    const world = new World();
    shop(world, 3, 0);
    for (const id of [idOf('Service', 'web'), idOf('Namespace', 'shop'), contextId(CONTEXT)])
      expect(world.engine.health(id).unknown).toBeUndefined();
    const changed = world.state('Pod', 'forbidden');
    for (const id of [
      idOf('Pod', 'web-1'),
      idOf('Service', 'web'),
      idOf('Deployment', 'web'),
      idOf('Namespace', 'shop'),
      contextId(CONTEXT),
    ]) {
      expect(changed).toContain(id);
      expect(world.engine.health(id).unknown?.why).toBe('forbidden');
    }
    expect(world.engine.podCounts(CONTEXT, undefined)).toMatchObject({ ok: 0, unknown: 3 });
    world.remove(idOf('Pod', 'web-1'), idOf('Pod', 'web-2'), idOf('Pod', 'web-3'));
    expect(world.engine.health(idOf('Namespace', 'shop')).unknown?.why).toBe('forbidden');
    expect(world.engine.health(contextId(CONTEXT)).children).toMatchObject({ ok: 0, unknown: 1 });
  });

  it('5 restarts 3 days ago: ok', () => {
    const world = new World();
    const days = -3 * 86_400;
    world.put(
      pod('a', { created: -5 * 86_400, restarts: 5, lastState: { terminated: { exitCode: 1, finishedAt: at(days) } } }),
    );
    expect(world.shown(idOf('Pod', 'a'))).toBe('ok');
    expect(world.engine.health(containerId(pod('a').key, 'app')).shown).toBe('ok');
  });

  it('a deleted pod leaves no ghost behind', () => {
    const world = new World();
    world.put(pod('a', crashing()));
    world.remove(idOf('Pod', 'a'));
    expect(world.graph.has(idOf('Namespace', 'shop'))).toBe(false);
    expect(world.engine.podCounts(CONTEXT, undefined).critical).toBe(0);
  });
});
