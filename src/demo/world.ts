// What one pretend cluster knows: objects by kind and key, one rising version over all of them (etcd's revision), and
// a bounded history per kind, from which watches resume and pages of an older snapshot are rebuilt.
import type { ApiObject } from './api-types.ts';
import { PLURALS } from './kinds.ts';
import type { Plural } from './kinds.ts';

/** One version of one object. Never changed; a change makes a new record. */
export interface Stored {
  readonly key: string;
  readonly object: ApiObject;
  readonly version: number;
  json?: Buffer;
}

export interface Change {
  readonly plural: Plural;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly version: number;
  /** The object after the change; for a deletion its last state, stamped with the deletion's version. */
  readonly after: Stored;
  readonly before: Stored | undefined;
}

interface Shelf {
  byKey: Map<string, Stored>;
  /** Made when asked for: the keys until one comes or goes, the objects until one changes. */
  sortedKeys: readonly string[] | undefined;
  sorted: readonly Stored[] | undefined;
  history: Change[];
  /** Versions up to and including this one can no longer be resumed from, unless 0. */
  forgotten: number;
}

type Listener = (change: Change) => void;

/** `namespace/name`, or `name` for cluster-scoped objects: also the order lists come in. */
export function keyOf(object: ApiObject): string {
  const { namespace, name } = object.metadata;
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** The object's JSON without kind and apiVersion, made once per version. */
export function jsonOf(stored: Stored): Buffer {
  stored.json ??= Buffer.from(JSON.stringify(stored.object));
  return stored.json;
}

export class World {
  readonly #shelves = new Map<Plural, Shelf>();
  readonly #listeners = new Set<Listener>();
  readonly #historyLimit: number;
  #version: number;

  /** @param firstVersion the version before the first write; @param historyLimit changes remembered per kind. */
  constructor(firstVersion: number, historyLimit = 4096) {
    this.#version = firstVersion;
    this.#historyLimit = historyLimit;
    for (const plural of PLURALS) {
      this.#shelves.set(plural, {
        byKey: new Map(),
        sortedKeys: undefined,
        sorted: undefined,
        history: [],
        forgotten: firstVersion,
      });
    }
  }

  get version(): number {
    return this.#version;
  }

  get(plural: Plural, key: string): Stored | undefined {
    return this.#shelf(plural).byKey.get(key);
  }

  /** All objects of a kind in the order of their keys. The array is shared: do not change it. */
  all(plural: Plural): readonly Stored[] {
    const shelf = this.#shelf(plural);
    shelf.sorted ??= this.keys(plural).map((key) => present(shelf.byKey, key));
    return shelf.sorted;
  }

  /** The keys of a kind in order. The array is shared: do not change it. */
  keys(plural: Plural): readonly string[] {
    const shelf = this.#shelf(plural);
    shelf.sortedKeys ??= [...shelf.byKey.keys()].toSorted();
    return shelf.sortedKeys;
  }

  count(plural: Plural): number {
    return this.#shelf(plural).byKey.size;
  }

  /** Creates or replaces; stamps the next version. */
  put(plural: Plural, object: ApiObject): Stored {
    const shelf = this.#shelf(plural);
    this.#version += 1;
    const metadata = { ...object.metadata, resourceVersion: String(this.#version) };
    const after: Stored = { key: keyOf(object), object: { ...object, metadata }, version: this.#version };
    const before = shelf.byKey.get(after.key);
    shelf.byKey.set(after.key, after);
    shelf.sorted = undefined;
    if (!before) shelf.sortedKeys = undefined;
    this.#publish({ plural, type: before ? 'MODIFIED' : 'ADDED', version: this.#version, after, before });
    return after;
  }

  remove(plural: Plural, key: string): Stored | undefined {
    const shelf = this.#shelf(plural);
    const before = shelf.byKey.get(key);
    if (!before) return undefined;
    this.#version += 1;
    const metadata = { ...before.object.metadata, resourceVersion: String(this.#version) };
    const after: Stored = { key, object: { ...before.object, metadata }, version: this.#version };
    shelf.byKey.delete(key);
    shelf.sorted = undefined;
    shelf.sortedKeys = undefined;
    this.#publish({ plural, type: 'DELETED', version: this.#version, after, before });
    return after;
  }

  /** The oldest version a watch may start from (it is then told what came after). */
  oldest(plural: Plural): number {
    return this.#shelf(plural).forgotten;
  }

  /** Changes after `version`, oldest first; undefined when history no longer reaches back that far. */
  since(plural: Plural, version: number): readonly Change[] | undefined {
    const shelf = this.#shelf(plural);
    if (version < shelf.forgotten) return undefined;
    return shelf.history.filter((change) => change.version > version);
  }

  /** All objects as they were at `version`, sorted; undefined when that is forgotten. */
  snapshot(plural: Plural, version: number): readonly Stored[] | undefined {
    const later = this.since(plural, version);
    if (!later) return undefined;
    if (later.length === 0) return this.all(plural);
    const objects = new Map(this.#shelf(plural).byKey);
    for (const change of later.toReversed()) {
      if (change.before) objects.set(change.after.key, change.before);
      else objects.delete(change.after.key);
    }
    return [...objects.values()].toSorted(byKey);
  }

  /** Forgets the history of a kind (or of all): every version before now is gone, as after a compaction. */
  forget(plural?: Plural): void {
    this.#version += 1;
    for (const [name, shelf] of this.#shelves) {
      if (plural !== undefined && plural !== name) continue;
      shelf.history = [];
      shelf.forgotten = this.#version;
    }
  }

  /** Calls `listener` after each change, in order; returns how to stop it. */
  onChange(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #publish(change: Change): void {
    const shelf = this.#shelf(change.plural);
    if (this.#listeners.size === 0) {
      shelf.forgotten = change.version;
      return;
    }
    shelf.history.push(change);
    if (shelf.history.length > this.#historyLimit * 2) {
      const dropped = shelf.history.splice(0, this.#historyLimit);
      shelf.forgotten = dropped.at(-1)?.version ?? shelf.forgotten;
    }
    for (const listener of this.#listeners) listener(change);
  }

  #shelf(plural: Plural): Shelf {
    const shelf = this.#shelves.get(plural);
    if (!shelf) throw new RangeError(`no storage for ${plural}`);
    return shelf;
  }
}

function present(objects: ReadonlyMap<string, Stored>, key: string): Stored {
  const stored = objects.get(key);
  if (!stored) throw new RangeError(`no object is stored as ${key}`);
  return stored;
}

function byKey(a: Stored, b: Stored): number {
  return a.key < b.key ? -1 : Number(a.key > b.key);
}
