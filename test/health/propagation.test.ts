// How levels go up: caps, floors and culprits, as tables.
import { describe, expect, it } from 'vitest';
import { contextId } from '../../src/graph/node-id.ts';
import type { Level } from '../../src/health/level.ts';
import { capOf, deploymentFloor, resolvePercent, usualFloor } from '../../src/health/replicas.ts';
import type { ObjectOf } from '../../src/objects/kube-object.ts';
import { shop } from './shop.ts';
import {
  crashing,
  cronJob,
  deployment,
  ended,
  job,
  namespace,
  node,
  pod,
  replicaSet,
  service,
  slice,
} from './objects.ts';
import { at, CONTEXT, idOf, World } from './world.ts';

describe('cap', () => {
  const table: readonly (readonly [desired: number, ready: number, floor: number, at: Level])[] = [
    [0, 0, 0, 'minor'],
    [1, 0, 1, 'critical'],
    [1, 1, 1, 'critical'],
    [3, 3, 3, 'minor'],
    [3, 2, 3, 'major'],
    [3, 1, 3, 'major'],
    [3, 0, 3, 'critical'],
    [10, 8, 8, 'minor'],
    [10, 7, 8, 'major'],
    [4, 3, 4, 'major'],
    [4, 0, 0, 'critical'],
  ];
  for (const [desired, ready, floor, limit] of table) {
    it(`${ready} of ${desired} ready, floor ${floor}: at most ${limit}`, () =>
      expect(capOf({ desired, ready, floor })).toBe(limit));
  }
});

describe('floor', () => {
  const floorOf = (
    replicas: number,
    rollingUpdate: Record<string, number | string> | undefined,
    type = 'RollingUpdate',
  ) =>
    deploymentFloor(
      deployment('a', { replicas, spec: { strategy: { type, rollingUpdate } } }) as ObjectOf<'Deployment'>,
    );

  it('a Deployment tolerates maxUnavailable, rounded down; surge rounds up', () => {
    expect(floorOf(10, { maxUnavailable: '25%', maxSurge: '25%' })).toBe(8);
    expect(floorOf(3, { maxUnavailable: '25%', maxSurge: '25%' })).toBe(3);
    expect(floorOf(3, undefined)).toBe(3);
    expect(floorOf(10, { maxUnavailable: 4, maxSurge: 0 })).toBe(6);
    expect(floorOf(10, { maxUnavailable: '100%', maxSurge: 0 })).toBe(0);
  });

  it('one may be unavailable where both numbers come to 0', () => {
    expect(floorOf(3, { maxUnavailable: 0, maxSurge: 0 })).toBe(2);
    expect(floorOf(3, { maxUnavailable: '25%', maxSurge: 0 })).toBe(2);
  });

  it('elsewhere a quarter may be missing', () => {
    expect([1, 2, 3, 4, 8, 10].map(usualFloor)).toEqual([1, 2, 3, 3, 6, 8]);
    expect(floorOf(8, undefined, 'Recreate')).toBe(6);
    expect(resolvePercent('10%', 15, 'up')).toBe(2);
    expect(resolvePercent('10%', 15, 'down')).toBe(1);
    expect(resolvePercent('many', 15, 'down')).toBe(0);
  });
});

describe('service of three', () => {
  const levels = (world: World) =>
    [idOf('Service', 'web'), idOf('Deployment', 'web'), idOf('Namespace', 'shop'), contextId(CONTEXT)].map((id) =>
      world.shown(id),
    );

  for (const [broken, level] of [
    [0, 'ok'],
    [1, 'major'],
    [2, 'major'],
    [3, 'critical'],
  ] as const) {
    it(`${3 - broken} of 3 ready: ${level}, all the way up`, () => {
      const world = new World();
      shop(world, 3, broken);
      expect(levels(world)).toEqual([level, level, level, level]);
    });
  }

  it('3 of 3 ready but one container restarting: minor', () => {
    const world = new World();
    shop(world, 3, 0);
    world.put(
      pod('web-1', {
        labels: { app: 'web' },
        owner: { kind: 'ReplicaSet', name: 'web-rs' },
        restarts: 1,
        lastState: { terminated: { exitCode: 1, finishedAt: at(-5) } },
      }),
    );
    world.later(11);
    expect(levels(world)).toEqual(['minor', 'minor', 'minor', 'minor']);
  });
});

