// A frame is what the terminal shall show: width × height cells of one character and one style. Painting writes into it, the terminal draws it,
// tests read it as text; none of them knows the others.
import { asciiText } from './ascii.ts';
import { PLAIN, type Style } from './style.ts';
import { cellText, pointWidth, textWidth } from './text-width.ts';

export type Point = { readonly x: number; readonly y: number };

/**
 * `characters[y * width + x]`: one character with its combining marks; '' = covered by the wide character to its left. `styles` are packed
 * (style.ts). `cursor` is where the terminal's cursor shows; absent = hidden. `ascii`: everything else is written in ASCII.
 */
export type Frame = {
  readonly width: number;
  readonly height: number;
  readonly ascii: boolean;
  readonly characters: string[];
  readonly styles: Int32Array;
  cursor?: Point;
};

/** A character keeps this many combining marks; more are a joke or an attack. */
const MARKS_KEPT = 2;
const ASCII = /^[\x20-\x7e]*$/;

/** An empty frame, at least 1×1. */
export function emptyFrame(width: number, height: number, ascii = false): Frame {
  const cells = Math.max(1, width) * Math.max(1, height);
  return {
    width: Math.max(1, width),
    height: Math.max(1, height),
    ascii,
    characters: ' '.repeat(cells).split(''), // twenty times as fast as Array.from, and done for every frame
    styles: new Int32Array(cells).fill(PLAIN),
  };
}

/** The text as this frame will hold it, for measuring and cutting before it is put. */
export function frameTextOf(frame: Frame, text: string): string {
  if (ASCII.test(text)) return text;
  const clean = cellText(text);
  return frame.ascii ? asciiText(clean) : clean;
}

function putAscii(frame: Frame, start: number, text: string, room: number, style: Style): number {
  const length = Math.min(text.length, room);
  for (let index = 0; index < length; index++) {
    frame.characters[start + index] = text[index] ?? ' ';
    frame.styles[start + index] = style;
  }
  return length;
}

function putWide(frame: Frame, start: number, text: string, room: number, style: Style): number {
  let used = 0;
  let marks = 0;
  for (const character of text) {
    const width = pointWidth(character.codePointAt(0) ?? 0);
    if (width === 0) {
      const base = used > 0 && frame.characters[start + used - 1] === '' ? start + used - 2 : start + used - 1;
      if (used > 0 && marks++ < MARKS_KEPT) frame.characters[base] += character;
      continue;
    }
    if (used + width > room) break;
    marks = 0;
    frame.characters[start + used] = character;
    frame.styles[start + used] = style;
    if (width === 2) {
      frame.characters[start + used + 1] = '';
      frame.styles[start + used + 1] = style;
    }
    used += width;
  }
  return used;
}

/** Writes a text from (x, y) to the right, to the frame's edge at most. Returns the cells used. */
export function put(frame: Frame, x: number, y: number, text: string, style: Style): number {
  return putWithin(frame, { x, y }, text, style, frame.width);
}

/**
 * Writes a text from a place to the right, at most `room` cells and never beyond the frame; control sequences are stripped here at the latest.
 * A wide character that would be cut in half is left out. Returns the cells used. Places outside the frame are ignored.
 */
export function putWithin(frame: Frame, { x, y }: Point, text: string, style: Style, room: number): number {
  if (y < 0 || y >= frame.height || x < 0 || x >= frame.width) return 0;
  const shown = frameTextOf(frame, text);
  const start = y * frame.width + x;
  const limit = Math.max(0, Math.min(room, frame.width - x));
  if (limit === 0 || shown === '') return 0;
  // A wide character that is half overwritten leaves a space in its other half.
  if (frame.characters[start] === '') frame.characters[start - 1] = ' ';
  const used = (ASCII.test(shown) ? putAscii : putWide)(frame, start, shown, limit, style);
  if (x + used < frame.width && frame.characters[start + used] === '') frame.characters[start + used] = ' ';
  return used;
}

/** Fills part of a line with spaces of a style. */
export function fill(frame: Frame, x: number, y: number, width: number, style: Style): void {
  put(frame, x, y, ' '.repeat(Math.max(0, Math.min(width, frame.width - x))), style);
}

/** Gives every cell of part of a line another style, made from the one it has. */
export function restyle(frame: Frame, x: number, y: number, width: number, change: (style: Style) => Style): void {
  if (y < 0 || y >= frame.height) return;
  const end = y * frame.width + Math.min(frame.width, x + width);
  for (let index = y * frame.width + Math.max(0, x); index < end; index++)
    frame.styles[index] = change(frame.styles[index] ?? PLAIN);
}

/** The text (as `frameTextOf` gives it) cut to `width` cells, with `…` in the last one when something is missing. */
export function cut(frame: Frame, text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  if (width <= 0) return '';
  let kept = '';
  let used = 0;
  for (const character of text) {
    const cells = pointWidth(character.codePointAt(0) ?? 0);
    if (used + cells > width - 1) break;
    kept += character;
    used += cells;
  }
  return kept + (frame.ascii ? '~' : '…');
}

/** Writes a text into a field of `width` cells, cut with `…` when it is longer. */
export function putField(
  frame: Frame,
  at: Point,
  text: string,
  style: Style,
  field: { width: number; align: 'left' | 'right' },
): void {
  const shown = cut(frame, frameTextOf(frame, text), field.width);
  const indent = field.align === 'right' ? field.width - textWidth(shown) : 0;
  putWithin(frame, { x: at.x + indent, y: at.y }, shown, style, field.width - indent);
}

/** The frame as text, lines without trailing spaces: for goldens and `snapshot`. */
export function frameText(frame: Frame): string {
  const lines: string[] = [];
  for (let y = 0; y < frame.height; y++)
    lines.push(
      frame.characters
        .slice(y * frame.width, (y + 1) * frame.width)
        .join('')
        .trimEnd(),
    );
  return `${lines.join('\n')}\n`;
}
