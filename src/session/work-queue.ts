// Big lists arrive faster than health can be computed; done in one go they would make keys wait. So their work is cut into slices, and between
// two slices the event loop serves keys, timers and sockets.

/** Half of the 8 ms that the event loop may be held: lists that are being read want their share in the same turn. */
const SLICE_MS = 4;

/** Gives the turn back to the event loop and comes again: `setImmediate`, or a test's own. */
export type Yield = (run: () => void) => void;

export type WorkQueueOptions<Item> = {
  /** Does some items, in order; called with at most `step` of them. */
  readonly work: (items: readonly Item[]) => void;
  /** Does a part of what items left to be done, before the next items; true when it did some. */
  readonly rest?: () => boolean;
  /** Items between two looks at the clock. */
  readonly step: number;
  readonly monotonic: () => number;
  readonly later: Yield;
};

export class WorkQueue<Item> {
  readonly #options: WorkQueueOptions<Item>;
  #items: Item[] = [];
  #next = 0;
  /** Items may have left something to be done. */
  #hasRest = false;
  #scheduled = false;
  #stopped = false;
  readonly #waiters: (() => void)[] = [];

  constructor(options: WorkQueueOptions<Item>) {
    this.#options = options;
  }

  /** Items are done in the order they were put. A small batch on an idle queue is done before this returns. */
  put(items: readonly Item[]): void {
    if (this.#stopped || items.length === 0) return;
    for (const item of items) this.#items.push(item);
    if (!this.#scheduled) this.#slice();
  }

  /** Something else than an item left something to be done. */
  putRest(): void {
    if (this.#stopped) return;
    this.#hasRest = true;
    if (!this.#scheduled) this.#slice();
  }

  get isIdle(): boolean {
    return this.#next >= this.#items.length && !this.#hasRest;
  }

  /** Resolves when everything that was put is done, or the queue is stopped. */
  idle(): Promise<void> {
    if (this.isIdle) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiters.push(resolve);
    });
  }

  /** Drops what is left. */
  stop(): void {
    this.#stopped = true;
    this.#finish();
  }

  #slice(): void {
    this.#scheduled = false;
    const { monotonic, later } = this.#options;
    const until = monotonic() + SLICE_MS;
    while (!this.#stopped && !this.isIdle) {
      this.#step();
      if (monotonic() >= until && !this.isIdle) {
        this.#scheduled = true;
        later(() => this.#slice());
        return;
      }
    }
    this.#finish();
  }

  #step(): void {
    const { work, rest, step } = this.#options;
    if (this.#hasRest) {
      this.#hasRest = rest?.() ?? false;
      return;
    }
    const from = this.#next;
    this.#next = Math.min(from + step, this.#items.length);
    this.#hasRest = rest !== undefined;
    work(this.#items.slice(from, this.#next));
  }

  #finish(): void {
    this.#items = [];
    this.#next = 0;
    this.#hasRest = false;
    for (const done of this.#waiters.splice(0)) done();
  }
}
