// One API server as one context of the kubeconfig reaches it: its credentials, its connections, its kinds.
import type { KindId } from '../objects/kind.ts';
import type { ClusterChanges } from './cluster-changes.ts';
import type { ListWatch } from './list-watch.ts';

/** GET /version. */
export type ServerVersion = { readonly gitVersion: string; readonly major: number; readonly minor: number };

/** May the user of this context do `verb` on the kind (or subresource) in the namespace ('' = cluster-wide)? */
export type AccessQuestion = {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace: string;
};
export type AccessAnswer = { readonly allowed: boolean; readonly reason?: string };

/** A connected context. All promises reject with ApiError. Nothing here is retried except one refresh of credentials after a 401. */
export interface Cluster {
  readonly context: string;
  /** The namespace of the kubeconfig context, when it names one. */
  readonly namespace: string | undefined;
  /** First request: proves address, TLS and credentials. */
  version(signal: AbortSignal): Promise<ServerVersion>;
  /** List and watch of one kind; cluster-wide when `namespace` is undefined. Picks the first version of the kind that the server's discovery offers. */
  source(kind: KindId, namespace: string | undefined): ListWatch;
  /** SelfSubjectAccessReview, kept 5 minutes. */
  mayI(question: AccessQuestion, signal: AbortSignal): Promise<AccessAnswer>;
  /** The parsed JSON at a path of the API (`/api/v1/namespaces/shop/pods/cart-0`), with its query. */
  get(path: string, signal: AbortSignal): Promise<unknown>;
  /** What is known of a right without asking; undefined when it was not asked in the last 5 minutes. */
  knownRight(question: AccessQuestion): AccessAnswer | undefined;
  /** The path of one object of a kind (namespace '' when it has none), in the version the server offers: `/apis/apps/v1/namespaces/shop/deployments/cart`. */
  pathOf(kind: KindId, namespace: string, name: string): string;
  /**
   * The bytes of an endless answer (a followed log) as they come, on a connection of its own. Silence is no error here: a log may be quiet for
   * hours. `what` is verb and resource for errors. Rejects with ApiError, also in the middle when the connection breaks; leaving the loop closes it.
   */
  stream(what: string, path: string, signal: AbortSignal): AsyncIterable<Buffer>;
  /** For src/actions/gate.ts alone. */
  changes(): ClusterChanges;
  /** Closes every connection; open lists and watches end with `aborted`. */
  close(): void;
}
