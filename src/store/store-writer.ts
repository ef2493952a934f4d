// The writing side of the store. Only the reflector holds it (law 1: nothing is shown that a server has not said).
import type { KindId } from '../objects/kind.ts';
import type { KubeObject } from '../objects/kube-object.ts';

/** What one list covers: a kind of a context, in one namespace or (undefined) in all. */
export type StoreScope = { readonly context: string; readonly kind: KindId; readonly namespace: string | undefined };

/** One step of a watch. `object` of a delete is its last state, with the version at which it went. */
export type StoreStep = { readonly type: 'set' | 'delete'; readonly object: KubeObject };

/**
 * A list on its way into the store. Objects are visible as soon as their part is put; what the list did not contain goes only at `end`, so
 * a relist never blinks. A listing that is simply dropped (the list failed) has deleted nothing.
 */
export interface Listing {
  put(objects: readonly KubeObject[]): void;
  end(): void;
}

/** Each call reports what it changed as one batch of StoreChange, or nothing when nothing differed. */
export interface StoreWriter {
  /**
   * The events of a watch, in order. An object whose resourceVersion is older than the one we hold of the same uid is ignored, and so is
   * a delete older than what we hold. A delete and re-creation inside one batch are reported as they came; the re-creation alone is one update.
   */
  apply(steps: readonly StoreStep[]): void;
  /**
   * Starts a list of `scope`. `overwrite`: the list is at least as new as all we hold (it was asked to be), so its word replaces ours
   * even where a version went back, as it does after a restored backup. Otherwise (a list from a cache) older objects are ignored as in `apply`.
   */
  list(scope: StoreScope, options: { readonly overwrite: boolean }): Listing;
  /** Makes the scope hold exactly these objects: a whole list at once, as one batch. */
  replaceAll(scope: StoreScope, objects: readonly KubeObject[]): void;
}
