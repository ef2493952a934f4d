// What a request for a log asks for, checked as the API server checks PodLogOptions.
import { Failure, badRequest } from './failure.ts';

export interface LogOptions {
  container: string;
  follow: boolean;
  previous: boolean;
  timestamps: boolean;
  tailLines: number | undefined;
  limitBytes: number | undefined;
  /** Microseconds since the epoch. */
  sinceUs: number | undefined;
}

interface Cause {
  reason: string;
  message: string;
  field: string;
}

/** Reads the query; `now` in milliseconds. Throws 400 for what cannot be read and 422 for what makes no sense. */
export function logOptions(query: URLSearchParams, pod: string, now: number): LogOptions {
  const number = (name: string): number | undefined => {
    const text = query.get(name);
    if (text === null || text === '') return undefined;
    if (/^[-+]?\d+$/.test(text)) return Number(text);
    throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  };
  const flag = (name: string): boolean => ['true', '1'].includes(query.get(name) ?? '');
  const tailLines = number('tailLines');
  const limitBytes = number('limitBytes');
  const sinceSeconds = number('sinceSeconds');
  const sinceTime = instant(query.get('sinceTime'));
  const causes = [
    ...tooSmall('tailLines', tailLines, 0, 'must be greater than or equal to 0'),
    ...tooSmall('limitBytes', limitBytes, 1, 'must be greater than 0'),
    ...tooSmall('sinceSeconds', sinceSeconds, 1, 'must be greater than 0'),
    ...(sinceSeconds !== undefined && sinceTime !== undefined ? [BOTH_SINCE] : []),
  ];
  if (causes.length > 0) throw invalidOptions(pod, causes);
  const sinceMs = sinceTime ?? (sinceSeconds === undefined ? undefined : now - sinceSeconds * 1000);
  return {
    container: query.get('container') ?? '',
    follow: flag('follow'),
    previous: flag('previous'),
    timestamps: flag('timestamps'),
    tailLines,
    limitBytes,
    sinceUs: sinceMs === undefined ? undefined : sinceMs * 1000,
  };
}

/** The API server hands the time on to the kubelet in whole seconds, so who resumes is told that second's lines again. */
function instant(text: string | null): number | undefined {
  if (text === null || text === '') return undefined;
  const ms = /^\d{4}-\d\d-\d\d[Tt]/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms))
    throw badRequest(`parsing time ${JSON.stringify(text)} as "2006-01-02T15:04:05Z07:00": cannot parse`);
  return Math.floor(ms / 1000) * 1000;
}

const BOTH_SINCE: Cause = {
  reason: 'FieldValueForbidden',
  message: 'Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified',
  field: '',
};

function tooSmall(field: string, value: number | undefined, least: number, why: string): Cause[] {
  if (value === undefined || value >= least) return [];
  return [{ reason: 'FieldValueInvalid', message: `Invalid value: ${value}: ${why}`, field }];
}

function invalidOptions(pod: string, causes: readonly Cause[]): Failure {
  const told = causes.map(({ field, message }) => `${field === '' ? '<nil>' : field}: ${message}`);
  const list = told.length === 1 ? told[0] : `[${told.join(', ')}]`;
  const message = `PodLogOptions "${pod}" is invalid: ${list}`;
  return new Failure(422, 'Invalid', message, { name: pod, kind: 'PodLogOptions', causes });
}
