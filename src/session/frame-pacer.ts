// When to paint. A key's answer is painted at once; a thousand events between two frames cost one frame; and painting never takes more than a
// third of the time, however slow the terminal is.
import type { Clock } from '../objects/clock.ts';

/** Sixty frames a second are all a held-down key needs. */
const KEY_SPACING_MS = 16;
/** Nobody reads a list that changes more often than this. */
const DATA_SPACING_MS = 66;

export type FrameCause = 'key' | 'data';

export type PacerOptions = {
  readonly clock: Clock;
  /** Milliseconds that only go forward; the clock's `now` may stand still (`--at`) or jump. */
  readonly monotonic: () => number;
  /** `because` is what asked for the frame: a key's frame must be quick, a data frame may work. */
  readonly paint: (because: FrameCause) => void;
};

export class FramePacer {
  readonly #options: PacerOptions;
  #lastAt = Number.NEGATIVE_INFINITY;
  #lastCostMs = 0;
  #due: number | undefined;
  #cancel: () => void = () => {};
  #stopped = false;
  readonly #waiters: (() => void)[] = [];

  constructor(options: PacerOptions) {
    this.#options = options;
  }

  /** Asks for a frame: for a key now, or as soon as the last one is 16 ms old; for data when the last one is old enough to be worth another. */
  ask(because: FrameCause): void {
    if (this.#stopped) return;
    const now = this.#options.monotonic();
    const spacing = Math.max(because === 'key' ? KEY_SPACING_MS : DATA_SPACING_MS, 2 * this.#lastCostMs);
    const earliest = this.#lastAt + spacing;
    if (because === 'key' && earliest <= now) {
      this.#paint(because);
      return;
    }
    const due = Math.max(earliest, now);
    if (this.#due !== undefined && this.#due <= due) return;
    this.#cancel();
    this.#due = due;
    this.#cancel = this.#options.clock.setTimer(due - now, () => this.#paint(because));
  }

  /** No frame is waiting to be painted. */
  get isQuiet(): boolean {
    return this.#due === undefined;
  }

  /** Resolves when no frame is waiting to be painted. */
  painted(): Promise<void> {
    if (this.#due === undefined) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiters.push(resolve);
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#settle();
  }

  #paint(because: FrameCause): void {
    const started = this.#options.monotonic();
    this.#settle();
    if (this.#stopped) return;
    this.#options.paint(because);
    this.#lastAt = this.#options.monotonic();
    this.#lastCostMs = this.#lastAt - started;
  }

  #settle(): void {
    this.#cancel();
    this.#cancel = () => {};
    this.#due = undefined;
    for (const done of this.#waiters.splice(0)) done();
  }
}
