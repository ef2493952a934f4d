// Keeps one kind of one context (cluster-wide or in one namespace) in the store: list, watch, resume, for ever. The only writer of the
// store. The reasons for what it does after which break are in docs/decisions/0020-reflector.md.
import { ApiError } from '../cluster/api-error.ts';
import type { ListFrom, ListWatch, WatchEvent } from '../cluster/list-watch.ts';
import type { Clock } from '../objects/clock.ts';
import type { ApiErrorCode, ApiErrorInfo, KindState } from '../objects/kind-state.ts';
import type { Log } from '../objects/log.ts';
import { isOlder } from '../store/resource-version.ts';
import type { Listing, StoreScope, StoreStep, StoreWriter } from '../store/store-writer.ts';
import { Freshness, UNWATCHED_GRACE_MS } from './freshness.ts';
import { pause } from './pause.ts';
import { ResumeTrust } from './resume-trust.ts';
import { RetryDelay } from './retry-delay.ts';

/** Failures that end for all kinds of a context at once, when the server is back. */
const SHARED_TROUBLE: ReadonlySet<ApiErrorCode> = new Set([
  'unreachable',
  'tls',
  'timeout',
  'server',
  'unauthorized',
  'too-many',
  'protocol',
]);

/** `source` is asked once for each connection. `published` is told every state but the first. */
export type ReflectorOptions = {
  readonly scope: StoreScope;
  readonly source: () => ListWatch;
  readonly writer: StoreWriter;
  readonly clock: Clock;
  /** Numbers in [0, 1). */
  readonly random: () => number;
  readonly log: Log;
  readonly published: (state: KindState) => void;
  /** Told when a watch is open again after failures. */
  readonly recovered: () => void;
};

export class Reflector {
  readonly #options: ReflectorOptions;
  readonly #freshness: Freshness;
  readonly #delay: RetryDelay;
  readonly #trust = new ResumeTrust();
  #source: ListWatch | undefined;
  /** Aborted to end what is going on now (list, watch or pause), so that the loop goes round. */
  #attempt = new AbortController();
  #waiting = false;
  #stopped = false;
  #running: Promise<void> = Promise.resolve();
  /** Where the watch resumes; undefined before the first list. */
  #version: string | undefined;
  /** Set when no version may be used: the next list asks for the latest. */
  #fromLatest = false;
  /** What this attempt is at: a list, else a watch. */
  #listing = false;
  /** When the server accepted the watch of this attempt. */
  #openedAt: number | undefined;

  constructor(options: ReflectorOptions) {
    this.#options = options;
    this.#freshness = new Freshness(options.scope, options.clock, options.published);
    this.#delay = new RetryDelay(options.clock, options.random);
  }

  get state(): KindState {
    return this.#freshness.state;
  }

  /** Failed attempts since a watch was last open. */
  get failures(): number {
    return this.#delay.failures;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Ends everything; resolves when nothing is open any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#freshness.stop();
    this.#attempt.abort();
    await this.#running;
  }

