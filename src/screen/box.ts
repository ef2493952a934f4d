// The frame of a box over the body.
import { putSpans, type Canvas } from './canvas.ts';
import { fill, frameTextOf, put } from './frame.ts';
import { textWidth } from './text-width.ts';

/** The inside of a box: columns `x` … `end - 1`, lines `y` … `y + rows - 1`. */
export type Inside = { readonly x: number; readonly end: number; readonly y: number; readonly rows: number };

/** Cells and lines that the two borders take. */
export const BORDER = 2;

/** Paints an empty box around `width` × `rows` cells (cut to what there is), in the middle of the body, its title in the upper border. */
export function paintBox(canvas: Canvas, title: string, width: number, rows: number): Inside {
  const { frame, layout, theme } = canvas;
  const name = ` ${frameTextOf(frame, title)} `;
  const inner = Math.max(1, Math.min(Math.max(width, textWidth(name) + 2), frame.width - BORDER));
  const lines = Math.max(1, Math.min(rows, layout.bodyRows - BORDER));
  const x = Math.max(0, Math.floor((frame.width - inner - BORDER) / 2));
  const y = layout.bodyTop + Math.max(0, Math.floor((layout.bodyRows - lines - BORDER) / 2));
  const { rule } = theme.roles;
  put(frame, x, y, `┌${'─'.repeat(inner)}┐`, rule);
  putSpans(frame, x + 2, y, [{ text: name, style: theme.roles.title }], x + inner);
  for (let line = 1; line <= lines; line++) {
    put(frame, x, y + line, '│', rule);
    fill(frame, x + 1, y + line, inner, theme.roles.text);
    put(frame, x + 1 + inner, y + line, '│', rule);
  }
  put(frame, x, y + 1 + lines, `└${'─'.repeat(inner)}┘`, rule);
  return { x: x + 1, end: x + 1 + inner, y: y + 1, rows: lines };
}
