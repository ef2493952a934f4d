// The screen with nothing to watch yet: why, and what can be done about it.
import type { StartScreen } from '../session/state.ts';
import type { Canvas } from './canvas.ts';
import { frameTextOf, put } from './frame.ts';
import { firstVisible, labelWidth, paintChoice } from './paint-choice.ts';
import { lineStyle } from './styled-line.ts';
import { wrapped } from './wrap.ts';

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
