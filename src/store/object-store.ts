// What we know: the last state every server has told of every object, by key, by kind and by namespace.
import { isDeepStrictEqual } from 'node:util';
import type { KindId } from '../objects/kind.ts';
import type { KubeObject, ObjectOf } from '../objects/kube-object.ts';
import type { StoreChange } from '../objects/store-change.ts';
import { isOlder } from './resource-version.ts';
import type { StoreReader } from './store-reader.ts';
import type { Listing, StoreScope, StoreStep, StoreWriter } from './store-writer.ts';

/** The objects of one kind in one context, by namespace ('' when cluster-scoped), then by key text. Empty namespaces are removed. */
type Bucket = Map<string, Map<string, KubeObject>>;

const NOTHING: ReadonlyMap<string, KubeObject> = new Map();

/** `changed` is called once per write that changed something, with the changes in order, after the store holds them. */
export class ObjectStore implements StoreReader, StoreWriter {
  readonly #byKey = new Map<string, KubeObject>();
  readonly #buckets = new Map<string, Bucket>();
  readonly #changed: (changes: readonly StoreChange[]) => void;

  constructor(changed: (changes: readonly StoreChange[]) => void) {
    this.#changed = changed;
  }

  get size(): number {
    return this.#byKey.size;
  }

  get(keyText: string): KubeObject | undefined {
    return this.#byKey.get(keyText);
  }

  *objects<K extends KindId>(context: string, kind: K): Iterable<ObjectOf<K>> {
    const bucket = this.#bucket(context, kind);
    if (bucket === undefined) return;
    // A bucket of kind K holds nothing else; the types cannot say so.
    for (const namespace of bucket.values()) yield* namespace.values() as Iterable<ObjectOf<K>>;
  }

  objectsIn<K extends KindId>(context: string, kind: K, namespace: string): Iterable<ObjectOf<K>> {
    return (this.#bucket(context, kind)?.get(namespace) ?? NOTHING).values() as Iterable<ObjectOf<K>>;
  }

  count(context: string, kind: KindId, namespace?: string): number {
    const bucket = this.#bucket(context, kind);
    if (bucket === undefined) return 0;
    if (namespace !== undefined) return bucket.get(namespace)?.size ?? 0;
    let count = 0;
    for (const objects of bucket.values()) count += objects.size;
    return count;
  }

  apply(steps: readonly StoreStep[]): void {
    const changes: StoreChange[] = [];
    for (const { type, object } of steps) {
      if (type === 'set') this.#set(object, false, changes);
      else this.#delete(object, changes);
    }
    this.#report(changes);
  }

  list(scope: StoreScope, { overwrite }: { readonly overwrite: boolean }): Listing {
    const unseen = this.#keysOf(scope);
    return {
      put: (objects) => {
        const changes: StoreChange[] = [];
        for (const object of objects) {
          unseen.delete(object.key.text);
          this.#set(object, overwrite, changes);
        }
        this.#report(changes);
      },
      end: () => {
        const changes: StoreChange[] = [];
        for (const text of unseen) this.#remove(text, changes);
        this.#report(changes);
      },
    };
  }

  replaceAll(scope: StoreScope, objects: readonly KubeObject[]): void {
    const changes: StoreChange[] = [];
    const unseen = this.#keysOf(scope);
    for (const object of objects) {
      unseen.delete(object.key.text);
      this.#set(object, true, changes);
    }
    for (const text of unseen) this.#remove(text, changes);
    this.#report(changes);
  }

  #set(object: KubeObject, overwrite: boolean, changes: StoreChange[]): void {
    const before = this.#byKey.get(object.key.text);
    if (before !== undefined && before.uid === object.uid) {
      if (!overwrite && isOlder(object.resourceVersion, before.resourceVersion)) return;
      // Equal versions mean equal objects, except that a restored backup hands the same numbers out again: then only looking helps.
      if (before.resourceVersion === object.resourceVersion && (!overwrite || isDeepStrictEqual(before, object)))
        return;
    }
    this.#byKey.set(object.key.text, object);
    this.#namespaceFor(object).set(object.key.text, object);
    changes.push({ key: object.key, before, after: object });
  }

  #delete(last: KubeObject, changes: StoreChange[]): void {
    const before = this.#byKey.get(last.key.text);
    if (before === undefined || isOlder(last.resourceVersion, before.resourceVersion)) return;
    this.#remove(last.key.text, changes);
  }

  #remove(text: string, changes: StoreChange[]): void {
    const before = this.#byKey.get(text);
    if (before === undefined) return;
    this.#byKey.delete(text);
    const bucket = this.#bucket(before.key.context, before.key.kind);
    const namespace = bucket?.get(before.key.namespace);
    namespace?.delete(text);
    if (namespace?.size === 0) bucket?.delete(before.key.namespace);
    changes.push({ key: before.key, before, after: undefined });
  }

  #report(changes: readonly StoreChange[]): void {
    if (changes.length > 0) this.#changed(changes);
  }

  #keysOf({ context, kind, namespace }: StoreScope): Set<string> {
    const bucket = this.#bucket(context, kind);
    if (bucket === undefined) return new Set();
    if (namespace !== undefined) return new Set(bucket.get(namespace)?.keys());
    const keys = new Set<string>();
    for (const objects of bucket.values()) for (const text of objects.keys()) keys.add(text);
    return keys;
  }

  #bucket(context: string, kind: KindId): Bucket | undefined {
    return this.#buckets.get(bucketName(context, kind));
  }

  #namespaceFor({ key }: KubeObject): Map<string, KubeObject> {
    const name = bucketName(key.context, key.kind);
    let bucket = this.#buckets.get(name);
    if (bucket === undefined) this.#buckets.set(name, (bucket = new Map()));
    let namespace = bucket.get(key.namespace);
    if (namespace === undefined) bucket.set(key.namespace, (namespace = new Map()));
    return namespace;
  }
}

/** NUL occurs in no context name, as in key texts. */
function bucketName(context: string, kind: KindId): string {
  return `${kind}\u0000${context}`;
}
