// What was typed and not read yet. A reader waits for the next piece, for the end, or for being interrupted.

export class InputQueue {
  readonly #pieces: (Buffer | 'end')[] = [];
  readonly #onSize: (bytes: number) => void;
  #bytes = 0;
  #closed = false;
  #wake: (() => void) | undefined;

  /** @param onSize told the bytes that wait, after each change. */
  constructor(onSize: (bytes: number) => void) {
    this.#onSize = onSize;
  }

  push(bytes: Buffer): void {
    this.#pieces.push(bytes);
    this.#changed(bytes.length);
  }

  /** One reader is told that input ended, as Ctrl-D does; later input is read again. */
  endOnce(): void {
    this.#pieces.push('end');
    this.#changed(0);
  }

  /** No input comes any more. */
  close(): void {
    this.#closed = true;
    this.#changed(0);
  }

  /** The next piece; undefined at the end of the input and when `signal` is aborted. */
  async read(signal: AbortSignal): Promise<Buffer | undefined> {
    while (this.#pieces.length === 0 && !this.#closed && !signal.aborted) await this.#change(signal);
    const next = signal.aborted ? undefined : this.#pieces.shift();
    if (next === undefined || next === 'end') return undefined;
    this.#changed(-next.length);
    return next;
  }

  /** Puts back what a reader took too much of. */
  unread(bytes: Buffer): void {
    this.#pieces.unshift(bytes);
    this.#changed(bytes.length);
  }

  /** Forgets what waits. */
  clear(): void {
    this.#pieces.length = 0;
    this.#changed(-this.#bytes);
  }

  #changed(by: number): void {
    this.#bytes += by;
    this.#onSize(this.#bytes);
    this.#wake?.();
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        signal.removeEventListener('abort', done);
        this.#wake = undefined;
        resolve();
      };
      this.#wake = done;
      signal.addEventListener('abort', done);
    });
  }
}
