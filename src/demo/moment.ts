// The instants a world is built from: when the demo began (old objects hang on it and never move) and when the present
// story step began (what just happened hangs on that).

export interface Moment {
  /** Milliseconds since the epoch. */
  begun: number;
  stepBegun: number;
}

const DAY_MS = 86_400_000;

const STAMPS_KEPT = 4096;
const stamps = new Map<number, string>();

/** RFC 3339 in seconds, as Kubernetes writes times. Thousands of pods share a few seconds, so texts are kept. */
export function stamp(ms: number): string {
  const second = Math.floor(ms / 1000);
  const known = stamps.get(second);
  if (known !== undefined) return known;
  const text = new Date(second * 1000).toISOString().replace('.000Z', 'Z');
  if (stamps.size >= STAMPS_KEPT) stamps.clear();
  stamps.set(second, text);
  return text;
}

/** Seconds before the present step. */
export function beforeStep(moment: Moment, seconds: number): string {
  return stamp(moment.stepBegun - seconds * 1000);
}

/** Days before the demo began. */
export function daysBefore(moment: Moment, days: number): number {
  return moment.begun - days * DAY_MS;
}
