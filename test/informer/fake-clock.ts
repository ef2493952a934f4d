// A clock that stands still until told otherwise, and knows which timers are left.
import type { Clock } from '../../src/objects/clock.ts';

type Timer = { readonly at: number; readonly run: () => void };

export class FakeClock implements Clock {
  #now: number;
  #timers = new Set<Timer>();

  constructor(now = 1_800_000_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  setTimer(delayMs: number, run: () => void): () => void {
    const timer = { at: this.#now + delayMs, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  get timersLeft(): number {
    return this.#timers.size;
  }

  /** Time that passes while something works: no timer runs. */
  spend(ms: number): void {
    this.#now += ms;
  }

  /** Lets everything happen that is due without time passing. */
  async idle(): Promise<void> {
    for (let i = 0; i < 6; i++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#runDue(this.#now)) i = 0;
    }
  }

  /** Time passes: every timer runs at its moment, with all its consequences. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await this.idle();
    for (;;) {
      const next = Math.min(...[...this.#timers].map((timer) => timer.at));
      if (next > end) break;
      this.#now = Math.max(this.#now, next);
      await this.idle();
    }
    this.#now = end;
    await this.idle();
  }

  /** The machine sleeps: the wall clock goes on, timers do not. */
  async jump(ms: number): Promise<void> {
    this.#now += ms;
    this.#timers = new Set([...this.#timers].map(({ at, run }) => ({ at: at + ms, run })));
    await this.idle();
  }

  #runDue(now: number): boolean {
    const due = [...this.#timers].filter((timer) => timer.at <= now);
    for (const timer of due) {
      if (this.#timers.delete(timer)) timer.run();
    }
    return due.length > 0;
  }
}