describe('who passes what on', () => {
  it('a singleton passes whole', () => {
    const world = new World();
    shop(world, 1, 1);
    expect(world.shown(idOf('ReplicaSet', 'web-rs'))).toBe('critical');
    expect(world.shown(idOf('Namespace', 'shop'))).toBe('critical');
  });

  it('Jobs and CronJobs do not take their children by maximum', () => {
    const world = new World();
    world.put(
      cronJob('cj'),
      job('j', { owner: { kind: 'CronJob', name: 'cj' } }),
      pod('j-1', { owner: { kind: 'Job', name: 'j' }, ...crashing() }),
    );
    expect(world.shown(idOf('Pod', 'j-1'))).toBe('critical');
    expect(world.shown(idOf('Job', 'j'))).toBe('progressing');
    expect(world.shown(idOf('CronJob', 'cj'))).toBe('ok');
    expect(world.engine.health(idOf('Job', 'j')).children).toMatchObject({ critical: 1 });
  });

  it('a failed Job is the culprit of its CronJob', () => {
    const world = new World();
    world.put(cronJob('cj'), job('j', { owner: { kind: 'CronJob', name: 'cj' }, status: ended('Failed', -60) }));
    expect(world.shown(idOf('CronJob', 'cj'))).toBe('major');
    expect(world.engine.health(idOf('CronJob', 'cj')).culprits[0]?.steps).toEqual([
      idOf('CronJob', 'cj'),
      idOf('Job', 'j'),
    ]);
  });

  it('a context is the worst of namespaces and nodes; a pod is not below its node', () => {
    const world = new World();
    world.put(namespace('shop'), node('n1', 'False'), pod('a', { node: 'n1' }));
    expect(world.shown(idOf('Namespace', 'shop'))).toBe('ok');
    expect(world.shown(contextId(CONTEXT))).toBe('critical');
    expect(world.graph.isBelow(idOf('Pod', 'a'), idOf('Node', 'n1'))).toBe(true);
    expect(world.graph.parents(idOf('Pod', 'a'))).toEqual([idOf('Namespace', 'shop')]);
  });

  it('pods whose owner may not be seen are members of the namespace', () => {
    const world = new World();
    world.put(pod('a', { owner: { kind: 'ReplicaSet', name: 'unseen' }, ...crashing() }));
    expect(world.shown(idOf('Namespace', 'shop'))).toBe('critical');
    world.put(replicaSet('unseen', { replicas: 4, ready: 3 }));
    expect(world.graph.parents(idOf('Pod', 'a'))).toEqual([idOf('ReplicaSet', 'unseen')]);
    expect(world.engine.health(idOf('Namespace', 'shop')).verdictLevel).toBe('minor');
  });

  it('a pod below several parents is counted once', () => {
    const world = new World();
    shop(world, 3, 1);
    world.put(service('also', { selector: { app: 'web' } }));
    expect(world.engine.podCounts(CONTEXT, 'shop')).toMatchObject({ ok: 2, critical: 1 });
    expect(world.engine.podCounts(undefined, undefined)).toMatchObject({ ok: 2, critical: 1 });
  });
});

describe('culprits', () => {
  it('say why in the line of design.md', () => {
    const world = new World();
    shop(world, 3, 2);
    const [path] = world.engine.health(idOf('Namespace', 'shop')).culprits;
    const names = path?.steps.map((id) => world.graph.container(id)?.name ?? world.graph.place(id)?.name);
    expect(names).toEqual(['shop', 'web', 'web-1', 'app']);
    expect(path?.steps[1]).toBe(idOf('Service', 'web'));
    expect(path?.verdict).toMatchObject({ at: path?.steps.at(-1), evidence: ['OOMKilled ×4', 'limit 256Mi'] });
    expect(path?.steps.map((id) => world.shown(id))).toEqual(['major', 'major', 'critical', 'critical']);
  });

  it('that make it as bad as it is come before worse ones that are tolerated', () => {
    const world = new World();
    shop(world, 3, 2); // critical pods behind a service that is major
    world.put(
      service('queue'),
      pod('queue-1', { labels: { app: 'queue' }, ready: false, readyAt: -200 }), // a major pod, behind a service that is critical
      slice('queue-s', 'queue', { 'queue-1': false }),
    );
    const { shown, culprits } = world.engine.health(idOf('Namespace', 'shop'));
    expect([shown, culprits[0]?.arrives, culprits[0]?.verdict.level]).toEqual(['critical', 'critical', 'major']);
    expect(culprits[0]?.steps.slice(0, 2)).toEqual([idOf('Namespace', 'shop'), idOf('Service', 'queue')]);
    expect(culprits[1]).toMatchObject({ arrives: 'major', verdict: { level: 'critical' } });
  });

  it('are worst first, then newest, at most twenty, each once', () => {
    const world = new World();
    world.put(
      ...Array.from({ length: 30 }, (_, n) => pod(`p${n}`, crashing(-100 - n))),
      pod('slow', { ready: false, readyAt: -10 }),
    );
    const { culprits } = world.engine.health(contextId(CONTEXT));
    expect(culprits).toHaveLength(20);
    expect(culprits.map(({ steps }) => steps.at(-2))).toEqual(
      Array.from({ length: 20 }, (_, n) => idOf('Pod', `p${n}`)),
    );
    expect(world.engine.health(idOf('Namespace', 'shop')).children).toMatchObject({ critical: 30, major: 1 });
  });

  it('a counting verdict is left out where something below says why, and stands where nothing does', () => {
    const world = new World();
    shop(world, 3, 3);
    const service_ = idOf('Service', 'web');
    expect(world.reasons(service_)).toContain('NoReadyEndpoints');
    expect(world.engine.health(service_).culprits.map(({ verdict }) => verdict.rule)).toEqual(
      Array.from({ length: 3 }, () => 'container/waiting-error'),
    );
    world.put(...['web-1', 'web-2', 'web-3'].map((name) => pod(name, { labels: { app: 'web' } })));
    world.put(slice('web-s', 'web', { 'web-1': false }));
    world.later(60);
    expect(world.engine.health(service_).culprits[0]?.verdict.reason).toBe('NoReadyEndpoints');
  });
});
