// `w`: the paths from what is under the cursor down to what causes its colour. Enter on a step goes there.
import { clamp, rowAt } from './cursor.ts';
import type { Motion } from './moves.ts';
import type { Model, Step } from './model.ts';
import { topList, unchanged, withOverlay } from './model.ts';
import type { WhyLine } from './state.ts';

/** Asks for the paths of the row under the cursor; `why-panel` brings them. */
export function askWhy(state: Model): Step {
  const list = topList(state);
  const row = list === undefined ? undefined : rowAt(list);
  return row === undefined ? unchanged(state) : { state, effects: [{ type: 'explain', id: row.id }] };
}

/** Opens the panel with the mark on the first path's culprit, so that `w Enter` goes to the cause. */
export function openWhy(state: Model, title: string, lines: readonly WhyLine[]): Step {
  return unchanged(withOverlay(state, { type: 'why', title, lines, cursor: culpritLine(lines) }));
}

/** The deepest step of the first path; lines without a target are remarks. */
function culpritLine(lines: readonly WhyLine[]): number {
  let deepest = 0;
  let depth = -1;
  for (const [index, line] of lines.entries()) {
    if (line.target === undefined) continue;
    if (line.depth <= depth) break;
    deepest = index;
    depth = line.depth;
  }
  return deepest;
}

export function moveWhy(state: Model, motion: Motion): Step {
  const panel = state.overlay;
  if (panel?.type !== 'why') return unchanged(state);
  const cursor = clamp(motion(panel.cursor, panel.lines.length, 10), 0, panel.lines.length - 1);
  return unchanged(withOverlay(state, { ...panel, cursor }));
}

/** Goes to the marked step; the panel closes and Backspace comes back to the list it was opened from. */
export function jumpToStep(state: Model): Step {
  const panel = state.overlay;
  const target = panel?.type === 'why' ? panel.lines[panel.cursor]?.target : undefined;
  if (target === undefined) return unchanged(state);
  return { state: withOverlay(state, undefined), effects: [{ type: 'jump', to: 'node', id: target }] };
}
