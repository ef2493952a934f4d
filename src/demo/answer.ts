// Writing answers: JSON, refusals, and large bodies in slices that wait for the client (a list of 20,000 pods must not
// be copied into one buffer), gzipped from the size at which a real server does so.
import type { ServerResponse } from 'node:http';
import { once } from 'node:events';
import { createGzip } from 'node:zlib';
import type { Writable } from 'node:stream';

import { Failure } from './failure.ts';

/** kube-apiserver compresses list and get answers from 128 KiB on, at level 1. */
const GZIP_FROM_BYTES = 128 * 1024;
const SLICE_BYTES = 256 * 1024;

const HEADERS = { 'Cache-Control': 'no-cache, private', 'X-Kubernetes-Pf-Flowschema-Uid': 'demo' };

export function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  contentType = 'application/json',
): void {
  const bytes = Buffer.from(`${JSON.stringify(body)}\n`);
  response.writeHead(status, { ...HEADERS, 'Content-Type': contentType, 'Content-Length': bytes.length });
  response.end(bytes);
}

export function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  contentType = 'text/plain; charset=utf-8',
): void {
  response.writeHead(status, { ...HEADERS, 'Content-Type': contentType });
  response.end(text);
}

/** Sends a refusal; anything but a `Failure` is a bug of the demo and is told as 500. */
export function sendFailure(response: ServerResponse, error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const failure =
    error instanceof Failure ? error : new Failure(500, 'InternalError', `Internal error occurred: ${text}`);
  const retryAfter = failure.body.details?.retryAfterSeconds;
  if (retryAfter !== undefined) response.setHeader('Retry-After', String(retryAfter));
  sendJson(response, failure.body.code, failure.body);
}

export interface BodyOptions {
  contentType: string;
  acceptEncoding: string | undefined;
  /** Stop after half of the body: `reset` the connection or `hang`. */
  stopHalfway?: 'reset' | 'hang';
}

/** Sends the parts as one 200 body; resolves when all is handed over or the client has gone. */
export async function sendBody(
  response: ServerResponse,
  parts: readonly Buffer[],
  options: BodyOptions,
): Promise<void> {
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  const zip = size >= GZIP_FROM_BYTES && /\bgzip\b/.test(options.acceptEncoding ?? '');
  const headers: Record<string, string> = { ...HEADERS, 'Content-Type': options.contentType };
  if (zip) Object.assign(headers, { 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' });
  response.writeHead(200, headers);
  if (options.stopHalfway !== undefined) {
    const half = Buffer.concat([...parts]).subarray(0, Math.floor(size / 2));
    response.write(half, () => options.stopHalfway === 'reset' && response.destroy());
    return;
  }
  if (!zip) {
    await writeAll(response, parts);
    response.end();
    return;
  }
  const gzip = createGzip({ level: 1 });
  gzip.pipe(response);
  response.on('close', () => gzip.destroy());
  await writeAll(gzip, parts);
  gzip.end();
}

/** Writes parts in slices, waiting whenever the other side is slow; stops quietly when it has gone. */
export async function writeAll(out: Writable, parts: readonly Buffer[]): Promise<void> {
  let slice: Buffer[] = [];
  let size = 0;
  for (const part of parts) {
    slice.push(part);
    size += part.length;
    if (size < SLICE_BYTES) continue;
    if (!(await writeSlice(out, slice))) return;
    slice = [];
    size = 0;
  }
  if (size > 0) await writeSlice(out, slice);
}

async function writeSlice(out: Writable, slice: readonly Buffer[]): Promise<boolean> {
  if (out.destroyed) return false;
  if (out.write(Buffer.concat(slice))) return true;
  const gone = new AbortController();
  const close = (): void => gone.abort();
  out.once('close', close);
  try {
    await once(out, 'drain', { signal: gone.signal });
    return true;
  } catch {
    return false;
  } finally {
    out.off('close', close);
  }
}
