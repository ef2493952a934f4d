// `L`: what the colours and the columns mean.
import type { Level } from '../health/level.ts';
import { columnValue } from '../view/columns.ts';
import { LEVEL_WORDS } from '../health/level-word.ts';
import type { Column, View } from '../view/view.ts';
import type { Model, Step } from './model.ts';
import { nearestList } from './model.ts';
import type { TextLine } from './state.ts';
import { toggleText } from './text-keys.ts';

/** Worst to best, with the glyphs of the lists (the screen has their ASCII). */
const LEGEND: readonly { readonly level: Level | 'unknown'; readonly glyph: string; readonly means: string }[] = [
  { level: 'critical', glyph: '✖', means: 'does not serve, or will not recover by itself' },
  { level: 'major', glyph: '◆', means: 'partly failing, or stuck beyond its time' },
  { level: 'minor', glyph: '▲', means: 'works; redundancy or hygiene is lost' },
  { level: 'progressing', glyph: '◌', means: 'changing, within the time it may take' },
  { level: 'ok', glyph: '●', means: 'as it was specified' },
  { level: 'done', glyph: '✓', means: 'finished' },
  { level: 'paused', glyph: '‖', means: 'suspended or scaled to 0 on purpose' },
  { level: 'unknown', glyph: '?', means: 'no data: not listed yet, no rights, a broken watch, a lost node' },
];

export function openLegend(state: Model): Step {
  return toggleText(state, 'legend', 'Legend', legendLines);
}

function legendLines(state: Model): readonly TextLine[] {
  const view = nearestList(state)?.view;
  const levels = LEGEND.map(({ level, glyph, means }): TextLine => ({
    text: `  ${glyph} ${LEVEL_WORDS[level].padEnd(10)} ${means}`,
    level,
  }));
  const lines: TextLine[] = [{ text: 'Levels, worst first', strong: true }, ...levels];
  if (view === undefined) return lines;
  const columns = view.columns.flatMap((column) => columnLines(view, column));
  return [
    ...lines,
    { text: '' },
    { text: `Columns of ${view.title}`, strong: true },
    ...columns,
    { text: '' },
    { text: `  ${view.description}`, dim: true },
  ];
}

/** The column's title and what it says; kinds of rows that mean something else by it have a line each. */
function columnLines(view: View, column: Column): readonly TextLine[] {
  const said = view.kinds.map((kind) => columnValue(kind, column.value)?.about).filter((about) => about !== undefined);
  return [...new Set(said)].map((about, index) => ({
    text: `  ${(index === 0 ? column.title : '').padEnd(12)} ${about}`,
  }));
}
