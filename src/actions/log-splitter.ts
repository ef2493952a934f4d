// Cuts the bytes of a log into lines, whatever way the network cut them into chunks. A line of a megabyte must not cost a megabyte on the
// screen: what is beyond LONGEST_LINE is counted, not kept.

/** Bytes of a line that are kept, its timestamp included. */
export const LONGEST_LINE = 64 * 1024;

/** A line without its line break; `over` counts the bytes that were not kept. The bytes are only valid during the call. */
export type LineTaker = (bytes: Buffer, over: number) => void;

export class LogSplitter {
  #partial = Buffer.allocUnsafe(256);
  #length = 0;
  #over = 0;

  /** Calls `take` for each line that the chunk ends. */
  feed(chunk: Buffer, take: LineTaker): void {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      if (this.#length > 0) {
        this.#keep(chunk, from, end);
        this.flush(take);
      } else {
        this.#give(
          chunk.subarray(from, Math.min(end, from + LONGEST_LINE)),
          Math.max(0, end - from - LONGEST_LINE),
          take,
        );
      }
      from = end + 1;
    }
    this.#keep(chunk, from, chunk.length);
  }

  /** The start of a line whose end has not come; undefined when there is none. Only valid until the next call. */
  partial(): Buffer | undefined {
    return this.#length === 0 ? undefined : this.#partial.subarray(0, this.#length);
  }

  /** Takes the unfinished line as a line: nothing will follow. */
  flush(take: LineTaker): void {
    if (this.#length === 0) return;
    const [length, over] = [this.#length, this.#over];
    this.forget();
    this.#give(this.#partial.subarray(0, length), over, take);
  }

  /** Throws the unfinished line away: it will come again. */
  forget(): void {
    this.#length = 0;
    this.#over = 0;
  }

  #give(bytes: Buffer, over: number, take: LineTaker): void {
    const carriage = over === 0 && bytes.length > 0 && bytes[bytes.length - 1] === 13;
    take(carriage ? bytes.subarray(0, -1) : bytes, over);
  }

  #keep(chunk: Buffer, from: number, to: number): void {
    const kept = Math.min(to - from, LONGEST_LINE - this.#length);
    this.#over += to - from - kept;
    const length = this.#length + kept;
    if (length > this.#partial.length) {
      const larger = Buffer.allocUnsafe(Math.min(LONGEST_LINE, Math.max(length, this.#partial.length * 2)));
      this.#partial.copy(larger, 0, 0, this.#length);
      this.#partial = larger;
    }
    chunk.copy(this.#partial, this.#length, from, from + kept);
    this.#length = length;
  }
}
