// A process in a container behind an open websocket, in the channels of v4.channel.k8s.io and v5.channel.k8s.io: the first byte of each message
// says what it is. Everything that lives as long as the process does starts and ends here.
import type { WebSocket } from 'ws';

import type { Clock } from '../objects/clock.ts';
import { printable } from '../objects/printable.ts';
import { ApiError } from './api-error.ts';
import { connectionError } from './connection-error.ts';
import type { Destination } from './connection-error.ts';
import { Heartbeat } from './heartbeat.ts';
import { InputGate } from './input-gate.ts';
import { OutputQueue } from './output-queue.ts';
import type { OutputListener } from './output-queue.ts';
import type { RemoteEnd, RemoteProcess } from './remote-process.ts';
import { remoteEnd, unknownEnd } from './remote-status.ts';

const CHANNEL = { stdin: 0, stdout: 1, stderr: 2, status: 3, resize: 4, close: 255 } as const;

/** How long the other end may take to say goodbye. */
const GOODBYE_MS = 1_000;
const CLOSE_NORMAL = 1000;
const CLOSED_WITHOUT_WORD = 1006;
const LONGEST_STATUS = 64 * 1024;
const MOST_CELLS = 65_535;

export type ChannelProcessOptions = {
  readonly what: string;
  readonly to: Destination;
  readonly clock: Clock;
  readonly stdin: boolean;
  /** Ends it at once. */
  readonly signal: AbortSignal;
};

export class ChannelProcess implements RemoteProcess {
  readonly ended: Promise<RemoteEnd>;
  readonly #options: ChannelProcessOptions;
  readonly #socket: WebSocket;
  readonly #output: OutputQueue;
  readonly #input: InputGate;
  readonly #heart: Heartbeat;
  readonly #resolveEnded: (end: RemoteEnd) => void;
  #end: RemoteEnd | undefined;
  #statusText = '';
  #cancelGoodbye = (): void => undefined;

