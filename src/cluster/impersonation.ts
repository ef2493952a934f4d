// Impersonation as headers, as client-go writes them; client-node sends the user alone and so asks with more rights than were meant.
import type { OutgoingHttpHeaders } from 'node:http';

import type { Impersonation } from './kubeconfig-entry.ts';

/** Characters a header name may hold (RFC 9110), without `%`, which escapes the others. */
const NOT_IN_NAME = /[^!#$&'*+\-.^_`|~0-9a-z]/g;

/** Node writes header values as latin1; UTF-8 bytes pass through unchanged this way. */
const headerValue = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** The Impersonate-* headers; none for undefined. */
export function impersonationHeaders(impersonate: Impersonation | undefined): OutgoingHttpHeaders {
  if (impersonate === undefined) return {};
  const headers: OutgoingHttpHeaders = { 'Impersonate-User': headerValue(impersonate.user) };
  if (impersonate.groups.length > 0) headers['Impersonate-Group'] = impersonate.groups.map(headerValue);
  if (impersonate.uid !== undefined) headers['Impersonate-Uid'] = headerValue(impersonate.uid);
  for (const [key, values] of Object.entries(impersonate.extra ?? {})) {
    headers[`Impersonate-Extra-${escapedKey(key)}`] = values.map(headerValue);
  }
  return headers;
}

/** Header names have no case, so keys are lower-cased as client-go documents, and the rest is percent-encoded. */
function escapedKey(key: string): string {
  return key
    .toLowerCase()
    .replace(NOT_IN_NAME, (char) =>
      encodeURIComponent(char).replace(/^[^%]$/, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`),
    );
}
