// The one shape every stage shares: an object's metadata and the kept fields of its kind. Nothing writes to it after trimming.
import type { ObjectKey } from './key.ts';
import type { KeptOf, KindId } from './kind.ts';

export type Labels = Readonly<Record<string, string>>;

/** One entry of metadata.ownerReferences; `controller` is true for the one owner that manages the object. */
export type OwnerRef = {
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller: boolean;
};

/** An object of kind `K` as last said by its server. Instants are milliseconds since the epoch. */
export type ObjectOf<K extends KindId> = {
  readonly kind: K;
  readonly key: ObjectKey;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation: number;
  readonly createdAt: number;
  /** metadata.deletionTimestamp: when the grace period ends, not when deletion was asked for. */
  readonly deletedAt: number | undefined;
  readonly deletionGraceSeconds: number | undefined;
  readonly labels: Labels;
  /** Only the few annotations named in trim.ts. */
  readonly annotations: Labels;
  readonly owners: readonly OwnerRef[];
  readonly finalizers: readonly string[];
  readonly kept: KeptOf<K>;
};

/** Any object, discriminated by `kind`. */
export type KubeObject = { [K in KindId]: ObjectOf<K> }[KindId];
