// Restarts are counted from what was seen; before that only the last end is known, and the evidence says since when we looked.
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/objects/kube-object.ts';
import { pod } from './objects.ts';
import { at, idOf, World } from './world.ts';

const A = idOf('Pod', 'a');

/** Pod `a` after so many restarts, the last `seconds` from T0. */
const restarted = (restarts: number, seconds: number): KubeObject =>
  pod('a', { created: -86_400, restarts, lastState: { terminated: { exitCode: 1, finishedAt: at(seconds) } } });

function reasonsAfter(world: World, object: KubeObject): readonly string[] {
  world.put(object);
  return world.reasons(A);
}

describe('restarts', () => {
  it('before the start the last end counts as one, however many there were', () => {
    const world = new World({ hysteresis: false });
    expect(reasonsAfter(world, restarted(40, -60))).toEqual(['Restarted']);
    expect(world.engine.health(A).own[0]?.evidence).toContain('seen since 12:00');
    world.later(9 * 60);
    expect(world.reasons(A)).toEqual([]);
  });

  it('three rises in an hour are major on the container, and fade', () => {
    const world = new World({ hysteresis: false });
    world.put(restarted(1, -7200));
    for (const turn of [1, 2, 3]) {
      world.later(300);
      world.put(restarted(1 + turn, turn * 300));
    }
    const container = world.engine.health(`${A}\u0000app`);
    expect(container.shown).toBe('major');
    expect(container.own[0]?.evidence).toEqual(['restarted ×3', 'last exit 1', 'seen since 12:00']);
    expect(world.shown(A)).toBe('minor');
    world.later(3000);
    expect(world.reasons(A)).toEqual([]);
    expect(world.engine.nextWakeAt()).toBeUndefined();
  });

  it('a rise by several counts each; an end from before the first rise counts as one', () => {
    const world = new World({ hysteresis: false });
    world.put(restarted(1, -600));
    world.later(60);
    world.put(restarted(3, 50));
    expect(world.engine.health(A).own[0]?.reason).toBe('RestartingOften');
    expect(world.engine.health(A).own[0]?.evidence[0]).toBe('restarted ×3');
  });

  it('another pod under the same name starts from nothing', () => {
    const world = new World({ hysteresis: false });
    world.put(restarted(1, -600));
    world.put(restarted(3, -5));
    expect(world.engine.restarts.rises(A, 'app')).toHaveLength(3);
    world.put(pod('a', { uid: 'another' }));
    expect(world.engine.restarts.rises(A, 'app')).toEqual([]);
    world.remove(A);
    expect(world.shown(A)).toBe('ok');
  });
});
