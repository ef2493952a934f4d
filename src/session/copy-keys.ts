// `c`: the name under the cursor, or the whole text, into the clipboard of the terminal one sits at (OSC 52 goes through ssh and tmux too).
import { rowAt } from './cursor.ts';
import { bodyRows } from './layout.ts';
import type { Model, Step } from './model.ts';
import { topList, topText, unchanged } from './model.ts';
import type { TextScreen } from './state.ts';
import { firstVisible } from './text-keys.ts';

export function copyName(state: Model): Step {
  const list = topList(state);
  const row = list === undefined ? undefined : rowAt(list);
  if (row === undefined) return unchanged(state);
  return { state, effects: [{ type: 'copy', text: row.name, what: row.name }] };
}

/** Terminals refuse longer texts; then what is on the screen is copied. */
const LONGEST_COPY = 48 * 1024;

export function copyText(state: Model): Step {
  const text = topText(state);
  if (text === undefined) return unchanged(state);
  const whole = joined(text, 0, text.lines.length);
  if (whole !== undefined) return { state, effects: [{ type: 'copy', text: whole, what: 'the text' }] };
  const page = bodyRows(state.size, text);
  const top = firstVisible(text, state);
  const seen = joined(text, top, Math.min(text.lines.length, top + page)) ?? '';
  return {
    state,
    effects: [{ type: 'copy', text: seen, what: 'the lines on the screen (Ctrl-S saves the whole text)' }],
  };
}

/** Lines as one text; undefined when it is too long to copy. */
function joined({ lines }: TextScreen, from: number, to: number): string | undefined {
  const parts: string[] = [];
  let length = 0;
  for (let index = from; index < to; index++) {
    const line = lines.at(index)?.text ?? '';
    length += line.length + 1;
    if (length > LONGEST_COPY) return undefined;
    parts.push(line);
  }
  return parts.join('\n');
}
