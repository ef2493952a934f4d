// What the stages after the graph may ask of it. Reading never costs a scan of the cluster: every answer is an index.
import type { KindId } from '../objects/kind.ts';
import type { KubeObject, ObjectOf } from '../objects/kube-object.ts';
import type { LabelSelector } from '../objects/selector.ts';
import type { NodeId } from './node-id.ts';

/** A container as the graph knows it: its pod and its name, and which list of the pod it comes from. `sidecar`: an init container with restartPolicy Always. */
export type ContainerRef = {
  readonly pod: ObjectOf<'Pod'>;
  readonly name: string;
  readonly role: 'main' | 'init' | 'sidecar' | 'ephemeral';
};

export interface GraphReader {
  /** The object with that id; undefined for containers, contexts and what is not there. */
  object(id: NodeId): KubeObject | undefined;
  /** The container with that id; undefined for anything else. Containers come from the pod's spec; status-only extras do not exist. */
  container(id: NodeId): ContainerRef | undefined;
  /** All objects of a kind, of one context when named. */
  objects<K extends KindId>(kind: K, context?: string): Iterable<ObjectOf<K>>;
  /** Objects of a kind in one namespace of one context. */
  objectsIn<K extends KindId>(kind: K, context: string, namespace: string): Iterable<ObjectOf<K>>;
  /** Nodes one step up or down the edges along which health travels: container→pod→replica set→deployment, pod→service, pod→job→cronjob, …→namespace→context, node→context. */
  parents(id: NodeId): readonly NodeId[];
  children(id: NodeId): readonly NodeId[];
  /** True when `ancestor` is reached from `id` by parents, or is the machine (Node) the pod runs on. */
  isBelow(id: NodeId, ancestor: NodeId): boolean;
  /** The controlling owner's node, when we hold it. */
  owner(id: NodeId): NodeId | undefined;
  /** Warning events about the object, newest first. */
  warnings(id: NodeId): readonly ObjectOf<'Event'>[];
  /** True when the id is part of the fleet: an object, a container, a context, or a namespace that is unseen but asked for or has members. */
  has(id: NodeId): boolean;
  /** Where a node stands, also when its object is unseen (a namespace that may not be listed); undefined for containers and what is not there. */
  place(
    id: NodeId,
  ):
    | { readonly kind: KindId | 'Context'; readonly context: string; readonly namespace: string; readonly name: string }
    | undefined;
  /** All ids of a kind in a context, Namespaces without an object included. */
  ids(kind: KindId | 'Context', context: string): Iterable<NodeId>;
  /** The Node a pod runs on, when we hold it; and the ids of the pods that run on a Node. */
  machine(pod: NodeId): ObjectOf<'Node'> | undefined;
  aboard(node: NodeId): readonly NodeId[];
  /** The EndpointSlices that name a Service. */
  slices(service: NodeId): readonly ObjectOf<'EndpointSlice'>[];
  /** The pods directly below a node: a Service's, a ReplicaSet's, a Job's …, a Namespace's bare ones. */
  podsBelow(id: NodeId): readonly ObjectOf<'Pod'>[];
  /** True when the selector picks at least one pod of the namespace. */
  picksAnyPod(context: string, namespace: string, selector: LabelSelector): boolean;
  /** A workload scaled to zero whose pods the Service would pick; undefined when there is none, or when another such workload wants pods. */
  idleWorkload(service: ObjectOf<'Service'>): KubeObject | undefined;
}
