// A pretend cluster without its server: the world of one story step, its controllers on fake timers, and writes as the
// API server makes them.
import { vi } from 'vitest';

import type { ApiObject, Pod } from '../../src/demo/api-types.ts';
import { buildWorld } from '../../src/demo/build-world.ts';
import { Chance } from '../../src/demo/chance.ts';
import { Controllers } from '../../src/demo/controllers.ts';
import { Failure } from '../../src/demo/failure.ts';
import type { StatusBody } from '../../src/demo/failure.ts';
import type { Plural } from '../../src/demo/kinds.ts';
import type { Reconciler } from '../../src/demo/reconcile.ts';
import { resourcePath, targetOf } from '../../src/demo/route.ts';
import { clusterPlan } from '../../src/demo/story.ts';
import type { StoryStep } from '../../src/demo/story.ts';
import type { World } from '../../src/demo/world.ts';
import { write } from '../../src/demo/writing.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');

export class Stage {
  readonly world: World;
  readonly controllers: Controllers;
  readonly reconciler: Reconciler;
  #made = 0;

  constructor(step: StoryStep) {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const built = buildWorld(clusterPlan('demo-eu', step, NOW), new Chance(1), { begun: NOW, stepBegun: NOW });
    this.world = built.world;
    this.reconciler = built.reconciler;
    this.reconciler.start();
    this.controllers = new Controllers(built.scene, built.reconciler, () => NOW);
    this.controllers.start();
  }

  /** A write by its path; the answer's body, a refusal's too. `contentType` only matters to PATCH. */
  ask(
    method: string,
    path: string,
    body?: unknown,
    contentType = 'application/merge-patch+json',
  ): ApiObject & StatusBody {
    const url = new URL(path, 'https://demo');
    const asked = resourcePath(method, url.pathname, url.searchParams);
    if (!asked) throw new RangeError(`${path} is no resource`);
    const text = body === undefined ? '' : JSON.stringify(body);
    const rest = { query: url.searchParams, contentType, body: text, now: NOW };
    try {
      const newUid = (): string => `made-${(this.#made += 1)}`;
      const { stored, status } = write(this.world, { target: targetOf(asked), ...rest, newUid });
      return (status ?? stored?.object) as ApiObject & StatusBody;
    } catch (error) {
      if (error instanceof Failure) return error.body as ApiObject & StatusBody;
      throw error;
    }
  }

  /** Lets seconds of real time pass. */
  pass(seconds: number): void {
    vi.advanceTimersByTime(seconds * 1000);
  }

  get(plural: Plural, key: string): ApiObject | undefined {
    return this.world.get(plural, key)?.object;
  }

  /** Pods of a namespace whose names begin so, as `name phase` in order. */
  pods(namespace: string, prefix: string): Pod[] {
    const start = `${namespace}/${prefix}`;
    return this.world
      .all('pods')
      .filter(({ key }) => key.startsWith(start))
      .map(({ object }) => object as Pod);
  }

  stop(): void {
    this.controllers.stop();
    this.reconciler.stop();
    vi.useRealTimers();
  }
}

/** Names of objects. */
export function names(objects: readonly ApiObject[]): string[] {
  return objects.map(({ metadata }) => metadata.name);
}
