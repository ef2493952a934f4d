// The fleet without a screen: informers, graph and health wired together and kept current. The session's runtime draws from it; `check` asks
// it once. Changes are worked in by slices, so that a long first list never keeps a key waiting.
import type { Cluster } from '../cluster/cluster.ts';
import type { GraphReader } from '../graph/graph-reader.ts';
import type { NodeId } from '../graph/node-id.ts';
import { ObjectGraph } from '../graph/object-graph.ts';
import { HealthEngine } from '../health/health-engine.ts';
import type { HealthReader } from '../health/health-reader.ts';
import type { ContextPlan } from '../informer/context-informer.ts';
import { startFleet, type AddedNamespace, type Fleet, type FleetEvents } from '../informer/fleet.ts';
import type { Clock } from '../objects/clock.ts';
import { KIND_IDS } from '../objects/kind.ts';
import type { ContextState, KindState } from '../objects/kind-state.ts';
import type { Log } from '../objects/log.ts';
import { batchesOf, isProgress, type News } from './fleet-news.ts';
import { WorkQueue } from './work-queue.ts';

export type { ContextPlan } from '../informer/context-informer.ts';

export interface LiveFleet {
  readonly graph: GraphReader;
  readonly health: HealthReader;
  kindStates(): readonly KindState[];
  contextStates(): readonly ContextState[];
  /**
   * Resolves when every kind of every context has been listed or has failed for good (forbidden, unavailable, unreachable …) and health of all
   * of it is known, or when the signal aborts.
   */
  whenSynced(signal: AbortSignal): Promise<void>;
  /** True when no change waits to be worked in. */
  isIdle(): boolean;
  /** Nodes whose object or health changed, in batches; also after timers. An empty batch: a kind's or context's state changed. Returns the unsubscribe function. */
  onTouched(listener: (touched: readonly NodeId[]) => void): () => void;
  reconnect(context?: string): void;
  /** The connected cluster of a context; undefined while there is none. Whoever gets it does not close it. */
  cluster(context: string): Cluster | undefined;
  /** Undefined: no such context. */
  addNamespace(context: string, namespace: string): AddedNamespace | undefined;
  stop(): Promise<void>;
}

/** `source` starts what brings the changes; a test gives its own. The others have the machine's defaults. */
export type LiveFleetOptions = {
  readonly contexts: readonly ContextPlan[];
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly source?: (events: FleetEvents) => FleetSource;
  readonly monotonic?: () => number;
  readonly later?: (run: () => void) => void;
  /** Called when all of it has ended. */
  readonly stopped?: () => void;
};

/** Changes between two looks at the clock; one costs some tens of microseconds. */
const STEP = 64;
/** Nodes judged between two looks at the clock when a kind has come to life. */
const JUDGED_AT_ONCE = 128;
const GATHER_MS = 30;
/** Many objects wait for moments a few milliseconds apart: they are asked together. */
const LEAST_WAKE_MS = 250;
const LONGEST_WAKE_MS = 86_400_000;

type FleetSource = Pick<
  Fleet,
  'kindStates' | 'contextStates' | 'whenSynced' | 'reconnect' | 'cluster' | 'addNamespace' | 'stop'
>;

/** Starts the informers of all contexts; returns at once, contexts come to life on their own. */
export function startLiveFleet(options: LiveFleetOptions): LiveFleet {
  return new RunningFleet(options);
}

class RunningFleet implements LiveFleet {
  readonly graph = new ObjectGraph();
  readonly #clock: Clock;
  readonly #engine: HealthEngine;
  #cancelWake: () => void = () => {};
  /** Single events that wait for company; see #gather. */
  #gathered: News[] = [];
  #cancelGather: () => void = () => {};
  #wakeAt = Number.POSITIVE_INFINITY;
  readonly #fleet: FleetSource;
  readonly #stopped: () => void;
  readonly #queue: WorkQueue<News>;
  readonly #listeners = new Set<(touched: readonly NodeId[]) => void>();

