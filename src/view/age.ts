// Ages are painted, not stored: a row says since when, and the screen counts from its own clock. So a table of 20,000 rows that all grow older
// is never rebuilt for it.
import type { Cell } from './row.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** `2d3h` when there is a rest, `2d` when there is none. */
function pair(ms: number, large: number, largeUnit: string, small: number, smallUnit: string): string {
  const whole = Math.floor(ms / large);
  const rest = Math.floor((ms % large) / small);
  return rest === 0 ? `${whole}${largeUnit}` : `${whole}${largeUnit}${rest}${smallUnit}`;
}

/**
 * A duration as kubectl writes it: `45s`, `3m20s`, `4d`, `2y31d`. Source: k8s.io/apimachinery duration.HumanDuration, with its thresholds.
 * From the future reads `0s` up to five minutes, unlike kubectl's two seconds: clocks differ, and a server that is a little ahead is no news. Beyond
 * that it reads `<invalid>`.
 */
export function humanAge(ms: number): string {
  if (ms < -5 * MINUTE) return '<invalid>';
  if (ms < 0) return '0s';
  if (ms < 2 * MINUTE) return `${Math.floor(ms / SECOND)}s`;
  if (ms < 10 * MINUTE) return pair(ms, MINUTE, 'm', SECOND, 's');
  if (ms < 3 * HOUR) return `${Math.floor(ms / MINUTE)}m`;
  if (ms < 8 * HOUR) return pair(ms, HOUR, 'h', MINUTE, 'm');
  if (ms < 2 * DAY) return `${Math.floor(ms / HOUR)}h`;
  if (ms < 8 * DAY) return pair(ms, DAY, 'd', HOUR, 'h');
  if (ms < 2 * YEAR) return `${Math.floor(ms / DAY)}d`;
  if (ms < 8 * YEAR) return pair(ms, YEAR, 'y', DAY, 'd');
  return `${Math.floor(ms / YEAR)}y`;
}

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
