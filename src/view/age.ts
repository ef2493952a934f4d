// Ages are painted, not stored: a row says since when, and the screen counts from its own clock. So a table of 20,000 rows that all grow older
// is never rebuilt for it.
import { humanAge } from '../objects/human-age.ts';
import type { Cell } from './row.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** An age in its largest unit only, for a cell beside another value: `7 (2m)`. */
function shortAge(ms: number): string {
  if (ms < SECOND) return '0s';
  if (ms < 2 * MINUTE) return `${Math.floor(ms / SECOND)}s`;
  if (ms < 2 * HOUR) return `${Math.floor(ms / MINUTE)}m`;
  if (ms < 2 * DAY) return `${Math.floor(ms / HOUR)}h`;
  return `${Math.floor(ms / DAY)}d`;
}

/** A duration in a sentence: `45 s`, `2 min`, `5 h`, `3 days`. */
export function spokenAge(ms: number): string {
  if (ms < SECOND) return '0 s';
  if (ms < 2 * MINUTE) return `${Math.floor(ms / SECOND)} s`;
  if (ms < 2 * HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < 2 * DAY) return `${Math.floor(ms / HOUR)} h`;
  return `${Math.floor(ms / DAY)} days`;
}

/** What is painted of a cell at `now`: its text, its age, or both as `7 (2m)`. Still raw: the screen makes it printable. */
export function cellText(cell: Cell, now: number): string {
  if (cell.since === undefined) return cell.text;
  return cell.text === '' ? humanAge(now - cell.since) : `${cell.text} (${shortAge(now - cell.since)})`;
}
