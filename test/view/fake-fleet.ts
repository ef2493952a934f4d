// A fleet in memory for the tests of views: a graph that answers by looking through everything (so it cannot be wrong by an index), and a health
// whose levels the test sets.
import type { ContainerRef } from '../../src/graph/graph-reader.ts';
import { containerId, contextId, type NodeId } from '../../src/graph/node-id.ts';
import type { CountByLevel, Health, Path, Verdict } from '../../src/health/health.ts';
import type { HealthReader } from '../../src/health/health-reader.ts';
import type { Level } from '../../src/health/level.ts';
import { keyText } from '../../src/objects/key.ts';
import type { KindId } from '../../src/objects/kind.ts';
import { KIND_IDS } from '../../src/objects/kind.ts';
import type { ContextState, KindState } from '../../src/objects/kind-state.ts';
import type { KubeObject, ObjectOf } from '../../src/objects/kube-object.ts';
import { labelsInclude } from '../../src/objects/selector.ts';
import { SERVICE_NAME_LABEL } from '../../src/view/columns-service.ts';
import type { ViewGraph } from '../../src/view/view-graph.ts';
import { trimJson } from '../../src/objects/trim.ts';

export type Json = Record<string, unknown>;

export const NO_COUNTS: CountByLevel = {
  ok: 0,
  done: 0,
  paused: 0,
  progressing: 0,
  minor: 0,
  major: 0,
  critical: 0,
  unknown: 0,
};

/** An object as a server would send it, trimmed. */
export function made<K extends KindId>(
  context: string,
  kind: K,
  name: string,
  json: Json & { metadata?: Json } = {},
): ObjectOf<K> {
  const namespaced = !['Namespace', 'Node'].includes(kind);
  const metadata = {
    name,
    uid: `uid-${kind}-${name}`,
    creationTimestamp: '2025-11-01T00:00:00Z',
    ...(namespaced ? { namespace: 'shop' } : {}),
    ...json.metadata,
  };
  return trimJson(context, kind, { ...json, metadata }) as ObjectOf<K>;
}

export class FakeFleet implements ViewGraph, HealthReader {
  readonly byId = new Map<NodeId, KubeObject>();
  readonly levels = new Map<NodeId, Level>();
  readonly unknown = new Set<NodeId>();
  /** What was blamed on these is no longer so, and still shown. */
  readonly over = new Set<NodeId>();
  readonly verdicts = new Map<NodeId, Path[]>();
  readonly kinds = new Map<string, KindState>();
  readonly states = new Map<string, ContextState>();

  constructor(...contexts: string[]) {
    for (const context of contexts) this.connect(context);
  }

  /** A live context with every kind listed. */
  connect(context: string, state: Partial<ContextState> = {}): void {
    this.states.set(context, { context, is: 'live', since: 0, ...state });
    for (const kind of KIND_IDS) this.say({ context, kind, is: 'live', since: 0 });
  }

  say(state: KindState): void {
    this.kinds.set([state.context, state.kind, state.namespace ?? ''].join(), state);
  }

  put(...objects: KubeObject[]): NodeId[] {
    for (const object of objects) this.byId.set(object.key.text, object);
    return objects.map(({ key }) => key.text);
  }

  level(object: KubeObject | NodeId, level: Level): NodeId {
    const id = typeof object === 'string' ? object : object.key.text;
    this.levels.set(id, level);
    return id;
  }

  /** Says that `steps` (from the node down) lead to this verdict. */
  blame(steps: readonly NodeId[], verdict: Partial<Verdict>): void {
    const at = steps.at(-1) ?? '';
    const whole: Verdict = {
      rule: 'test/rule',
      level: 'critical',
      reason: '',
      message: '',
      since: 0,
      at,
      evidence: [],
      ...verdict,
    };
    const top = steps[0] ?? '';
    this.verdicts.set(top, [...(this.verdicts.get(top) ?? []), { steps, verdict: whole, arrives: whole.level }]);
  }

  object(id: NodeId): KubeObject | undefined {
    return this.byId.get(id);
  }

  container(id: NodeId): ContainerRef | undefined {
    const [context = '', kind = '', namespace = '', pod = '', name] = id.split('\u0000');
    const object = this.byId.get(keyText(context, kind as KindId, namespace, pod));
    if (name === undefined || object?.kind !== 'Pod') return undefined;
    const role = object.kept.spec.containers.some((container) => container.name === name) ? 'main' : 'init';
    return { pod: object, name, role };
  }

