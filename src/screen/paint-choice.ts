// A line that can be chosen, in choosers and on the start screen.
import type { Choice } from '../session/state.ts';
import { putSpans, type Canvas } from './canvas.ts';
import { frameTextOf, restyle } from './frame.ts';
import { textWidth } from './text-width.ts';

/** Paints one choice of a list from `x` to `end`: bar, label, note; the marked one highlighted, the impossible ones dim. */
export function paintChoice(
  canvas: Canvas,
  at: { x: number; y: number; end: number; labels: number },
  choice: Choice,
  marked: boolean,
): void {
  const { frame, theme } = canvas;
  const { text, dim, title } = theme.roles;
  const label = frameTextOf(frame, choice.label);
  const padding = ' '.repeat(Math.max(0, at.labels - textWidth(label)) + 2);
  const spans = [
    { text: marked ? '▌ ' : '  ', style: title },
    { text: label, style: choice.disabled === true ? dim : text },
    ...(choice.note === undefined ? [] : [{ text: padding + choice.note, style: dim }]),
  ];
  putSpans(frame, at.x, at.y, spans, at.end);
  if (marked) restyle(frame, at.x, at.y, at.end - at.x, theme.highlight);
}

/** The first of `count` lines to show in `rows` lines so that the cursor is among them. */
export function firstVisible(cursor: number, count: number, rows: number): number {
  return Math.max(0, Math.min(cursor - Math.floor(rows / 2), count - rows));
}

/** The widest label, so that notes stand in one column; not more than half of `room`. */
export function labelWidth(canvas: Canvas, choices: readonly Choice[], room: number): number {
  const widest = choices.reduce(
    (width, choice) => Math.max(width, textWidth(frameTextOf(canvas.frame, choice.label))),
    0,
  );
  return Math.min(widest, Math.floor(room / 2));
}
