// What each kind's step means for the edges: one place that knows which kind is tied to what.
import type { KindId } from '../objects/kind.ts';
import type { KubeObject, ObjectOf } from '../objects/kube-object.ts';
import type { Edges, Touched } from './edges.ts';
import type { Entry } from './entry.ts';
import { linkEvent } from './event-links.ts';
import { linkNode, linkPod } from './pod-links.ts';
import { linkService, linkSlice, linkWorkload } from './service-links.ts';

type Step = KubeObject | undefined;

/** Takes one object's step into the graph. `entry.object` is already `after`; at least one side is there. */
export function linkObject(edges: Edges, entry: Entry, before: Step, after: Step, touched: Touched): void {
  switch (entry.kind) {
    case 'Pod':
      return linkPod(edges, entry, as(before, 'Pod'), as(after, 'Pod'), touched);
    case 'Service':
      return linkService(edges, entry, as(before, 'Service'), as(after, 'Service'), touched);
    case 'EndpointSlice':
      return linkSlice(edges, entry, as(before, 'EndpointSlice'), as(after, 'EndpointSlice'), touched);
    case 'Event':
      return linkEvent(edges, entry, as(after, 'Event'), touched);
    case 'Node':
      edges.relink(entry, touched);
      return linkNode(entry, as(before, 'Node'), as(after, 'Node'), touched);
    case 'Namespace':
      return edges.relink(entry, touched);
    default:
      return linkOwner(edges, entry, before, after, touched);
  }
}

/** Workloads, Jobs and CronJobs: what owns them, what they own, and who judges by them. */
function linkOwner(edges: Edges, entry: Entry, before: Step, after: Step, touched: Touched): void {
  const formerOwner = entry.owner;
  edges.claim(entry, touched);
  edges.relink(entry, touched);
  if (before?.uid !== after?.uid) {
    for (const claimant of entry.below ?? []) {
      edges.relink(claimant, touched);
      if (claimant.kind !== 'Pod') touched.add(claimant.id);
    }
  }
  for (const pod of entry.failed ?? []) touched.add(pod.id);
  if (entry.kind !== 'Job') return linkWorkload(edges, entry, before, after, touched);
  // A CronJob judges by its last Jobs, and a failed Job by whether a newer one succeeded.
  for (const owner of [formerOwner, entry.owner]) {
    if (owner?.object === undefined) continue;
    touched.add(owner.id);
    for (const sibling of owner.below ?? []) touched.add(sibling.id);
  }
}

function as<K extends KindId>(object: Step, kind: K): ObjectOf<K> | undefined {
  return object?.kind === kind ? (object as ObjectOf<K>) : undefined;
}
