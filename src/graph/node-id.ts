// What stands in the graph: objects, the containers inside pods, and the contexts above everything. All are named by one string, so that
// edges, health and rows share one kind of Map key.
import type { ObjectKey } from '../objects/key.ts';

/** An object's key text, a container's id, or a context's id. */
export type NodeId = string;

/** A container of a pod; init and ephemeral containers share the pod's name space of names. */
export function containerId(pod: ObjectKey, container: string): NodeId {
  return `${pod.text}\u0000${container}`;
}

/** The node above all namespaces and nodes of one context. */
export function contextId(context: string): NodeId {
  return `${context}\u0000`;
}
