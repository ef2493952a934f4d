// Whether the Node under a pod still answers. A lost node's pods are not known to be well or ill: what the server holds of them is old.
import type { GraphReader } from '../graph/graph-reader.ts';
import type { NodeId } from '../graph/node-id.ts';
import { conditionOf } from '../objects/condition.ts';
import type { ObjectOf } from '../objects/kube-object.ts';

/** The pod's Node with the instant since which its Ready condition is Unknown; undefined when it answers or is not held. */
export function machineLost(
  graph: GraphReader,
  pod: NodeId,
): { readonly name: string; readonly since: number } | undefined {
  const node = graph.machine(pod);
  if (node === undefined) return undefined;
  const ready = conditionOf(node.kept.status.conditions, 'Ready');
  return ready?.status === 'Unknown'
    ? { name: node.key.name, since: ready.lastTransitionTime ?? node.createdAt }
    : undefined;
}

/** True when the pod's Node is held and does not say that it is ready. */
export function onUnreadyMachine(graph: GraphReader, pod: ObjectOf<'Pod'>): boolean {
  const node = graph.machine(pod.key.text);
  return node !== undefined && conditionOf(node.kept.status.conditions, 'Ready')?.status !== 'True';
}
