// What every painter is given: the frame to write into, the theme to look styles up in, and where the lines are.
import type { Layout } from '../session/layout.ts';
import { cut, frameTextOf, put, putWithin, type Frame } from './frame.ts';
import type { Style } from './style.ts';
import { textWidth } from './text-width.ts';
import type { Theme } from './theme.ts';

export type Canvas = { readonly frame: Frame; readonly theme: Theme; readonly layout: Layout };

/** A piece of a line in one style. */
export type Span = { readonly text: string; readonly style: Style };

/** Cells the spans take in this frame. */
export function spansWidth(frame: Frame, spans: readonly Span[]): number {
  return spans.reduce((width, span) => width + textWidth(frameTextOf(frame, span.text)), 0);
}

/** Writes spans one after the other, cut with `…` at `end` (a column, exclusive). Returns the column after the last cell. */
export function putSpans(
  frame: Frame,
  x: number,
  y: number,
  spans: readonly Span[],
  end: number = frame.width,
): number {
  let at = x;
  for (const span of spans) {
    const room = end - at;
    if (room <= 0) return at;
    const text = frameTextOf(frame, span.text);
    const fits = textWidth(text) <= room;
    at += putWithin(frame, { x: at, y }, fits ? text : cut(frame, text, room), span.style, room);
    if (!fits) return end;
  }
  return at;
}

/** Writes spans so that they end before column `end`. Returns the column they begin in. */
export function putSpansRight(frame: Frame, end: number, y: number, spans: readonly Span[]): number {
  const x = Math.max(0, end - spansWidth(frame, spans));
  putSpans(frame, x, y, spans, end);
  return x;
}

/** A horizontal line over the whole width of the frame. */
export function putRule(canvas: Canvas, y: number): void {
  put(canvas.frame, 0, y, '─'.repeat(canvas.frame.width), canvas.theme.roles.rule);
}
