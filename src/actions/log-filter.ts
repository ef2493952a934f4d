// Which lines of a ring match a pattern, kept up to date line by line. A whole ring is looked through in slices, so that typing goes on meanwhile.
import { logWords } from './log-look.ts';
import type { LogPattern } from './log-pattern.ts';
import type { LogRing } from './log-ring.ts';

/** Lines looked at without a pause: some milliseconds. */
const SLICE = 1500;

export class LogFilter {
  readonly pattern: LogPattern;
  readonly #ring: LogRing;
  #matches: number[] = [];
  /** Matches that were taken off the front of `#matches`. */
  #base = 0;
  /** Matches whose lines were evicted, those of `#base` included. */
  #dropped = 0;
  #looked: number;

  constructor(ring: LogRing, pattern: LogPattern) {
    this.#ring = ring;
    this.#looked = ring.first;
    this.pattern = pattern;
  }

  /** Matching lines that were evicted since the filter was made. */
  get dropped(): number {
    this.#forget();
    return this.#dropped;
  }

  /** Number of matches ever found. */
  get end(): number {
    return this.#base + this.#matches.length;
  }

  /** The ring's index of a match by its number; undefined when it is forgotten. */
  at(match: number): number | undefined {
    return this.#matches[match - this.#base];
  }

  /** How much of the ring was looked at, 0 to 1. */
  get progress(): number {
    const all = this.#ring.end - this.#ring.first;
    return all === 0 ? 1 : Math.max(0, this.#looked - this.#ring.first) / all;
  }

  /** Looks at a slice of what is new; true when nothing is left. Marks always match: a gap must not be hidden. */
  advance(): boolean {
    this.#looked = Math.max(this.#looked, this.#ring.first);
    const end = Math.min(this.#ring.end, this.#looked + SLICE);
    const indices: number[] = [];
    const texts: string[] = [];
    const marks: boolean[] = [];
    for (let index = this.#looked; index < end; index++) {
      const record = this.#ring.read(index);
      if (record === undefined) continue;
      indices.push(index);
      texts.push(logWords(record));
      marks.push(record.mark);
    }
    const matching = this.pattern.test(texts);
    for (const [at, index] of indices.entries())
      if (matching[at] === true || marks[at] === true) this.#matches.push(index);
    this.#looked = end;
    return end === this.#ring.end;
  }

  #forget(): void {
    while (this.#dropped < this.end && (this.at(this.#dropped) ?? 0) < this.#ring.first) this.#dropped++;
    if (this.#dropped - this.#base < 4096) return;
    this.#matches = this.#matches.slice(this.#dropped - this.#base);
    this.#base = this.#dropped;
  }
}
