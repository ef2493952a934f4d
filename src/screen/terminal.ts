// The terminal and nothing else: claimed, drawn on frame by frame, lent to child programs, handed over to programs elsewhere, and given back on
// every way out (law 7).
import type { Size } from '../session/state.ts';
import { CellOutput } from './cell-output.ts';
import type { Frame } from './frame.ts';
import { KeyDecoder, REAL_CLOCK, type DecoderClock } from './key-decoder.ts';
import { RawTty, TerminalGone, type Tty } from './raw-tty.ts';
import { resetAfterProgram } from './terminal-reset.ts';
import type { TerminalOptions } from './terminal-streams.ts';

const BRACKETED_PASTE_ON = '\u001b[?2004h';
const BRACKETED_PASTE_OFF = '\u001b[?2004l';
/** Synchronized output: terminals that know it show a frame at once, the others ignore the mode. */
const FRAME_BEGINS = '\u001b[?2026h';
const FRAME_ENDS = '\u001b[?2026l';
/** Ends a sequence of which only a part was written. */
const CANCEL = '\u0018';
const RESIZE_SETTLES_MS = 50;
/** Keys typed into a program that ended are not meant for us. */
const INPUT_AFTER_OTHERS_MS = 50;
/** A child program waits at most this long for the frame that is being written. */
const LAST_FRAME_MS = 200;
/** Terminals refuse more than about this in one OSC 52. */
const LARGEST_COPY = 74_000;

/**
 * Who has the terminal. `claimed`: we do, and draw. `lent`: a child program, as it was before us. `stopped`: the shell, while we are stopped.
 * `handed-over`: still in our raw mode, its bytes go to and from a program elsewhere. `free`: not ours (not yet, or never again).
 * From `claimed` to each of the next three and back; from everywhere to `free`.
 */
type Holder = 'free' | 'claimed' | 'lent' | 'stopped' | 'handed-over';

