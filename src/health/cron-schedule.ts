// When a CronJob should have run, by the library croner. Kubernetes reads schedules with robfig/cron, whose few differences are ironed out here.
import { Cron } from 'croner';

/** `next(after)`: the first run after an instant, both ms since the epoch; undefined when there is none. `words`: why the schedule cannot be read. */
export type Schedule = { readonly next: (after: number) => number | undefined } | { readonly words: string };

const KEPT = 500;
const known = new Map<string, Schedule>();

/** The schedule of a CronJob; `timeZone` '' means the controller's own, which is UTC nearly everywhere. Never throws. */
export function scheduleOf(text: string, timeZone: string): Schedule {
  const key = `${timeZone} ${text}`;
  let schedule = known.get(key);
  if (schedule === undefined) {
    if (known.size >= KEPT) known.clear();
    known.set(key, (schedule = read(text.trim(), timeZone)));
  }
  return schedule;
}

function read(text: string, timeZone: string): Schedule {
  const every = /^@every\s+(.+)$/.exec(text);
  if (every !== null) return everyPeriod(every[1] ?? '');
  const zoned = /^(?:CRON_TZ|TZ)=(\S+)\s+(.*)$/.exec(text);
  const pattern = (zoned?.[2] ?? text).replaceAll('?', '*');
  const timezone = zoned?.[1] ?? (timeZone === '' ? 'UTC' : timeZone);
  try {
    // A named zone takes Intl, and that 25 ms and 9 MB when it is first used; UTC needs no names.
    const zone = timezone === 'UTC' ? { utcOffset: 0 } : { timezone };
    const cron = new Cron(pattern, { ...zone, sloppyRanges: true, mode: '5-part' });
    const next = (after: number): number | undefined => cron.nextRun(new Date(after))?.getTime();
    next(0); // an unknown time zone shows only when asked
    return { next };
  } catch (error) {
    return { words: error instanceof Error ? error.message : String(error) };
  }
}

const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** Go's durations (`1h30m`); robfig counts them from the last run. */
function everyPeriod(duration: string): Schedule {
  let period = 0;
  let rest = duration;
  for (const [part, amount, unit] of duration.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)) {
    period += Number(amount) * (UNIT_MS[unit ?? ''] ?? 0);
    rest = rest.replace(part, '');
  }
  return period > 0 && rest === '' ? { next: (after) => after + period } : { words: `not a duration: ${duration}` };
}
