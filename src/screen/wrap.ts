// Breaking a text into lines of a given width in cells, between words where it can be.
import { pointWidth } from './text-width.ts';

/** Units `from` … `to - 1` of a text. */
export type Range = { readonly from: number; readonly to: number };

/** Where the longest beginning that fits into `width` cells ends; at least one character. The second is true when that is all there is. */
function fitting(text: string, from: number, width: number): readonly [number, boolean] {
  let used = 0;
  let at = from;
  while (at < text.length) {
    const point = text.codePointAt(at) ?? 0;
    used += pointWidth(point);
    if (used > width && at > from) return [at, false];
    at += point > 0xffff ? 2 : 1;
  }
  return [at, used <= width];
}

/** The place of the last blank in `from` … `end` that has a word before it; -1 = none. */
function lastBlank(text: string, from: number, end: number): number {
  const blank = text[end] === ' ' ? end : from + text.slice(from, end).lastIndexOf(' ');
  return blank > from && text.slice(from, blank).trim() !== '' ? blank : -1;
}

/** As `wrapped`, by place. Lines after the first are `hanging` cells shorter: who paints them indents them. */
export function wrappedRanges(text: string, width: number, hanging = 0): readonly Range[] {
  const ranges: Range[] = [];
  let from = 0;
  for (;;) {
    const [end, isLast] = fitting(text, from, ranges.length === 0 ? width : Math.max(1, width - hanging));
    if (isLast || end >= text.length) break;
    const blank = lastBlank(text, from, end);
    const to = blank > 0 ? blank : end;
    ranges.push({ from, to: from + text.slice(from, to).trimEnd().length });
    from = to;
    while (from < text.length && text[from] === ' ') from++;
  }
  ranges.push({ from, to: text.length });
  return ranges;
}

/** Lines of at most `width` cells; a word longer than a line is broken. A text that `frameTextOf` gave; '' is one empty line. */
export function wrapped(text: string, width: number): readonly string[] {
  return wrappedRanges(text, width).map(({ from, to }) => text.slice(from, to));
}

/** Where the text goes on behind its first `cells` cells; `blanks` stand for the half of a wide character that was cut. */
export function placeBehindCells(text: string, cells: number): { readonly from: number; readonly blanks: number } {
  let gone = 0;
  let from = 0;
  if (cells > 0) {
    for (const character of text) {
      const width = pointWidth(character.codePointAt(0) ?? 0);
      if (gone >= cells && width > 0) break;
      gone += width;
      from += character.length;
    }
  }
  return { from, blanks: Math.max(0, gone - Math.max(0, cells)) };
}

/** The text without its first `cells` cells; a wide character cut in half leaves a space. */
export function withoutCells(text: string, cells: number): string {
  const { from, blanks } = placeBehindCells(text, cells);
  return ' '.repeat(blanks) + text.slice(from);
}