  *objects<K extends KindId>(kind: K, context?: string): Iterable<ObjectOf<K>> {
    for (const object of this.byId.values()) {
      if (object.kind === kind && (context === undefined || object.key.context === context))
        yield object as unknown as ObjectOf<K>;
    }
  }

  *objectsIn<K extends KindId>(kind: K, context: string, namespace: string): Iterable<ObjectOf<K>> {
    for (const object of this.objects(kind, context)) if (object.key.namespace === namespace) yield object;
  }

  children(id: NodeId): readonly NodeId[] {
    const object = this.byId.get(id);
    if (object?.kind === 'Pod') {
      return [...object.kept.spec.initContainers, ...object.kept.spec.containers].map(({ name }) =>
        containerId(object.key, name),
      );
    }
    return [...this.byId.keys()].filter((child) => this.parents(child).includes(id));
  }

  parents(id: NodeId): readonly NodeId[] {
    const ref = this.container(id);
    if (ref !== undefined) return [ref.pod.key.text];
    const object = this.byId.get(id);
    if (object === undefined) return [];
    const { context, namespace } = object.key;
    const above = object.owners
      .map((owner) => keyText(context, owner.kind as KindId, namespace, owner.name))
      .filter((owner) => this.byId.has(owner));
    if (object.kind === 'Pod') {
      for (const service of this.objectsIn('Service', context, namespace)) {
        if (labelsInclude(object.labels, service.kept.spec.selector)) above.push(service.key.text);
      }
    }
    above.push(namespace === '' ? contextId(context) : keyText(context, 'Namespace', '', namespace));
    return above;
  }

  isBelow(id: NodeId, ancestor: NodeId): boolean {
    const object = this.byId.get(id) ?? this.container(id)?.pod;
    if (object?.kind === 'Pod' && keyText(object.key.context, 'Node', '', object.kept.spec.nodeName) === ancestor)
      return true;
    return this.parents(id).some((parent) => parent === ancestor || this.isBelow(parent, ancestor));
  }

  has(id: NodeId): boolean {
    const [context = '', , , name = ''] = id.split('\u0000');
    return this.byId.has(id) || this.states.get(context)?.namespaces?.includes(name) === true;
  }

  *ids(kind: KindId | 'Context', context: string): Iterable<NodeId> {
    if (kind === 'Context') return;
    const asked = kind === 'Namespace' ? (this.states.get(context)?.namespaces ?? []) : [];
    const ids = [...this.objects(kind, context)].map(({ key }) => key.text);
    yield* new Set([...ids, ...asked.map((name) => keyText(context, 'Namespace', '', name))]);
  }

  slices(service: NodeId): readonly ObjectOf<'EndpointSlice'>[] {
    const key = this.byId.get(service)?.key;
    if (key === undefined) return [];
    return [...this.objectsIn('EndpointSlice', key.context, key.namespace)].filter(
      ({ labels }) => labels[SERVICE_NAME_LABEL] === key.name,
    );
  }

  warnings(): readonly ObjectOf<'Event'>[] {
    return [];
  }

  aboard(node: NodeId): readonly NodeId[] {
    return [...this.objects('Pod')].map(({ key }) => key.text).filter((id) => this.isBelow(id, node));
  }

  health(id: NodeId): Health {
    const shown = this.levels.get(id) ?? 'ok';
    const unknown = this.unknown.has(id) ? ({ why: 'stale', since: 0, detail: 'watch is broken' } as const) : undefined;
    const culprits = this.verdicts.get(id) ?? [];
    const own = this.over.has(id) ? [] : [...this.verdicts.values()].flat().flatMap(({ verdict }) => verdict);
    return {
      own: own.filter(({ at }) => at === id),
      verdictLevel: shown,
      shown,
      unknown,
      culprits,
      children: NO_COUNTS,
    };
  }

  kindState(context: string, kind: KindId, namespace?: string): KindState | undefined {
    return this.kinds.get([context, kind, namespace ?? ''].join());
  }

  contextState(context: string): ContextState | undefined {
    return this.states.get(context);
  }

  contexts(): readonly ContextState[] {
    return [...this.states.values()];
  }

  podCounts(context: string | undefined, namespace: string | undefined): CountByLevel {
    const counts = { ...NO_COUNTS };
    for (const pod of this.objects('Pod', context)) {
      if (namespace !== undefined && pod.key.namespace !== namespace) continue;
      counts[this.unknown.has(pod.key.text) ? 'unknown' : (this.levels.get(pod.key.text) ?? 'ok')]++;
    }
    return counts;
  }
}
