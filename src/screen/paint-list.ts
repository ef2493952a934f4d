// A list: column titles and the visible rows, nothing else. 20,000 rows cost what 40 cost.
import type { ListScreen, State } from '../session/state.ts';
import { cellText } from '../view/age.ts';
import { columnShown } from '../view/column-shown.ts';
import { CONTEXT_VALUE } from '../view/columns.ts';
import { seenLevel } from '../health/level-word.ts';
import type { Row } from '../view/row.ts';
import type { Column } from '../view/view.ts';
import type { Canvas } from './canvas.ts';
import { BADGE_X, MARK_X, placeColumns, type ColumnPlace } from './column-layout.ts';
import { put, putField, restyle } from './frame.ts';
import { paintMiddle } from './paint-middle.ts';
import type { Style } from './style.ts';
import { textWidth } from './text-width.ts';
import { glyph, type Theme } from './theme.ts';

/** Columns that speak of health take the row's colour when their cell has none of its own. */
const COLOURED_VALUES: ReadonlySet<string> = new Set(['status', 'level', 'reason']);

function paintTitles(canvas: Canvas, list: ListScreen, places: readonly ColumnPlace[]): void {
  const { frame, theme, layout } = canvas;
  if (layout.titles === undefined) return;
  const arrow = list.sort.descending ? '↓' : '↑';
  for (const { column, x, width } of places) {
    const sorted = column.title === list.sort.column;
    // A title that fills its column has its arrow in the gap behind it.
    const isFull = textWidth(column.title) >= width;
    const text = sorted && !isFull ? column.title + arrow : column.title;
    putField(frame, { x, y: layout.titles }, text, theme.roles.columns, { width, align: column.align });
    if (sorted && isFull) put(frame, x + width, layout.titles, arrow, theme.roles.columns);
  }
  if (list.sort.column === 'LEVEL') put(frame, 1, layout.titles, arrow, theme.roles.columns);
}

function cellStyle(theme: Theme, place: ColumnPlace, row: Row, marked: boolean): Style {
  const own = row.cells[place.index]?.level;
  if (own !== undefined) return own === 'ok' ? theme.roles.text : theme.levels[own];
  const level = seenLevel(row.level, row.unknown);
  if (COLOURED_VALUES.has(place.column.value) && level !== 'ok') return theme.levels[level];
  if (marked) return theme.roles.mark;
  return level === 'done' || level === 'paused' ? theme.roles.dim : theme.roles.text;
}

/** Cursor bar, level glyph, badge, mark; then the cells. */
function paintRow(
  canvas: Canvas,
  y: number,
  row: Row,
  places: readonly ColumnPlace[],
  state: { now: number; cursor: boolean; marked: boolean },
): void {
  const { frame, theme } = canvas;
  const level = seenLevel(row.level, row.unknown);
  if (state.cursor) put(frame, 0, y, '▌', theme.roles.title);
  if (state.marked) put(frame, MARK_X, y, '*', theme.roles.mark);
  put(frame, 1, y, glyph(theme, level), theme.levels[level]);
  if (row.unknown && level !== 'unknown') put(frame, BADGE_X, y, glyph(theme, 'unknown'), theme.levels.unknown);
  for (const place of places) {
    const cell = row.cells[place.index];
    if (cell === undefined) continue;
    const field = { width: place.width, align: place.column.align };
    putField(frame, { x: place.x, y }, cellText(cell, state.now), cellStyle(theme, place, row, state.marked), field);
  }
  if (state.cursor) restyle(frame, 0, y, frame.width, theme.highlight);
}

/** A context's name may take this much of the line. */
const CONTEXT_SHARE = 1 / 6;

/** The context column is as wide as the names that can stand in it, which do not change while one scrolls. */
function sizedToContexts(column: Column, { contexts, size }: State): Column {
  if (column.value !== CONTEXT_VALUE) return column;
  const widest = contexts.reduce((width, { context }) => Math.max(width, textWidth(context)), column.title.length);
  return { ...column, width: Math.min(widest, Math.floor(size.width * CONTEXT_SHARE)) };
}

/** Paints titles and visible rows; an empty list says in the middle why it is empty. */
export function paintList(canvas: Canvas, state: State, list: ListScreen): void {
  const { frame, theme, layout } = canvas;
  const isShown = (column: Column): boolean => columnShown(column, list.scope, state.contexts.length);
  const columns = list.view.columns.map((column) => sizedToContexts(column, state));
  const places = placeColumns(columns, isShown, frame.width, list.columnOffset);
  paintTitles(canvas, list, places);
  const { rows, remarks, loading } = list.rows;
  if (rows.length === 0) {
    const words = remarks.length > 0 ? remarks : [loading ? 'Listing …' : 'Nothing here.'];
    paintMiddle(frame, { top: layout.bodyTop, rows: layout.bodyRows }, words, theme.roles.text);
    return;
  }
  for (let line = 0; line < layout.bodyRows; line++) {
    const index = list.top + line;
    const row = rows[index];
    if (row === undefined) return;
    paintRow(canvas, layout.bodyTop + line, row, places, {
      now: state.now,
      cursor: index === list.cursor,
      marked: list.marks.has(row.uid),
    });
  }
}
