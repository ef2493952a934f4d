// Keeps keys answered while lists and bursts come in: whoever works through many objects asks after each whether it is time to breathe.

/** The event loop shall never be held longer than 8 ms, and several lists are read in one turn, with health worked out of them behind. */
const LONGEST_HOLD_MS = 3;

/** Lets the event loop turn, timers and input first. */
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/**
 * Counts the time since the event loop last turned as far as it knows. Waiting for the network also turns it; not seeing that costs at most
 * one needless turn per 3 ms.
 */
export class Breather {
  readonly #now: () => number;
  #since: number;

  /** `now` in milliseconds; a clock that jumps back only makes the next breath early. */
  constructor(now: () => number) {
    this.#now = now;
    this.#since = now();
  }

  get isDue(): boolean {
    const held = this.#now() - this.#since;
    return held >= LONGEST_HOLD_MS || held < 0;
  }

  async breathe(): Promise<void> {
    await turn();
    this.#since = this.#now();
  }
}
