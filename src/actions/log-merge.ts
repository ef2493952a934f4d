// Lines of several containers in the order they were written. Each container sends its own lines in order, but not at the same moment: a line waits
// until every other container has one to compare with, or for a moment.
import type { Clock } from '../objects/clock.ts';
import { compareTimes, type LogLine } from './log-line.ts';

type Waiting = { readonly line: LogLine; readonly mark: boolean; readonly until: number };
type Source = { queue: Waiting[]; head: number; speaks: boolean };

/** A wait is counted in ticks of a timer and not read off the clock, which stands still in a frozen demo and jumps when it is set. */
const TICKS = 4;

export type MergedTaker = (line: LogLine, source: number, mark: boolean) => void;

export class LogMerge {
  readonly #sources: Source[];
  readonly #clock: Clock;
  readonly #holdMs: number;
  readonly #give: MergedTaker;
  readonly #released: () => void;
  #cancel: (() => void) | undefined;
  #tick = 0;

  /** A line waits for `holdMs` at most. `give` gets the lines in order; `released` is called after each run of them that a timer let go. */
  constructor(count: number, clock: Clock, holdMs: number, give: MergedTaker, released: () => void) {
    this.#sources = Array.from({ length: count }, () => ({ queue: [], head: 0, speaks: true }));
    this.#clock = clock;
    this.#holdMs = holdMs;
    this.#give = give;
    this.#released = released;
  }

  /** True while lines wait for others. */
  get isHolding(): boolean {
    return this.#sources.some(({ queue, head }) => head < queue.length);
  }

  /** Takes a line of a source; its bytes must stay. Call `release` after a chunk. */
  push(source: number, line: LogLine, mark: boolean): void {
    this.#sources[source]?.queue.push({ line, mark, until: this.#tick + TICKS });
  }

  /** Whether lines of this source are to be waited for: it is connected. */
  setSpeaking(source: number, speaks: boolean): void {
    const entry = this.#sources[source];
    if (entry !== undefined) entry.speaks = speaks;
  }

  /** Gives every line that can be given now; true when there was one. */
  release(): boolean {
    let any = false;
    for (;;) {
      const next = this.#next();
      if (next === undefined) break;
      const complete = this.#sources.every((source) => !source.speaks || source.head < source.queue.length);
      if (!complete && this.#earliest() > this.#tick) break;
      const { queue, head } = next.source;
      next.source.head++;
      if (next.source.head === queue.length) [next.source.queue, next.source.head] = [[], 0];
      const waiting = queue[head];
      if (waiting !== undefined) this.#give(waiting.line, next.index, waiting.mark);
      any = true;
    }
    if (this.isHolding) this.#wait();
    else this.stop();
    return any;
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #next(): { readonly source: Source; readonly index: number } | undefined {
    let found: { source: Source; index: number; line: LogLine } | undefined;
    for (const [index, source] of this.#sources.entries()) {
      const line = source.queue[source.head]?.line;
      if (line !== undefined && (found === undefined || compareTimes(line, found.line) < 0))
        found = { source, index, line };
    }
    return found;
  }

  /** The tick at which the first of the waiting lines has waited long enough. */
  #earliest(): number {
    return Math.min(...this.#sources.map(({ queue, head }) => queue[head]?.until ?? Number.POSITIVE_INFINITY));
  }

  #wait(): void {
    this.#cancel ??= this.#clock.setTimer(this.#holdMs / TICKS, () => {
      this.#cancel = undefined;
      this.#tick++;
      if (this.release()) this.#released();
    });
  }
}
