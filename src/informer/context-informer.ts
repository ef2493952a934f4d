// One context of the fleet: connects, keeps its kinds informed, and says in one word how it is. Its trouble is its own (law 4).
import { ApiError } from '../cluster/api-error.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Clock } from '../objects/clock.ts';
import type { KindId } from '../objects/kind.ts';
import type { ApiErrorInfo, ContextState, KindState } from '../objects/kind-state.ts';
import type { Log } from '../objects/log.ts';
import type { StoreWriter } from '../store/store-writer.ts';
import { Backoff } from './backoff.ts';
import type { ConnectingSlots } from './connecting-slots.ts';
import type { Connection } from './context-state.ts';
import { contextStateOf } from './context-state.ts';
import { KindInformer } from './kind-informer.ts';
import { pause } from './pause.ts';
import { WatchedNamespaces } from './watched-namespaces.ts';

/** A slot is given back after this long even without an answer, so that dead contexts do not hold up the living. */
const SLOT_LIMIT_MS = 5_000;
/** A kind whose watch comes and goes must not drive the retries of those that fail. */
const NUDGE_INTERVAL_MS = 2_000;
const CONNECT_BACKOFF = { baseMs: 1_000, capMs: 30_000 } as const;

/**
 * One context to inform. `namespaces` are those asked for by `-n` (none: all). `connect` makes its connection and may be called again;
 * it rejects with ApiError: `invalid` when the kubeconfig entry cannot be used (not retried by itself), `unauthorized` when there are no credentials.
 */
export type ContextPlan = {
  readonly context: string;
  readonly namespaces: readonly string[];
  readonly connect: (signal: AbortSignal) => Promise<Cluster>;
};

export type ContextInformerOptions = {
  readonly plan: ContextPlan;
  readonly kinds: readonly KindId[];
  readonly slots: ConnectingSlots;
  readonly writer: StoreWriter;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly kindState: (state: KindState) => void;
  readonly contextState: (state: ContextState) => void;
};

export class ContextInformer {
  readonly #options: ContextInformerOptions;
  readonly #backoff: Backoff;
  readonly #stop = new AbortController();
  #attempt = new AbortController();
  #connection: Connection = { phase: 'waiting' };
  #cluster: Cluster | undefined;
  #serverVersion: string | undefined;
  #askingVersion = false;
  #reconnecting = false;
  #nudgedAt = Number.NEGATIVE_INFINITY;
  #namespaces: WatchedNamespaces;
  readonly #kinds: KindInformer[] = [];
  #state: ContextState;
  #giveBackSlot: () => void = () => {};
  #running: Promise<void> = Promise.resolve();

  constructor(options: ContextInformerOptions) {
    this.#options = options;
    this.#backoff = new Backoff(CONNECT_BACKOFF, options.random);
    this.#namespaces = new WatchedNamespaces(options.plan.namespaces);
    this.#state = this.#derive();
  }

  get state(): ContextState {
    return this.#state;
  }

  /** Undefined while there is no connection. */
  get cluster(): Cluster | undefined {
    return this.#cluster;
  }

  kindStates(): readonly KindState[] {
    return this.#kinds.flatMap((kind) => kind.states());
  }

