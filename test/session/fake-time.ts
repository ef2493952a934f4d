// Time for a session: timers run when the test says so, and the monotonic clock goes with them.
import type { Clock } from '../../src/objects/clock.ts';

type Timer = { readonly at: number; readonly run: () => void };

export class FakeTime implements Clock {
  #now: number;
  #timers: Timer[] = [];

  constructor(now = Date.UTC(2026, 0, 1)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  readonly monotonic = (): number => this.#now;

  setTimer(delayMs: number, run: () => void): () => void {
    const timer = { at: this.#now + delayMs, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  get timersLeft(): number {
    return this.#timers.length;
  }

  /** Time that passes while something works: no timer runs. */
  spend(ms: number): void {
    this.#now += ms;
  }

  /** Time passes; every timer that is due runs at its moment. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#timers.toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > end) break;
      this.#now = Math.max(this.#now, next.at);
      this.#timers = this.#timers.filter((other) => other !== next);
      next.run();
    }
    this.#now = end;
  }
}
