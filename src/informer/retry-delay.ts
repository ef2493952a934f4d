// How long to wait after which failure. One table, so that no error can be met by a hot loop.
import type { ApiErrorInfo } from '../objects/kind-state.ts';
import type { Clock } from '../objects/clock.ts';
import { Backoff } from './backoff.ts';

/** Refused or missing things change when a person changes them. */
const SLOW_MS = 60_000;
/** A server that ends watches at once (a proxy's buffer, an overloaded server): well below the grace before `stale`. */
const SHORT_WATCH = { baseMs: 250, capMs: 4_000 } as const;
const FAILURE = { baseMs: 800, capMs: 30_000 } as const;
/** A watch that lived this long was a real one. */
const SHORT_WATCH_MS = 1_000;
/** Watches that end together (a server restart) do not come back in the same millisecond. */
const REWATCH_JITTER_MS = 100;

/** Delays of one reflector. All in milliseconds, all jittered by `random` in [0, 1). */
export class RetryDelay {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #failures: Backoff;
  readonly #shortWatches: Backoff;
  readonly #expired: Backoff;

  constructor(clock: Clock, random: () => number) {
    this.#clock = clock;
    this.#random = random;
    this.#failures = new Backoff(FAILURE, random);
    this.#shortWatches = new Backoff(SHORT_WATCH, random);
    this.#expired = new Backoff(FAILURE, random);
  }

  /** Attempts that failed since a watch was last open. */
  get failures(): number {
    return this.#failures.failures;
  }

  /** A watch was accepted. (A list that works proves too little: its watch may fail each time, and lists are dear.) */
  opened(): void {
    this.#failures.reset();
  }

  /** Before the next attempt after a watch that was open since `openedAt`; `expired` when its version was gone and a list must follow. */
  afterWatch(openedAt: number, expired: boolean): number {
    if (this.#clock.now() - openedAt >= SHORT_WATCH_MS) {
      this.#shortWatches.reset();
      this.#expired.reset();
      return this.#random() * REWATCH_JITTER_MS;
    }
    return (expired ? this.#expired : this.#shortWatches).next();
  }

  /** Before the next attempt after one that was refused or did not get through. */
  afterFailure(error: ApiErrorInfo): number {
    const backoff = this.#failures.next();
    switch (error.code) {
      case 'forbidden':
      case 'not-found':
        return SLOW_MS * (0.75 + this.#random() / 2);
      case 'gone':
        return this.#failures.failures === 1 ? 0 : backoff;
      case 'too-many':
        return Math.max(backoff, (error.retryAfterMs ?? 0) * (1 + this.#random() / 5));
      default:
        return error.retryAfterMs === undefined ? backoff : Math.max(backoff, error.retryAfterMs);
    }
  }

  /** A person or a wake-up asks for the next attempt now. */
  reset(): void {
    this.#failures.reset();
    this.#shortWatches.reset();
    this.#expired.reset();
  }
}
