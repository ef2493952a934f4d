// One word for a row's health. Unknown is a badge, not a level: it hides a good level and stands behind a bad one (law 3).
import type { Level } from './level.ts';
import { isProblem, RANK } from './level.ts';

/** The word of each level, as on screen. */
export const LEVEL_WORDS: Readonly<Record<Level | 'unknown', string>> = {
  ok: 'ok',
  done: 'done',
  paused: 'paused',
  progressing: 'changing',
  minor: 'minor',
  major: 'major',
  critical: 'critical',
  unknown: 'unknown',
};

/** What a row counts as: its level, or unknown when nothing bad is known and not everything is seen. */
export function seenLevel(level: Level, unknown: boolean): Level | 'unknown' {
  return unknown && !isProblem(level) ? 'unknown' : level;
}

/** Worse is higher. Unknown stands between trouble and change: it wants looking at, but never outranks what is known to be bad. */
export function sortRank(level: Level | 'unknown'): number {
  return level === 'unknown' ? RANK.minor - 0.5 : RANK[level];
}

/** The word for a node's health. */
export function levelWord(health: { readonly shown: Level; readonly unknown: unknown }): string {
  return LEVEL_WORDS[seenLevel(health.shown, health.unknown !== undefined)];
}
