// Turns a refusal of the server into an ApiError: a metav1.Status when it is one, and words for everything else that may answer on a port
// (login pages, gateways, plain text).
import { printable } from '../objects/printable.ts';
import type { ApiErrorCode } from '../objects/kind-state.ts';
import { redact } from '../objects/redact.ts';
import { isJson, type Json } from '../objects/json.ts';
import { ApiError } from './api-error.ts';

/** Policy engines refuse with paragraphs; this much still fits a small screen. */
const LONGEST_MESSAGE = 700;

const CURES: Partial<Record<ApiErrorCode, string>> = {
  unauthorized: 'log in again: the credentials of this context are missing, wrong or expired',
  forbidden: 'ask for the right in this cluster, or use another context',
  'too-many': 'wait: the server asks for fewer requests',
};

export const CHECK_UPGRADE = 'a proxy before the server may not let websockets through';

/** The code for an HTTP status; reasons of a Status body come first (see codeOfStatus). */
function codeOfHttp(status: number): ApiErrorCode {
  if (status === 400 || status === 422 || status === 406 || status === 415) return 'invalid';
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 404 || status === 405) return 'not-found';
  if (status === 408) return 'timeout';
  if (status === 409) return 'conflict';
  if (status === 410) return 'gone';
  if (status === 429) return 'too-many';
  return status >= 500 ? 'server' : 'protocol';
}

/**
 * "Too large resource version" (504 Timeout): the server's cache is behind what we have seen, after a restart from a backup or at a lagging
 * replica. The only way on is a list from latest, as after 410.
 */
function isTooLargeVersion(status: Json): boolean {
  const details = isJson(status['details']) ? status['details'] : {};
  const causes = Array.isArray(details['causes']) ? details['causes'] : [];
  if (causes.some((cause) => isJson(cause) && cause['reason'] === 'ResourceVersionTooLarge')) return true;
  return typeof status['message'] === 'string' && status['message'].includes('Too large resource version');
}

/** Retry-After as seconds or as a date, in milliseconds from `now`. */
function retryAfter(header: string | undefined, details: Json, now: number): number | undefined {
  const seconds = Number(header ?? details['retryAfterSeconds'] ?? Number.NaN);
  if (Number.isFinite(seconds) && seconds >= 0) return seconds * 1000;
  const date = header === undefined ? Number.NaN : Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** The ApiError of a metav1.Status: the body of a refusal, or the object of a watch's ERROR event. `http` is 0 for the latter. */
export function statusError(
  what: string,
  status: Json,
  http: number,
  retryAfterHeader?: string,
  now = Date.now(),
): ApiError {
  const number = typeof status['code'] === 'number' && status['code'] > 0 ? status['code'] : http;
  const code: ApiErrorCode =
    status['reason'] === 'Expired' || status['reason'] === 'Gone' || isTooLargeVersion(status)
      ? 'gone'
      : codeOfHttp(number);
  const details = isJson(status['details']) ? status['details'] : {};
  const said = [status['message'], status['reason']].find((text) => typeof text === 'string' && text !== '') as
    | string
    | undefined;
  const words = (said ?? `HTTP ${number}`) + unsaidCauses(said ?? '', details);
  return refusal(what, code, number, words, retryAfter(retryAfterHeader, details, now));
}

/** Causes that the message does not tell: a webhook may give them and nothing else. */
function unsaidCauses(said: string, details: Json): string {
  const causes: readonly unknown[] = Array.isArray(details['causes']) ? details['causes'] : [];
  const unsaid = causes.flatMap((cause) => {
    const { field, message } = isJson(cause) ? cause : {};
    if (typeof message !== 'string' || message === '' || said.includes(message)) return [];
    return [typeof field === 'string' && field !== '' ? `${field}: ${message}` : message];
  });
  return unsaid.length === 0 ? '' : ` (${unsaid.join('; ')})`;
}

/** Words of a server, safe to show; what is cut off is seen to be. */
function shortened(words: string): string {
  const safe = redact(printable(words)).trim();
  return safe.length > LONGEST_MESSAGE ? `${safe.slice(0, LONGEST_MESSAGE - 2)} …` : safe;
}

function refusal(what: string, code: ApiErrorCode, status: number, said: string, retryAfterMs?: number): ApiError {
  const cure = CURES[code];
  return new ApiError({
    code,
    what,
    message: shortened(said),
    ...(status > 0 ? { status } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(cure === undefined ? {} : { cure }),
  });
}

export type Refusal = {
  readonly status: number;
  readonly contentType: string;
  readonly retryAfter: string | undefined;
  readonly location: string | undefined;
  readonly body: string;
};

/** The ApiError of an HTTP answer that is not 2xx, or is instead of an upgrade. */
export function answerError(what: string, answer: Refusal, now: number): ApiError {
  const { status, body } = answer;
  const json = parsed(body);
  if (isJson(json) && json['kind'] === 'Status') return statusError(what, json, status, answer.retryAfter, now);
  if (status < 300) return notUpgraded(what, status);
  if (status >= 300 && status < 400) {
    const host =
      answer.location !== undefined && URL.canParse(answer.location) ? ` to ${new URL(answer.location).host}` : '';
    return notKubernetes(what, status, `the server sends us elsewhere${host} (HTTP ${status}), as a login page does`);
  }
  const isHtml = looksLikeHtml(answer.contentType, body);
  if (isHtml && status !== 401 && status !== 429)
    return notKubernetes(what, status, `${htmlWords(body)} (HTTP ${status})`);
  const text = isHtml
    ? htmlWords(body)
    : isJson(json) && typeof json['message'] === 'string'
      ? json['message']
      : body.trim();
  return refusal(
    what,
    codeOfHttp(status),
    status,
    text === '' ? `HTTP ${status}` : text,
    retryAfter(answer.retryAfter, {}, now),
  );
}

function notUpgraded(what: string, status: number): ApiError {
  const message = `the answer is not a websocket (HTTP ${status})`;
  return new ApiError({ code: 'protocol', what, status, message, cure: CHECK_UPGRADE });
}

/** A 2xx whose body is not what the Kubernetes API speaks. `start` is the first part of the body. */
export function notJsonError(what: string, status: number, contentType: string, start: string): ApiError {
  if (looksLikeHtml(contentType, start)) return notKubernetes(what, status, htmlWords(start));
  return notKubernetes(
    what,
    status,
    `the answer is not JSON (${contentType === '' ? 'no content type' : contentType})`,
  );
}

function notKubernetes(what: string, status: number, message: string): ApiError {
  return new ApiError({
    code: 'protocol',
    what,
    status,
    message: shortened(message),
    cure: 'check cluster.server and the proxy: something that is not a Kubernetes API server answers there',
  });
}

function looksLikeHtml(contentType: string, body: string): boolean {
  return contentType.includes('text/html') || /^\s*<(?:!doctype|html|head|body)\b/i.test(body);
}

function htmlWords(body: string): string {
  const title = /<title[^>]*>([^<]{1,200})/i.exec(body)?.[1]?.trim();
  return title ? `a web page answers: "${title}"` : 'a web page answers';
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined; // not JSON: told in other words by the caller
  }
}
