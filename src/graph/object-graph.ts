// The graph itself: takes the store's changes in, keeps every edge and index true, and answers what is above, below and around a node.
import type { ObjectKey } from '../objects/key.ts';
import type { KindId } from '../objects/kind.ts';
import { kindOf } from '../objects/kind.ts';
import type { KubeObject, ObjectOf } from '../objects/kube-object.ts';
import type { LabelSelector } from '../objects/selector.ts';
import { selectorMatches } from '../objects/selector.ts';
import type { StoreChange } from '../objects/store-change.ts';
import type { EdgeListener, Touched } from './edges.ts';
import { Edges } from './edges.ts';
import type { Entry } from './entry.ts';
import { isOwnerKind, objectAs } from './entry.ts';
import { EntryTable } from './entry-table.ts';
import { eventTime } from './event-links.ts';
import type { ContainerRef, GraphReader } from './graph-reader.ts';
import { linkObject } from './object-links.ts';
import type { NodeId } from './node-id.ts';
import { containerId, contextId } from './node-id.ts';
import { containerOf, containersOf, splitContainerId } from './pod-containers.ts';
import { isScaledToZero } from './service-links.ts';

const NO_IDS: readonly NodeId[] = Object.freeze([]);

export class ObjectGraph implements GraphReader {
  readonly #table = new EntryTable();
  readonly #edges = new Edges(this.#table);

  /** How many entries are held, ghosts included: 0 when everything has been deleted. For tests and diagnostics. */
  get size(): number {
    return this.#table.size;
  }

  /** Hears of every edge drawn or cut from now on; one listener at a time. */
  listenToEdges(listener: EdgeListener | undefined): void {
    this.#edges.listener = listener;
  }

  /**
   * Takes one change in. Returns the ids touched: the object, its containers, and every node whose surroundings changed. `change.before` is not
   * relied on: what the graph holds under the key is what the change replaces.
   */
  apply(change: StoreChange): readonly NodeId[] {
    const touched: Touched = new Set();
    this.applyInto(change, touched);
    for (const object of [change.before, change.after]) {
      if (object?.kind === 'Pod')
        for (const { name } of containersOf(object)) touched.add(containerId(object.key, name));
    }
    return [...touched];
  }

