// How one kind of program talks in its log. A voice makes the text of line n from n, the instant and seeded chance alone.
import type { Chance } from './chance.ts';

export interface Moment {
  /** Counted from the container's start, after the lines of its start-up. */
  index: number;
  /** Microseconds since the epoch. */
  us: number;
  /** An integer in [0, limit), the same for the same line and word. */
  draw: (limit: number, word: string) => number;
  pod: string;
}

export interface Voice {
  /** Demo time between two lines, in milliseconds. */
  periodMs: number;
  /** What it says while it starts. */
  startUp: (us: number) => readonly string[];
  say: (moment: Moment) => string | Buffer;
  /** The index of the line this one follows at once (a stack trace's first), or its own. */
  leader?: (index: number, draw: (limit: number, word: string, of: number) => number) => number;
}

/** One of several, by chance. */
export function oneOf<T>(moment: Moment, word: string, choices: readonly [T, ...T[]]): T {
  return choices[moment.draw(choices.length, word)] ?? choices[0];
}

/** The chance of one container's run: draws by line and word. */
export function drawer(chance: Chance): (limit: number, word: string, of: number) => number {
  return (limit, word, of) => chance.below(limit, `${word}/${of}`);
}
