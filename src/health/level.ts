// The levels of health and their order. An unlisted word is a type error, never "healthiest" (gitops-engine's trap).

/** Best to worst; `ok`, `done` and `paused` share the lowest rank. */
export const LEVELS = ['ok', 'done', 'paused', 'progressing', 'minor', 'major', 'critical'] as const;
export type Level = (typeof LEVELS)[number];

/** Rank of each level: higher is worse. Source: health-rules.md §1. */
export const RANK: Readonly<Record<Level, number>> = {
  ok: 0,
  done: 0,
  paused: 0,
  progressing: 1,
  minor: 2,
  major: 3,
  critical: 4,
};

/** The worse of two levels; the first when they rank the same. */
export function worse(a: Level, b: Level): Level {
  return RANK[b] > RANK[a] ? b : a;
}

/** A problem is what `!` keeps: minor and worse. */
export function isProblem(level: Level): boolean {
  return RANK[level] >= RANK.minor;
}
