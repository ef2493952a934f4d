// What all the pretend controllers and kubelets share: the world, the clock, what is still to be done, and the few acts
// each of them needs (delete, say an event, draw something fresh).
import type { ApiObject, ObjectReference } from './api-types.ts';
import type { Agenda } from './agenda.ts';
import { putEvent } from './build-events.ts';
import { deleteStored, isTerminating } from './deletion.ts';
import type { DeletionWish } from './deletion.ts';
import type { Dependents } from './dependents.ts';
import { apiVersion, SERVED_KINDS } from './kinds.ts';
import type { Plural, ServedKind } from './kinds.ts';
import type { Scene } from './scene.ts';
import type { World } from './world.ts';

export interface Saying {
  type?: 'Normal' | 'Warning';
  reason: string;
  message: string;
  component: string;
  host?: string | undefined;
  fieldPath?: string;
}

export class Backstage {
  readonly world: World;
  readonly scene: Scene;
  readonly agenda: Agenda;
  readonly dependents: Dependents;
  readonly now: () => number;
  readonly #drawn = new Map<string, number>();

  constructor(scene: Scene, parts: { agenda: Agenda; dependents: Dependents; now: () => number }) {
    this.world = scene.world;
    this.scene = scene;
    this.agenda = parts.agenda;
    this.dependents = parts.dependents;
    this.now = parts.now;
  }

  /** A path for chance that was never asked before: the same in every run, another at every call. */
  fresh(path: string): string {
    const drawn = (this.#drawn.get(path) ?? 0) + 1;
    this.#drawn.set(path, drawn);
    return `fresh/${path}/${drawn}`;
  }

  /** Whether nothing new may come into this namespace: it goes, or is gone. */
  closed(namespace: string | undefined): boolean {
    if (namespace === undefined) return false;
    const stored = this.world.get('namespaces', namespace);
    return !stored || isTerminating(stored.object);
  }

  delete(plural: Plural, key: string, wish: DeletionWish = {}): void {
    const stored = this.world.get(plural, key);
    if (stored) deleteStored(this.world, plural, stored, { ...wish, now: this.now() });
  }

  /** Tells an event about an object, now. */
  say(plural: Plural, { metadata }: ApiObject, saying: Saying): void {
    const { type = 'Normal', fieldPath, ...rest } = saying;
    const { name, namespace, uid } = metadata;
    if (this.closed(namespace ?? 'default')) return;
    const kind = kindOf(plural);
    const about: ObjectReference = {
      kind: kind.kind,
      ...(namespace === undefined ? {} : { namespace }),
      name,
      uid,
      apiVersion: apiVersion(kind),
      ...(fieldPath === undefined ? {} : { fieldPath }),
    };
    const nowMs = this.now();
    putEvent(this.scene, { about, type, ...rest, count: 1, firstMs: nowMs, lastMs: nowMs });
  }
}

/** The kind under which a storage is known first. */
export function kindOf(plural: Plural): ServedKind {
  const kind = SERVED_KINDS.find((each) => each.plural === plural);
  if (!kind) throw new RangeError(`no kind is served as ${plural}`);
  return kind;
}

/** The storage of a kind's name, as owner references give it. */
export function pluralOfKind(name: string): Plural | undefined {
  return SERVED_KINDS.find(({ kind }) => kind === name)?.plural;
}
