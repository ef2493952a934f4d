// Who is owned by whom, kept up to date from every change: garbage collection and the workload controllers both ask.
import type { ApiObject } from './api-types.ts';
import type { Plural } from './kinds.ts';
import type { Change, Stored, World } from './world.ts';

export interface Dependent {
  plural: Plural;
  stored: Stored;
}

/** Kinds that a controller may adopt, so that those without an owner are remembered too. */
const ADOPTABLE: ReadonlySet<Plural> = new Set<Plural>(['pods', 'replicasets']);
const NOBODY = '';

export class Dependents {
  readonly #world: World;
  readonly #byOwner = new Map<string, Map<string, { plural: Plural; key: string }>>();

  /** Indexes nothing yet; see `add` and `follow`. */
  constructor(world: World) {
    this.#world = world;
  }

  add(plural: Plural, { key, object }: Stored): void {
    for (const uid of owners(plural, object)) {
      const known = this.#byOwner.get(uid) ?? new Map<string, { plural: Plural; key: string }>();
      known.set(`${plural} ${key}`, { plural, key });
      this.#byOwner.set(uid, known);
    }
  }

  follow(change: Change): void {
    const { plural, before, after, type } = change;
    if (plural === 'events') return;
    const unchanged = before?.object.metadata.ownerReferences === after.object.metadata.ownerReferences;
    if (type === 'MODIFIED' && unchanged && before?.object.metadata.uid === after.object.metadata.uid) return;
    if (before) this.#drop(plural, before);
    if (type !== 'DELETED') this.add(plural, after);
  }

  /** What hangs on this uid, as it is now. */
  of(uid: string): Dependent[] {
    const found: Dependent[] = [];
    for (const { plural, key } of this.#byOwner.get(uid)?.values() ?? []) {
      const stored = this.#world.get(plural, key);
      if (stored) found.push({ plural, stored });
    }
    return found;
  }

  has(uid: string): boolean {
    return this.#byOwner.has(uid);
  }

  /** Objects of a kind in a namespace that nobody owns. */
  ownerless(plural: Plural, namespace: string): Stored[] {
    return this.of(NOBODY)
      .filter((each) => each.plural === plural && each.stored.object.metadata.namespace === namespace)
      .map(({ stored }) => stored);
  }

  #drop(plural: Plural, { key, object }: Stored): void {
    for (const uid of owners(plural, object)) {
      const known = this.#byOwner.get(uid);
      known?.delete(`${plural} ${key}`);
      if (known?.size === 0) this.#byOwner.delete(uid);
    }
  }
}

function owners(plural: Plural, { metadata }: ApiObject): string[] {
  const uids = (metadata.ownerReferences ?? []).map(({ uid }) => uid);
  return uids.length === 0 && ADOPTABLE.has(plural) ? [NOBODY] : uids;
}
