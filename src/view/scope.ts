// What part of the fleet a screen looks at. Drilling narrows the scope; the breadcrumb is the scope read aloud.
import type { NodeId } from '../graph/node-id.ts';

/** One narrowing: the row that was drilled into, with the words of the breadcrumb (`svc/cart`). */
export type Narrowing = { readonly id: NodeId; readonly label: string };

/**
 * `context`, `namespace` undefined = all. `within`: only rows below this node of the graph (a service's pods, a node's pods, a pod's containers);
 * for a Namespace or Context row drilling sets `namespace`/`context` instead.
 */
export type Scope = {
  readonly context: string | undefined;
  readonly namespace: string | undefined;
  readonly within: Narrowing | undefined;
};