  /** True when waiting longer will not show more soon. */
  settled(): boolean {
    if (this.#connection.phase === 'failed') return true;
    return this.#connection.phase === 'started' && this.#kinds.every((kind) => kind.settled());
  }

  start(): void {
    this.#options.contextState(this.#state);
    this.#running = this.#connect();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#attempt.abort();
    this.#giveBackSlot();
    const ended = this.#kinds.map((kind) => kind.stop());
    this.#cluster?.close();
    await Promise.all([...ended, this.#running]);
  }

  /** Tries everything again now. With `newConnection` the credentials and the address are taken afresh, too. */
  hurry(options: { readonly newConnection: boolean }): void {
    this.#backoff.reset();
    if (this.#stop.signal.aborted || this.#connection.phase === 'waiting' || this.#reconnecting) return;
    if (this.#connection.phase !== 'started') this.#attempt.abort();
    else if (options.newConnection) {
      this.#reconnecting = true;
      this.#running = this.#reconnect();
    } else for (const kind of this.#kinds) kind.hurry({ newServer: false });
  }

  addNamespace(namespace: string): ReturnType<WatchedNamespaces['use']> & { readonly watched: readonly string[] } {
    const used = this.#namespaces.use(namespace);
    for (const kind of this.#kinds) kind.namespacesChanged();
    this.#publish();
    return { ...used, watched: this.#namespaces.all };
  }

  async #connect(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      this.#attempt = new AbortController();
      const { signal } = this.#attempt;
      const giveBack = await this.#options.slots.take(signal);
      if (giveBack !== undefined) {
        this.#holdSlot(giveBack);
        if (this.#connection.phase === 'waiting') this.#say({ phase: 'connecting' });
        const outcome = await attempt(this.#options.plan, signal);
        if (!('failure' in outcome)) return this.#begin(outcome.cluster);
        this.#giveBackSlot();
        await this.#failed(outcome.failure, signal);
      }
    }
  }

  /** Lists and watches start beside the first request, not after it: a round trip saved is rows sooner. */
  #begin(cluster: Cluster): void {
    const { plan, kinds, writer, clock, random, log } = this.#options;
    this.#cluster = cluster;
    this.#backoff.reset();
    if (plan.namespaces.length === 0) this.#namespaces = withAdded(cluster.namespace ?? 'default', this.#namespaces);
    for (const kind of kinds) {
      const informer = new KindInformer({
        context: plan.context,
        kind,
        wide: plan.namespaces.length === 0,
        namespaces: () => this.#namespaces.all,
        source: (namespace) => (this.#cluster ?? cluster).source(kind, namespace),
        writer,
        clock,
        random,
        log,
        published: (state) => this.#kindSaid(state),
        recovered: () => this.#recovered(),
      });
      this.#kinds.push(informer);
    }
    // Only then: a context that has no kinds yet would look as if it had listed all of them.
    for (const kind of this.#kinds) kind.start();
    this.#say({ phase: 'started' });
    this.#askVersion();
  }

  /** A new connection under the running informers; what they hold stays and is compared with a fresh list. The old one serves until then. */
  async #reconnect(): Promise<void> {
    const { signal } = this.#stop;
    const outcome = await attempt(this.#options.plan, signal);
    this.#reconnecting = false;
    if (signal.aborted) return;
    if ('failure' in outcome) {
      // The old connection is as good as it was; its own retries go on and its state says what is wrong.
      for (const kind of this.#kinds) kind.hurry({ newServer: false });
      return;
    }
    const old = this.#cluster;
    this.#cluster = outcome.cluster;
    for (const kind of this.#kinds) kind.hurry({ newServer: true });
    old?.close();
    this.#askVersion();
  }

  async #failed(error: unknown, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const info = errorInfo(error);
    this.#options.log('warn', 'no connection', { context: this.#options.plan.context, ...info });
    this.#say({ phase: 'failed', error: info });
    // A wrong kubeconfig entry stays wrong until it is edited; reconnect() tries again.
    const delayMs =
      info.code === 'invalid' ? Number.POSITIVE_INFINITY : Math.max(this.#backoff.next(), info.retryAfterMs ?? 0);
    if (delayMs === Number.POSITIVE_INFINITY) await aborted(signal);
    else await pause(this.#options.clock, delayMs, signal);
  }

  #askVersion(): void {
    const cluster = this.#cluster;
    if (this.#askingVersion || cluster === undefined) return;
    this.#askingVersion = true;
    const ask = async (): Promise<void> => {
      try {
        const { gitVersion } = await cluster.version(this.#stop.signal);
        if (cluster === this.#cluster) this.#serverVersion = gitVersion;
      } catch (error) {
        // The informers meet the same trouble and tell it; the version is asked again when one of them gets through.
        if (!(error instanceof ApiError)) throw error;
      } finally {
        this.#askingVersion = false;
        this.#giveBackSlot();
      }
      if (!this.#stop.signal.aborted) this.#publish();
    };
    void ask();
  }

  #kindSaid(state: KindState): void {
    if (this.#stop.signal.aborted) return;
    if (state.is !== 'waiting' || state.error !== undefined) this.#giveBackSlot();
    this.#options.kindState(state);
    this.#publish();
  }

  /** One kind got through after trouble: the others need not wait out their backoff, and the server may be another version now. */
  #recovered(): void {
    const now = this.#options.clock.now();
    if (now - this.#nudgedAt < NUDGE_INTERVAL_MS) return;
    this.#nudgedAt = now;
    for (const kind of this.#kinds) kind.nudge();
    this.#askVersion();
  }

  #holdSlot(giveBack: () => void): void {
    const cancel = this.#options.clock.setTimer(SLOT_LIMIT_MS, giveBack);
    this.#giveBackSlot = () => {
      cancel();
      giveBack();
    };
  }

  #say(connection: Connection): void {
    this.#connection = connection;
    this.#publish();
  }

  #publish(): void {
    const state = this.#derive();
    this.#state = state;
    this.#options.contextState(state);
  }

  #derive(): ContextState {
    const { plan, clock } = this.#options;
    const facts = {
      context: plan.context,
      connection: this.#connection,
      kinds: this.kindStates(),
      serverVersion: this.#serverVersion,
      namespaces: this.#namespaces.all,
    };
    return contextStateOf(facts, this.#state, clock.now());
  }
}

/** One call of the plan's `connect`, with its failure as a value. A connection that came too late is closed. */
async function attempt(plan: ContextPlan, signal: AbortSignal): Promise<{ cluster: Cluster } | { failure: unknown }> {
  try {
    const cluster = await plan.connect(signal);
    if (!signal.aborted) return { cluster };
    cluster.close();
    return { failure: new ApiError({ code: 'aborted', what: 'connect', message: 'stopped' }) };
  } catch (failure) {
    return { failure };
  }
}

/** The same namespaces with the context's own first, once the connection has told it. */
function withAdded(own: string, before: WatchedNamespaces): WatchedNamespaces {
  const namespaces = new WatchedNamespaces([own]);
  for (const namespace of before.all) namespaces.use(namespace);
  return namespaces;
}

function errorInfo(error: unknown): ApiErrorInfo {
  if (error instanceof ApiError) return error.info;
  return { code: 'invalid', what: 'connect', message: error instanceof Error ? error.message : String(error) };
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