  /** As apply, into a set that a batch shares, and without the ids of containers: a pod's id stands for them. */
  applyInto(change: StoreChange, touched: Touched): void {
    const { key, after } = change;
    const entry = after === undefined ? this.#table.get(key.text) : this.#table.ofKey(after.key);
    const before = entry?.object;
    if (entry === undefined || (before === undefined && after === undefined)) return;
    entry.object = after;
    touched.add(entry.id);
    const index = this.#edges.index(key.context, key.namespace);
    if (after === undefined) index.remove(key.kind, entry);
    else if (before === undefined) index.add(key.kind, entry);
    linkObject(this.#edges, entry, before, after, touched);
    if (after !== undefined) return;
    this.#edges.leave(entry, touched);
    this.#edges.dropIndex(key.context, key.namespace);
  }

  /** Makes these the namespaces of a context that are nodes although no object says so. Returns the ids touched. */
  askForNamespaces(context: string, namespaces: readonly string[]): readonly NodeId[] {
    const touched: Touched = new Set();
    const top = this.#table.ofContext(context);
    for (const entry of top.below ?? []) {
      if (entry.kind !== 'Namespace' || !entry.asked || namespaces.includes(entry.name)) continue;
      entry.asked = false;
      touched.add(entry.id);
      this.#edges.leave(entry, touched);
    }
    for (const name of namespaces) {
      const entry = this.#table.of(context, 'Namespace', '', name);
      entry.asked = true;
      touched.add(entry.id);
      this.#edges.relink(entry, touched);
    }
    this.#edges.leave(top, touched);
    return [...touched];
  }

  /** Makes a context a node (with nothing below it yet), or lets it go when nothing of it is left. */
  askForContext(context: string, asked: boolean): void {
    const entry = this.#table.ofContext(context);
    entry.asked = asked;
    this.#edges.leave(entry, new Set());
  }

  has(id: NodeId): boolean {
    return this.#table.get(id)?.isThere() === true || this.container(id) !== undefined;
  }

  object(id: NodeId): KubeObject | undefined {
    return this.#table.get(id)?.object;
  }

  /** The key of what stands at an id although its object may be unseen (a namespace that may not be listed). */
  place(
    id: NodeId,
  ): (Pick<ObjectKey, 'context' | 'namespace' | 'name'> & { readonly kind: KindId | 'Context' }) | undefined {
    const entry = this.#table.get(id);
    return entry?.isThere() === true ? entry : undefined;
  }

  container(id: NodeId): ContainerRef | undefined {
    const parts = splitContainerId(id);
    if (parts === undefined) return undefined;
    const pod = objectAs(this.#table.get(parts.pod), 'Pod');
    return pod === undefined ? undefined : containerOf(pod, parts.container);
  }

  *objects<K extends KindId>(kind: K, context?: string): Iterable<ObjectOf<K>> {
    for (const index of this.#edges.indexes(context, kindOf(kind).namespaced ? undefined : '')) {
      for (const entry of index.entries(kind)) if (entry.object !== undefined) yield entry.object as ObjectOf<K>;
    }
  }

  *objectsIn<K extends KindId>(kind: K, context: string, namespace: string): Iterable<ObjectOf<K>> {
    for (const index of this.#edges.indexes(context, namespace)) {
      for (const entry of index.entries(kind)) if (entry.object !== undefined) yield entry.object as ObjectOf<K>;
    }
  }

  /** Ids of all nodes of a context that are objects of a kind, Namespaces without an object included. */
  *ids(kind: KindId | 'Context', context: string): Iterable<NodeId> {
    if (kind === 'Context') yield contextId(context);
    else if (kind === 'Namespace') yield* this.#belowIds(this.#table.get(contextId(context)), 'Namespace');
    else for (const object of this.objects(kind, context)) yield object.key.text;
  }

  *#belowIds(entry: Entry | undefined, kind: KindId): Iterable<NodeId> {
    for (const child of entry?.below ?? []) if (child.kind === kind) yield child.id;
  }

  parents(id: NodeId): readonly NodeId[] {
    const entry = this.#table.get(id);
    if (entry !== undefined) return entry.up.length === 0 ? NO_IDS : entry.up.map((parent) => parent.id);
    const container = this.container(id);
    return container === undefined ? NO_IDS : [container.pod.key.text];
  }

  children(id: NodeId): readonly NodeId[] {
    const entry = this.#table.get(id);
    if (entry === undefined) return NO_IDS;
    const pod = objectAs(entry, 'Pod');
    if (pod !== undefined) return containersOf(pod).map(({ name }) => containerId(pod.key, name));
    const ids: NodeId[] = [];
    const owner = isOwnerKind(entry.kind);
    for (const child of entry.below ?? []) if (!owner || child.up[0] === entry) ids.push(child.id);
    return ids;
  }

  isBelow(id: NodeId, ancestor: NodeId): boolean {
    const start = this.#table.get(id) ?? this.#table.get(splitContainerId(id)?.pod ?? '');
    if (start === undefined) return false;
    if (start.id !== id && start.id === ancestor) return true;
    const queue = [...start.up];
    if (start.machine?.id === ancestor) return true;
    for (const entry of queue) {
      if (entry.id === ancestor) return true;
      queue.push(...entry.up);
    }
    return false;
  }

  owner(id: NodeId): NodeId | undefined {
    const entry = this.#table.get(id);
    const parent = entry?.up[0];
    return parent !== undefined && parent === entry?.owner && entry.kind !== 'Event' ? parent.id : undefined;
  }

  machine(id: NodeId): ObjectOf<'Node'> | undefined {
    return objectAs(this.#table.get(id)?.machine, 'Node');
  }

  aboard(id: NodeId): readonly NodeId[] {
    return [...(this.#table.get(id)?.aboard ?? [])].map((pod) => pod.id);
  }

  slices(service: NodeId): readonly ObjectOf<'EndpointSlice'>[] {
    return (this.#table.get(service)?.slices ?? []).flatMap((slice) => objectAs(slice, 'EndpointSlice') ?? []);
  }

  podsBelow(id: NodeId): readonly ObjectOf<'Pod'>[] {
    const entry = this.#table.get(id);
    const pods: ObjectOf<'Pod'>[] = [];
    const owner = entry !== undefined && isOwnerKind(entry.kind);
    for (const child of entry?.below ?? []) {
      if (child.object?.kind === 'Pod' && (!owner || child.up[0] === entry)) pods.push(child.object);
    }
    return pods;
  }

  picksAnyPod(context: string, namespace: string, selector: LabelSelector): boolean {
    for (const index of this.#edges.indexes(context, namespace)) {
      const narrowed = index.pods.matching(selector.matchLabels);
      if (Object.keys(selector.matchLabels).length > 0 && selector.matchExpressions.length === 0)
        return narrowed.length > 0;
      const candidates = Object.keys(selector.matchLabels).length > 0 ? narrowed : index.entries('Pod');
      for (const pod of candidates)
        if (pod.object !== undefined && selectorMatches(selector, pod.object.labels)) return true;
    }
    return false;
  }

  idleWorkload(service: ObjectOf<'Service'>): KubeObject | undefined {
    const { context, namespace } = service.key;
    let idle: KubeObject | undefined;
    for (const index of this.#edges.indexes(context, namespace)) {
      for (const { object } of index.workloads.matching(service.kept.spec.selector)) {
        if (object === undefined) continue;
        if (!isScaledToZero(object)) return undefined;
        if (idle === undefined || object.key.text < idle.key.text) idle = object;
      }
    }
    return idle;
  }

  warnings(id: NodeId): readonly ObjectOf<'Event'>[] {
    const entry = this.#table.get(id);
    if (entry?.events === undefined || entry.events.size === 0) return [];
    const uid = entry.kind === 'Node' ? undefined : entry.object?.uid;
    const events = [...entry.events].flatMap((event) => objectAs(event, 'Event') ?? []);
    // The kubelet writes a node's name where its uid should be, so a node's events go by name.
    const meant = events.filter(
      ({ kept: { involvedObject: about } }) => uid === undefined || about.uid === '' || about.uid === uid,
    );
    return meant.toSorted((a, b) => eventTime(b) - eventTime(a) || (a.key.text < b.key.text ? -1 : 1));
  }
}
