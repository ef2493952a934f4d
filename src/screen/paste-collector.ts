// The text between the two marks of a bracketed paste, put together from reads of any size in time linear to its length.

const PASTE_END = '\u001b[201~';
/** A paste beyond this many UTF-16 units is cut: nothing here takes that much text. */
const LARGEST_PASTE = 4 * 1024 * 1024;

/** Collects one paste. */
export class PasteCollector {
  readonly #pieces: string[] = [];
  #length = 0;
  /** May be the beginning of the end mark. */
  #tail = '';

  /** Takes a read. Returns what stands behind the paste's end, undefined while it goes on. */
  take(read: string): string | undefined {
    const known = this.#tail + read;
    const end = known.indexOf(PASTE_END);
    if (end >= 0) {
      this.#tail = '';
      this.#keep(known.slice(0, end));
      return known.slice(end + PASTE_END.length);
    }
    const kept = Math.max(0, known.length - (PASTE_END.length - 1));
    this.#keep(known.slice(0, kept));
    this.#tail = known.slice(kept);
    return undefined;
  }

  /** What was pasted so far; line ends as `\n`. */
  text(): string {
    return (this.#pieces.join('') + this.#tail).replace(/\r\n?/g, '\n');
  }

  #keep(text: string): void {
    const piece = text.slice(0, LARGEST_PASTE - this.#length);
    this.#length += piece.length;
    if (piece !== '') this.#pieces.push(piece);
  }
}
