// The streams of an exec over one websocket, as kubelets speak it: the first byte of each message says which stream the
// rest belongs to (channel.k8s.io, versions 4 and 5; 5 can close a stream).
import { setImmediate as immediate } from 'node:timers/promises';
import { WebSocket } from 'ws';

import type { StatusBody } from './failure.ts';

export const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'] as const;
const STDIN = 0;
const STATUS = 3;
const RESIZE = 4;
const CLOSE = 255;
const MESSAGE_BYTES = 16 * 1024;

export interface Size {
  columns: number;
  rows: number;
}

/** What the client sends. */
export interface ChannelListener {
  onInput: (bytes: Buffer) => void;
  onInputEnd: () => void;
  onResize: (size: Size) => void;
  /** The connection has gone, whoever closed it. */
  onGone: () => void;
}

export class Channels {
  readonly #socket: WebSocket;
  #sent: Promise<void> = Promise.resolve();
  #gone = false;

  constructor(socket: WebSocket, listener: ChannelListener) {
    this.#socket = socket;
    socket.on('message', (message: Buffer) => this.#onMessage(message, listener));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      this.#gone = true;
      listener.onGone();
    });
  }

  /** Resolves when the bytes have left; soon when the client has gone. */
  send(channel: 'stdout' | 'stderr', bytes: Uint8Array): Promise<void> {
    // One after the other: the echo of a long paste must not be cut into by the prompt that follows it.
    this.#sent = this.#sent.then(() => this.#sendAll(channel === 'stdout' ? 1 : 2, bytes));
    return this.#sent;
  }

  async #sendAll(number: number, bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length || bytes.length === 0; at += MESSAGE_BYTES) {
      await this.#sendMessage(number, bytes.subarray(at, at + MESSAGE_BYTES));
      if (bytes.length === 0) return;
    }
  }

  /** Tells how it ended and closes. */
  async finish(status: object | StatusBody): Promise<void> {
    await this.#sendMessage(STATUS, Buffer.from(JSON.stringify(status)));
    this.#socket.close(1000);
  }

  /** Stops or goes on reading from the client. */
  pause(paused: boolean): void {
    if (this.#gone) return;
    if (paused) this.#socket.pause();
    else this.#socket.resume();
  }

  /** Cuts the connection. */
  cut(): void {
    this.#socket.terminate();
  }

  #sendMessage(channel: number, bytes: Uint8Array): Promise<void> {
    // Not at once: a program that writes without end must not keep the event loop from hearing that the client has gone.
    if (this.#gone || this.#socket.readyState !== WebSocket.OPEN) return immediate();
    return new Promise((resolve) => {
      this.#socket.send(Buffer.concat([Buffer.from([channel]), bytes]), () => resolve());
    });
  }

  #onMessage(message: Buffer, listener: ChannelListener): void {
    const rest = message.subarray(1);
    switch (message[0]) {
      case STDIN:
        return listener.onInput(rest);
      case RESIZE:
        return listener.onResize(sizeOf(rest));
      case CLOSE:
        return rest[0] === STDIN ? listener.onInputEnd() : undefined;
      default:
        return undefined;
    }
  }
}

function sizeOf(json: Buffer): Size {
  try {
    const { Width, Height } = JSON.parse(json.toString()) as { Width?: number; Height?: number };
    return { columns: Width ?? 0, rows: Height ?? 0 };
  } catch {
    return { columns: 0, rows: 0 };
  }
}
