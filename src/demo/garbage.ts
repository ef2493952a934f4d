// The pretend garbage collector: what was owned goes after its owner, before it (foreground), or loses it (orphan).
import type { ApiObject, OwnerReference } from './api-types.ts';
import { pluralOfKind } from './backstage.ts';
import type { Backstage } from './backstage.ts';
import { FOREGROUND, isTerminating, ORPHAN, takeFinalizerOff } from './deletion.ts';
import type { Dependent } from './dependents.ts';
import type { Plural } from './kinds.ts';
import type { Change } from './world.ts';

/** A real collector acts within a moment of the watch event. */
const DELAY_MS = 200;

export class GarbageCollector {
  readonly #stage: Backstage;

  constructor(stage: Backstage) {
    this.#stage = stage;
  }

  onChange({ type, plural, after, before }: Change): void {
    const { uid, finalizers = [], ownerReferences = [] } = after.object.metadata;
    const { agenda, dependents } = this.#stage;
    if (type === 'DELETED') {
      if (dependents.has(uid)) agenda.once(`collect ${uid}`, DELAY_MS, () => this.#collect(uid));
      this.#tellOwners(ownerReferences, after.object.metadata.namespace);
      return;
    }
    if (type === 'ADDED') return this.#mindTheDead(plural, after.key, ownerReferences);
    if (before && before.object.metadata.finalizers === after.object.metadata.finalizers) return;
    if (!isTerminating(after.object)) return;
    if (finalizers.includes(ORPHAN)) agenda.once(`orphan ${uid}`, DELAY_MS, () => this.#orphan(plural, after.key));
    if (finalizers.includes(FOREGROUND)) this.#later(plural, after.key, uid);
  }

  /** The owner has gone: its dependents go too, save those that somebody else still owns. */
  #collect(uid: string): void {
    for (const { plural, stored } of this.#stage.dependents.of(uid)) {
      if (isTerminating(stored.object)) continue;
      const others = this.#living(stored.object).filter((owner) => owner.uid !== uid);
      if (others.length === 0) this.#stage.delete(plural, stored.key);
      else this.#disown(plural, stored.object, uid);
    }
  }

  /** An object born to an owner that does not exist (any more) is garbage from the start. */
  #mindTheDead(plural: Plural, key: string, owners: readonly OwnerReference[]): void {
    if (owners.length === 0) return;
    this.#stage.agenda.after(DELAY_MS, () => {
      const stored = this.#stage.world.get(plural, key);
      if (stored && this.#living(stored.object).length === 0) this.#stage.delete(plural, key);
    });
  }

  #living(object: ApiObject): OwnerReference[] {
    return (object.metadata.ownerReferences ?? []).filter((owner) => {
      const found = this.#owner(owner, object.metadata.namespace);
      return found?.object.metadata.uid === owner.uid;
    });
  }

  #owner(owner: OwnerReference, namespace: string | undefined): Dependent['stored'] | undefined {
    const plural = pluralOfKind(owner.kind);
    if (plural === undefined) return undefined;
    const inside = namespace === undefined ? undefined : this.#stage.world.get(plural, `${namespace}/${owner.name}`);
    return inside ?? this.#stage.world.get(plural, owner.name);
  }

  #tellOwners(owners: readonly OwnerReference[], namespace: string | undefined): void {
    for (const reference of owners) {
      const owner = this.#owner(reference, namespace);
      const plural = pluralOfKind(reference.kind);
      if (!owner || plural === undefined || !owner.object.metadata.finalizers?.includes(FOREGROUND)) continue;
      this.#later(plural, owner.key, reference.uid);
    }
  }

  #later(plural: Plural, key: string, uid: string): void {
    this.#stage.agenda.once(`foreground ${uid}`, DELAY_MS, () => this.#foreground(plural, key));
  }

  /** Deletes the dependents first; the owner is let go when none is left that blocks it. */
  #foreground(plural: Plural, key: string): void {
    const { world, dependents } = this.#stage;
    const stored = world.get(plural, key);
    if (!stored) return;
    const { uid } = stored.object.metadata;
    const blocking = dependents.of(uid).filter(({ stored: each }) => blocks(each.object, uid));
    if (blocking.length === 0) return takeFinalizerOff(world, plural, stored, FOREGROUND);
    for (const { plural: below, stored: dependent } of dependents.of(uid)) {
      if (isTerminating(dependent.object)) continue;
      const its = dependent.object.metadata.uid;
      const deep = dependents.of(its).some(({ stored: each }) => blocks(each.object, its));
      this.#stage.delete(below, dependent.key, deep ? { propagation: 'Foreground' } : {});
    }
  }

  #orphan(plural: Plural, key: string): void {
    const { world, dependents } = this.#stage;
    const stored = world.get(plural, key);
    if (!stored) return;
    const { uid } = stored.object.metadata;
    for (const { plural: below, stored: dependent } of dependents.of(uid)) this.#disown(below, dependent.object, uid);
    takeFinalizerOff(world, plural, stored, ORPHAN);
  }

  #disown(plural: Plural, object: ApiObject, uid: string): void {
    const { ownerReferences = [], ...rest } = object.metadata;
    const left = ownerReferences.filter((owner) => owner.uid !== uid);
    const metadata = left.length > 0 ? { ...rest, ownerReferences: left } : rest;
    this.#stage.world.put(plural, { ...object, metadata });
  }
}

function blocks({ metadata }: ApiObject, ownerUid: string): boolean {
  return (metadata.ownerReferences ?? []).some((owner) => owner.uid === ownerUid && owner.blockOwnerDeletion);
}
