// One place in the graph. An entry may stand for something we have not seen (a "ghost"): the owner a pod names before its ReplicaSet arrives,
// a namespace that may not be listed. So edges can be drawn in any order, and resolve when the other end comes.
import { WORKLOAD_KINDS, type KindId } from '../objects/kind.ts';
import type { KubeObject, ObjectOf, OwnerRef } from '../objects/kube-object.ts';
import type { NodeId } from './node-id.ts';

export type EntryKind = KindId | 'Context';

/** How high a kind stands above the containers; health travels from lower to higher, so edges can never form a circle. */
export const HEIGHT: Readonly<Record<EntryKind, number>> = {
  Event: 0,
  EndpointSlice: 0,
  Pod: 0,
  ReplicaSet: 1,
  StatefulSet: 1,
  DaemonSet: 1,
  Job: 1,
  Service: 1,
  Deployment: 2,
  CronJob: 2,
  Node: 2,
  Namespace: 3,
  Context: 4,
};

/** The heights in use are 0 … TOP. */
export const TOP = HEIGHT.Context;

const OWNERS: ReadonlySet<string> = new Set(WORKLOAD_KINDS);

/** True for kinds that own others; what names them as controlling owner stands in their `below`. */
export function isOwnerKind(kind: string): kind is KindId {
  return OWNERS.has(kind);
}

export const NO_ENTRIES: readonly Entry[] = Object.freeze([]);

export class Entry {
  readonly id: NodeId;
  readonly kind: EntryKind;
  readonly context: string;
  readonly namespace: string;
  readonly name: string;
  /** What the server said; undefined for ghosts and contexts. */
  object: KubeObject | undefined = undefined;
  /** Kept although nothing is there: a namespace or context somebody asked for. */
  asked = false;
  /** Where its health goes. For an owned object the owner is first, else its namespace. */
  up: readonly Entry[] = NO_ENTRIES;
  /** Owner kinds: all that name it as controlling owner, linked or not. Namespace, Context, Service: exactly its children. */
  below: Set<Entry> | undefined = undefined;
  /** The controlling owner it names (maybe a ghost); for an EndpointSlice its Service; for an Event what it is about. */
  owner: Entry | undefined = undefined;
  /** The Node a pod runs on, and the pods that run on a Node. */
  machine: Entry | undefined = undefined;
  aboard: Set<Entry> | undefined = undefined;
  /** EndpointSlices of a Service; EndpointSlices that target a Pod. */
  slices: readonly Entry[] = NO_ENTRIES;
  /** Events about it. */
  events: Set<Entry> | undefined = undefined;
  /** Pods in phase Failed that name it as owner: they ask whether they have been replaced. */
  failed: Set<Entry> | undefined = undefined;

  constructor(id: NodeId, kind: EntryKind, context: string, namespace: string, name: string) {
    this.id = id;
    this.kind = kind;
    this.context = context;
    this.namespace = namespace;
    this.name = name;
  }

  /** True when it is part of the fleet: seen, or standing for something seen inside it, or asked for. Other ghosts only wait. */
  isThere(): boolean {
    if (this.object !== undefined) return true;
    return (this.kind === 'Namespace' || this.kind === 'Context') && (this.asked || !isNone(this.below));
  }

  /** True when nothing is known of it and nothing points at it. */
  isEmpty(): boolean {
    return (
      this.object === undefined &&
      !this.asked &&
      isNone(this.below) &&
      isNone(this.aboard) &&
      isNone(this.events) &&
      this.slices.length === 0
    );
  }
}

function isNone(set: ReadonlySet<Entry> | undefined): boolean {
  return set === undefined || set.size === 0;
}

/** The object of an entry, when it is of that kind. */
export function objectAs<K extends KindId>(entry: Entry | undefined, kind: K): ObjectOf<K> | undefined {
  const object = entry?.object;
  return object?.kind === kind ? (object as ObjectOf<K>) : undefined;
}

/**
 * The controlling owner reference of an object, when it is of a kind that can own it here: higher than the object. Everything else (custom
 * resources, the Node that owns a mirror pod) leaves the object a member of its namespace.
 */
export function controllerOf(object: KubeObject): OwnerRef | undefined {
  for (const ref of object.owners) {
    if (ref.controller && isOwnerKind(ref.kind) && HEIGHT[ref.kind] > HEIGHT[object.kind]) return ref;
  }
  return undefined;
}

/** True when `owner` is there and is the very object (uid) that `object` names as its controlling owner. */
export function isOwnedBy(object: KubeObject, owner: Entry): boolean {
  return owner.object !== undefined && controllerOf(object)?.uid === owner.object.uid;
}
