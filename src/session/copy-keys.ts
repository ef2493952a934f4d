// `c`: the name under the cursor, or the whole text, into the clipboard of the terminal one sits at (OSC 52 goes through ssh and tmux too).
import { rowAt } from './cursor.ts';
import type { Model, Step } from './model.ts';
import { topList, topScreen, unchanged } from './model.ts';

export function copyName(state: Model): Step {
  const list = topList(state);
  const row = list === undefined ? undefined : rowAt(list);
  if (row === undefined) return unchanged(state);
  return { state, effects: [{ type: 'copy', text: row.name, what: row.name }] };
}

export function copyText(state: Model): Step {
  const top = topScreen(state);
  if (top.type !== 'text') return unchanged(state);
  return { state, effects: [{ type: 'copy', text: top.lines.map((line) => line.text).join('\n'), what: 'the text' }] };
}
