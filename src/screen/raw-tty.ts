// The person's terminal in the hands of a program elsewhere (a shell in a container): bytes as they are typed, bytes as they are printed. It switches
// no mode itself; terminal.ts does, before and after.
import type { Size } from '../session/state.ts';
import type { TerminalInput, TerminalOutput } from './terminal-streams.ts';

/**
 * What `Terminal.handOver` gives. Nothing is read before there is a listener for it. A listener that returns a promise is left alone until it is
 * settled: who pastes a megabyte waits. The output is taken as from a remote terminal: a line ends with CR LF, LF alone goes straight down.
 */
export interface Tty {
  size(): Size;
  onInput(listener: (bytes: Uint8Array) => void | Promise<void>): void;
  onResize(listener: (size: Size) => void): void;
  /** Resolves when the terminal has taken the bytes; what comes after the end of the hand-over is dropped. */
  write(bytes: Uint8Array): Promise<void>;
}

/** The terminal cannot be handed over because it is not ours (any more). */
export class TerminalGone extends Error {
  readonly code = 'terminal-gone';

  constructor() {
    super('the terminal is gone');
    this.name = 'TerminalGone';
  }
}

/** Written at once, so that little is on its way when everything ends suddenly. */
const PIECE_BYTES = 16 * 1024;
const LF = 0x0a;
const VT = 0x0b;
const CR = 0x0d;

/**
 * Raw mode as Node sets it still puts a CR before every LF, under which full-screen programs that go down by LF would fall to pieces. VT does the
 * same in every terminal (VT100 user guide, "interpreted as a line feed") and is let through.
 */
function withBareLineFeeds(bytes: Uint8Array, before: number): Uint8Array {
  let changed: Uint8Array | undefined;
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if ((at === 0 ? before : bytes[at - 1]) === CR) continue;
    changed ??= Uint8Array.from(bytes);
    changed[at] = VT;
  }
  return changed ?? bytes;
}

/** Where a RawTty gets and leaves its bytes. `late`: a write that was on its way when everything ended has arrived after all. */
export type RawTtyEnds = {
  readonly input: TerminalInput;
  readonly output: TerminalOutput;
  readonly size: () => Size;
  readonly failed: (error: Error) => void;
  readonly late: () => void;
};

/** One per hand-over. */
export class RawTty implements Tty {
  readonly #ends: RawTtyEnds;
  #isOpen = true;
  #told: Size;
  #lastByte = 0;
  #written: Promise<void> = Promise.resolve();
  #onInput: (bytes: Uint8Array) => void | Promise<void> = () => undefined;
  #onResize: (size: Size) => void = () => undefined;

  constructor(ends: RawTtyEnds) {
    this.#ends = ends;
    this.#told = ends.size();
    ends.output.on('resize', this.#resized);
  }

  size(): Size {
    return this.#ends.size();
  }

  onInput(listener: (bytes: Uint8Array) => void | Promise<void>): void {
    this.#onInput = listener;
    if (!this.#isOpen) return;
    const { input } = this.#ends;
    input.off('data', this.#read);
    input.on('data', this.#read);
    input.resume();
  }

  onResize(listener: (size: Size) => void): void {
    this.#onResize = listener;
  }

  write(bytes: Uint8Array): Promise<void> {
    const raw = withBareLineFeeds(bytes, this.#lastByte);
    this.#lastByte = bytes.at(-1) ?? this.#lastByte;
    this.#written = this.#written.then(() => this.#writeInPieces(raw));
    return this.#written;
  }

  /** Resolves when all that was written has been taken, or nothing will be taken any more. */
  flushed(): Promise<void> {
    return this.#written;
  }

  /** No byte goes either way afterwards. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const { input, output } = this.#ends;
    output.off('resize', this.#resized);
    input.off('data', this.#read);
    input.pause();
  }

  async #writeInPieces(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length && this.#isOpen; at += PIECE_BYTES)
      await this.#writePiece(bytes.subarray(at, at + PIECE_BYTES));
  }

  #writePiece(piece: Uint8Array): Promise<void> {
    const { output, failed, late } = this.#ends;
    return new Promise((resolve) => {
      output.write(piece, (error) => {
        if (error) failed(error);
        else if (!this.#isOpen) late();
        resolve();
      });
    });
  }

  readonly #read = (bytes: Uint8Array): void => {
    const taken = this.#onInput(bytes);
    if (!(taken instanceof Promise)) return;
    const { input } = this.#ends;
    input.pause();
    void taken.finally(() => {
      if (this.#isOpen) input.resume();
    });
  };

  /** Node tells of every signal, the old size first in some cases. */
  readonly #resized = (): void => {
    const size = this.#ends.size();
    if (size.width === this.#told.width && size.height === this.#told.height) return;
    this.#told = size;
    this.#onResize(size);
  };
}
