// After a cut the kubelet is asked for everything since the last second seen (it knows no finer time), and sends again what we have. This knows
// what we have, so that no line is shown twice and none is left out, whatever the clocks of the node did.
import { compareTimes, type LogLine, type LogTime } from './log-line.ts';

/** Lines remembered; at 1,000 lines a second, 16 s of them. */
const REMEMBERED = 16_384;
/** Asked for beyond the last second: a clock that is set back a little while we are away loses nothing. */
const MARGIN_SECONDS = 5;

/**
 * A log file holds `before we looked · seen · new` in that order. A resumed answer leaves out what is older than `since`, and what a rotation took
 * from the front. So: seen lines are dropped until the first new one; after it all is new. Where lines that we never remembered may come first,
 * unknown lines are held until a seen one follows (they were older) or until `settle` says that none will (all are new).
 */
export class LogResume {
  readonly #size: number;
  readonly #seconds: Float64Array;
  readonly #nanos: Uint32Array;
  readonly #prints: Uint32Array;
  #count = 0;
  #last: LogTime | undefined;
  readonly #precedeFrom: number;
  #startSeconds = Number.NEGATIVE_INFINITY;
  /** The latest time of a line that we no longer remember. */
  #forgottenUntil = Number.NEGATIVE_INFINITY;
  #latest: LogTime | undefined;
  #awaited: Map<string, number> | undefined;
  #held: LogLine[] = [];
  #mayHold = false;

  /**
   * `precedeFrom`: lines may stand before the first one we were given only when we were given at least so many (the tail asked for; 0 when the
   * answer began in the middle for another reason, Infinity when it began at the beginning). `size`: lines to remember.
   */
  constructor(precedeFrom: number, size = REMEMBERED) {
    this.#precedeFrom = precedeFrom;
    this.#size = size;
    this.#seconds = new Float64Array(size);
    this.#nanos = new Uint32Array(size);
    this.#prints = new Uint32Array(size);
  }

  /** The time to ask from, in whole seconds since the epoch; undefined when nothing was seen. */
  since(): number | undefined {
    return this.#last === undefined ? undefined : this.#last.seconds - MARGIN_SECONDS;
  }

  /** Time of the line before; for lines that bring none. */
  get last(): LogTime | undefined {
    return this.#last;
  }

  /** True while lines are being compared with what was seen. */
  get isResuming(): boolean {
    return this.#awaited !== undefined;
  }

  /** An answer from `since()` on begins. */
  begin(): void {
    const since = this.since();
    this.#held = [];
    if (since === undefined) return;
    this.#awaited = new Map();
    for (let at = Math.max(0, this.#count - this.#size); at < this.#count; at++) {
      const slot = at % this.#size;
      if ((this.#seconds[slot] ?? 0) < since) continue;
      const name = nameOf(this.#seconds[slot] ?? 0, this.#nanos[slot] ?? 0, this.#prints[slot] ?? 0);
      this.#awaited.set(name, (this.#awaited.get(name) ?? 0) + 1);
    }
    const preceded = this.#count >= this.#precedeFrom ? this.#startSeconds : Number.NEGATIVE_INFINITY;
    this.#mayHold = since <= Math.max(preceded, this.#forgottenUntil);
  }

  /** Gives the lines that are new now to `give`: none, this one, or the held ones and this one. A held line's bytes are copied. */
  take(line: LogLine, give: (line: LogLine) => void): void {
    if (this.#awaited !== undefined && this.#isOld(this.#awaited, line, give)) return;
    this.#remember(line);
    give(line);
  }

  /** No seen line will follow any more: what is held is new. Gives how many lines that were. */
  settle(give: (line: LogLine) => void): number {
    this.#awaited = undefined;
    const held = this.#held;
    this.#held = [];
    for (const line of held) {
      this.#remember(line);
      give(line);
    }
    return held.length;
  }

  #isOld(awaited: Map<string, number>, line: LogLine, give: (line: LogLine) => void): boolean {
    const name = nameOf(line.seconds, line.nanos, line.print);
    const left = awaited.get(name) ?? 0;
    if (left > 0) {
      awaited.set(name, left - 1);
      this.#held = [];
      this.#mayHold = false;
      return true;
    }
    if (this.#mayHold && this.#latest !== undefined && compareTimes(line, this.#latest) <= 0) {
      this.#held.push({ ...line, bytes: Buffer.from(line.bytes) });
      return true;
    }
    this.settle(give);
    return false;
  }

  #remember(line: LogLine): void {
    if (this.#last === undefined) this.#startSeconds = line.seconds;
    const slot = this.#count % this.#size;
    if (this.#count >= this.#size) this.#forgottenUntil = Math.max(this.#forgottenUntil, this.#seconds[slot] ?? 0);
    this.#seconds[slot] = line.seconds;
    this.#nanos[slot] = line.nanos;
    this.#prints[slot] = line.print;
    this.#count++;
    this.#last = { seconds: line.seconds, nanos: line.nanos };
    if (this.#latest === undefined || compareTimes(line, this.#latest) > 0) this.#latest = this.#last;
  }
}

function nameOf(seconds: number, nanos: number, print: number): string {
  return `${seconds}.${nanos}.${print}`;
}
