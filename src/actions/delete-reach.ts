// How far a deletion reaches: what is below the object, and which services lose endpoints.
import { isOwnerKind } from '../graph/entry.ts';
import type { GraphReader } from '../graph/graph-reader.ts';
import type { NodeId } from '../graph/node-id.ts';
import type { Level } from '../health/level.ts';
import { usualFloor } from '../health/replicas.ts';
import { countText } from '../objects/count-text.ts';
import { KIND_IDS, kindOf } from '../objects/kind.ts';
import type { KubeObject, ObjectOf } from '../objects/kube-object.ts';

/** What the garbage collector takes after the object: everything it owns, at any depth; empty for other kinds. */
export function dependents(graph: GraphReader, object: KubeObject): readonly KubeObject[] {
  // Slices are no children of a service in the graph: health comes from the pods they name.
  if (object.kind === 'Service')
    return graph.slices(object.key.text).filter(({ owners }) => owners.some(({ uid }) => uid === object.uid));
  const found: KubeObject[] = [];
  const queue: NodeId[] = [object.key.text];
  for (const id of queue) {
    const kind = graph.object(id)?.kind;
    if (kind === undefined || !isOwnerKind(kind)) continue;
    for (const child of graph.children(id)) {
      const below = graph.object(child);
      if (below === undefined) continue;
      found.push(below);
      queue.push(child);
    }
  }
  return found;
}

/** The kinds of what is in a namespace, without what others only say about it (events, endpoint slices). */
export const MEMBER_KINDS = KIND_IDS.filter(
  (kind) => kindOf(kind).namespaced && kind !== 'Event' && kind !== 'EndpointSlice',
);

/** The objects in a namespace, of the kinds above. */
export function members(graph: GraphReader, { key }: ObjectOf<'Namespace'>): readonly KubeObject[] {
  const found: KubeObject[] = [];
  for (const kind of MEMBER_KINDS)
    for (const object of graph.objectsIn(kind, key.context, key.name)) found.push(object as KubeObject);
  return found;
}

/** The pods that stop when the object goes: itself, those it owns, those on the node. */
export function podsLost(graph: GraphReader, object: KubeObject): readonly ObjectOf<'Pod'>[] {
  if (object.kind === 'Pod') return [object];
  const candidates =
    object.kind === 'Node' ? graph.aboard(object.key.text).map((id) => graph.object(id)) : dependents(graph, object);
  return candidates.filter((candidate) => candidate?.kind === 'Pod');
}

/** A service before and after: ready endpoints now, those left, all there are. `level` is what the loss will look like, absent when nothing is lost. */
export type Loss = {
  readonly service: ObjectOf<'Service'>;
  readonly ready: number;
  readonly left: number;
  readonly total: number;
  readonly level: Level | undefined;
};

/** The services these pods are behind, those first that lose most. Endpoints are counted by uid: dual-stack has each twice. */
export function servicesHit(graph: GraphReader, pods: readonly ObjectOf<'Pod'>[]): readonly Loss[] {
  const lost = new Set(pods.map(({ uid }) => uid));
  const services = new Map<NodeId, ObjectOf<'Service'>>();
  for (const pod of pods) {
    for (const id of graph.parents(pod.key.text)) {
      const parent = graph.object(id);
      if (parent?.kind === 'Service') services.set(id, parent);
    }
  }
  const hits = [...services.values()].map((service) => lossOf(graph, service, lost));
  return hits.toSorted((a, b) => Number(a.left === a.ready) - Number(b.left === b.ready) || a.left - b.left);
}

function lossOf(graph: GraphReader, service: ObjectOf<'Service'>, lost: ReadonlySet<string>): Loss {
  const all = new Set<string>();
  const ready = new Set<string>();
  for (const slice of graph.slices(service.key.text)) {
    for (const { targetRef, addresses, conditions } of slice.kept.endpoints) {
      const who = targetRef?.uid ? targetRef.uid : (addresses[0] ?? '');
      all.add(who);
      if (conditions.ready !== false) ready.add(who);
    }
  }
  const left = [...ready].filter((uid) => !lost.has(uid)).length;
  return { service, ready: ready.size, left, total: all.size, level: levelOf(left, ready.size, all.size) };
}

function levelOf(left: number, ready: number, total: number): Level | undefined {
  if (left === ready) return undefined;
  if (left === 0) return 'critical';
  return left < usualFloor(total) ? 'major' : 'minor';
}

/** `12 pods, 1 service`: counted by kind, most first. */
export function countedByKind(kinds: Iterable<string>): string {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts]
    .toSorted((a, b) => b[1] - a[1])
    .map(([kind, count]) => `${countText(count)} ${count === 1 ? kind.toLowerCase() : pluralOf(kind)}`)
    .join(', ');
}

function pluralOf(kind: string): string {
  const known = KIND_IDS.find((id) => id === kind);
  return known === undefined ? `${kind.toLowerCase()}s` : kindOf(known).plural;
}
