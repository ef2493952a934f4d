// Who makes an object again after it was deleted: the sentence that tells "restart it" from "lose it".
import type { GraphReader } from '../graph/graph-reader.ts';
import { conditionOf } from '../objects/condition.ts';
import type { KubeObject, ObjectOf, OwnerRef } from '../objects/kube-object.ts';

/** `isLost`: nothing brings it back. */
export type Return = { readonly text: string; readonly isLost: boolean };

const back = (text: string): Return => ({ text, isLost: false });
const lost = (text: string): Return => ({ text, isLost: true });

/** The label that says which controller writes an EndpointSlice. Source: kubernetes.io/docs/concepts/services-networking/endpoint-slices. */
const SLICE_MAKER = 'endpointslice.kubernetes.io/managed-by';
const NOTHING = 'nothing recreates it';
/** Namespaces the server needs: it refuses to delete them, or its controllers make them again. */
const IMMORTAL = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/** What is known from the object's kind, its owner reference, and the owner as the graph holds it. */
export function whatComesBack(graph: GraphReader, object: KubeObject): Return {
  const controller = object.owners.find((owner) => owner.controller);
  return (
    byKind(object, controller) ?? (controller === undefined ? lost(NOTHING) : byController(graph, object, controller))
  );
}

/** Kinds and names that do not depend on an owner. */
function byKind({ kind, key, labels }: KubeObject, controller: OwnerRef | undefined): Return | undefined {
  if (kind === 'Node') return back('the kubelet registers it again if it still runs');
  if (kind === 'Event') return lost(`${NOTHING}; it would expire by itself`);
  if (kind === 'Namespace')
    return IMMORTAL.includes(key.name) ? back('the server needs it: it refuses, or makes it again') : lost(NOTHING);
  if ((kind === 'Service' || kind === 'EndpointSlice') && key.namespace === 'default' && key.name === 'kubernetes')
    return back('the API server recreates it');
  if (kind === 'EndpointSlice' && labels[SLICE_MAKER] === 'endpointslice-controller.k8s.io')
    return back(`the endpoint slice controller recreates it${controller ? ` from Service ${controller.name}` : ''}`);
  return undefined;
}

function byController(graph: GraphReader, object: KubeObject, controller: OwnerRef): Return {
  const who = `${controller.kind} ${controller.name}`;
  const held = heldController(graph, object, controller);
  if (held?.deletedAt !== undefined) return lost(`${who} is being deleted itself: ${NOTHING}`);
  switch (controller.kind) {
    case 'Node':
      return back(`static pod: the kubelet of ${controller.name} restarts it from a file there`);
    case 'ReplicaSet':
    case 'StatefulSet': {
      const wanted = held?.kind === 'ReplicaSet' || held?.kind === 'StatefulSet' ? held.kept.spec.replicas : undefined;
      if (wanted === 0) return lost(`${who} wants none: ${NOTHING}`);
      const above = held?.owners.find((owner) => owner.controller);
      const chain = above === undefined ? who : `${who} of ${above.kind} ${above.name}`;
      return back(`${chain} recreates it${controller.kind === 'StatefulSet' ? ', same name and volumes' : ''}`);
    }
    case 'DaemonSet':
      return back(`${who} recreates it${object.kind === 'Pod' ? onNode(object) : ''}`);
    case 'Job':
      return held?.kind === 'Job' && hasEnded(held)
        ? lost(`${who} has finished: ${NOTHING}`)
        : back(`${who} starts another until one has succeeded`);
    case 'CronJob':
      return lost(`no: ${who} only starts its next one on schedule`);
    case 'Deployment':
      return object.kind === 'ReplicaSet' && object.kept.spec.replicas === 0
        ? lost(`an old one of ${who}: no way back to that revision`)
        : back(`${who} recreates it`);
    default:
      return back(`${who} owns it and may recreate it`);
  }
}

/** The very object the reference means, when we hold it. */
function heldController(graph: GraphReader, object: KubeObject, controller: OwnerRef): KubeObject | undefined {
  const id = graph.owner(object.key.text);
  const held = id === undefined ? undefined : graph.object(id);
  return held?.uid === controller.uid ? held : undefined;
}

const onNode = (pod: ObjectOf<'Pod'>): string => (pod.kept.spec.nodeName === '' ? '' : ` on ${pod.kept.spec.nodeName}`);

const hasEnded = ({ kept: { status } }: ObjectOf<'Job'>): boolean =>
  ['Complete', 'Failed'].some((type) => conditionOf(status.conditions, type)?.status === 'True');
