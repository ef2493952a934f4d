// Which rows a view has in a scope, from two sides: all of them (when the list is opened) and whether one belongs (when it changed). Both sides
// must agree; the property test of live-table holds them together.
import { contextId } from '../graph/node-id.ts';
import type { NodeId } from '../graph/node-id.ts';
import { keyText } from '../objects/key.ts';
import type { KindId } from '../objects/kind.ts';
import { kindOf, WORKLOAD_KINDS } from '../objects/kind.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { contextOf, namespaceOf } from './columns.ts';
import { SERVICE_NAME_LABEL } from './columns-service.ts';
import type { RowKind } from './row.ts';
import type { Scope } from './scope.ts';
import {
  idParts,
  subjectAt,
  subjectId,
  subjectOfObject,
  withoutContainer,
  type Around,
  type Subject,
} from './subject.ts';
import type { View } from './view.ts';

/** Controllers whose rows stand for their pods; a static pod's "controller" is its Node, and that one it should not hide behind. */
const WORKLOADS: ReadonlySet<string> = new Set(WORKLOAD_KINDS);
/** Rows that a narrower scope does not leave out: they are what one narrows by. */
const PLACES: ReadonlySet<RowKind> = new Set(['Context', 'Namespace', 'Node']);

export class Members {
  readonly #view: View;
  readonly #scope: Scope;
  readonly #around: Around;
  readonly #shows: ReadonlySet<RowKind>;
  readonly #unowned: ReadonlySet<RowKind>;
  /** The containers of each pod when last looked at, because those of a deleted pod can be asked of nobody. */
  readonly #containers = new Map<NodeId, readonly NodeId[]>();
  /** The service each slice named when last looked at, because a slice that is gone or renamed no longer says whose endpoints it held. */
  readonly #servedBy = new Map<NodeId, NodeId>();
  /** True when a row may change because of something below it. */
  readonly #hasAncestors: boolean;

  constructor(view: View, scope: Scope, around: Around) {
    this.#view = view;
    this.#scope = scope;
    this.#around = around;
    this.#shows = new Set(view.kinds);
    this.#unowned = new Set(view.unowned);
    this.#hasAncestors = view.kinds.some(
      (kind) => kind !== 'Pod' && kind !== 'Container' && kind !== 'Event' && !PLACES.has(kind),
    );
    if (!this.#shows.has('Service')) return;
    for (const { key } of around.graph.objects('EndpointSlice', scope.context)) this.#followSlice(key.text);
  }

