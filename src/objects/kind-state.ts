// What is known of one kind in one context, and of the context itself. They travel as data to health, views and screens, because
// "no data" must never look like "no trouble" (law 3).
import type { KindId } from './kind.ts';

/** Why a request failed, in a form that can be shown and logged. */
export type ApiErrorCode =
  | 'gone' // 410: the version is no longer known; list again
  | 'forbidden' // 403
  | 'unauthorized' // 401 after one refresh, or credentials that cannot be had
  | 'not-found' // 404
  | 'conflict' // 409
  | 'too-many' // 429
  | 'invalid' // 400 and 422
  | 'server' // 5xx
  | 'unreachable' // no connection: DNS, refused, reset, proxy
  | 'tls' // certificate not trusted or not valid
  | 'timeout'
  | 'protocol' // the answer was not what the Kubernetes API speaks (HTML, cut JSON …)
  | 'aborted'; // we stopped it ourselves

/** `what` is verb and resource ("list pods"), `message` the cause in words, `cure` what a person can do, when we know. */
export type ApiErrorInfo = {
  readonly code: ApiErrorCode;
  readonly status?: number;
  readonly retryAfterMs?: number;
  readonly what: string;
  readonly message: string;
  readonly cure?: string;
};

/**
 * One kind in one context (and one namespace, when the kind may not be listed cluster-wide).
 * `done`/`total` count objects while syncing. `stale`: the watch is broken and could not be re-established since `since`; a quiet kind is live.
 */
export type KindState = {
  readonly context: string;
  readonly kind: KindId;
  readonly namespace?: string;
  readonly is: 'waiting' | 'syncing' | 'live' | 'stale' | 'forbidden' | 'unavailable';
  readonly since: number;
  readonly done?: number;
  readonly total?: number;
  readonly error?: ApiErrorInfo;
};

/**
 * One context as its chip shows it. `invalid`: the kubeconfig entry cannot be used. `namespaces`: those we watch because namespaces may not be
 * listed; absent when the server lists them.
 */
export type ContextState = {
  readonly context: string;
  readonly is: 'waiting' | 'connecting' | 'live' | 'stale' | 'auth-expired' | 'forbidden' | 'unreachable' | 'invalid';
  readonly since: number;
  readonly error?: ApiErrorInfo;
  readonly serverVersion?: string;
  readonly namespaces?: readonly string[];
};

/** Verdicts become unknown when their kind has been stale this long (milliseconds). */
export const UNKNOWN_AFTER_STALE_MS = 60_000;
