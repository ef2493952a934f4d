// Law 3: no data is not health. Where something cannot be seen, `?` and why; never green, never worse than critical.
import { describe, expect, it } from 'vitest';
import { containerId, contextId } from '../../src/graph/node-id.ts';
import { KIND_IDS } from '../../src/objects/kind.ts';
import { crashing, node, pod } from './objects.ts';
import { shop } from './shop.ts';
import { CONTEXT, idOf, World } from './world.ts';

const why = (world: World, id: string) => world.engine.health(id).unknown?.why;
const A = idOf('Pod', 'a');

describe('unknown', () => {
  it('a stale kind is trusted for 60 s and then is not, without any event', () => {
    const world = new World();
    world.put(pod('a'));
    world.state('Pod', 'stale');
    expect(why(world, A)).toBeUndefined();
    expect(world.engine.nextWakeAt()).toBe(world.now + 60_000);
    world.later(59);
    expect(why(world, A)).toBeUndefined();
    expect(world.later(1)).toContain(A);
    expect([why(world, A), why(world, idOf('Namespace', 'shop'))]).toEqual(['stale', 'stale']);
    expect(world.engine.podCounts(undefined, undefined)).toMatchObject({ ok: 0, unknown: 1 });
    world.state('Pod', 'live');
    expect([why(world, A), why(world, contextId(CONTEXT))]).toEqual([undefined, undefined]);
    expect(world.engine.podCounts(undefined, undefined)).toMatchObject({ ok: 1, unknown: 0 });
  });

  it('known trouble stays what it is', () => {
    const world = new World();
    world.put(pod('a', crashing()));
    world.state('Pod', 'forbidden');
    expect([world.shown(A), why(world, A)]).toEqual(['critical', 'forbidden']);
    expect(world.engine.podCounts(undefined, undefined)).toMatchObject({ critical: 1, unknown: 0 });
  });

  it('the pods of a lost node are unknown, and their parents say so', () => {
    const world = new World();
    world.put(node('n1'), pod('a', { node: 'n1' }), pod('b', { node: 'n1', phase: 'Succeeded', ready: false }));
    world.put(node('n1', 'Unknown'));
    expect([world.shown(A), why(world, A), why(world, containerId(pod('a').key, 'app'))]).toEqual([
      'ok',
      'node-lost',
      'node-lost',
    ]);
    expect(why(world, idOf('Pod', 'b'))).toBeUndefined();
    expect([why(world, idOf('Namespace', 'shop')), why(world, contextId(CONTEXT))]).toEqual(['node-lost', 'node-lost']);
    expect([world.shown(idOf('Node', 'n1')), why(world, idOf('Node', 'n1'))]).toEqual(['critical', 'node-lost']);
    world.put(node('n1'));
    expect(why(world, idOf('Namespace', 'shop'))).toBeUndefined();
  });

  it('nothing listed yet: what is above is `?`, what is there is not', () => {
    const world = new World({ live: false });
    world.state('Pod', 'syncing');
    world.put(pod('a'));
    expect([why(world, A), why(world, idOf('Namespace', 'shop'))]).toEqual([undefined, 'waiting']);
    for (const kind of KIND_IDS) if (kind !== 'Pod') world.state(kind, 'live');
    expect(why(world, idOf('Namespace', 'shop'))).toBe('syncing');
    world.state('Pod', 'live');
    expect(why(world, idOf('Namespace', 'shop'))).toBeUndefined();
  });

  it('a relist of what was whole does not blink', () => {
    const world = new World();
    shop(world, 3, 0);
    expect(world.state('Pod', 'syncing')).toEqual([]);
    expect(why(world, idOf('Service', 'web'))).toBeUndefined();
  });

  it('namespaces that were asked for are nodes, known as far as they can be seen', () => {
    const world = new World({ live: false });
    const { context, since } = { context: CONTEXT, since: world.now };
    for (const kind of KIND_IDS) world.state(kind, 'forbidden');
    world.engine.applyContextState({ context, is: 'live', since, namespaces: ['mine', 'other'] }, world.now);
    const [mine, other] = [idOf('Namespace', 'mine'), idOf('Namespace', 'other')];
    expect([...world.graph.ids('Namespace', CONTEXT)]).toEqual([mine, other]);
    for (const kind of KIND_IDS) world.state(kind, 'live', 'mine');
    world.put(pod('a', { namespace: 'mine' }));
    expect([why(world, mine), why(world, other), why(world, contextId(CONTEXT))]).toEqual([
      undefined,
      'forbidden',
      'forbidden',
    ]);
    expect(world.graph.object(mine)).toBeUndefined();
    world.engine.applyContextState({ context, is: 'live', since, namespaces: ['mine'] }, world.now);
    expect(world.graph.has(other)).toBe(false);
  });

  it('an unreachable context is `?` at once, its objects after a minute', () => {
    const world = new World();
    world.put(pod('a'));
    world.engine.applyContextState({ context: CONTEXT, is: 'live', since: world.now }, world.now);
    expect(why(world, contextId(CONTEXT))).toBeUndefined();
    world.engine.applyContextState({ context: CONTEXT, is: 'unreachable', since: world.now }, world.now);
    expect([why(world, contextId(CONTEXT)), why(world, A)]).toEqual(['unreachable', undefined]);
    world.later(60);
    expect(why(world, A)).toBe('unreachable');
  });

  it('a node that is not in the graph is ok and unknown', () => {
    const world = new World();
    expect(world.engine.health('nowhere')).toMatchObject({ shown: 'ok', unknown: { why: 'waiting' } });
  });
});
