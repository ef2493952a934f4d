// Breaking a text into lines of a given width in cells, between words where it can be.
import { pointWidth, textWidth } from './text-width.ts';

/** The longest beginning of `text` that fits into `width` cells; at least one character. */
function head(text: string, width: number): string {
  let used = 0;
  let length = 0;
  for (const character of text) {
    used += pointWidth(character.codePointAt(0) ?? 0);
    if (used > width && length > 0) break;
    length += character.length;
  }
  return text.slice(0, length);
}

/** Lines of at most `width` cells; a word longer than a line is broken. A text that `frameTextOf` gave; '' is one empty line. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let rest = text;
  while (textWidth(rest) > width) {
    const piece = head(rest, width);
    const blank = rest[piece.length] === ' ' ? piece.length : piece.lastIndexOf(' ');
    const end = blank > 0 && piece.slice(0, blank).trim() !== '' ? blank : piece.length;
    lines.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  lines.push(rest);
  return lines;
}

/** The text without its first `cells` cells; a wide character cut in half leaves a space. */
export function withoutCells(text: string, cells: number): string {
  if (cells <= 0) return text;
  let gone = 0;
  let index = 0;
  for (const character of text) {
    const width = pointWidth(character.codePointAt(0) ?? 0);
    if (gone >= cells && width > 0) break;
    gone += width;
    index += character.length;
  }
  return ' '.repeat(Math.max(0, gone - cells)) + text.slice(index);
}
