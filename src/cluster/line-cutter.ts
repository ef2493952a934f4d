// Cuts the body of a watch into lines. JSON never holds a raw newline, so the byte is a boundary wherever it stands, also next to half a character.

const NEWLINE = 0x0a;

/** etcd takes objects up to 1.5 MiB; what is far beyond is not a watch event. */
const LONGEST_LINE = 64 * 1024 * 1024;

export class LineCutter {
  #begun: Buffer[] = [];
  #begunLength = 0;

  /** The lines that this chunk completes, without their newline; empty lines are left out. Throws RangeError when a line does not end. */
  push(chunk: Buffer): Buffer[] {
    const lines: Buffer[] = [];
    let from = 0;
    for (let to = chunk.indexOf(NEWLINE); to >= 0; to = chunk.indexOf(NEWLINE, from)) {
      const piece = chunk.subarray(from, to);
      const line = this.#begun.length === 0 ? piece : Buffer.concat([...this.#begun, piece]);
      if (this.#begun.length > 0) this.#begun = [];
      this.#begunLength = 0;
      from = to + 1;
      if (!isBlank(line)) lines.push(line);
    }
    if (from < chunk.length) {
      this.#begun.push(from === 0 ? chunk : chunk.subarray(from));
      this.#begunLength += chunk.length - from;
      if (this.#begunLength > LONGEST_LINE) throw new RangeError('a line of the watch does not end');
    }
    return lines;
  }

  /** True when the body ended in the middle of a line. */
  get hasRest(): boolean {
    return this.#begun.some((piece) => !isBlank(piece));
  }
}

function isBlank(line: Buffer): boolean {
  return line.length < 3 && line.every((byte) => byte <= 0x20);
}
