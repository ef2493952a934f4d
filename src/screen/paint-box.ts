// Boxes over the body: choosers and the why panel. What is behind stays where it is.
import type { Chooser, WhyLine, WhyPanel } from '../session/state.ts';
import { putSpans, spansWidth, type Canvas, type Span } from './canvas.ts';
import { BORDER, paintBox, type Inside } from './box.ts';
import { frameTextOf, put, restyle } from './frame.ts';
import { firstVisible, labelWidth, paintChoice } from './paint-choice.ts';
import { textWidth } from './text-width.ts';
import { glyph } from './theme.ts';
import { wrapped } from './wrap.ts';

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
