// Cuts the body of a list into its items while the bytes still arrive, so that each item can be parsed by itself and the event loop is never
// held for a whole page (500 pods are 35-48 ms of JSON.parse). It looks at bytes only: every boundary is an ASCII byte, so a character split
// between two chunks needs no care.

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const SPACE = 0x20;

/** The list without its items (metadata, kind) is small; what is bigger is not a list. */
const LARGEST_ENVELOPE = 4 * 1024 * 1024;

const ITEMS_KEY = /(?<!\\)"items"\s*:\s*$/;

/** The body is not a JSON object with a list of objects in it, or ended too early. */
export class CutError extends Error {
  override readonly name = 'CutError';
  readonly code: 'not-json' | 'cut-short' | 'no-items';

  constructor(code: CutError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** One body: push its chunks in order, then end(). */
export class ItemCutter {
  /** Everything that is not an item, one character per byte: at the end it is the list with `items` empty. */
  #envelope = '';
  #place: 'outside' | 'between' | 'item' = 'outside';
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** The item's bytes in earlier chunks. */
  #begun: Buffer[] = [];
  #started = false;

  /** The items that this chunk completes, each as the bytes of one JSON object. They may share memory with the chunk. */
  push(chunk: Buffer): Buffer[] {
    const items: Buffer[] = [];
    let at = 0;
    while (at < chunk.length) {
      if (this.#place === 'item') at = this.#scanItem(chunk, at, items);
      else if (this.#place === 'between') at = this.#scanBetween(chunk, at);
      else at = this.#scanOutside(chunk, at);
    }
    return items;
  }

  /** The list without its items, parsed: `{ kind, metadata, items: [] }`. Throws CutError when the body is not whole. */
  end(): Readonly<Record<string, unknown>> {
    if (!this.#started) throw new CutError('cut-short', 'the body is empty');
    if (this.#place !== 'outside' || this.#depth !== 0 || this.#inString)
      throw new CutError('cut-short', 'the body ends in the middle of the list');
    try {
      return JSON.parse(Buffer.from(this.#envelope, 'latin1').toString('utf8')) as Readonly<Record<string, unknown>>;
    } catch {
      throw new CutError('not-json', 'what stands around the items is not JSON');
    }
  }

  /** Everything outside of `items`; stops behind the `[` of items. */
  #scanOutside(chunk: Buffer, from: number): number {
    for (let i = from; i < chunk.length; i++) {
      const byte = chunk[i] as number;
      if (!this.#started && byte > SPACE) {
        if (byte !== OPEN) throw new CutError('not-json', 'the body is not a JSON object');
        this.#started = true;
      }
      if (this.#inString) this.#inText(byte);
      else if (byte === QUOTE) this.#inString = true;
      else if (byte === OPEN) this.#depth++;
      else if (byte === CLOSE) this.#depth--;
      else if (byte === CLOSE_LIST) this.#depth--;
      else if (byte === OPEN_LIST) {
        const isTop = this.#depth === 1;
        this.#depth++;
        if (isTop && this.#isItemsKeyBefore(chunk, from, i)) {
          this.#keep(chunk, from, i + 1);
          this.#place = 'between';
          return i + 1;
        }
      }
    }
    this.#keep(chunk, from, chunk.length);
    return chunk.length;
  }

  #isItemsKeyBefore(chunk: Buffer, from: number, at: number): boolean {
    const near = chunk.toString('latin1', Math.max(from, at - 64), at);
    return ITEMS_KEY.test(at - from < 64 ? this.#envelope.slice(-64) + near : near);
  }

  #inText(byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === BACKSLASH) this.#escaped = true;
    else if (byte === QUOTE) this.#inString = false;
  }

  /** Between two items, or before the first or behind the last one. */
  #scanBetween(chunk: Buffer, from: number): number {
    for (let i = from; i < chunk.length; i++) {
      const byte = chunk[i] as number;
      if (byte <= SPACE || byte === COMMA) continue;
      if (byte === OPEN) {
        this.#place = 'item';
        return i;
      }
      if (byte !== CLOSE_LIST) throw new CutError('not-json', 'an item of the list is not an object');
      this.#place = 'outside';
      return i; // the envelope takes the bracket
    }
    return chunk.length;
  }

  /** The hot loop: inside an item only braces outside of strings matter. */
  #scanItem(chunk: Buffer, from: number, items: Buffer[]): number {
    // #depth is 2 here (the list's object and its items); the item's own braces count up from there
    let depth = this.#depth;
    let inString = this.#inString;
    const end = chunk.length;
    let i = this.#escaped ? from + 1 : from;
    this.#escaped = false;
    while (i < end) {
      const byte = chunk[i++] as number;
      if (inString) {
        if (byte === QUOTE) inString = false;
        else if (byte === BACKSLASH) i++;
      } else if (byte === QUOTE) {
        inString = true;
        // most bytes are in strings: run through them without looking at the rest
        while (i < end && (chunk[i] as number) > BACKSLASH) i++;
      } else if (byte === OPEN) depth++;
      else if (byte === CLOSE && --depth === 2) {
        const piece = chunk.subarray(from, i);
        items.push(this.#begun.length === 0 ? piece : Buffer.concat([...this.#begun, piece]));
        this.#begun = [];
        this.#depth = depth;
        this.#inString = false;
        this.#place = 'between';
        return i;
      }
    }
    this.#escaped = i > end;
    this.#depth = depth;
    this.#inString = inString;
    this.#begun.push(chunk.subarray(from));
    return end;
  }

  #keep(chunk: Buffer, from: number, to: number): void {
    // latin1 keeps every byte as one character, so that one cut in two is whole again at the end
    this.#envelope += chunk.toString('latin1', from, to);
    if (this.#envelope.length > LARGEST_ENVELOPE)
      throw new CutError('no-items', 'the body is not a list: it is too large without items');
  }
}
