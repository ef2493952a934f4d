// Text over the whole body: help, legend, and the start screen with its choices.
import type { Choice, StartScreen, TextLine, TextScreen } from '../session/state.ts';
import { putSpans, type Canvas } from './canvas.ts';
import { frameTextOf, put, putWithin, restyle } from './frame.ts';
import { bold, type Style } from './style.ts';
import { textWidth } from './text-width.ts';
import type { Theme } from './theme.ts';
import { withoutCells, wrapped } from './wrap.ts';

const MARGIN = 1;

function lineStyle(theme: Theme, line: TextLine): Style {
  const base = line.level === undefined || line.level === 'ok' ? theme.roles.text : theme.levels[line.level];
  if (line.dim === true) return theme.roles.dim;
  return line.strong === true ? bold(base) : base;
}

/** Marks every hit of the search, any case. */
function markHits(canvas: Canvas, y: number, shown: string, search: string): void {
  if (search === '') return;
  const wanted = search.toLowerCase();
  const text = shown.toLowerCase();
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    const x = MARGIN + textWidth(shown.slice(0, at));
    restyle(canvas.frame, x, y, textWidth(shown.slice(at, at + wanted.length)), () => canvas.theme.roles.found);
  }
}

/** Paints a text from its first visible line on; wrapped, or shifted `left` cells. */
export function paintText(canvas: Canvas, text: TextScreen): void {
  const { frame, layout, theme } = canvas;
  const room = Math.max(1, frame.width - 2 * MARGIN);
  const end = layout.bodyTop + layout.bodyRows;
  let y = layout.bodyTop;
  for (let index = text.top; index < text.lines.length && y < end; index++) {
    const line = text.lines[index];
    if (line === undefined) return;
    const shown = frameTextOf(frame, line.text);
    const pieces = text.wrap ? wrapped(shown, room) : [withoutCells(shown, text.left)];
    for (const piece of pieces.slice(0, end - y)) {
      putWithin(frame, { x: MARGIN, y }, piece, lineStyle(theme, line), room);
      markHits(canvas, y, piece, text.search);
      y++;
    }
  }
}

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

/** Paints the start screen: what is wrong in sentences, then what can be done about it. */
export function paintStart(canvas: Canvas, start: StartScreen): void {
  const { frame, layout, theme } = canvas;
  const room = Math.max(1, frame.width - 4);
  const end = layout.bodyTop + layout.bodyRows;
  const lines = start.lines.flatMap((line) =>
    wrapped(frameTextOf(frame, line.text), room).map((text) => ({ text, style: lineStyle(theme, line) })),
  );
  // The choices must stay reachable however much there is to say.
  const rowsForChoices = Math.min(start.choices.length, Math.max(1, Math.floor(layout.bodyRows / 2)));
  const rowsForLines = Math.max(0, layout.bodyRows - rowsForChoices - 2);
  let y = layout.bodyTop + 1;
  for (const line of lines.slice(0, rowsForLines)) put(frame, 2, y++, line.text, line.style);
  y = Math.min(y + 1, end - rowsForChoices);
  const rows = Math.min(start.choices.length, end - y);
  const first = firstVisible(start.cursor, start.choices.length, rows);
  const labels = labelWidth(canvas, start.choices, room);
  for (let line = 0; line < rows; line++) {
    const choice = start.choices[first + line];
    if (choice !== undefined)
      paintChoice(canvas, { x: 1, y: y + line, end: frame.width - 1, labels }, choice, first + line === start.cursor);
  }
}
