// What a pod is tied to besides its parents: the machine it runs on, the selectors that pick it, the siblings that wait for a replacement.
import { conditionOf } from '../objects/condition.ts';
import type { Labels, ObjectOf } from '../objects/kube-object.ts';
import type { Edges, Touched } from './edges.ts';
import type { Entry } from './entry.ts';

type Pod = ObjectOf<'Pod'>;

/** Takes a pod's step into the graph. `entry.object` is already `after`. */
export function linkPod(
  edges: Edges,
  entry: Entry,
  before: Pod | undefined,
  after: Pod | undefined,
  touched: Touched,
): void {
  const index = edges.index(entry.context, entry.namespace);
  const relabelled = before === undefined || after === undefined || !sameLabels(before.labels, after.labels);
  if (relabelled) {
    if (before !== undefined) index.pods.remove(before.labels, entry);
    if (after !== undefined) index.pods.add(after.labels, entry);
    for (const picked of [before, after]) {
      if (picked !== undefined)
        for (const deployment of index.deployments.matching(picked.labels)) touched.add(deployment.id);
    }
  }
  edges.claim(entry, touched);
  board(edges, entry, after?.kept.spec.nodeName ?? '', touched);
  edges.relink(entry, touched);
  if (before === undefined || after === undefined || looksDifferent(before, after))
    for (const parent of entry.up) touched.add(parent.id);
  const failed = after?.kept.status.phase === 'Failed';
  if (failed && entry.owner !== undefined) (entry.owner.failed ??= new Set()).add(entry);
  else entry.owner?.failed?.delete(entry);
}

function board(edges: Edges, entry: Entry, nodeName: string, touched: Touched): void {
  if ((entry.machine?.name ?? '') === nodeName) return;
  const left = entry.machine;
  entry.machine = nodeName === '' ? undefined : edges.table.of(entry.context, 'Node', '', nodeName);
  if (entry.machine !== undefined) (entry.machine.aboard ??= new Set()).add(entry);
  if (left === undefined) return;
  left.aboard?.delete(entry);
  edges.leave(left, touched);
}

/** True when a parent's own rule could judge otherwise: it counts pods by phase, deletion and readiness, and asks when that changed. */
function looksDifferent(before: Pod, after: Pod): boolean {
  if (before.uid !== after.uid || before.deletedAt !== after.deletedAt || before.createdAt !== after.createdAt)
    return true;
  const [old, now] = [before.kept, after.kept];
  if (old.status.phase !== now.status.phase || old.spec.nodeName !== now.spec.nodeName) return true;
  const [wasReady, isReady] = [
    conditionOf(old.status.conditions, 'Ready'),
    conditionOf(now.status.conditions, 'Ready'),
  ];
  return wasReady?.status !== isReady?.status || wasReady?.lastTransitionTime !== isReady?.lastTransitionTime;
}

/** A node's word on whether it is ready; a change of it concerns the pods aboard, and the DaemonSets that excuse pods on unready nodes. */
export function linkNode(
  entry: Entry,
  before: ObjectOf<'Node'> | undefined,
  after: ObjectOf<'Node'> | undefined,
  touched: Touched,
): void {
  const [was, is] = [before, after].map((node) =>
    node === undefined ? undefined : conditionOf(node.kept.status.conditions, 'Ready'),
  );
  if (was?.status === is?.status && was?.lastTransitionTime === is?.lastTransitionTime && was?.message === is?.message)
    return;
  for (const pod of entry.aboard ?? []) {
    touched.add(pod.id);
    if (pod.owner?.kind === 'DaemonSet') touched.add(pod.owner.id);
  }
}

export function sameLabels(a: Labels, b: Labels): boolean {
  if (a === b) return true;
  let names = 0;
  for (const name in a) {
    if (a[name] !== b[name]) return false;
    names++;
  }
  for (const _ in b) names--;
  return names === 0;
}
