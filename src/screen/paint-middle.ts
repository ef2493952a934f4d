// Sentences in the middle of an empty space: why a list is empty, that the terminal is too small.
import { frameTextOf, put, type Frame } from './frame.ts';
import type { Style } from './style.ts';
import { wrapped } from './wrap.ts';
import { textWidth } from './text-width.ts';

/** Paints sentences, wrapped between words, centred in the lines `top` … `top + rows - 1`; what does not fit is left out at the end. */
export function paintMiddle(
  frame: Frame,
  lines: { top: number; rows: number },
  sentences: readonly string[],
  style: Style,
): void {
  const room = Math.max(1, frame.width - (frame.width > 8 ? 4 : 0));
  const shown = sentences.flatMap((sentence) => wrapped(frameTextOf(frame, sentence), room)).slice(0, lines.rows);
  const top = lines.top + Math.floor((lines.rows - shown.length) / 2);
  shown.forEach((text, line) =>
    put(frame, Math.max(0, Math.floor((frame.width - textWidth(text)) / 2)), top + line, text, style),
  );
}