  constructor(options: LiveFleetOptions) {
    this.#stopped = options.stopped ?? (() => undefined);
    const { clock, contexts, random, log } = options;
    const monotonic = options.monotonic ?? (() => performance.now());
    this.#clock = clock;
    this.#engine = new HealthEngine({ graph: this.graph, slice: JUDGED_AT_ONCE });
    this.#queue = new WorkQueue({
      step: STEP,
      monotonic,
      later: options.later ?? ((run) => void setImmediate(run)),
      work: (news) => this.#take(news),
      rest: () => this.#judgeMore(),
    });
    const events: FleetEvents = {
      changed: (changes) => this.#gather(changes),
      kindState: (state) => {
        if (state.error !== undefined && state.is !== 'syncing')
          log('warn', `${state.context}: ${state.kind} ${state.is}`, { ...state });
        this.#gather([state]);
      },
      contextState: (state) => {
        log(state.error === undefined ? 'info' : 'warn', `${state.context} ${state.is}`, { ...state });
        this.#gather([state]);
      },
    };
    this.#fleet = (
      options.source ?? ((to) => startFleet({ contexts, kinds: KIND_IDS, events: to, clock, random, log }))
    )(events);
    // Contexts that wait for their turn have said nothing yet, and must be seen waiting.
    this.#queue.put(this.#fleet.contextStates());
  }

  get health(): HealthReader {
    return this.#engine;
  }

  kindStates(): readonly KindState[] {
    return this.#fleet.kindStates();
  }

  contextStates(): readonly ContextState[] {
    return this.#fleet.contextStates();
  }

  async whenSynced(signal: AbortSignal): Promise<void> {
    await this.#fleet.whenSynced(signal);
    this.#putGathered();
    await this.#queue.idle();
  }

  isIdle(): boolean {
    return this.#gathered.length === 0 && this.#queue.isIdle;
  }

  onTouched(listener: (touched: readonly NodeId[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  reconnect(context?: string): void {
    this.#fleet.reconnect(context);
  }

  cluster(context: string): Cluster | undefined {
    return this.#fleet.cluster(context);
  }

  addNamespace(context: string, namespace: string): AddedNamespace | undefined {
    return this.#fleet.addNamespace(context, namespace);
  }

  async stop(): Promise<void> {
    this.#listeners.clear();
    this.#queue.stop();
    this.#cancelWake();
    this.#cancelGather();
    await this.#fleet.stop();
    this.#stopped();
  }

  /**
   * Events that come one by one wait a moment for others: what they have above them (a service of thousands of pods) is judged once for all.
   * News of states do not wait.
   */
  #gather(news: readonly News[]): void {
    const first = this.#gathered.length === 0;
    for (const item of news) this.#gathered.push(item);
    if (this.#gathered.length >= STEP || news.some((item) => 'is' in item && !isProgress(item))) this.#putGathered();
    else if (first) this.#cancelGather = this.#clock.setTimer(GATHER_MS, () => this.#putGathered());
  }

  #putGathered(): void {
    this.#cancelGather();
    this.#cancelGather = () => {};
    const news = this.#gathered;
    this.#gathered = [];
    this.#queue.put(news);
  }

  #take(news: readonly News[]): void {
    const now = this.#clock.now();
    for (const batch of batchesOf(news)) {
      if (batch.of === 'changes') this.#tell(this.#engine.apply(batch.changes, now));
      else if (batch.of === 'kind') this.#tell(this.#engine.applyKindState(batch.state, now));
      else this.#tell(this.#engine.applyContextState(batch.state, now));
    }
    this.#setWake();
  }

  /** What a state asked for and its own call did not judge; true while there was some. */
  #judgeMore(): boolean {
    if (this.#engine.isSettled) return false;
    this.#tell(this.#engine.settle(this.#clock.now()));
    this.#setWake();
    return true;
  }

  /** Rules that wait for a moment (a grace period, hysteresis) are asked again at the earliest of them: one timer for all. */
  #setWake(): void {
    const at = this.#engine.nextWakeAt() ?? Number.POSITIVE_INFINITY;
    if (at === this.#wakeAt) return;
    this.#cancelWake();
    this.#wakeAt = at;
    if (!Number.isFinite(at)) return;
    // A timer of more than 24.8 days would run at once.
    const delayMs = Math.min(Math.max(at - this.#clock.now(), LEAST_WAKE_MS), LONGEST_WAKE_MS);
    this.#cancelWake = this.#clock.setTimer(delayMs, () => {
      this.#wakeAt = Number.POSITIVE_INFINITY;
      const touched = this.#engine.advance(this.#clock.now());
      if (touched.length > 0) this.#tell(touched);
      if (!this.#engine.isSettled) this.#queue.putRest();
      this.#setWake();
    });
  }

  #tell(touched: readonly NodeId[]): void {
    for (const listener of this.#listeners) listener(touched);
  }
}
