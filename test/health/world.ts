// A world for the tests of graph and health: objects in plain Kubernetes JSON go through the real trimmer into a graph and an engine.
import { HealthEngine } from '../../src/health/health-engine.ts';
import { ObjectGraph } from '../../src/graph/object-graph.ts';
import type { RestartReader } from '../../src/health/restart-memory.ts';
import { keyText } from '../../src/objects/key.ts';
import type { KindId } from '../../src/objects/kind.ts';
import { KIND_IDS, kindOf } from '../../src/objects/kind.ts';
import type { KindState } from '../../src/objects/kind-state.ts';
import type { KubeObject } from '../../src/objects/kube-object.ts';
import { trimJson } from '../../src/objects/trim.ts';

export const CONTEXT = 'c';
export const T0 = Date.parse('2026-01-01T12:00:00Z');

/** RFC 3339 text of `T0` plus some seconds. */
export const at = (seconds: number): string => new Date(T0 + seconds * 1000).toISOString();

export type Json = { [name: string]: unknown };

/** A trimmed object from its JSON. */
export function object(kind: KindId, json: Json): KubeObject {
  return trimJson(CONTEXT, kind, json);
}

export const idOf = (kind: KindId, name: string, namespace = 'shop'): string =>
  keyText(CONTEXT, kind, kindOf(kind).namespaced ? namespace : '', name);

export class World {
  readonly graph = new ObjectGraph();
  readonly engine: HealthEngine;
  readonly held = new Map<string, KubeObject>();
  now = T0;

  constructor(options: { hysteresis?: boolean; restarts?: RestartReader; live?: boolean; slice?: number } = {}) {
    const { live = true, ...rest } = options;
    this.engine = new HealthEngine({ graph: this.graph, ...rest });
    if (live) for (const kind of KIND_IDS) this.state(kind, 'live');
  }

  state(kind: KindId, is: KindState['is'], namespace?: string): readonly string[] {
    return this.engine.applyKindState(
      { context: CONTEXT, kind, is, since: this.now, ...(namespace === undefined ? {} : { namespace }) },
      this.now,
    );
  }

  /** Adds or changes objects in one batch. */
  put(...objects: readonly KubeObject[]): readonly string[] {
    const changes = objects.map((after) => ({ key: after.key, before: this.held.get(after.key.text), after }));
    for (const after of objects) this.held.set(after.key.text, after);
    return this.engine.apply(changes, this.now);
  }

  remove(...ids: readonly string[]): readonly string[] {
    const gone = ids.flatMap((id) => this.held.get(id) ?? []);
    for (const id of ids) this.held.delete(id);
    return this.engine.apply(
      gone.map((before) => ({ key: before.key, before, after: undefined })),
      this.now,
    );
  }

  /** Moves the clock and asks whoever is due. */
  later(seconds: number): readonly string[] {
    this.now += seconds * 1000;
    return this.engine.advance(this.now);
  }

  shown(id: string): string {
    return this.engine.health(id).shown;
  }

  verdict(id: string): string {
    return this.engine.health(id).verdictLevel;
  }

  reasons(id: string): readonly string[] {
    return this.engine.health(id).own.map(({ reason }) => reason);
  }
}
