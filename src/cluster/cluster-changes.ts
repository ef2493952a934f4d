// What may be done to a cluster besides reading it. Who holds one can do harm: src/actions/gate.ts is the only place that takes it from a Cluster.
import type { RemoteProcess, RemoteProcessRequest } from './remote-process.ts';

/** One request that changes something. `what` is verb and resource for errors (`delete pods/cart-7f`); `body` is sent as JSON. */
export type ChangeRequest = {
  readonly what: string;
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** Default `application/json`; patches name theirs. */
  readonly contentType?: string;
};

export interface ClusterChanges {
  /** The parsed answer. Rejects with ApiError; never sent twice. */
  send(request: ChangeRequest, signal: AbortSignal): Promise<unknown>;
  /**
   * Starts a command in a container, or attaches to its main process. Rejects with ApiError when the server refuses. `signal` also ends the process's
   * connection later on: `ended` is `closed` then.
   */
  run(request: RemoteProcessRequest, signal: AbortSignal): Promise<RemoteProcess>;
}