  /** `socket` is open, and what it receives is given to receive(). */
  constructor(socket: WebSocket, options: ChannelProcessOptions) {
    const { promise, resolve } = Promise.withResolvers<RemoteEnd>();
    this.ended = promise;
    this.#resolveEnded = resolve;
    this.#options = options;
    this.#socket = socket;
    this.#output = new OutputQueue({
      hold: (held) => (held ? socket.pause() : socket.resume()),
      failed: (error) => this.#listenerFailed(error),
    });
    this.#input = new InputGate(socket);
    this.#heart = new Heartbeat({
      clock: options.clock,
      ping: () => socket.ping(undefined, undefined, () => undefined),
      gone: (seconds) => this.#gone(seconds),
      isDeaf: () => this.#output.isHeld,
      isClogged: () => this.#input.isClogged,
    });
    socket.on('pong', this.#heard);
    socket.on('error', this.#failed);
    socket.on('close', this.#closed);
    options.signal.addEventListener('abort', this.#aborted);
    if (options.signal.aborted) this.#aborted();
  }

  onOutput(listener: OutputListener): void {
    this.#output.listen(listener);
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#options.stdin ? this.#input.write(CHANNEL.stdin, bytes) : Promise.resolve();
  }

  endInput(): void {
    if (this.#socket.protocol === 'v5.channel.k8s.io') this.#send(CHANNEL.close, Buffer.of(CHANNEL.stdin));
  }

  resize({ width, height }: { readonly width: number; readonly height: number }): void {
    const isSize = [width, height].every((cells) => Number.isInteger(cells) && cells > 0 && cells <= MOST_CELLS);
    if (isSize) this.#send(CHANNEL.resize, Buffer.from(JSON.stringify({ Width: width, Height: height })));
  }

  close(): void {
    this.#finish({ type: 'closed' });
    this.#output.drop();
    this.#sayGoodbye();
    this.#tell();
  }

  /** One message of the server without its channel byte. */
  receive(channel: number, bytes: Buffer): void {
    this.#heard();
    if (bytes.length === 0) return; // servers of v4 begin every channel with an empty message
    if (channel === CHANNEL.stdout) this.#output.push(bytes, 'stdout');
    else if (channel === CHANNEL.stderr) this.#output.push(bytes, 'stderr');
    else if (channel === CHANNEL.status) this.#receiveStatus(bytes);
  }

  #receiveStatus(bytes: Buffer): void {
    const { what } = this.#options;
    this.#statusText += bytes.toString('utf8');
    const isTooLong = this.#statusText.length > LONGEST_STATUS;
    const end = remoteEnd(what, this.#statusText) ?? (isTooLong ? unknownEnd(what, this.#statusText) : undefined);
    if (end === undefined) return;
    this.#finish(end);
    this.#sayGoodbye();
  }

  #send(channel: number, bytes: Uint8Array): void {
    if (this.#end === undefined) this.#socket.send(Buffer.concat([Buffer.of(channel), bytes]), () => undefined);
  }

  readonly #heard = (): void => {
    this.#input.heard();
    this.#heart.heard();
  };

  readonly #aborted = (): void => {
    this.#finish({ type: 'closed' });
    this.#output.drop();
    this.#socket.terminate();
    this.#tell();
  };

  readonly #failed = (error: NodeJS.ErrnoException): void => {
    const { what, to } = this.#options;
    const isNonsense = error.code?.startsWith('WS_ERR') === true;
    const failure = isNonsense
      ? new ApiError({
          code: 'protocol',
          what,
          message: `${to.host}: the server's websocket is broken: ${error.message}`,
        })
      : connectionError(what, error, to);
    this.#fail(failure);
  };

  readonly #closed = (code: number, reason: Buffer): void => {
    this.#cancelGoodbye();
    this.#options.signal.removeEventListener('abort', this.#aborted);
    this.#socket.removeAllListeners();
    this.#finish(this.#cut(code, reason.toString('utf8')));
    this.#tell();
  };

  /** A connection that ended before any status. */
  #cut(code: number, reason: string): RemoteEnd {
    const { what, to } = this.#options;
    if (this.#statusText !== '') return unknownEnd(what, this.#statusText);
    const said = reason === '' ? '' : `: ${printable(reason)}`;
    const how =
      code === CLOSED_WITHOUT_WORD
        ? 'the connection was cut'
        : `the server closed the connection without saying how it ended (${code}${said})`;
    return { type: 'failed', error: new ApiError({ code: 'unreachable', what, message: `${to.host}: ${how}` }).info };
  }

  #gone(silentSeconds: number): void {
    const { what, to } = this.#options;
    const message = `${to.host}: the server has not answered for ${silentSeconds} s`;
    this.#fail(new ApiError({ code: 'timeout', what, message }));
  }

  #listenerFailed(error: unknown): void {
    const message = `its output could not be shown: ${error instanceof Error ? error.message : String(error)}`;
    this.#fail(new ApiError({ code: 'aborted', what: this.#options.what, message }));
  }

  /** The socket's `close` follows at once. */
  #fail(error: ApiError): void {
    this.#finish({ type: 'failed', error: error.info });
    this.#socket.terminate();
  }

  /** The other end closes too, after what it still had to say, or is closed. */
  #sayGoodbye(): void {
    const { OPEN, CLOSING } = this.#socket;
    if (this.#socket.readyState !== OPEN && this.#socket.readyState !== CLOSING) return;
    this.#cancelGoodbye();
    this.#cancelGoodbye = this.#options.clock.setTimer(GOODBYE_MS, () => this.#socket.terminate());
    this.#socket.close(CLOSE_NORMAL);
  }

  /** The first end counts. */
  #finish(end: RemoteEnd): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#heart.stop();
    this.#input.stop();
  }

  /** Tells how it ended once the last output has been taken. */
  #tell(): void {
    const end = this.#end;
    if (end !== undefined) void this.#output.taken().then(() => this.#resolveEnded(end));
  }
}
