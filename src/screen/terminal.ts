// The terminal and nothing else: claimed, drawn on frame by frame, lent to child programs, and given back on every way out (law 7).
import type { EventEmitter } from 'node:events';
import type { Size } from '../session/state.ts';
import { CellOutput } from './cell-output.ts';
import type { Frame } from './frame.ts';
import { KeyDecoder, REAL_CLOCK, type DecoderClock } from './key-decoder.ts';

/** What is needed of process.stdin. */
export type TerminalInput = EventEmitter & { setRawMode?(raw: boolean): unknown; resume(): unknown; pause(): unknown };

/** What is needed of process.stdout. `_handle` is Node's own: without it a slow terminal would hold up the whole program. */
export type TerminalOutput = EventEmitter & {
  readonly columns?: number;
  readonly rows?: number;
  write(text: string, done: (error?: Error | null) => void): unknown;
  readonly _handle?: { setBlocking?(blocking: boolean): void } | null;
};

/** `terminal`: the terminfo name (terminal-abilities.ts). `writeSync` writes at once or throws; used when the terminal is given back. */
export type TerminalOptions = {
  readonly input: TerminalInput;
  readonly output: TerminalOutput;
  readonly terminal: string;
  readonly writeSync: (text: string) => void;
  readonly clock?: DecoderClock;
};

const BRACKETED_PASTE_ON = '\u001b[?2004h';
const BRACKETED_PASTE_OFF = '\u001b[?2004l';
/** Synchronized output: terminals that know it show a frame at once, the others ignore the mode. */
const FRAME_BEGINS = '\u001b[?2026h';
const FRAME_ENDS = '\u001b[?2026l';
/** Ends a sequence of which only a part was written. */
const CANCEL = '\u0018';
const RESIZE_SETTLES_MS = 50;
/** Keys typed into a child program that ended are not meant for us. */
const INPUT_AFTER_CHILD_MS = 50;
/** A child program waits at most this long for the frame that is being written. */
const LAST_FRAME_MS = 200;
/** Terminals refuse more than about this in one OSC 52. */
const LARGEST_COPY = 74_000;

type Mode = 'free' | 'claimed' | 'lent';

/** One per process. Every method may be called in any state. */
export class Terminal {
  readonly #options: TerminalOptions;
  readonly #clock: DecoderClock;
  readonly #cells: CellOutput;
  readonly #decoder: KeyDecoder;
  #mode: Mode = 'free';
  #latest: Frame | undefined;
  #isWriting = false;
  #owesFrame = false;
  readonly #written: (() => void)[] = [];
  #ignoresInput = false;
  #resizeTimer: unknown;
  #onKey: (key: string, burst: boolean) => void = () => undefined;
  #onPaste: (text: string) => void = () => undefined;
  #onResize: (size: Size) => void = () => undefined;
  #onLost: (reason: string) => void = () => undefined;

  constructor(options: TerminalOptions) {
    this.#options = options;
    this.#clock = options.clock ?? REAL_CLOCK;
    this.#cells = new CellOutput(options.terminal, this.size());
    this.#decoder = new KeyDecoder(
      (event) => (event.type === 'paste' ? this.#onPaste(event.text) : this.#onKey(event.key, event.burst)),
      this.#clock,
    );
  }

  /** Cells of the terminal; 80×24 when it does not say. */
  size(): Size {
    const { columns, rows } = this.#options.output;
    return { width: columns || 80, height: rows || 24 };
  }

  /** Keys by name (key-decoder.ts); `burst`: nobody typed it. */
  onKey(listener: (key: string, burst: boolean) => void): void {
    this.#onKey = listener;
  }

  onPaste(listener: (text: string) => void): void {
    this.#onPaste = listener;
  }

  /** Once after a storm of changes. */
  onResize(listener: (size: Size) => void): void {
    this.#onResize = listener;
  }

  /** The terminal is gone (closed pipe, hang-up); it has been given back as far as it can be. */
  onLost(listener: (reason: string) => void): void {
    this.#onLost = listener;
  }

