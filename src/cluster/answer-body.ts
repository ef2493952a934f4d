// The bytes of an answer as they arrive, unpacked, with our own errors: silence becomes `timeout`, a cut connection `unreachable`, a broken
// gzip `protocol`. Whoever stops reading early closes the connection.
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

import type { Clock } from '../objects/clock.ts';
import { ApiError } from './api-error.ts';
import { abortedError, connectionError, timeoutError } from './connection-error.ts';
import type { Destination } from './connection-error.ts';

/** A watch that says nothing for this long is given up and resumed; bookmarks come about once a minute. */
export const LONGEST_SILENCE_MS = 90_000;

export type BodyOptions = {
  readonly what: string;
  readonly to: Destination;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** False for a log, which may say nothing for hours. */
  readonly silenceIsFailure: boolean;
};

/** Gunzip works in pieces of this size, like a socket. */
const CHUNK_BYTES = 64 * 1024;

/** Chunks of the unpacked body. Throws ApiError; `aborted` when the signal says so. */
export async function* answerBody(
  response: IncomingMessage,
  options: BodyOptions,
): AsyncGenerator<Buffer, void, undefined> {
  const { what, to, clock, signal } = options;
  const packed = response.headers['content-encoding'] === 'gzip';
  const stream: Readable = packed
    ? pipeline(response, createGunzip({ chunkSize: CHUNK_BYTES }), () => undefined)
    : response;
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer, void>;
  let silent = false;
  let whole = false;
  const giveUp = (): void => {
    silent = true;
    response.destroy(timeoutError(what, `${to.host}: no byte for ${LONGEST_SILENCE_MS / 1000} s`));
  };
  try {
    for (;;) {
      // the clock runs only while we wait: a slow reader is not a silent server
      const cancel = options.silenceIsFailure ? clock.setTimer(LONGEST_SILENCE_MS, giveUp) : undefined;
      let next: IteratorResult<Buffer, void>;
      try {
        next = await chunks.next();
      } finally {
        cancel?.();
      }
      if (next.done === true) break;
      yield next.value;
    }
    whole = true;
  } catch (error) {
    if (signal.aborted) throw abortedError(what);
    if (silent) throw timeoutError(what, `${to.host}: no byte for ${LONGEST_SILENCE_MS / 1000} s`);
    throw bodyError(what, error, to);
  } finally {
    if (!whole) {
      stream.destroy();
      response.destroy();
    }
  }
  if (signal.aborted) throw abortedError(what);
}

function bodyError(what: string, error: unknown, to: Destination): ApiError {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string' && code.startsWith('Z_')) {
    return new ApiError(
      { code: 'protocol', what, message: `${to.host}: the packed answer is broken or cut short (${code})` },
      { cause: error },
    );
  }
  return connectionError(what, error, to);
}

/** The whole body as text, no longer than `limit` bytes; for refusals and small answers. */
export async function textOf(body: AsyncIterable<Buffer>, limit = 32 * 1024 * 1024): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > limit) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}