  /** Every row there is now, each once. */
  *all(): Iterable<Subject> {
    for (const kind of this.#view.kinds) {
      for (const subject of this.#ofKind(kind)) if (this.includes(subject)) yield subject;
    }
  }

  /** The row at a node now, when it belongs. */
  at(id: NodeId): Subject | undefined {
    const subject = subjectAt(id, this.#around);
    return subject !== undefined && this.includes(subject) ? subject : undefined;
  }

  includes(subject: Subject): boolean {
    const { kind } = subject;
    if (!this.#shows.has(kind)) return false;
    if (kind === 'Context') return true;
    const { context, namespace, within } = this.#scope;
    if (context !== undefined && contextOf(subject) !== context) return false;
    if (PLACES.has(kind)) return true;
    if (namespace !== undefined && namespaceOf(subject) !== namespace) return false;
    if (this.#unowned.has(kind) && isOwned(subject)) return false;
    return within === undefined || this.#isWithin(subject, within.id);
  }

  /** Rows that may look different when the node at `id` changed: itself and what is made of it. */
  *affected(id: NodeId): Iterable<NodeId> {
    yield id;
    const parts = idParts(id);
    const { context, kind, namespace } = parts;
    if (kind === undefined) return;
    if (this.#shows.has('Context')) yield contextId(context);
    if (this.#shows.has('Namespace') && namespace !== '') yield keyText(context, 'Namespace', '', namespace);
    const own = parts.container === undefined ? id : withoutContainer(id);
    if (own !== id) yield own;
    if (kind === 'Pod') {
      if (this.#shows.has('Container')) {
        yield* this.#containers.get(own) ?? [];
        yield* this.#containersAt(own);
      }
      if (this.#around.loads !== undefined) yield* this.#around.loads.refresh(own);
    }
    if (this.#hasAncestors) yield* this.#above(own, kind);
    if (this.#scope.within !== undefined && this.#shows.has('Event')) {
      for (const event of this.#around.graph.warnings(own)) yield event.key.text;
    }
  }

  /** Everything above a node, and the services of a slice. */
  *#above(id: NodeId, kind: KindId): Iterable<NodeId> {
    const seen = new Set<NodeId>();
    const waiting = [...this.#around.graph.parents(id)];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      yield next;
      waiting.push(...this.#around.graph.parents(next));
    }
    if (kind === 'EndpointSlice') yield* this.#servicesOf(id);
  }

  /** The service a slice named before and the one it names now: their rows count its endpoints. */
  *#servicesOf(id: NodeId): Iterable<NodeId> {
    const before = this.#servedBy.get(id);
    if (before !== undefined) yield before;
    this.#followSlice(id);
    const after = this.#servedBy.get(id);
    if (after !== undefined) yield after;
  }

  #followSlice(id: NodeId): void {
    const slice = this.#around.graph.object(id);
    const service = slice?.labels[SERVICE_NAME_LABEL];
    if (slice === undefined || service === undefined) this.#servedBy.delete(id);
    else this.#servedBy.set(id, keyText(slice.key.context, 'Service', slice.key.namespace, service));
  }

  #isWithin(subject: Subject, ancestor: NodeId): boolean {
    if (subject.kind !== 'Event') return this.#isAtOrBelow(subjectId(subject), ancestor);
    const { kind, namespace, name } = subject.kept.involvedObject;
    return this.#isAtOrBelow(keyText(subject.key.context, kind as KindId, namespace, name), ancestor);
  }

  #isAtOrBelow(id: NodeId, ancestor: NodeId): boolean {
    return id === ancestor || this.#around.graph.isBelow(id, ancestor);
  }

  *#ofKind(kind: RowKind): Iterable<Subject> {
    if (kind === 'Context') {
      for (const state of this.#around.health.contexts()) yield { kind, context: state.context, state };
    } else if (kind === 'Container') {
      for (const pod of this.#objects('Pod')) yield* this.#containersOf(pod);
    } else {
      yield* this.#objects(kind);
      if (kind === 'Namespace') yield* this.#unlisted();
    }
  }

  #containersAt(pod: NodeId): readonly NodeId[] {
    const ids = this.#around.graph.children(pod);
    if (ids.length === 0) this.#containers.delete(pod);
    else this.#containers.set(pod, ids);
    return ids;
  }

  *#containersOf(pod: Subject): Iterable<Subject> {
    for (const id of this.#containersAt(subjectId(pod))) {
      const ref = this.#around.graph.container(id);
      if (ref !== undefined) yield { kind: 'Container', ref };
    }
  }

  /** Objects of a kind, found by the narrowest index there is: below the node, in the namespace, in the context. */
  *#objects(kind: KindId): Iterable<Subject> {
    const { context, namespace, within } = this.#scope;
    const { graph, health } = this.#around;
    const inNamespace = namespace !== undefined && kindOf(kind).namespaced;
    if (within !== undefined && !PLACES.has(kind) && kind !== 'Event') {
      yield* idParts(within.id).kind === 'Node' ? this.#aboard(within.id, kind) : this.#below(within.id, kind);
    } else if (inNamespace) {
      const contexts = context === undefined ? health.contexts().map((state) => state.context) : [context];
      for (const name of contexts)
        for (const object of graph.objectsIn(kind, name, namespace)) yield subjectOfObject(object as KubeObject);
    } else {
      for (const object of graph.objects(kind, context)) yield subjectOfObject(object as KubeObject);
    }
  }

  *#aboard(node: NodeId, kind: KindId): Iterable<Subject> {
    for (const id of this.#around.graph.aboard(node)) {
      const pod = this.#around.graph.object(id);
      if (pod?.kind === kind) yield subjectOfObject(pod);
    }
  }

  *#below(top: NodeId, kind: KindId): Iterable<Subject> {
    const seen = new Set<NodeId>([top]);
    for (const id of seen) {
      const object = this.#around.graph.object(id);
      if (object === undefined) continue;
      if (object.kind === kind) yield subjectOfObject(object);
      if (object.kind !== 'Pod') for (const child of this.#around.graph.children(id)) seen.add(child);
    }
  }

  /** Namespaces without an object: asked for, or known by their members only. */
  *#unlisted(): Iterable<Subject> {
    const { graph, health } = this.#around;
    for (const { context } of health.contexts()) {
      for (const id of graph.ids('Namespace', context)) {
        if (graph.object(id) === undefined)
          yield { kind: 'Namespace', context, name: idParts(id).name, object: undefined };
      }
    }
  }
}

/** True when a workload controls the object: then that workload's row stands for it. */
function isOwned(subject: Subject): boolean {
  if (subject.kind === 'Context' || subject.kind === 'Container' || subject.kind === 'Namespace') return false;
  const controller = subject.owners.find((owner) => owner.controller);
  return controller !== undefined && WORKLOADS.has(controller.kind);
}
