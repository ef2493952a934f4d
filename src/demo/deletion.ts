// How an object leaves the storage of a real API server: at once, or marked first and held by a grace period or by
// finalizers. Clients' DELETEs and the pretend controllers both go through here.
import type { ApiObject, ObjectMeta, Pod } from './api-types.ts';
import type { Propagation } from './delete-options.ts';
import type { Plural } from './kinds.ts';
import { stamp } from './moment.ts';
import type { Stored, World } from './world.ts';

export const FOREGROUND = 'foregroundDeletion';
export const ORPHAN = 'orphan';
const DEFAULT_GRACE_S = 30;

export interface DeletionWish {
  /** Absent: the object's own grace. */
  graceSeconds?: number;
  propagation?: Propagation;
}

/** What becomes of an object: it is gone, or stays in this new form (the same one when nothing changes). */
export type Fate = { gone: true } | { gone: false; object: ApiObject };

/** Works out what deleting does, without doing it. `now` in milliseconds. */
export function fateOf(plural: Plural, object: ApiObject, wish: DeletionWish, now: number): Fate {
  const finalizers = finalizersAfter(object.metadata, wish.propagation);
  const grace = graceOf(plural, object, wish.graceSeconds);
  const pending = object.metadata.deletionTimestamp !== undefined;
  if (grace === 0 && finalizers.length === 0 && !holdsNamespace(plural, object)) return { gone: true };
  const same = finalizers.length === (object.metadata.finalizers?.length ?? 0);
  if (pending && same && grace >= (object.metadata.deletionGracePeriodSeconds ?? 0)) return { gone: false, object };
  return { gone: false, object: marked(plural, object, { finalizers, grace, now }) };
}

/** Deletes as far as grace and finalizers let it; the object as it is then (its last state when it is gone). */
export function deleteStored(
  world: World,
  plural: Plural,
  stored: Stored,
  wish: DeletionWish & { now: number },
): { stored: Stored; gone: boolean } {
  const fate = fateOf(plural, stored.object, wish, wish.now);
  if (fate.gone) return { stored: world.remove(plural, stored.key) ?? stored, gone: true };
  return { stored: fate.object === stored.object ? stored : world.put(plural, fate.object), gone: false };
}

/** Stores a changed object; one that was only held by what the change took away is removed instead. */
export function putOrLetGo(world: World, plural: Plural, object: ApiObject): Stored {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, finalizers = [] } = object.metadata;
  const held = finalizers.length > 0 || deletionGracePeriodSeconds > 0 || holdsNamespace(plural, object);
  const stored = world.put(plural, object);
  if (deletionTimestamp === undefined || held) return stored;
  return world.remove(plural, stored.key) ?? stored;
}

/** Takes one finalizer off, and lets the object go when it was the last thing that held it. */
export function takeFinalizerOff(world: World, plural: Plural, stored: Stored, finalizer: string): void {
  const { finalizers = [], ...rest } = stored.object.metadata;
  if (!finalizers.includes(finalizer)) return;
  const left = finalizers.filter((each) => each !== finalizer);
  const metadata: ObjectMeta = left.length > 0 ? { ...rest, finalizers: left } : rest;
  putOrLetGo(world, plural, { ...stored.object, metadata });
}

export function isTerminating(object: ApiObject | undefined): boolean {
  return object?.metadata.deletionTimestamp !== undefined;
}

/** A namespace is held by its spec's finalizers until all in it has gone. */
function holdsNamespace(plural: Plural, object: ApiObject): boolean {
  if (plural !== 'namespaces') return false;
  const { finalizers = [] } = (object['spec'] ?? {}) as { finalizers?: readonly string[] };
  return finalizers.length > 0;
}

function finalizersAfter({ finalizers = [] }: ObjectMeta, propagation: Propagation | undefined): readonly string[] {
  if (propagation === undefined) return finalizers;
  const others = finalizers.filter((each) => each !== FOREGROUND && each !== ORPHAN);
  if (propagation === 'Foreground') return [...others, FOREGROUND];
  return propagation === 'Orphan' ? [...others, ORPHAN] : others;
}

/** Only pods have grace, and only those a kubelet has to stop. A second deletion can shorten it, never lengthen it. */
function graceOf(plural: Plural, object: ApiObject, asked: number | undefined): number {
  if (plural !== 'pods') return 0;
  const { spec, status } = object as Partial<Pod>;
  if (spec?.nodeName === undefined || status?.phase === 'Succeeded' || status?.phase === 'Failed') return 0;
  const running = object.metadata.deletionGracePeriodSeconds;
  if (isTerminating(object) && running !== undefined) return Math.min(running, asked ?? running);
  return asked ?? Number(spec['terminationGracePeriodSeconds'] ?? DEFAULT_GRACE_S);
}

function marked(
  plural: Plural,
  object: ApiObject,
  { finalizers, grace, now }: { finalizers: readonly string[]; grace: number; now: number },
): ApiObject {
  const { metadata } = object;
  const before = metadata.deletionTimestamp;
  const asked = before === undefined ? now : Date.parse(before) - (metadata.deletionGracePeriodSeconds ?? 0) * 1000;
  const { finalizers: _, ...rest } = metadata;
  const after: ObjectMeta = {
    ...rest,
    ...(metadata.generation === undefined || before !== undefined ? {} : { generation: metadata.generation + 1 }),
    deletionTimestamp: stamp(asked + grace * 1000),
    deletionGracePeriodSeconds: grace,
    ...(finalizers.length > 0 ? { finalizers } : {}),
  };
  if (plural !== 'namespaces') return { ...object, metadata: after };
  return { ...object, metadata: after, status: { ...(object['status'] as object), phase: 'Terminating' } };
}
