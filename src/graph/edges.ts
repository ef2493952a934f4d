// The edges along which health travels, kept in both directions, and the only place that draws or cuts one. Whoever counts children
// (health) listens here, so that counting follows change and never scans.
import type { KubeObject } from '../objects/kube-object.ts';
import type { Entry } from './entry.ts';
import { controllerOf, isOwnedBy, isOwnerKind, NO_ENTRIES } from './entry.ts';
import type { EntryTable } from './entry-table.ts';
import { NamespaceIndex } from './namespace-index.ts';
import type { NodeId } from './node-id.ts';

/** Hears of every edge drawn (`added`) or cut between two nodes of the graph. */
export type EdgeListener = (child: NodeId, parent: NodeId, added: boolean) => void;

/** Collects the ids whose object or surroundings changed while one change is applied. */
export type Touched = Set<NodeId>;

export class Edges {
  readonly table: EntryTable;
  listener: EdgeListener | undefined = undefined;
  readonly #indexes = new Map<string, Map<string, NamespaceIndex>>();

  constructor(table: EntryTable) {
    this.table = table;
  }

  /** The index of a namespace ('' for cluster-scoped kinds), made when missing. */
  index(context: string, namespace: string): NamespaceIndex {
    let byNamespace = this.#indexes.get(context);
    if (byNamespace === undefined) this.#indexes.set(context, (byNamespace = new Map()));
    let index = byNamespace.get(namespace);
    if (index === undefined) byNamespace.set(namespace, (index = new NamespaceIndex()));
    return index;
  }

  /** Indexes that exist: of one context and namespace, where given. */
  *indexes(context?: string, namespace?: string): Iterable<NamespaceIndex> {
    const maps = context === undefined ? this.#indexes.values() : [this.#indexes.get(context)];
    for (const byNamespace of maps) {
      if (byNamespace === undefined) continue;
      if (namespace === undefined) yield* byNamespace.values();
      else if (byNamespace.has(namespace)) yield byNamespace.get(namespace) as NamespaceIndex;
    }
  }

  /** Forgets the index of a namespace that holds nothing any more. */
  dropIndex(context: string, namespace: string): void {
    const byNamespace = this.#indexes.get(context);
    if (byNamespace?.get(namespace)?.isEmpty !== true) return;
    byNamespace.delete(namespace);
    if (byNamespace.size === 0) this.#indexes.delete(context);
  }

  /** Draws the edges an entry must have now, given what is held; touches every parent that is gained or lost. */
  relink(entry: Entry, touched: Touched): void {
    this.#setUp(entry, this.#parentsOf(entry), touched);
  }

  /** Moves an entry's claim on its controlling owner to what its object now says. Does not draw the edge: call relink afterwards. */
  claim(entry: Entry, touched: Touched): void {
    const ref = entry.object === undefined ? undefined : controllerOf(entry.object);
    const owner =
      ref !== undefined && isOwnerKind(ref.kind)
        ? this.table.of(entry.context, ref.kind, entry.namespace, ref.name)
        : undefined;
    if (owner === entry.owner) return;
    const left = entry.owner;
    entry.owner = owner;
    if (owner !== undefined) (owner.below ??= new Set()).add(entry);
    if (left === undefined) return;
    left.below?.delete(entry);
    left.failed?.delete(entry);
    this.leave(left, touched);
  }

  /** To be called when something stopped pointing at `entry`: a ghost that nobody needs goes, with its edges. */
  leave(entry: Entry, touched: Touched): void {
    if (entry.object !== undefined) return;
    if (entry.up.length > 0 && !entry.isThere()) this.#setUp(entry, NO_ENTRIES, touched);
    if (this.table.sweep(entry)) touched.add(entry.id);
  }

  #parentsOf(entry: Entry): readonly Entry[] {
    if (!entry.isThere()) return NO_ENTRIES;
    switch (entry.kind) {
      case 'Context':
      case 'Event':
      case 'EndpointSlice':
        return NO_ENTRIES;
      case 'Node':
      case 'Namespace':
        return [this.table.ofContext(entry.context)];
      case 'Pod':
        return this.#podParents(entry);
      default:
        return [this.#ownerOrNamespace(entry)];
    }
  }

  #ownerOrNamespace(entry: Entry): Entry {
    const { owner, object } = entry;
    if (entry.kind !== 'Service' && owner !== undefined && object !== undefined && isOwnedBy(object, owner))
      return owner;
    return this.#namespaceOf(entry);
  }

  /** The namespace's entry, remembered beside the index: every member asks for it. It may have been swept meanwhile. */
  #namespaceOf(entry: Entry): Entry {
    const index = this.index(entry.context, entry.namespace);
    const known = index.home;
    if (known !== undefined && this.table.get(known.id) === known) return known;
    return (index.home = this.table.of(entry.context, 'Namespace', '', entry.namespace));
  }

  /** Owner or namespace, then services whose selector picks the pod, then those that reach it by an EndpointSlice alone. */
  #podParents(pod: Entry): Entry[] {
    const object = pod.object as KubeObject;
    const parents = this.index(pod.context, pod.namespace).services.matching(object.labels);
    for (const slice of pod.slices) {
      const service = slice.owner;
      if (service?.object === undefined || parents.includes(service) || slice.object?.kind !== 'EndpointSlice')
        continue;
      // By uid: the name may be a newer pod's.
      if (slice.object.kept.endpoints.some(({ targetRef }) => targetRef?.uid === object.uid)) parents.push(service);
    }
    parents.unshift(this.#ownerOrNamespace(pod));
    return parents;
  }

  #setUp(entry: Entry, up: readonly Entry[], touched: Touched): void {
    const before = entry.up;
    if (before.length === up.length && before.every((parent, at) => parent === up[at])) return;
    entry.up = up;
    for (const parent of up) if (!before.includes(parent)) this.#draw(entry, parent, touched);
    for (const parent of before) if (!up.includes(parent)) this.#cut(entry, parent, touched);
  }

  #draw(child: Entry, parent: Entry, touched: Touched): void {
    if (!isOwnerKind(parent.kind)) {
      const wasThere = parent.isThere();
      (parent.below ??= new Set()).add(child);
      if (!wasThere) this.relink(parent, touched);
    }
    this.listener?.(child.id, parent.id, true);
    touched.add(parent.id);
  }

  #cut(child: Entry, parent: Entry, touched: Touched): void {
    if (!isOwnerKind(parent.kind)) parent.below?.delete(child);
    this.listener?.(child.id, parent.id, false);
    touched.add(parent.id);
    this.leave(parent, touched);
  }
}
