// The engine keeps everything incrementally; judging the same world from nothing must give the same answer after any history. This is the test
// that finds a forgotten touch.
import { describe, expect, it } from 'vitest';
import type { NodeId } from '../../src/graph/node-id.ts';
import { contextId } from '../../src/graph/node-id.ts';
import { KIND_IDS } from '../../src/objects/kind.ts';
import { History } from './history.ts';
import { CONTEXT, World } from './world.ts';

/** All ids of the world, from the context and the objects down to containers. */
function idsOf(world: World): NodeId[] {
  const ids = new Set<NodeId>([contextId(CONTEXT), ...world.graph.ids('Namespace', CONTEXT), ...world.held.keys()]);
  for (const { key } of world.graph.objects('Pod')) for (const id of world.graph.children(key.text)) ids.add(id);
  return [...ids].toSorted();
}

const sorted = (ids: readonly NodeId[]) => ids.toSorted();

function picture(world: World): unknown {
  return {
    pods: world.engine.podCounts(undefined, undefined),
    shop: world.engine.podCounts(CONTEXT, 'shop'),
    nodes: idsOf(world).map((id) => {
      const { own, verdictLevel, shown, unknown, culprits, children } = world.engine.health(id);
      const { graph } = world;
      const edges = {
        up: sorted(graph.parents(id)),
        down: sorted(graph.children(id)),
        owner: graph.owner(id),
        aboard: sorted(graph.aboard(id)),
      };
      return {
        id,
        own,
        verdictLevel,
        shown,
        unknown,
        culprits,
        children,
        edges,
        slices: graph
          .slices(id)
          .map(({ key }) => key.name)
          .toSorted(),
      };
    }),
  };
}

/** Makes the same world anew: all objects in one batch in another order, judged once. */
function fromScratch(world: World, history: History): World {
  const scratch = new World({ hysteresis: false, restarts: world.engine.restarts, live: false });
  scratch.now = world.now;
  for (const state of history.states.values()) scratch.engine.applyKindState(state, scratch.now);
  scratch.put(...[...world.held.values()].toReversed());
  scratch.later(0);
  return scratch;
}

describe('incremental = from scratch', () => {
  for (let block = 0; block < 10; block++) {
    it(`after random histories ${block * 100} to ${block * 100 + 99}`, () => {
      let worlds = 0;
      for (let seed = block * 100; seed < block * 100 + 100; seed++) {
        const world = new World({ hysteresis: false, live: false });
        const history = new History(seed, world);
        history.begin();
        for (let step = 0; step < 25; step++) history.step();
        world.later(0);
        worlds++;
        const [kept, made] = [picture(world), picture(fromScratch(world, history))];
        // The text first: comparing a thousand worlds value by value takes ten times as long.
        if (JSON.stringify(kept) !== JSON.stringify(made)) expect(kept, `history ${seed}`).toEqual(made);
      }
      expect(worlds).toBe(100);
    });
  }
});

describe('judged in slices = judged at once', () => {
  it('after random histories that go on while nodes still wait to be judged', () => {
    for (let seed = 0; seed < 100; seed++) {
      const world = new World({ hysteresis: false, live: false, slice: 1 });
      const history = new History(seed, world);
      history.begin();
      let waited = 0;
      for (let step = 0; step < 25; step++) {
        history.step();
        if (!world.engine.isSettled) waited++;
        world.engine.settle(world.now);
      }
      world.later(0);
      while (!world.engine.isSettled) world.engine.settle(world.now);
      expect(waited).toBeGreaterThan(0);
      const [kept, made] = [picture(world), picture(fromScratch(world, history))];
      if (JSON.stringify(kept) !== JSON.stringify(made)) expect(kept, `history ${seed}`).toEqual(made);
    }
  });
});

describe('after everything is deleted', () => {
  it('nothing is left in graph or counts', () => {
    for (let seed = 0; seed < 50; seed++) {
      const world = new World({ hysteresis: false });
      const history = new History(seed, world);
      history.begin();
      for (let step = 0; step < 25; step++) history.step();
      world.remove(...world.held.keys());
      expect(world.graph.size, `history ${seed}`).toBe(0);
      expect(Object.values(world.engine.podCounts(undefined, undefined)).every((count) => count === 0)).toBe(true);
      for (const kind of KIND_IDS) expect([...world.graph.objects(kind)]).toEqual([]);
    }
  });
});
