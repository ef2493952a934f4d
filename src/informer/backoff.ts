// Full-jitter exponential backoff: a thousand terminals whose API server comes back must not come back in step.

/** Milliseconds: the first wait is below `baseMs`, each further one below twice the last, never above `capMs`. */
export type BackoffLimits = { readonly baseMs: number; readonly capMs: number };

/** `random` gives numbers in [0, 1). */
export class Backoff {
  readonly #limits: BackoffLimits;
  readonly #random: () => number;
  #failures = 0;

  constructor(limits: BackoffLimits, random: () => number) {
    this.#limits = limits;
    this.#random = random;
  }

  /** Failures since the last reset. */
  get failures(): number {
    return this.#failures;
  }

  /** Counts a failure and says how long to wait for the next attempt, in milliseconds. */
  next(): number {
    const { baseMs, capMs } = this.#limits;
    const ceiling = Math.min(capMs, baseMs * 2 ** Math.min(this.#failures, 30));
    this.#failures += 1;
    return this.#random() * ceiling;
  }

  reset(): void {
    this.#failures = 0;
  }
}
