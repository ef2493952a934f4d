// A Service's two ways to its pods: the selector, and the EndpointSlices that name it. A pod reached by either is below the service, so one
// that matches but has no endpoint is seen too.
import { keyText } from '../objects/key.ts';
import type { KubeObject, ObjectOf } from '../objects/kube-object.ts';
import type { Edges, Touched } from './edges.ts';
import type { Entry } from './entry.ts';
import { NO_ENTRIES } from './entry.ts';
import { serviceSelector, workloadLabels } from './namespace-index.ts';
import { sameLabels } from './pod-links.ts';

/** The label that ties an EndpointSlice to its Service. Source: kubernetes.io/docs/concepts/services-networking/endpoint-slices. */
const SERVICE_NAME = 'kubernetes.io/service-name';

type Service = ObjectOf<'Service'>;
type Slice = ObjectOf<'EndpointSlice'>;

/** Takes a Service's step into the graph. `entry.object` is already `after`. */
export function linkService(
  edges: Edges,
  entry: Entry,
  before: Service | undefined,
  after: Service | undefined,
  touched: Touched,
): void {
  const index = edges.index(entry.context, entry.namespace);
  edges.relink(entry, touched);
  if (before !== undefined && after !== undefined && sameLabels(before.kept.spec.selector, after.kept.spec.selector))
    return;
  if (after === undefined) index.services.remove(entry);
  else index.services.set(entry, serviceSelector(after.kept.spec.selector));
  const affected = new Set(entry.below);
  if (after !== undefined) for (const pod of index.pods.matching(after.kept.spec.selector)) affected.add(pod);
  for (const slice of entry.slices) {
    if (slice.object?.kind !== 'EndpointSlice') continue;
    for (const id of targetsOf(slice.object).keys()) {
      const pod = edges.table.get(id);
      if (pod !== undefined) affected.add(pod);
    }
  }
  for (const pod of affected) edges.relink(pod, touched);
}

/** Takes an EndpointSlice's step into the graph. `entry.object` is already `after`. */
export function linkSlice(
  edges: Edges,
  entry: Entry,
  before: Slice | undefined,
  after: Slice | undefined,
  touched: Touched,
): void {
  const name = after?.labels[SERVICE_NAME];
  const service = name === undefined ? undefined : edges.table.of(entry.context, 'Service', entry.namespace, name);
  const left = entry.owner;
  entry.owner = service;
  if (left !== undefined && left !== service) left.slices = without(left.slices, entry);
  if (service !== undefined && service !== left) service.slices = [...service.slices, entry];
  const old = before === undefined ? new Map<string, string>() : targetsOf(before);
  const now = after === undefined ? new Map<string, string>() : targetsOf(after);
  const moved = left !== undefined && left !== service;
  for (const [id, uid] of now) {
    if (old.get(id) !== uid || left !== service) aim(edges, entry, id, moved || old.has(id), touched);
  }
  for (const id of old.keys()) if (!now.has(id)) aimAway(edges, entry, id, touched);
  for (const end of [left, service]) if (end !== undefined) touched.add(end.id);
  if (left !== undefined && left !== service) edges.leave(left, touched);
}

/** `moved`: the slice may have tied the pod to a service before, so that the tie must be looked at again. */
function aim(edges: Edges, slice: Entry, podId: string, moved: boolean, touched: Touched): void {
  let pod = edges.table.get(podId);
  if (pod === undefined) {
    const [, , namespace = '', name = ''] = podId.split('\u0000');
    pod = edges.table.of(slice.context, 'Pod', namespace, name);
  }
  if (!pod.slices.includes(slice)) pod.slices = [...pod.slices, slice];
  // Nearly always the selector has tied the two already; then a slice adds nothing.
  const tied = !moved && slice.owner !== undefined && pod.up.includes(slice.owner);
  if (pod.object !== undefined && !tied) edges.relink(pod, touched);
}

function aimAway(edges: Edges, slice: Entry, podId: string, touched: Touched): void {
  const pod = edges.table.get(podId);
  if (pod === undefined) return;
  pod.slices = without(pod.slices, slice);
  edges.relink(pod, touched);
  edges.leave(pod, touched);
}

/** Ids of the pods a slice targets, each with the uid it means. */
function targetsOf(slice: Slice): Map<string, string> {
  const targets = new Map<string, string>();
  for (const { targetRef } of slice.kept.endpoints) {
    if (targetRef?.kind !== 'Pod') continue;
    const namespace = targetRef.namespace === '' ? slice.key.namespace : targetRef.namespace;
    targets.set(keyText(slice.key.context, 'Pod', namespace, targetRef.name), targetRef.uid);
  }
  return targets;
}

function without(entries: readonly Entry[], gone: Entry): readonly Entry[] {
  const rest = entries.filter((entry) => entry !== gone);
  return rest.length === 0 ? NO_ENTRIES : rest;
}

/** A workload that is scaled to nothing excuses services whose selector would pick its pods; those services are touched when that changes. */
export function linkWorkload(
  edges: Edges,
  entry: Entry,
  before: KubeObject | undefined,
  after: KubeObject | undefined,
  touched: Touched,
): void {
  const index = edges.index(entry.context, entry.namespace);
  const labels = workloadLabels(after);
  if (after?.kind === 'Deployment') index.deployments.set(entry, after.kept.spec.selector);
  else if (before?.kind === 'Deployment') index.deployments.remove(entry);
  const wasLabels = workloadLabels(before);
  const same = labels !== undefined && wasLabels !== undefined && sameLabels(labels, wasLabels);
  if (same && isScaledToZero(before) === isScaledToZero(after)) return;
  index.setWorkload(entry, labels);
  for (const end of [wasLabels, labels]) {
    if (end !== undefined) for (const service of index.services.matching(end)) touched.add(service.id);
  }
}

/** True for a workload that wants no pods on purpose. */
export function isScaledToZero(object: KubeObject | undefined): boolean {
  switch (object?.kind) {
    case 'Deployment':
    case 'StatefulSet':
    case 'ReplicaSet':
      return object.kept.spec.replicas === 0;
    case 'DaemonSet':
      return object.kept.status.desiredNumberScheduled === 0;
    default:
      return false;
  }
}
