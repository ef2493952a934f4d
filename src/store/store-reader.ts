// What everybody but the reflector may do with the store: look. Every answer is an index, never a scan of the fleet.
import type { KindId } from '../objects/kind.ts';
import type { ObjectOf, KubeObject } from '../objects/kube-object.ts';

export interface StoreReader {
  /** The object with that key text; undefined when we do not hold it. */
  get(keyText: string): KubeObject | undefined;
  /** All objects of a kind in one context, in no promised order. */
  objects<K extends KindId>(context: string, kind: K): Iterable<ObjectOf<K>>;
  /** Those of one namespace; '' for cluster-scoped kinds. */
  objectsIn<K extends KindId>(context: string, kind: K, namespace: string): Iterable<ObjectOf<K>>;
  /** How many objects of a kind we hold in one context (and namespace). */
  count(context: string, kind: KindId, namespace?: string): number;
  /** How many objects we hold in all. */
  readonly size: number;
}
