// The two ways a session's channels become a program's input and output: through a terminal, or as plain streams.
import type { Channels, Size } from './channels.ts';
import { InputQueue } from './input-queue.ts';
import type { ShellIo } from './shell-io.ts';
import { TerminalLine } from './terminal-line.ts';

/** Unread input at which the client is asked to wait. */
const INPUT_WAITING_BYTES = 4 * 1024 * 1024;
const NO_SIZE: Size = { columns: 80, rows: 24 };

export class SessionIo implements ShellIo {
  readonly tty: boolean;
  readonly ended: AbortSignal;
  readonly #channels: () => Channels;
  readonly #input: InputQueue;
  readonly #line = new TerminalLine();
  #job = new AbortController();
  #size = NO_SIZE;
  #raw = false;
  #resume: (() => void) | undefined;
  #stopped: Promise<void> | undefined;

  /** @param ended aborted when the session ends. */
  constructor(channels: () => Channels, tty: boolean, ended: AbortSignal) {
    this.#channels = channels;
    this.tty = tty;
    this.ended = ended;
    this.#input = new InputQueue((bytes) => channels().pause(bytes > INPUT_WAITING_BYTES));
    ended.addEventListener('abort', () => {
      this.#job.abort();
      this.#start();
    });
  }

  async out(bytes: Uint8Array | string): Promise<void> {
    if (this.#stopped) await this.#stopped;
    await this.#channels().send('stdout', this.#cooked(bytes));
  }

  async err(bytes: Uint8Array | string): Promise<void> {
    if (this.tty) return this.out(bytes);
    await this.#channels().send('stderr', bytesOf(bytes));
  }

  read(signal: AbortSignal): Promise<Buffer | undefined> {
    return this.#input.read(signal);
  }

  unread(bytes: Buffer): void {
    this.#input.unread(bytes);
  }

  size(): Size {
    return this.#size;
  }

  setRaw(raw: boolean): void {
    this.#raw = raw;
  }

  newJob(): AbortSignal {
    this.#job = new AbortController();
    if (this.ended.aborted) this.#job.abort();
    return this.#job.signal;
  }

  /** Takes what the client typed. */
  receive(bytes: Buffer): void {
    if (!this.tty || this.#raw) {
      this.#input.push(bytes);
      return;
    }
    const shown: number[] = [];
    const echo = (text: string | number): void => {
      if (typeof text === 'number') shown.push(text);
      else shown.push(...Buffer.from(text));
    };
    for (const byte of bytes) this.#type(byte, echo);
    if (shown.length > 0) void this.#channels().send('stdout', Buffer.from(shown));
  }

  endInput(): void {
    this.#input.close();
  }

  resize(size: Size): void {
    this.#size = size;
  }

  #type(byte: number, echo: (text: string | number) => void): void {
    const typed = this.#line.type(byte, echo);
    switch (typed.is) {
      case 'nothing':
        return;
      case 'line':
        return this.#input.push(typed.bytes);
      case 'end':
        return this.#input.endOnce();
      case 'interrupt':
        this.#input.clear();
        this.#start();
        return this.#job.abort();
      case 'stop-output':
        this.#stopped ??= new Promise((resolve) => {
          this.#resume = resolve;
        });
        return;
      case 'start-output':
        return this.#start();
      default:
        typed satisfies never;
    }
  }

  #start(): void {
    this.#stopped = undefined;
    this.#resume?.();
  }

  /** A terminal turns a new line into carriage return and new line. */
  #cooked(bytes: Uint8Array | string): Uint8Array {
    if (!this.tty) return bytesOf(bytes);
    if (typeof bytes === 'string') return Buffer.from(bytes.replaceAll('\n', '\r\n'));
    return Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll('\n', '\r\n'), 'latin1');
  }
}

function bytesOf(bytes: Uint8Array | string): Uint8Array {
  return typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
}