/** One per process. Every method may be called in any state. */
export class Terminal {
  readonly #options: TerminalOptions;
  readonly #clock: DecoderClock;
  readonly #cells: CellOutput;
  readonly #decoder: KeyDecoder;
  #holder: Holder = 'free';
  /** Called whenever the holder has changed. */
  readonly #awaiting: (() => void)[] = [];
  /** Our screen and modes are on. */
  #isEntered = false;
  #handedOver: { readonly tty: RawTty; readonly gone: (error: TerminalGone) => void } | undefined;
  #latest: Frame | undefined;
  #writing = 0;
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
    if (this.#holder !== 'free') return;
    const { output } = this.#options;
    output.on('resize', this.#resized);
    output.on('error', this.#failed);
    this.#enter();
  }

  /** Shows a frame. While the terminal is still busy with an earlier one, or not ours, only the newest is kept. */
  draw(frame: Frame): void {
    this.#latest = frame;
    if (this.#holder !== 'claimed') return;
    if (this.#writing > 0) this.#owesFrame = true;
    else this.#write(this.#cells.draw(frame));
  }

  /** Paints every cell again, whatever the terminal shows. */
  redraw(): void {
    if (this.#holder !== 'claimed' || this.#latest === undefined) return;
    const cleared = this.#cells.forget();
    this.#write(cleared + this.#cells.draw(this.#latest));
  }

  /**
   * Lends the terminal to a child program, or to the shell while we are stopped; resolves when it may start. Waits while somebody else has it;
   * does nothing when it is free.
   */
  async suspend(to: 'lent' | 'stopped' = 'lent'): Promise<void> {
    while (this.#holder !== 'claimed') if (!(await this.#mayBeOurs())) return;
    this.#hold(to);
    await this.#lastWrite();
    if (this.#isHeldAs(to)) this.#leave();
  }

  /** Takes the terminal back from a child program or the shell and shows the newest frame. */
  resume(): void {
    if (this.#holder === 'lent' || this.#holder === 'stopped') this.#enter(true);
  }

  /**
   * Hands the terminal over until `run` settles, and passes on what it gives. It shows the normal screen and stays raw: every key is a byte for
   * `run`, ctrl-c too. Whatever the program inside left switched on is switched off afterwards. Waits while somebody else has the terminal.
   * Rejects with TerminalGone, without waiting for `run`, when the terminal is or becomes free.
   */
  async handOver<T>(run: (tty: Tty) => Promise<T>): Promise<T> {
    while (this.#holder !== 'claimed') if (!(await this.#mayBeOurs())) throw new TerminalGone();
    const gone = Promise.withResolvers<never>();
    gone.promise.catch(() => undefined); // it is told below, or nobody waits for it any more
    const tty = this.#openTty(gone.reject);
    try {
      await Promise.race([this.#lastWrite(), gone.promise]);
      this.#write(this.#screenOff());
      return await Promise.race([settledAndFlushed(run(tty), tty), gone.promise]);
    } finally {
      tty.close();
      this.#handedOver = undefined;
      if (this.#isHeldAs('handed-over')) this.#enter(true);
    }
  }

  /** True while somebody else has the terminal: a child program, the shell, a program elsewhere. */
  isLent(): boolean {
    return this.#holder !== 'free' && this.#holder !== 'claimed';
  }

  /** Takes the terminal anew after somebody else changed it behind our back (the process was stopped and continued). */
  reclaim(): void {
    const { input } = this.#options;
    if (this.#holder !== 'claimed' && this.#holder !== 'handed-over') return;
    attempt(() => input.setRawMode?.(false)); // Node believes it is raw still
    if (this.#holder === 'handed-over') return attempt(() => input.setRawMode?.(true));
    this.#cells.leave();
    this.#enter();
  }

  /** Gives the terminal back, at once and for good, in any state, as often as wanted; never throws. */
  restore(): void {
    const holder = this.#holder;
    if (holder === 'free') return;
    this.#hold('free');
    this.#handedOver?.tty.close();
    if (this.#isEntered) this.#leave();
    else if (holder !== 'stopped') this.#cleanUp(holder === 'handed-over' ? '\r\n' : ''); // what is said last is no part of a prompt
    this.#clock.cancel(this.#resizeTimer);
    this.#decoder.stop();
    this.#options.output.off('resize', this.#resized);
    // `error` stays listened to: a closed pipe may tell us later, and nobody else would catch it.
    this.#handedOver?.gone(new TerminalGone());
  }

  /** Puts a text on the clipboard of the terminal (OSC 52). False when it is too long or the terminal is not ours. */
  copy(text: string): boolean {
    const encoded = Buffer.from(text, 'utf8').toString('base64');
    if (this.#holder !== 'claimed' || encoded.length > LARGEST_COPY) return false;
    this.#write(`\u001b]52;c;${encoded}\u0007`);
    return true;
  }

  #hold(holder: Holder): void {
    this.#holder = holder;
    for (const ask of this.#awaiting.splice(0)) ask();
  }

  /** Waits for a change of the holder; false = the terminal is free. Another one in the queue may have been quicker: ask again. */
  async #mayBeOurs(): Promise<boolean> {
    if (this.#holder === 'free') return false;
    await new Promise<void>((resolve) => this.#awaiting.push(resolve));
    return true;
  }

  /** Asked again after a pause: the compiler believes what was true before. */
  #isHeldAs(holder: Holder): boolean {
    return this.#holder === holder;
  }

  /** `afterOthers`: somebody else had the terminal, and may have left anything behind. */
  #enter(afterOthers = false): void {
    const { input, output, terminal } = this.#options;
    this.#hold('claimed');
    this.#isEntered = true;
    this.#ignoresInput = afterOthers;
    if (afterOthers) this.#clock.after(INPUT_AFTER_OTHERS_MS, () => (this.#ignoresInput = false));
    output._handle?.setBlocking?.(false);
    input.setRawMode?.(true);
    input.off('data', this.#read);
    input.on('data', this.#read);
    input.off('end', this.#ended);
    input.on('end', this.#ended);
    input.off('error', this.#failed);
    input.on('error', this.#failed);
    input.resume();
    this.#cells.resize(this.size()); // what it would write is not for the normal screen, which is still shown
    const entered = this.#cells.enter() + BRACKETED_PASTE_ON;
    const frame = this.#latest === undefined ? '' : this.#cells.draw(this.#latest);
    this.#write(entered + frame, afterOthers ? resetAfterProgram(terminal) : '');
  }

  /** Our modes and the alternate screen off. */
  #screenOff(): string {
    this.#isEntered = false;
    return FRAME_ENDS + BRACKETED_PASTE_OFF + this.#cells.leave();
  }

  #openTty(gone: (error: TerminalGone) => void): RawTty {
    const { input, output } = this.#options;
    this.#hold('handed-over');
    input.off('data', this.#read);
    input.pause(); // what is typed from now on is for the program
    const late = (): void => void (this.#holder === 'free' && this.#cleanUp());
    const tty = new RawTty({ input, output, size: () => this.size(), failed: this.#failed, late });
    this.#handedOver = { tty, gone };
    return tty;
  }

  /** Synchronously, because after it the process may be gone or a child program writing. */
  #leave(): void {
    const cancel = this.#writing > 0 ? CANCEL : '';
    const off = this.#screenOff();
    attempt(() => this.#options.writeSync(cancel + off));
    this.#letGo();
  }

  /** What others may have left behind, at once; for when there is no way back to our own screen. */
  #cleanUp(behind = ''): void {
    attempt(() => this.#options.writeSync(resetAfterProgram(this.#options.terminal) + behind));
    this.#letGo();
  }

  #letGo(): void {
    const { input, output } = this.#options;
    attempt(() => output._handle?.setBlocking?.(true));
    input.off('data', this.#read);
    input.off('end', this.#ended);
    attempt(() => input.setRawMode?.(false));
    attempt(() => input.pause());
  }

  /** `before` is not part of the frame. */
  #write(text: string, before = ''): void {
    if (text === '') return;
    this.#writing++;
    this.#options.output.write(before + FRAME_BEGINS + text + FRAME_ENDS, (error) => {
      if (--this.#writing > 0 && !error) return;
      for (const written of this.#written.splice(0)) written();
      if (error) return this.#failed(error);
      if (!this.#owesFrame || this.#holder !== 'claimed' || this.#latest === undefined) return;
      this.#owesFrame = false;
      this.#write(this.#cells.draw(this.#latest));
    });
  }

  #lastWrite(): Promise<void> {
    if (this.#writing === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = this.#clock.after(LAST_FRAME_MS, resolve);
      this.#written.push(() => {
        this.#clock.cancel(timer);
        resolve();
      });
    });
  }

  readonly #read = (bytes: Uint8Array): void => {
    if (!this.#ignoresInput && this.#holder === 'claimed') this.#decoder.feed(bytes);
  };

  readonly #resized = (): void => {
    this.#clock.cancel(this.#resizeTimer);
    this.#resizeTimer = this.#clock.after(RESIZE_SETTLES_MS, () => {
      if (this.#holder === 'claimed') this.#write(this.#cells.resize(this.size()));
      this.#onResize(this.size());
    });
  };

  readonly #ended = (): void => this.#lose('the terminal was closed');

  readonly #failed = (error: Error): void =>
    this.#lose(`the terminal cannot be written to or read from: ${error.message}`);

  #lose(reason: string): void {
    if (this.#holder === 'free') return;
    this.restore();
    this.#onLost(reason);
  }
}

/** Output that nobody waited for belongs to the program as well. */
async function settledAndFlushed<T>(running: Promise<T>, tty: RawTty): Promise<T> {
  try {
    return await running;
  } finally {
    await tty.flushed();
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