  /** Takes the terminal: alternate screen, raw keys, bracketed paste. */
  claim(): void {
    if (this.#mode !== 'free') return;
    const { output } = this.#options;
    output.on('resize', this.#resized);
    output.on('error', this.#failed);
    this.#enter();
  }

  /** Shows a frame. While the terminal is still busy with an earlier one only the newest is kept. */
  draw(frame: Frame): void {
    this.#latest = frame;
    if (this.#mode !== 'claimed') return;
    if (this.#isWriting) this.#owesFrame = true;
    else this.#write(this.#cells.draw(frame));
  }

  /** Paints every cell again, whatever the terminal shows. */
  redraw(): void {
    if (this.#mode !== 'claimed' || this.#latest === undefined) return;
    const cleared = this.#cells.forget();
    this.#write(cleared + this.#cells.draw(this.#latest));
  }

  /** Lends the terminal to a child program; resolves when it may start. */
  async suspend(): Promise<void> {
    if (this.#mode !== 'claimed') return;
    this.#mode = 'lent';
    await this.#lastWrite();
    if (this.#mode === 'lent') this.#leave();
  }

  /** Takes the terminal back from a child program and shows the newest frame. */
  resume(): void {
    if (this.#mode === 'lent') this.#enter(INPUT_AFTER_CHILD_MS);
  }

  /** True while a child program has the terminal. */
  isLent(): boolean {
    return this.#mode === 'lent';
  }

  /** Takes the terminal anew after somebody else changed it behind our back (the process was stopped and continued). */
  reclaim(): void {
    if (this.#mode !== 'claimed') return;
    this.#cells.leave();
    this.#enter();
  }

  /** Gives the terminal back, at once and for good, in any state, as often as wanted; never throws. */
  restore(): void {
    if (this.#mode === 'free') return;
    const wasClaimed = this.#mode === 'claimed';
    this.#mode = 'free';
    if (wasClaimed) this.#leave();
    this.#clock.cancel(this.#resizeTimer);
    this.#decoder.stop();
    this.#options.output.off('resize', this.#resized);
    // `error` stays listened to: a closed pipe may tell us later, and nobody else would catch it.
  }

  /** Puts a text on the clipboard of the terminal (OSC 52). False when it is too long or the terminal is not ours. */
  copy(text: string): boolean {
    const encoded = Buffer.from(text, 'utf8').toString('base64');
    if (this.#mode !== 'claimed' || encoded.length > LARGEST_COPY) return false;
    this.#write(`\u001b]52;c;${encoded}\u0007`);
    return true;
  }

  #enter(ignoreInputMs = 0): void {
    const { input, output } = this.#options;
    this.#mode = 'claimed';
    this.#ignoresInput = ignoreInputMs > 0;
    if (this.#ignoresInput) this.#clock.after(ignoreInputMs, () => (this.#ignoresInput = false));
    output._handle?.setBlocking?.(false);
    input.setRawMode?.(true);
    input.off('data', this.#read);
    input.on('data', this.#read);
    input.off('end', this.#ended);
    input.on('end', this.#ended);
    input.off('error', this.#failed);
    input.on('error', this.#failed);
    input.resume();
    const resized = this.#cells.resize(this.size());
    const entered = resized + this.#cells.enter() + BRACKETED_PASTE_ON;
    this.#write(entered + (this.#latest === undefined ? '' : this.#cells.draw(this.#latest)));
  }

  /** Synchronously, because after it the process may be gone or a child program writing. */
  #leave(): void {
    const { input, output, writeSync } = this.#options;
    const cancel = this.#isWriting ? CANCEL : '';
    attempt(() => writeSync(cancel + FRAME_ENDS + BRACKETED_PASTE_OFF + this.#cells.leave()));
    attempt(() => output._handle?.setBlocking?.(true));
    input.off('data', this.#read);
    input.off('end', this.#ended);
    attempt(() => input.setRawMode?.(false));
    attempt(() => input.pause());
  }

  #write(text: string): void {
    if (text === '') return;
    this.#isWriting = true;
    this.#options.output.write(FRAME_BEGINS + text + FRAME_ENDS, (error) => {
      this.#isWriting = false;
      for (const written of this.#written.splice(0)) written();
      if (error) return this.#failed(error);
      if (!this.#owesFrame || this.#mode !== 'claimed' || this.#latest === undefined) return;
      this.#owesFrame = false;
      this.#write(this.#cells.draw(this.#latest));
    });
  }

  #lastWrite(): Promise<void> {
    if (!this.#isWriting) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = this.#clock.after(LAST_FRAME_MS, resolve);
      this.#written.push(() => {
        this.#clock.cancel(timer);
        resolve();
      });
    });
  }

  readonly #read = (bytes: Uint8Array): void => {
    if (!this.#ignoresInput && this.#mode === 'claimed') this.#decoder.feed(bytes);
  };

  readonly #resized = (): void => {
    this.#clock.cancel(this.#resizeTimer);
    this.#resizeTimer = this.#clock.after(RESIZE_SETTLES_MS, () => {
      if (this.#mode === 'claimed') this.#write(this.#cells.resize(this.size()));
      this.#onResize(this.size());
    });
  };

  readonly #ended = (): void => this.#lose('the terminal was closed');

  readonly #failed = (error: Error): void =>
    this.#lose(`the terminal cannot be written to or read from: ${error.message}`);

  #lose(reason: string): void {
    if (this.#mode === 'free') return;
    this.restore();
    this.#onLost(reason);
  }
}

/** What cannot be done to a terminal that is gone is left undone: there is nobody to tell. */
function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // the terminal is gone
  }
}
