// Output of a remote process between the socket, which brings it when it likes, and a listener that may be slow: in order, one chunk at a time,
// and no more than a little of it in memory.

export type OutputStream = 'stdout' | 'stderr';
export type OutputListener = (bytes: Uint8Array, stream: OutputStream) => Promise<void> | void;

/** More than this waiting, and the source is held; what one read of a socket brings may come on top. */
const MOST_WAITING_BYTES = 128 * 1024;

export type OutputQueueOptions = {
  /** Stops (true) or continues (false) the source. Only called on a change. */
  readonly hold: (held: boolean) => void;
  /** The listener threw: nothing more is given to it. */
  readonly failed: (error: unknown) => void;
};

export class OutputQueue {
  readonly #options: OutputQueueOptions;
  #waiting: { readonly bytes: Uint8Array; readonly stream: OutputStream }[] = [];
  #waitingBytes = 0;
  #listener: OutputListener | undefined;
  #isGiving = false;
  #isHeld = false;
  #isDropped = false;
  readonly #taken: (() => void)[] = [];

  constructor(options: OutputQueueOptions) {
    this.#options = options;
  }

  /** True while the source is held for the listener's sake. */
  get isHeld(): boolean {
    return this.#isHeld;
  }

  push(bytes: Uint8Array, stream: OutputStream): void {
    if (this.#isDropped) return;
    this.#waiting.push({ bytes, stream });
    this.#waitingBytes += bytes.length;
    void this.#give();
    if (this.#waitingBytes >= MOST_WAITING_BYTES) this.#hold(true);
  }

  /** What came before there was a listener has waited for it. */
  listen(listener: OutputListener): void {
    this.#listener = listener;
    void this.#give();
  }

  /** Nobody wants what waits and what is still to come. */
  drop(): void {
    this.#isDropped = true;
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#hold(false);
    this.#tellTaken();
  }

  /** Resolves when everything pushed so far has been taken or dropped; that takes a listener. */
  taken(): Promise<void> {
    if (this.#isDropped || (!this.#isGiving && this.#waiting.length === 0)) return Promise.resolve();
    return new Promise((resolve) => void this.#taken.push(resolve));
  }

  async #give(): Promise<void> {
    const listener = this.#listener;
    if (this.#isGiving || listener === undefined) return;
    this.#isGiving = true;
    try {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
        this.#waitingBytes -= next.bytes.length;
        const taking = listener(next.bytes, next.stream);
        if (taking !== undefined) await taking;
      }
    } catch (error) {
      this.drop();
      this.#options.failed(error);
    }
    this.#isGiving = false;
    this.#hold(false);
    this.#tellTaken();
  }

  #hold(held: boolean): void {
    if (held === this.#isHeld) return;
    this.#isHeld = held;
    this.#options.hold(held);
  }

  #tellTaken(): void {
    for (const resolve of this.#taken.splice(0)) resolve();
  }
}
