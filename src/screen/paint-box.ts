// Boxes over the body: choosers, the why panel, dialogs. What is behind stays where it is.
import type { Chooser, Dialog, WhyLine, WhyPanel } from '../session/state.ts';
import { putSpans, spansWidth, type Canvas, type Span } from './canvas.ts';
import { fill, frameTextOf, put, restyle } from './frame.ts';
import { firstVisible, labelWidth, paintChoice } from './paint-text.ts';
import { textWidth } from './text-width.ts';
import { glyph } from './theme.ts';
import { wrapped } from './wrap.ts';

/** The inside of a box: columns `x` … `end - 1`, lines `y` … `y + rows - 1`. */
type Inside = { readonly x: number; readonly end: number; readonly y: number; readonly rows: number };

const BORDER = 2;

/** Paints an empty box around `width` × `rows` cells (cut to what there is), in the middle of the body, its title in the upper border. */
function paintBox(canvas: Canvas, title: string, width: number, rows: number): Inside {
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

/** `3/20` in the lower border, for a box that does not show everything. */
function paintMore(canvas: Canvas, inside: Inside, cursor: number, count: number): void {
  const text = ` ${cursor + 1}/${count} `;
  put(canvas.frame, inside.end - text.length, inside.y + inside.rows, text, canvas.theme.roles.dim);
}

/** A list of choices, the marked one visible. */
export function paintChooser(canvas: Canvas, chooser: Chooser): void {
  const { frame } = canvas;
  const labels = labelWidth(canvas, chooser.choices, frame.width - 8);
  const notes = chooser.choices.reduce(
    (width, { note }) => Math.max(width, note === undefined ? 0 : textWidth(frameTextOf(frame, note)) + 2),
    0,
  );
  const inside = paintBox(canvas, chooser.title, labels + notes + 4, chooser.choices.length);
  const first = firstVisible(chooser.cursor, chooser.choices.length, inside.rows);
  for (let line = 0; line < inside.rows; line++) {
    const choice = chooser.choices[first + line];
    if (choice !== undefined)
      paintChoice(canvas, { ...inside, y: inside.y + line, labels }, choice, first + line === chooser.cursor);
  }
  const count = chooser.choices.length;
  if (count > inside.rows) paintMore(canvas, inside, chooser.cursor, count);
}

/** A step of why as lines of the box: the evidence is the point, so it is wrapped, never cut. */
function whyLines(canvas: Canvas, line: WhyLine, room: number): readonly (readonly Span[])[] {
  const { frame, theme } = canvas;
  const indent = ` ${'  '.repeat(line.depth)}`;
  const style = line.target === undefined ? theme.roles.dim : theme.roles.text;
  const pieces = wrapped(frameTextOf(frame, line.text), Math.max(1, room - indent.length - 2));
  return pieces.map((text, index) => [
    { text: indent, style },
    index === 0 ? { text: `${glyph(theme, line.level)} `, style: theme.levels[line.level] } : { text: '  ', style },
    { text, style },
  ]);
}

/** The paths of why, one step after the other, indented by depth. */
export function paintWhyPanel(canvas: Canvas, panel: WhyPanel): void {
  const { frame, theme } = canvas;
  const room = Math.max(1, frame.width - BORDER - 2);
  const lines = panel.lines.flatMap((line, step) => whyLines(canvas, line, room).map((spans) => ({ step, spans })));
  const widest = lines.reduce((width, { spans }) => Math.max(width, spansWidth(frame, spans)), 0);
  const inside = paintBox(canvas, panel.title, widest + 2, lines.length);
  const marked = lines.findIndex(({ step }) => step === panel.cursor);
  const first = firstVisible(marked, lines.length, inside.rows);
  for (let index = 0; index < inside.rows; index++) {
    const y = inside.y + index;
    const line = lines[first + index];
    if (line === undefined) break;
    putSpans(frame, inside.x, y, line.spans, inside.end);
    if (line.step !== panel.cursor) continue;
    put(frame, inside.x, y, '▌', theme.roles.title);
    restyle(frame, inside.x, y, inside.end - inside.x, theme.highlight);
  }
  if (lines.length > inside.rows) paintMore(canvas, inside, panel.cursor, panel.lines.length);
}

/** A question; the marked answer in brackets, so that it shows without colour. */
export function paintDialog(canvas: Canvas, dialog: Dialog): void {
  const { frame, theme } = canvas;
  const room = Math.max(1, Math.min(72, frame.width - 6));
  const lines = dialog.lines.flatMap((line) => wrapped(frameTextOf(frame, line), room));
  const answers = dialog.answers.map(({ label, disabled }, index): Span => {
    const marked = index === dialog.marked;
    const style = disabled === true ? theme.roles.dim : theme.roles.text;
    return {
      text: marked ? `[ ${label} ]` : `  ${label}  `,
      style: marked ? theme.highlight(theme.roles.title) : style,
    };
  });
  const answersWidth = spansWidth(frame, answers);
  const widest = lines.reduce((width, line) => Math.max(width, textWidth(line)), answersWidth);
  const inside = paintBox(canvas, dialog.title, widest + 2, lines.length + 2);
  const shown = lines.slice(0, Math.max(0, inside.rows - 2));
  shown.forEach((line, index) => put(frame, inside.x + 1, inside.y + index, line, theme.roles.text));
  const left = Math.max(inside.x + 1, inside.end - 1 - answersWidth);
  putSpans(frame, left, inside.y + inside.rows - 1, answers, inside.end);
}
