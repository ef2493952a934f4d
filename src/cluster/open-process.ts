// Opens the websocket of a process in a container through client-node, with our own connection, credentials and limits. This file is loaded when
// the first shell is opened: nothing of client-node and ws is needed before.
import type { ClientRequest, IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';

import type { KubeConfig } from '@kubernetes/client-node/dist/config.js';
import { WebSocketHandler } from '@kubernetes/client-node/dist/web-socket-handler.js';
import { WebSocket } from 'ws';
import type { ClientOptions } from 'ws';

import { CHECK_UPGRADE } from './answer-error.ts';
import { ApiError } from './api-error.ts';
import { ChannelProcess } from './channel-process.ts';
import { abortedError, connectionError } from './connection-error.ts';
import { startTimers } from './exchange.ts';
import { probeConnection } from './lanes.ts';
import type { RemoteProcess } from './remote-process.ts';
import type { Upgrade, Upgraded } from './upgrade.ts';

/** client-node would also offer versions in which nobody tells an exit code. */
const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

const CLOSE_CHANNEL = 255;

/** The most a message of a server may hold; they are of some 32 KiB. */
const LARGEST_MESSAGE = 16 * 1024 * 1024;

/** client-node reads the first bytes of a message without looking whether there are any, and its error would end the program. */
class WholeMessages extends WebSocket {
  override emit(event: string | symbol, ...args: unknown[]): boolean {
    const [data] = args;
    if (event === 'message' && data instanceof Buffer && (data.length === 0 || isCutClose(data))) return false;
    return super.emit(event, ...args);
  }
}

function isCutClose(data: Buffer): boolean {
  return data[0] === CLOSE_CHANNEL && data.length < 2;
}

type Received = { readonly channel: number; readonly bytes: Buffer };

/** The running process, or the server's refusal. Rejects with ApiError when there is no connection, or no websocket at its other end. */
export async function openProcess(upgrade: Upgrade, stdin: boolean): Promise<Upgraded<RemoteProcess>> {
  const { waiting, signal } = upgrade;
  const { what, to, clock } = waiting;
  const refusal = Promise.withResolvers<IncomingMessage>();
  let socket: WebSocket | undefined;
  const early: Received[] = []; // messages may come in the very packet that opens the websocket
  let take = (channel: number, bytes: Buffer): void => void early.push({ channel, bytes });
  const dialled = (url: string, options: ClientOptions): WebSocket =>
    (socket = dial(url, options, upgrade, refusal.resolve));
  try {
    const opening = handlerFor(upgrade, dialled).connect(upgrade.path, null, (channel, bytes) => {
      take(channel, bytes);
      return true;
    });
    const refused = await Promise.race([opening.then(() => undefined), refusal.promise]);
    if (refused !== undefined) return { refused };
  } catch (error) {
    throw signal.aborted ? abortedError(what) : handshakeError(error, upgrade);
  }
  if (socket === undefined) throw new TypeError('a websocket has opened that was never made');
  const process = new ChannelProcess(socket, { what, to, clock, stdin, signal });
  take = (channel, bytes) => process.receive(channel, bytes);
  for (const { channel, bytes } of early) take(channel, bytes);
  return { opened: process };
}

/** client-node's handler reads an address and options from a KubeConfig; ours has the two methods that it calls. */
function handlerFor(upgrade: Upgrade, dialled: (url: string, options: ClientOptions) => WebSocket): WebSocketHandler {
  const config = {
    getCurrentCluster: () => ({ server: upgrade.server }),
    applyToHTTPSOptions: (options: ClientOptions) => {
      Object.assign(options, { agent: upgrade.agent, headers: upgrade.headers });
      return Promise.resolve();
    },
  } as unknown as KubeConfig;
  // the server may close them; unless given, they would be those of this program
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  return new WebSocketHandler(config, (url, _protocols, options) => dialled(url, options), streams);
}

/** A websocket that is connecting. A refusal is given to `refused` with its body; who reads that closes the connection. */
function dial(
  url: string,
  options: ClientOptions,
  { waiting, signal }: Upgrade,
  refused: (response: IncomingMessage) => void,
): WebSocket {
  if (signal.aborted) throw abortedError(waiting.what);
  let stopTimers = (): void => undefined;
  const finishRequest = (request: ClientRequest): void => {
    probeConnection(request);
    stopTimers = startTimers(request, waiting);
    request.end();
  };
  const limits = { perMessageDeflate: false, maxPayload: LARGEST_MESSAGE, finishRequest };
  const socket = new WholeMessages(url, PROTOCOLS, { ...options, ...limits });
  const abort = (): void => socket.terminate();
  const settled = (): void => {
    stopTimers();
    signal.removeEventListener('abort', abort);
  };
  signal.addEventListener('abort', abort);
  socket.once('upgrade', settled);
  socket.once('error', settled);
  socket.once('unexpected-response', (_request, response) => {
    stopTimers();
    response.on('error', () => undefined); // its reader gets it too
    response.once('close', settled);
    refused(response);
  });
  return socket;
}

/** client-node rejects with ws's ErrorEvent; an error without a code is ws's own about an answer that is no websocket. */
function handshakeError(event: unknown, { waiting }: Upgrade): ApiError {
  const { what, to } = waiting;
  const error = (event as { error?: unknown } | null)?.error ?? event;
  if (!(error instanceof Error) || error instanceof ApiError || 'code' in error)
    return connectionError(what, error, to);
  return new ApiError(
    { code: 'protocol', what, message: `${to.host}: there is no websocket: ${error.message}`, cure: CHECK_UPGRADE },
    { cause: error },
  );
}
