// What is kept of a log: the newest lines that fit into so many bytes. They lie as bytes in a few large blocks and become strings when somebody
// looks, because a hundred thousand JavaScript strings cost several times the log.
import type { LogLine, LogTime } from './log-line.ts';

/** A line as kept. `source` is the index of who wrote it; a `mark` is ours (`── connection lost … ──`). `plain`: printable ASCII only. */
export type LogRecord = LogTime & {
  readonly source: number;
  readonly mark: boolean;
  readonly plain: boolean;
  readonly text: string;
};

/** Lines are written from the front, their offsets from the back (4 bytes each), so that one size counts for both. */
type Block = { first: number; count: number; used: number; buffer: Buffer };

const HEADER = 16; // f64 seconds, u32 nanos, u8 source, u8 flags, 2 unused
const SLOT = 4;
const MARK = 1;
const PLAIN = 2;
const LARGEST_BLOCK = 256 * 1024;

export class LogRing {
  readonly #blocks: Block[] = [];
  readonly #maxBytes: number;
  readonly #blockBytes: number;
  #bytes = 0;
  #end = 0;
  #spare: Buffer | undefined;

  /** `maxBytes` bounds everything that is kept, bookkeeping included; at least one line always is. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.#blockBytes = Math.min(LARGEST_BLOCK, Math.max(1024, Math.floor(maxBytes / 32)));
  }

  /** Index of the oldest line kept, counting from the first ever: so many were evicted. */
  get first(): number {
    return this.#blocks[0]?.first ?? this.#end;
  }

  /** Index after the newest line. */
  get end(): number {
    return this.#end;
  }

  /** Bytes taken. */
  get bytes(): number {
    return this.#bytes;
  }

  append({ seconds, nanos, bytes, plain }: LogLine, source: number, mark = false): void {
    const need = HEADER + bytes.length;
    let block = this.#blocks.at(-1);
    if (block === undefined || block.used + need + SLOT * (block.count + 1) > block.buffer.length)
      block = this.#open(need + SLOT);
    const { buffer, used } = block;
    buffer.writeDoubleLE(seconds, used);
    buffer.writeUInt32LE(nanos, used + 8);
    buffer[used + 12] = source;
    buffer[used + 13] = (mark ? MARK : 0) | (plain ? PLAIN : 0);
    bytes.copy(buffer, used + HEADER);
    block.count++;
    block.used = used + need;
    buffer.writeUInt32LE(block.used, buffer.length - SLOT * block.count);
    this.#end++;
  }

  /** The line of that index; undefined when it was evicted or has not come. */
  read(index: number): LogRecord | undefined {
    const block = this.#find(index);
    if (block === undefined) return undefined;
    const { buffer } = block;
    const slot = index - block.first;
    const from = slot === 0 ? 0 : buffer.readUInt32LE(buffer.length - SLOT * slot);
    const to = buffer.readUInt32LE(buffer.length - SLOT * (slot + 1));
    const flags = buffer[from + 13] ?? 0;
    const plain = (flags & PLAIN) !== 0;
    return {
      seconds: buffer.readDoubleLE(from),
      nanos: buffer.readUInt32LE(from + 8),
      source: buffer[from + 12] ?? 0,
      mark: (flags & MARK) !== 0,
      plain,
      text: buffer.toString(plain ? 'latin1' : 'utf8', from + HEADER, to),
    };
  }

  #find(index: number): Block | undefined {
    if (index < this.first || index >= this.#end) return undefined;
    let low = 0;
    let high = this.#blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#blocks[middle]?.first ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return this.#blocks[low];
  }

  #open(need: number): Block {
    const size = Math.max(this.#blockBytes, need);
    while (this.#bytes + size > this.#maxBytes && this.#blocks.length > 0) this.#evict();
    const buffer = size === this.#spare?.length ? this.#spare : Buffer.allocUnsafeSlow(size);
    this.#spare = undefined;
    const block = { first: this.#end, count: 0, used: 0, buffer };
    this.#blocks.push(block);
    this.#bytes += size;
    return block;
  }

  #evict(): void {
    const block = this.#blocks.shift();
    if (block === undefined) return;
    this.#bytes -= block.buffer.length;
    if (block.buffer.length === this.#blockBytes) this.#spare = block.buffer;
  }
}
