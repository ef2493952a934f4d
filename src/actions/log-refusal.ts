// What refusals of a log mean. The kubelet's sentences are matched here and nowhere else.
import type { ApiError } from '../cluster/api-error.ts';
import type { LogSource } from './log-query.ts';

/** `final`: asking again would give the same answer. */
export type Refusal = { readonly final: boolean; readonly words: string };

/** The refusal in words; undefined when the error is a matter of the connection, or of a pod that may be gone. */
export function refusalOf(error: ApiError, source: LogSource): Refusal | undefined {
  if (error.code === 'forbidden')
    return { final: true, words: `no right to read logs: needs get pods/log in namespace ${source.namespace}` };
  if (error.code !== 'invalid') return undefined;
  if (/previous terminated container .*not found/.test(error.message))
    return { final: true, words: 'this container has not been restarted: there is no previous log' };
  const waiting = /waiting to start: (.+)$/.exec(error.message)?.[1];
  if (waiting !== undefined) return { final: false, words: notStarted(waiting) };
  return { final: true, words: error.message };
}

export function notStarted(why: string): string {
  return `waiting to start: ${why} – will show it when it starts`;
}
