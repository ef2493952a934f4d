// What a reflector needs of an API server, and nothing more; so that it can be tested against a fake whose faults are named verbs.
import type { KubeObject } from '../objects/kube-object.ts';

/**
 * Where a list starts. `cache`: resourceVersion=0, everything in one body from the server's watch cache. `notOlderThan`: a relist after a broken
 * watch. `latest`: consistent, in pages; the only way after 410 or "Too large resource version" (0 could travel back in time).
 */
export type ListFrom =
  | { readonly at: 'cache' }
  | { readonly at: 'notOlderThan'; readonly version: string }
  | { readonly at: 'latest' };

/**
 * A piece of a list, yielded as the bytes arrive. `version` (the list's resourceVersion, where a watch starts) is set on the last piece only;
 * `remaining` is how many objects are still to come, when the server tells.
 */
export type ListPart = {
  readonly objects: readonly KubeObject[];
  readonly version?: string;
  readonly remaining?: number;
  /** On the last part: how many items could not be read and are missing; absent when none. */
  readonly unreadable?: number;
};

/** One line of a watch. An ERROR line is not an event: it is thrown as an ApiError. */
export type WatchEvent =
  | { readonly type: 'added' | 'modified' | 'deleted'; readonly object: KubeObject }
  | { readonly type: 'bookmark'; readonly version: string; readonly initialEventsEnd: boolean };

/**
 * One kind in one context, cluster-wide or in one namespace. Both iterables throw ApiError and end when the signal is aborted.
 * A watch that the server ends cleanly (its timeout) just ends. A batch holds the events of one chunk of bytes, in order.
 * The first batch of a watch, empty if need be, is yielded as soon as the server has accepted it (its 200): a quiet watch is known to be open.
 * `watch` throws ApiError `timeout` after 90 s without a byte: the reflector then resumes silently from the last version.
 */
export interface ListWatch {
  list(from: ListFrom, signal: AbortSignal): AsyncIterable<ListPart>;
  watch(version: string, signal: AbortSignal): AsyncIterable<readonly WatchEvent[]>;
}
