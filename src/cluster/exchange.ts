// One request and the head of its answer: the timeouts before the first byte, and the one retry that HTTP keep-alive makes necessary.
import type { ClientRequest, IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';

import type { Clock } from '../objects/clock.ts';
import { ApiError } from './api-error.ts';
import { abortedError, connectionError, timeoutError } from './connection-error.ts';
import type { Destination } from './connection-error.ts';
import type { Lane } from './lanes.ts';

/** A host that does not even accept a connection in this time is called unreachable. */
export const CONNECT_TIMEOUT_MS = 10_000;

/** A watch answers when its queue at the server lets it, and may then stay silent: only its connection is held to the request timeout. */
const WATCH_FIRST_BYTE_MS = 90_000;

/** What limits the time before the first byte. */
export type Waiting = {
  readonly what: string;
  readonly lane: Lane;
  readonly to: Destination;
  readonly clock: Clock;
  readonly requestTimeoutMs: number;
};

export type Sending = Waiting & {
  readonly isStopped: () => boolean;
  readonly body: string | undefined;
  /** Makes the request, not yet ended. May throw. */
  readonly start: () => ClientRequest;
};

/** A kept connection turned out to be closed before the server said anything. */
class StaleConnection extends ApiError {}

/**
 * Sends a request that may be sent twice (GET). A kept connection that the server closed at this very moment says nothing of the request:
 * Node's documentation of `reusedSocket` asks for one more try.
 */
export async function exchangeTwice(sending: Sending): Promise<IncomingMessage> {
  try {
    return await exchange(sending);
  } catch (error) {
    if (!(error instanceof StaleConnection)) throw error;
    return exchange(sending);
  }
}

/** The answer once its head has arrived, whatever its status. Rejects with ApiError. */
export function exchange(sending: Sending): Promise<IncomingMessage> {
  const { what, to } = sending;
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  let request: ClientRequest;
  try {
    request = sending.start();
  } catch (error) {
    return Promise.reject(connectionError(what, error, to)); // a bad key, or a token no header can hold
  }
  const stopTimers = startTimers(request, sending);
  request.once('response', (response) => {
    stopTimers();
    response.on('error', () => undefined); // between two reads nobody else listens; the reader still gets it
    resolve(response);
  });
  // behind the answer the body's reader sees the error; this rejection then comes too late to matter
  request.on('error', (error: NodeJS.ErrnoException) => {
    stopTimers();
    if (sending.isStopped()) return reject(abortedError(what));
    const failure = connectionError(what, error, to);
    const isStale = request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
    reject(isStale ? new StaleConnection(failure.info, { cause: error }) : failure);
  });
  request.end(sending.body);
  return promise;
}

/**
 * One limit for the connection, one for the first byte after it. They start when the lane has a place: waiting for a place is no failure.
 * The returned function ends them.
 */
export function startTimers(request: ClientRequest, waiting: Waiting): () => void {
  const { what, lane, to, clock, requestTimeoutMs } = waiting;
  const connectMs = Math.min(CONNECT_TIMEOUT_MS, requestTimeoutMs);
  const firstByteMs = firstByteLimit(lane, requestTimeoutMs);
  let cancel = (): void => undefined;
  const arm = (ms: number, failure: () => ApiError): void => {
    cancel();
    cancel = clock.setTimer(ms, () => request.destroy(failure()));
  };
  const waitForAnswer = (): void => {
    cancel();
    if (!request.destroyed && firstByteMs !== undefined)
      arm(firstByteMs, () => timeoutError(what, `${to.host}: no answer within ${firstByteMs / 1000} s`));
  };
  request.once('socket', (socket) => {
    if (request.destroyed) return;
    const isShakingHands = socket instanceof TLSSocket && !request.reusedSocket;
    if (!socket.connecting && !isShakingHands) return waitForAnswer();
    arm(connectMs, () => connectionError(what, { code: 'ETIMEDOUT' }, to));
    socket.once(isShakingHands ? 'secureConnect' : 'connect', waitForAnswer);
  });
  return () => cancel();
}

/** A followed log answers with its first line, which may be hours away. */
function firstByteLimit(lane: Lane, requestTimeoutMs: number): number | undefined {
  if (lane === 'stream') return undefined;
  return lane === 'watch' ? WATCH_FIRST_BYTE_MS : requestTimeoutMs;
}