  /** Tries again now and lists: we slept, or a person asks. `newServer`: no version known may be used, it may be another server's. */
  hurry(options: { readonly newServer: boolean }): void {
    if (this.#stopped) return;
    this.#delay.reset();
    this.#trust.outage();
    if (options.newServer) {
      this.#fromLatest = true;
      this.#source = undefined;
    }
    if (this.#version !== undefined) this.#freshness.unwatched();
    this.#attempt.abort();
  }

  /** The server answered somebody else: do not wait out a backoff for trouble that all kinds share; what the server said of waiting holds. */
  nudge(): void {
    const { error } = this.#freshness;
    if (!this.#waiting || error === undefined || error.retryAfterMs !== undefined) return;
    if (SHARED_TROUBLE.has(error.code)) this.#attempt.abort();
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#attempt = new AbortController();
      const { signal } = this.#attempt;
      let delayMs: number;
      try {
        if (this.#mustList()) await this.#list(signal);
        delayMs = await this.#watch(this.#version ?? '', signal);
      } catch (error) {
        // What is not an ApiError is a bug of ours (or of whoever is told of changes) and must not look like a broken server.
        if (!(error instanceof ApiError)) throw error;
        delayMs = signal.aborted ? 0 : this.#failed(error.info);
      }
      this.#waiting = true;
      await pause(this.#options.clock, delayMs, signal);
      this.#waiting = false;
    }
  }

  #mustList(): boolean {
    if (this.#freshness.unwatchedMs > UNWATCHED_GRACE_MS) this.#trust.outage();
    return this.#version === undefined || this.#fromLatest || this.#trust.mustList;
  }

  async #list(signal: AbortSignal): Promise<void> {
    const { scope, writer, clock } = this.#options;
    this.#openedAt = undefined;
    this.#listing = true;
    const from = this.#listFrom();
    const startedAt = clock.now();
    let listing: Listing | undefined;
    let done = 0;
    let unreadable = 0;
    let version: string | undefined;
    for await (const part of told(this.#listWatch().list(from, signal), `list ${scope.kind}`)) {
      if (signal.aborted) return;
      done += part.objects.length;
      // Said before the rows appear, so that nobody takes the first rows for all of them.
      this.#freshness.syncing(startedAt, done, part.remaining);
      listing ??= writer.list(scope, { overwrite: from.at !== 'cache' });
      listing.put(part.objects);
      version = part.version ?? version;
      unreadable += part.unreadable ?? 0;
    }
    if (signal.aborted) return;
    if (version === undefined) {
      throw new ApiError({
        code: 'protocol',
        what: `list ${scope.kind}`,
        message: 'the list ended without a resourceVersion',
      });
    }
    listing?.end();
    this.#version = version;
    this.#fromLatest = false;
    this.#trust.listed();
    this.#freshness.listed(unreadable);
  }

  #listWatch(): ListWatch {
    this.#source ??= this.#options.source();
    return this.#source;
  }

  /** The first list may come from a cache of any age; every later one must be at least as new as what we have shown (0 could travel back in time). */
  #listFrom(): ListFrom {
    if (this.#fromLatest) return { at: 'latest' };
    return this.#version === undefined ? { at: 'cache' } : { at: 'notOlderThan', version: this.#version };
  }

  /** Returns how long to wait before the next watch, in milliseconds, when the server ended this one cleanly. */
  async #watch(version: string, signal: AbortSignal): Promise<number> {
    const { scope, clock } = this.#options;
    this.#openedAt = undefined;
    this.#listing = false;
    if (signal.aborted) return 0;
    for await (const batch of told(this.#listWatch().watch(version, signal), `watch ${scope.kind}`)) {
      if (signal.aborted) return 0;
      if (this.#openedAt === undefined) this.#opened();
      if (batch.length > 0) this.#take(batch);
    }
    if (signal.aborted) return 0;
    if (this.#openedAt === undefined) this.#opened();
    this.#freshness.unwatched();
    return this.#delay.afterWatch(this.#openedAt ?? clock.now(), false);
  }

  #opened(): void {
    this.#openedAt = this.#options.clock.now();
    const recovered = this.failures > 0;
    this.#delay.opened();
    this.#freshness.watched();
    if (recovered) this.#options.recovered();
  }

  #take(batch: readonly WatchEvent[]): void {
    const steps: StoreStep[] = [];
    let version = this.#version ?? '';
    for (const event of batch) {
      const next = event.type === 'bookmark' ? event.version : event.object.resourceVersion;
      if (!isOlder(next, version)) version = next;
      if (event.type !== 'bookmark')
        steps.push({ type: event.type === 'deleted' ? 'delete' : 'set', object: event.object });
    }
    this.#trust.heard();
    this.#options.writer.apply(steps);
    this.#version = version;
  }

  /** Returns how long to wait before the next attempt, in milliseconds. */
  #failed(error: ApiErrorInfo): number {
    const { scope, log } = this.#options;
    const openedAt = this.#openedAt;
    const expired = error.code === 'gone';
    log(openedAt === undefined ? 'warn' : 'info', openedAt === undefined ? 'a list or watch failed' : 'a watch broke', {
      ...scope,
      ...error,
      version: this.#version,
    });
    // A list not older than a version the server has not reached: asking for the latest is another question, not the same again.
    if (expired && this.#listing && !this.#fromLatest) {
      this.#fromLatest = true;
      return 0;
    }
    if (expired) this.#fromLatest = true;
    if (openedAt === undefined) return this.#refused(error);
    if (!expired) this.#trust.broke();
    this.#freshness.unwatched();
    return this.#delay.afterWatch(openedAt, expired);
  }

  /** An attempt that did not get through. */
  #refused(error: ApiErrorInfo): number {
    const delayMs = this.#delay.afterFailure(error);
    // An expired version is the server's normal answer to a long absence: the list that follows at once decides.
    if (error.code === 'gone' && delayMs === 0) return 0;
    // 429 is a server that is there and has too much to do: it gets a watch again, not a list.
    if (error.code !== 'too-many' && error.code !== 'gone') this.#trust.outage();
    this.#freshness.refused(error, this.#version !== undefined);
    return delayMs;
  }
}

/** Reads a source so that whatever it throws is an ApiError, while what the reader throws stays what it is. */
async function* told<T>(source: AsyncIterable<T>, what: string): AsyncGenerator<T> {
  try {
    yield* source;
  } catch (cause) {
    if (cause instanceof ApiError) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new ApiError({ code: 'protocol', what, message }, { cause });
  }
}
