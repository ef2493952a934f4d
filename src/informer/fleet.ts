// All contexts at once: one store, and for each context its own informer. The door through which the rest of the program gets its data.
import type { Cluster } from '../cluster/cluster.ts';
import type { Clock } from '../objects/clock.ts';
import type { KindId } from '../objects/kind.ts';
import type { ContextState, KindState } from '../objects/kind-state.ts';
import type { Log } from '../objects/log.ts';
import { silentLog } from '../objects/log.ts';
import type { StoreChange } from '../objects/store-change.ts';
import { ObjectStore } from '../store/object-store.ts';
import type { StoreReader } from '../store/store-reader.ts';
import { ConnectingSlots } from './connecting-slots.ts';
import type { ContextPlan } from './context-informer.ts';
import { ContextInformer } from './context-informer.ts';
import { watchWallClock } from './wall-clock.ts';

/** `changed` gets one batch per chunk of a list or watch. States are told when they differ from the last told. Called synchronously, must not throw. */
export type FleetEvents = {
  readonly changed: (changes: readonly StoreChange[]) => void;
  readonly kindState: (state: KindState) => void;
  readonly contextState: (state: ContextState) => void;
};

/** `contexts` in the order they should connect. `random` gives numbers in [0, 1). */
export type FleetOptions = {
  readonly contexts: readonly ContextPlan[];
  readonly kinds: readonly KindId[];
  readonly events: FleetEvents;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log?: Log;
  /** At most this many contexts are connecting at once; 8 when left out. */
  readonly connectingLimit?: number;
};

/** `added` is false when ten namespaces asked for by `-n` are watched already; `evicted` was let go to make room; `watched` is what is watched now. */
export type AddedNamespace = {
  readonly added: boolean;
  readonly evicted?: string;
  readonly watched: readonly string[];
};

export interface Fleet {
  readonly store: StoreReader;
  /** Last told state of every kind, one for each namespace where a kind is watched namespace by namespace. */
  kindStates(): readonly KindState[];
  contextStates(): readonly ContextState[];
  /** Watches one more namespace of a context whose kinds may not be listed cluster-wide; harmless elsewhere. Undefined: no such context. */
  addNamespace(context: string, namespace: string): AddedNamespace | undefined;
  /** The connected cluster of a context; undefined while there is none. */
  cluster(context: string): Cluster | undefined;
  /** Tries everything again now, of one context or all: backoffs forgotten, credentials taken afresh where they had expired. */
  reconnect(context?: string): void;
  /** True when every kind of every context is listed, refused, or has failed; waiting longer will not show more soon. */
  synced(): boolean;
  /** Resolves once `synced()` is true or the signal is aborted. */
  whenSynced(signal: AbortSignal): Promise<void>;
  /** Ends everything; resolves when no request and no timer is left. */
  stop(): Promise<void>;
}

const CONNECTING_LIMIT = 8;

export function startFleet(options: FleetOptions): Fleet {
  const fleet = new RunningFleet(options);
  fleet.start();
  return fleet;
}

class RunningFleet implements Fleet {
  readonly store: ObjectStore;
  readonly #options: FleetOptions;
  readonly #contexts = new Map<string, ContextInformer>();
  readonly #kindStates = new Map<string, KindState>();
  readonly #contextStates = new Map<string, ContextState>();
  readonly #waiters = new Set<() => void>();
  #endClockWatch: () => void = () => {};

  constructor(options: FleetOptions) {
    this.#options = options;
    this.store = new ObjectStore(options.events.changed);
    const slots = new ConnectingSlots(options.connectingLimit ?? CONNECTING_LIMIT);
    for (const plan of options.contexts) {
      const informer = new ContextInformer({
        plan,
        kinds: options.kinds,
        slots,
        writer: this.store,
        clock: options.clock,
        random: options.random,
        log: options.log ?? silentLog,
        kindState: (state) => this.#kindSaid(state),
        contextState: (state) => this.#contextSaid(state),
      });
      this.#contexts.set(plan.context, informer);
    }
  }

  start(): void {
    this.#endClockWatch = watchWallClock(this.#options.clock, (byMs) => {
      this.#options.log?.('info', 'the wall clock jumped: checking everything', { byMs });
      for (const context of this.#contexts.values()) context.hurry({ newConnection: false });
    });
    for (const context of this.#contexts.values()) context.start();
  }

  kindStates(): readonly KindState[] {
    return [...this.#kindStates.values()];
  }

  contextStates(): readonly ContextState[] {
    return [...this.#contexts.values()].map((context) => context.state);
  }

  cluster(context: string): Cluster | undefined {
    return this.#contexts.get(context)?.cluster;
  }

  addNamespace(context: string, namespace: string): AddedNamespace | undefined {
    return this.#contexts.get(context)?.addNamespace(namespace);
  }

  reconnect(context?: string): void {
    for (const [name, informer] of this.#contexts) {
      if (context !== undefined && name !== context) continue;
      informer.hurry({ newConnection: informer.state.is === 'auth-expired' });
    }
  }

  synced(): boolean {
    return [...this.#contexts.values()].every((context) => context.settled());
  }

  whenSynced(signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.synced()) return Promise.resolve();
    return new Promise((resolve) => {
      const finish = (): void => {
        this.#waiters.delete(check);
        signal.removeEventListener('abort', finish);
        resolve();
      };
      const check = (): void => {
        if (this.synced()) finish();
      };
      this.#waiters.add(check);
      signal.addEventListener('abort', finish);
    });
  }

  async stop(): Promise<void> {
    this.#endClockWatch();
    await Promise.all([...this.#contexts.values()].map((context) => context.stop()));
  }

  #kindSaid(state: KindState): void {
    const name = `${state.kind}\u0000${state.context}\u0000${state.namespace ?? ''}`;
    if (!sameState(this.#kindStates.get(name), state)) {
      this.#kindStates.set(name, state);
      this.#options.events.kindState(state);
    }
  }

  #contextSaid(state: ContextState): void {
    if (!sameState(this.#contextStates.get(state.context), state)) {
      this.#contextStates.set(state.context, state);
      this.#options.events.contextState(state);
    }
    for (const check of this.#waiters) check();
  }
}

/** States are small plain data made in one place, so their text tells whether they differ. */
function sameState(a: KindState | ContextState | undefined, b: KindState | ContextState): boolean {
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b);
}
