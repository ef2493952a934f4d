// All entries by id. Ghosts are made when something points at them and swept when nothing does, so deletes leave nothing behind.
import type { ObjectKey } from '../objects/key.ts';
import { keyText } from '../objects/key.ts';
import type { KindId } from '../objects/kind.ts';
import { Entry } from './entry.ts';
import type { NodeId } from './node-id.ts';
import { contextId } from './node-id.ts';

export class EntryTable {
  readonly #entries = new Map<NodeId, Entry>();

  get size(): number {
    return this.#entries.size;
  }

  get(id: NodeId): Entry | undefined {
    return this.#entries.get(id);
  }

  /** The entry of a key, made when missing; keeps the key's own text as id, so that no second copy of the string lives. */
  ofKey(key: ObjectKey): Entry {
    const known = this.#entries.get(key.text);
    return known ?? this.#add(new Entry(key.text, key.kind, key.context, key.namespace, key.name));
  }

  /** The entry of an object that something names, made (as a ghost) when missing. */
  of(context: string, kind: KindId, namespace: string, name: string): Entry {
    const id = keyText(context, kind, namespace, name);
    return this.#entries.get(id) ?? this.#add(new Entry(id, kind, context, namespace, name));
  }

  ofContext(context: string): Entry {
    const id = contextId(context);
    return this.#entries.get(id) ?? this.#add(new Entry(id, 'Context', context, '', context));
  }

  /** Drops the entry when nothing is known of it and nothing points at it; true when it went. */
  sweep(entry: Entry): boolean {
    return entry.isEmpty() && this.#entries.delete(entry.id);
  }

  #add(entry: Entry): Entry {
    this.#entries.set(entry.id, entry);
    return entry;
  }
}
