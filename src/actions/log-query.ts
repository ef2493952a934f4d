// What is asked of the server for a log: the ranges of the keys 0-6 (k9s's numbers) and the query they become.
import type { TurnId } from './live-text.ts';

export type RangeId = Extract<TurnId, `range-${number}`>;

/** `tail` newest lines, `head` first lines, or `seconds` back from now. `words` say it in the status. */
export type LogRange = {
  readonly id: RangeId;
  readonly words: string;
  readonly tail?: number;
  readonly head?: number;
  readonly seconds?: number;
};

const TAIL = { id: 'range-0', words: 'last 1,000 lines', tail: 1000 } as const;

export const RANGES: readonly LogRange[] = [
  TAIL,
  { id: 'range-1', words: 'first 5,000 lines', head: 5000 },
  { id: 'range-2', words: 'last minute', seconds: 60 },
  { id: 'range-3', words: 'last 5 min', seconds: 300 },
  { id: 'range-4', words: 'last 15 min', seconds: 900 },
  { id: 'range-5', words: 'last 30 min', seconds: 1800 },
  { id: 'range-6', words: 'last hour', seconds: 3600 },
];

export function rangeOf(id: TurnId): LogRange {
  return RANGES.find((range) => range.id === id) ?? TAIL;
}

/** What of a log is wanted; `previous`: of the run before this one. */
export type LogPlan = { readonly range: LogRange; readonly previous: boolean };

/** One container's log. `uid` is the pod's. */
export type LogSource = {
  readonly context: string;
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
  readonly container: string;
};

/** Where to begin: a range as of `agoSeconds` ago, a second of the node's clock, or the very beginning. */
export type LogStart =
  | { readonly range: LogRange; readonly agoSeconds: number }
  | { readonly sinceSeconds: number }
  | 'beginning';

export function podPath({ namespace, pod }: LogSource): string {
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}`;
}

/** Timestamps are always asked for: without them a broken log can neither be resumed nor merged. */
export function logPath(source: LogSource, start: LogStart, how: { follow: boolean; previous: boolean }): string {
  const query = new URLSearchParams({ container: source.container, timestamps: 'true' });
  if (how.follow) query.set('follow', 'true');
  if (how.previous) query.set('previous', 'true');
  if (start !== 'beginning') {
    if ('sinceSeconds' in start)
      query.set('sinceTime', `${new Date(start.sinceSeconds * 1000).toISOString().slice(0, 19)}Z`);
    else if (start.range.tail !== undefined) query.set('tailLines', String(start.range.tail));
    else if (start.range.seconds !== undefined)
      query.set('sinceSeconds', String(start.range.seconds + start.agoSeconds));
  }
  return `${podPath(source)}/log?${query.toString()}`;
}
