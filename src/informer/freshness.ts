// What may be said of one kind's data: whether it is coming in, current, stale since when, or refused and why. The reflector reports what
// happens; this decides the word, so that the rules of staleness stand in one place.
import type { Clock } from '../objects/clock.ts';
import type { ApiErrorInfo, KindState } from '../objects/kind-state.ts';
import type { StoreScope } from '../store/store-writer.ts';

/**
 * Unwatched for this long is stale, even when the reconnect has not failed yet (a connect that hangs is no connection), and long enough for
 * a backup to be restored, so that a list comes before the next watch.
 */
export const UNWATCHED_GRACE_MS = 5_000;

type Count = { readonly done?: number; readonly total?: number };

export class Freshness {
  readonly #scope: StoreScope;
  readonly #clock: Clock;
  readonly #published: (state: KindState) => void;
  #state: KindState;
  /** Why the last attempt failed; undefined once one got through. */
  #error: ApiErrorInfo | undefined;
  /** Objects the last list had and we could not read: told with every state until a list without them. */
  #unreadable: ApiErrorInfo | undefined;
  /** Since when no watch has been open, once there was a list; undefined while one is. */
  #unwatchedSince: number | undefined;
  #cancelGrace: () => void = () => {};

  /** `published` is told every state but the first, `waiting`. */
  constructor(scope: StoreScope, clock: Clock, published: (state: KindState) => void) {
    this.#scope = scope;
    this.#clock = clock;
    this.#published = published;
    this.#state = this.#stateOf('waiting', clock.now());
  }

  get state(): KindState {
    return this.#state;
  }

  get error(): ApiErrorInfo | undefined {
    return this.#error;
  }

  /** How long no watch has been open, in milliseconds; 0 while one is, and before the first list. */
  get unwatchedMs(): number {
    return this.#unwatchedSince === undefined ? 0 : this.#clock.now() - this.#unwatchedSince;
  }

  /** A part of a list is about to be stored. A relist says nothing until it is through: what was live or stale stays so, and nothing blinks. */
  syncing(startedAt: number, done: number, remaining: number | undefined): void {
    if (this.#state.is === 'live' || this.#state.is === 'stale') return;
    this.#publish('syncing', this.#sinceOf('syncing', startedAt), {
      done,
      ...(remaining === undefined ? {} : { total: done + remaining }),
    });
  }

  /** A list is whole: what we hold is true now. */
  listed(unreadable: number): void {
    this.#unreadable = unreadable === 0 ? undefined : unreadableError(this.#scope, unreadable);
    this.#error = undefined;
    this.#publish('live', this.#sinceOf('live', this.#clock.now()));
    this.#unwatchedSince = undefined;
    this.unwatched();
  }

  /** The server has accepted a watch. */
  watched(): void {
    this.#unwatchedSince = undefined;
    this.#cancelGrace();
    this.#error = undefined;
    if (this.#state.is !== 'live') this.#publish('live', this.#clock.now());
  }

  /** No watch is open (any more). */
  unwatched(): void {
    if (this.#unwatchedSince !== undefined) return;
    const since = this.#clock.now();
    this.#unwatchedSince = since;
    this.#cancelGrace();
    this.#cancelGrace = this.#clock.setTimer(UNWATCHED_GRACE_MS, () => {
      if (this.#state.is === 'live') this.#publish('stale', since);
    });
  }

  /** An attempt did not get through. The first such after a watch is when staleness is said, and it counts from when the watch broke. */
  refused(error: ApiErrorInfo, everListed: boolean): void {
    this.#error = error;
    const now = this.#clock.now();
    if (error.code === 'forbidden') this.#publish('forbidden', this.#sinceOf('forbidden', now));
    else if (error.code === 'not-found') this.#publish('unavailable', this.#sinceOf('unavailable', now));
    else if (everListed) this.#publish('stale', this.#sinceOf('stale', this.#unwatchedSince ?? now));
    else this.#publish('waiting', this.#sinceOf('waiting', now));
  }

  stop(): void {
    this.#cancelGrace();
  }

  #sinceOf(is: KindState['is'], otherwise: number): number {
    return this.#state.is === is ? this.#state.since : otherwise;
  }

  #publish(is: KindState['is'], since: number, count: Count = {}): void {
    this.#state = { ...this.#stateOf(is, since), ...count };
    this.#published(this.#state);
  }

  #stateOf(is: KindState['is'], since: number): KindState {
    const { context, kind, namespace } = this.#scope;
    const error = this.#error ?? this.#unreadable;
    return {
      context,
      kind,
      ...(namespace === undefined ? {} : { namespace }),
      is,
      since,
      ...(error === undefined ? {} : { error }),
    };
  }
}

function unreadableError({ kind }: StoreScope, count: number): ApiErrorInfo {
  return {
    code: 'protocol',
    what: `list ${kind}`,
    message: `${count} of the objects could not be read and are missing`,
  };
}
