// Input on its way to a remote process: cut into messages, in the order of its writes, and no faster than the socket takes it.
import type { WebSocket } from 'ws';

/** As large as kubectl's; a server may refuse messages of megabytes. */
const MESSAGE_BYTES = 32 * 1024;

/** More than this in the socket, and the writer waits. */
const MOST_BUFFERED_BYTES = 64 * 1024;

/** A terminal's own input buffer is 4 KiB: a process that does not read lets that much pass unanswered, and no more. */
const CLOGGING_BYTES = 4 * 1024;

export class InputGate {
  readonly #socket: Pick<WebSocket, 'send' | 'bufferedAmount'>;
  #last: Promise<void> = Promise.resolve();
  #isStopped = false;
  #wake: (() => void) | undefined;
  #sentSinceHeard = 0;

  constructor(socket: Pick<WebSocket, 'send' | 'bufferedAmount'>) {
    this.#socket = socket;
  }

  /** True when input lies between us and the server's answers to pings. */
  get isClogged(): boolean {
    return this.#sentSinceHeard >= CLOGGING_BYTES || this.#socket.bufferedAmount >= CLOGGING_BYTES;
  }

  /** The server has said something. */
  heard(): void {
    this.#sentSinceHeard = 0;
  }

  /** Resolves when the socket has room again, or all is over; never rejects. */
  write(channel: number, bytes: Uint8Array): Promise<void> {
    this.#last = this.#last.then(() => this.#send(channel, bytes));
    return this.#last;
  }

  /** What is not yet sent is dropped. */
  stop(): void {
    this.#isStopped = true;
    this.#wake?.();
  }

  async #send(channel: number, bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length && !this.#isStopped; at += MESSAGE_BYTES) {
      const part = bytes.subarray(at, at + MESSAGE_BYTES);
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      this.#sentSinceHeard += part.length;
      this.#socket.send(Buffer.concat([Buffer.of(channel), part]), () => resolve());
      if (this.#socket.bufferedAmount > MOST_BUFFERED_BYTES) await promise;
    }
    this.#wake = undefined;
  }
}
