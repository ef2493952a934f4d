// What an action is done to: frozen when the key is pressed, so that nothing that moves under the cursor afterwards changes whom it hits.
import type { NodeId } from '../graph/node-id.ts';
import { objectKey, type ObjectKey } from '../objects/key.ts';
import type { KindId } from '../objects/kind.ts';

/** `uid` is the object's (a container's pod's), so that an object of the same name that came later is never mistaken for it. */
export type Target = {
  /** The node of the graph: an object, or a container of a pod. */
  readonly id: NodeId;
  readonly kind: KindId | 'Container';
  readonly context: string;
  /** '' for cluster-scoped kinds. */
  readonly namespace: string;
  /** Of the object; of a container, its pod's. */
  readonly name: string;
  readonly uid: string;
  /** Set when `kind` is Container. */
  readonly container: string | undefined;
};

/** The key of the object it is or, of a container, of its pod: what is asked of a server, and what the graph tells of changes of. */
export function objectKeyOf({ context, kind, namespace, name }: Target): ObjectKey {
  return objectKey(context, kind === 'Container' ? 'Pod' : kind, namespace, name);
}

/** `Pod shop/cart-7f`, `Node node-a`, `Container shop/cart-7f/app`: how dialogs, notices and the journal name a target. */
export function targetName({ kind, namespace, name, container }: Target): string {
  return `${kind} ${[namespace, name, container].filter((part) => part !== undefined && part !== '').join('/')}`;
}

/** With its context in front: `demo-eu › Pod shop/cart-7f`, for titles. */
export function targetPlace(target: Target): string {
  return `${target.context} › ${targetName(target)}`;
}
