// What every builder needs at hand: the world to fill, the seeded chance, the instants, and who has which address.
import type { ApiObject, ObjectMeta, OwnerReference, Labels } from './api-types.ts';
import type { Chance } from './chance.ts';
import { stamp } from './moment.ts';
import type { Moment } from './moment.ts';
import type { World } from './world.ts';

export interface MetaPlan {
  name: string;
  namespace?: string;
  /** Milliseconds. */
  created: number;
  labels?: Labels;
  annotations?: Labels;
  owner?: OwnerReference;
  generation?: number;
  generateName?: string;
  managedFields?: readonly unknown[];
}

export class Scene {
  readonly world: World;
  readonly chance: Chance;
  readonly moment: Moment;
  readonly #addresses = new Set<string>();
  readonly #nodeIndexes = new Map<string, number>();

  constructor(world: World, chance: Chance, moment: Moment) {
    this.world = world;
    this.chance = chance;
    this.moment = moment;
  }

  /** Metadata with a uid that hangs on kind, namespace and name only. */
  meta(kind: string, plan: MetaPlan): ObjectMeta {
    const { name, namespace, created, labels, annotations, owner, generation, generateName, managedFields } = plan;
    return {
      name,
      ...(generateName === undefined ? {} : { generateName }),
      ...(namespace === undefined ? {} : { namespace }),
      uid: this.chance.uid(`${kind}/${namespace ?? ''}/${name}`),
      ...(generation === undefined ? {} : { generation }),
      creationTimestamp: stamp(created),
      ...(labels ? { labels } : {}),
      ...(annotations ? { annotations } : {}),
      ...(owner ? { ownerReferences: [owner] } : {}),
      ...(managedFields ? { managedFields } : {}),
    };
  }

  /** Makes a node known; its pods' addresses come from its own range. */
  addNode(name: string): void {
    if (!this.#nodeIndexes.has(name)) this.#nodeIndexes.set(name, this.#nodeIndexes.size);
  }

  hostIp(node: string): string {
    const index = this.#nodeIndexes.get(node) ?? 0;
    return `10.0.${Math.floor(index / 240)}.${10 + (index % 240)}`;
  }

  /** A pod address of its own in its node's range, the same for the same path unless two paths collide. */
  podIp(node: string, path: string): string {
    const index = this.#nodeIndexes.get(node) ?? 0;
    return this.#free((tries) => {
      const slot = (this.chance.below(250, path) + tries) % 250;
      return `10.${64 + Math.floor(index / 250)}.${index % 250}.${slot + 2}`;
    });
  }

  /** Makes a pod's address free for another. */
  releasePodIp(address: string): void {
    this.#addresses.delete(address);
  }

  serviceIp(path: string): string {
    return this.#free((tries) => {
      const slot = (this.chance.below(60_000, path) + tries) % 60_000;
      return `10.96.${Math.floor(slot / 250)}.${(slot % 250) + 2}`;
    });
  }

  #free(address: (tries: number) => string): string {
    for (let tries = 0; tries < 60_000; tries += 1) {
      const found = address(tries);
      if (this.#addresses.has(found)) continue;
      this.#addresses.add(found);
      return found;
    }
    throw new RangeError('no address is free');
  }
}

/** The owner reference a controller puts on what it makes. */
export function ownedBy(apiVersion: string, kind: string, owner: ApiObject): OwnerReference {
  const { name, uid } = owner.metadata;
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}
