// Random histories of a small cluster from a seed: creations, deletions, re-creations under another uid, relabelling, failures, node loss, kinds
// that become stale or forbidden, and time. Small on purpose: collisions are where the bugs are.
import type { KindId } from '../../src/objects/kind.ts';
import { KIND_IDS } from '../../src/objects/kind.ts';
import type { KindState } from '../../src/objects/kind-state.ts';
import type { KubeObject } from '../../src/objects/kube-object.ts';
import type { PodOptions } from './objects.ts';
import {
  crashing,
  cronJob,
  deployment,
  ended,
  event,
  job,
  namespace,
  node,
  pod,
  replicaSet,
  service,
  slice,
} from './objects.ts';
import type { World } from './world.ts';
import { CONTEXT, T0 } from './world.ts';

/** mulberry32: small, seeded, good enough. */
function chance(seed: number): () => number {
  let state = seed * 2654435761;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const APPS = ['cart', 'web'] as const;

export class History {
  readonly states = new Map<string, KindState>();
  readonly #next: () => number;
  readonly #world: World;

  constructor(seed: number, world: World) {
    this.#next = chance(seed + 1);
    this.#world = world;
  }

  /** Some kinds are live from the start, some have not been listed. */
  begin(): void {
    for (const kind of KIND_IDS) if (this.#next() < 0.85) this.#state(kind, 'live');
  }

  /** One batch of one to four changes, or a change of state, or some time. */
  step(): void {
    const dice = this.#next();
    if (dice < 0.08)
      this.#state(this.#pick(KIND_IDS), this.#pick(['live', 'stale', 'forbidden', 'syncing', 'unavailable'] as const));
    else if (dice < 0.25) this.#world.later(this.#pick([1, 11, 31, 61, 130, 301, 700, 4000]));
    else if (dice < 0.4) this.#removeSome();
    else this.#world.put(...distinct(Array.from({ length: this.#int(1, 4) }, () => this.#object())));
  }

  #state(kind: KindId, is: KindState['is']): void {
    const state: KindState = { context: CONTEXT, kind, is, since: this.#world.now };
    // Forgetting that a kind was once whole is part of what is compared: say it again as it was said.
    if (is === 'syncing' || is === 'stale') this.#say({ ...state, is: 'live' });
    this.#say(is === 'syncing' ? { ...state, is: 'live' } : state);
  }

  #say(state: KindState): void {
    this.states.set(`${state.kind} ${state.is === 'stale'}`, state);
    if (state.is !== 'stale') this.states.delete(`${state.kind} true`);
    this.#world.engine.applyKindState(state, this.#world.now);
  }

  #removeSome(): void {
    const ids = [...this.#world.held.keys()].filter(() => this.#next() < 0.15);
    this.#world.remove(...ids);
  }

  #seconds(): number {
    return (this.#world.now - T0) / 1000 - this.#int(0, 200);
  }

  #object(): KubeObject {
    const app = this.#pick(APPS);
    const ready = this.#int(0, 3);
    switch (this.#int(0, 11)) {
      case 0:
        return node(this.#pick(['n1', 'n2']), this.#pick(['True', 'False', 'Unknown']));
      case 1:
        return namespace('shop', this.#next() < 0.2 ? { phase: 'Terminating', deleted: this.#seconds() } : {});
      case 2:
        return service(app, { selector: this.#next() < 0.8 ? { app } : this.#next() < 0.5 ? {} : { app, tier: 'x' } });
      case 3:
        return slice(this.#pick(['s1', 's2']), app, {
          [`${app}-1`]: this.#next() < 0.5,
          [`${app}-2`]: this.#next() < 0.5,
          'other-1': true,
        });
      case 4:
        return deployment(app, { replicas: this.#int(0, 3), ready, labels: { app } });
      case 5:
        return replicaSet(`${app}-rs`, {
          owner: this.#next() < 0.8 ? { kind: 'Deployment', name: app } : undefined,
          replicas: this.#int(0, 3),
          ready,
          labels: { app },
        });
      case 6:
        return job(this.#pick(['j1', 'j2', 'j3']), {
          owner: this.#next() < 0.7 ? { kind: 'CronJob', name: 'cj' } : undefined,
          created: this.#seconds(),
          ...(this.#next() < 0.6
            ? { status: ended(this.#pick(['Complete', 'Failed'] as const), this.#seconds()) }
            : {}),
        });
      case 7:
        return cronJob('cj', this.#next() < 0.2 ? { spec: { suspend: true } } : {});
      case 8:
        return event(
          this.#pick(['e1', 'e2']),
          this.#pick([
            { kind: 'Pod', name: `${app}-1` },
            { kind: 'Node', name: 'n1', namespace: '' },
            { kind: 'Service', name: app },
          ]),
          { seconds: this.#seconds() },
        );
      default:
        return this.#pod(app);
    }
  }

  #pod(app: string): KubeObject {
    const name = `${this.#pick([app, app, 'other'])}-${this.#int(1, 3)}`;
    const options: PodOptions = {
      labels: this.#next() < 0.8 ? { app } : this.#next() < 0.5 ? { app, tier: 'x' } : {},
      owner: this.#pick([
        { kind: 'ReplicaSet', name: `${app}-rs` },
        { kind: 'ReplicaSet', name: `${app}-rs` },
        { kind: 'Job', name: 'j1' },
        undefined,
      ]),
      node: this.#pick(['n1', 'n2', undefined]),
      uid: `pod-shop-${name}${this.#pick(['', '', '', '-again'])}`,
      created: this.#seconds(),
      restarts: this.#int(0, 5),
    };
    const fate = this.#int(0, 7);
    if (fate === 0) return pod(name, { ...options, ...crashing(this.#seconds()) });
    if (fate === 1)
      return pod(name, { ...options, phase: 'Failed', reason: this.#pick(['Evicted', '']), ready: false });
    if (fate === 2) return pod(name, { ...options, phase: 'Succeeded', ready: false, readyAt: this.#seconds() });
    if (fate === 3) return pod(name, { ...options, ready: false, readyAt: this.#seconds() });
    if (fate === 4) return pod(name, { ...options, deleted: this.#seconds() });
    if (fate === 5)
      return pod(name, {
        ...options,
        lastState: { terminated: { exitCode: 1, finishedAt: new Date(this.#world.now - 5000).toISOString() } },
      });
    return pod(name, options);
  }

  #int(low: number, high: number): number {
    return low + Math.floor(this.#next() * (high - low + 1));
  }

  #pick<T>(from: readonly T[]): T {
    return from[this.#int(0, from.length - 1)] as T;
  }
}

/** One batch holds an object once: the last said. */
function distinct(objects: readonly KubeObject[]): KubeObject[] {
  return [...new Map(objects.map((object) => [object.key.text, object])).values()];
}
