// What people have changed in a pretend cluster: the story no longer tells anything about it, or a pod that was deleted
// would come back from the dead at its next step. Noted by the root of the owner chain, so that a deleted pod frees its
// whole deployment from the story.
import type { ApiObject } from './api-types.ts';
import { kindOf, pluralOfKind } from './backstage.ts';
import type { Plural } from './kinds.ts';
import type { Change, World } from './world.ts';

/** What changes all the time without anybody's doing. */
const RESTLESS: ReadonlySet<Plural> = new Set<Plural>(['endpointslices', 'events', 'leases']);

export class ByHand {
  readonly #world: World;
  readonly #roots = new Set<string>();

  constructor(world: World) {
    this.#world = world;
  }

  get isEmpty(): boolean {
    return this.#roots.size === 0;
  }

  /** Notes a change that was not the story's; true when it takes something more from the story. */
  note(change: Change): boolean {
    const { plural, after, before, type } = change;
    if (plural === 'events' || (RESTLESS.has(plural) && type !== 'DELETED')) return false;
    if (type === 'MODIFIED' && before && !willed(before.object, after.object)) return false;
    const known = this.#roots.size;
    this.#roots.add(rootOf(this.#world, plural, after.object));
    if (before) this.#roots.add(rootOf(this.#world, plural, before.object));
    return this.#roots.size > known;
  }

  /** Whether an object of this world (the live one, or one built aside) belongs to what was changed by hand. */
  covers(world: World, plural: Plural, object: ApiObject): boolean {
    if (this.isEmpty) return false;
    const { namespace } = object.metadata;
    if (namespace !== undefined && this.#roots.has(`Namespace//${namespace}`)) return true;
    return this.#roots.has(rootOf(world, plural, object));
  }
}

/** Statuses are controllers' work; everything else a person wants. Untouched parts keep their identity over a write. */
function willed(before: ApiObject, after: ApiObject): boolean {
  const [a, b] = [before.metadata, after.metadata];
  return (
    before['spec'] !== after['spec'] ||
    a.labels !== b.labels ||
    a.annotations !== b.annotations ||
    a.finalizers !== b.finalizers ||
    a.ownerReferences !== b.ownerReferences ||
    a.deletionTimestamp !== b.deletionTimestamp
  );
}

/** `Kind/namespace/name` of the topmost owner, whether it (still) exists or not. */
function rootOf(world: World, plural: Plural, object: ApiObject): string {
  const { namespace, name, ownerReferences = [] } = object.metadata;
  const [owner] = ownerReferences;
  const above = owner && pluralOfKind(owner.kind);
  if (!owner || above === undefined) return `${kindOf(plural).kind}/${namespace ?? ''}/${name}`;
  const parent = world.get(above, `${namespace ?? ''}/${owner.name}`)?.object;
  return parent ? rootOf(world, above, parent) : `${owner.kind}/${namespace ?? ''}/${owner.name}`;
}
