// How many nodes stand at each level, kept by adding and taking away, so that a parent of 20,000 never counts its children.
import type { CountByLevel } from './health.ts';
import type { Level } from './level.ts';
import { LEVELS, RANK } from './level.ts';

/** Where a node is counted: under its level, or under unknown when it has no trouble of its own and no data to say so. */
export type Bucket = Level | 'unknown';

const AT: Readonly<Record<Bucket, number>> = {
  ok: 0,
  done: 1,
  paused: 2,
  progressing: 3,
  minor: 4,
  major: 5,
  critical: 6,
  unknown: 7,
};

/** The bucket of a node: an ok (done, paused) level without data reads `?`; trouble that is known stays what it is. */
export function bucketOf(level: Level, unknown: boolean): Bucket {
  return unknown && RANK[level] === 0 ? 'unknown' : level;
}

export class LevelCounts {
  readonly #numbers: number[] = [0, 0, 0, 0, 0, 0, 0, 0];

  add(bucket: Bucket, by: number): void {
    const at = AT[bucket];
    this.#numbers[at] = (this.#numbers[at] ?? 0) + by;
  }

  get(bucket: Bucket): number {
    return this.#numbers[AT[bucket]] ?? 0;
  }

  get isEmpty(): boolean {
    return this.#numbers.every((count) => count === 0);
  }

  /** The worst level that is counted; ok when none is worse (done, paused and unknown are not trouble). */
  worst(): Level {
    for (let at = AT.critical; at >= AT.progressing; at--) if ((this.#numbers[at] ?? 0) > 0) return LEVELS[at] ?? 'ok';
    return 'ok';
  }

  /** Adds these numbers to `sum`. */
  addTo(sum: LevelCounts): void {
    for (const level of LEVELS) sum.add(level, this.get(level));
    sum.add('unknown', this.get('unknown'));
  }

  toCount(): CountByLevel {
    const [ok = 0, done = 0, paused = 0, progressing = 0, minor = 0, major = 0, critical = 0, unknown = 0] =
      this.#numbers;
    return Object.freeze({ ok, done, paused, progressing, minor, major, critical, unknown });
  }
}

/** Nothing counted. */
export const NO_COUNT: CountByLevel = new LevelCounts().toCount();
