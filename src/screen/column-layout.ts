// Where each column of a list stands. The name columns stay whatever happens; the others give way by priority when the terminal is narrow, and
// by hand when a person scrolls sideways.
import type { Column } from '../view/view.ts';

/** A column's place: `x` and `width` in cells, `index` into the row's cells. */
export type ColumnPlace = {
  readonly column: Column;
  readonly index: number;
  readonly x: number;
  readonly width: number;
};

/** Cells before the first column: cursor bar, level glyph, badge, mark. */
export const GUTTER = 4;
/** Where the badge stands. */
export const BADGE_X = 2;
/** Where the mark stands: beside the name, so that the cursor's bar is seen on marked rows too. */
export const MARK_X = 3;
const GAP = 2;
/** A column that takes the rest of the line gets this much before others are dropped for it: names are long, and most telling at their ends. */
const REST_MINIMUM = 22;
const REST_MINIMUM_WHEN_WIDE = 28;
const WIDE = 100;
/** Columns that must stay are made narrower, down to this, before the last one is cut. */
const SHRUNK_MINIMUM = 6;
const NAME_VALUES: ReadonlySet<string> = new Set(['context', 'namespace', 'name']);

type Candidate = { readonly column: Column; readonly index: number; width: number };

function widthOf(candidates: readonly Candidate[]): number {
  return candidates.reduce((sum, { width }) => sum + width + GAP, -GAP);
}

/** The candidate that goes first: highest priority number, the rightmost of equals. Columns of priority 1 stay: -1. */
function leastWanted(candidates: readonly Candidate[]): number {
  let worst = -1;
  candidates.forEach(({ column }, position) => {
    if (column.priority > 1 && column.priority >= (candidates[worst]?.column.priority ?? 0)) worst = position;
  });
  return worst;
}

/** Drops what is wanted least until the rest fits, then takes back what fits after all; narrows the widest when nothing more can be dropped. */
function fit(candidates: Candidate[], room: number): void {
  const dropped: Candidate[] = [];
  while (widthOf(candidates) > room) {
    const least = leastWanted(candidates);
    if (least >= 0) {
      dropped.unshift(...candidates.splice(least, 1));
      continue;
    }
    const widest = candidates.reduce<Candidate | undefined>(
      (wide, each) => (each.width > (wide?.width ?? 0) ? each : wide),
      undefined,
    );
    if (widest === undefined || widest.width <= SHRUNK_MINIMUM) return;
    widest.width--;
  }
  for (const candidate of dropped) {
    if (widthOf(candidates) + GAP + candidate.width > room) continue;
    const place = candidates.findIndex(({ index }) => index > candidate.index);
    candidates.splice(place < 0 ? candidates.length : place, 0, candidate);
  }
}

/** Leaves out `offset` columns behind the name columns. */
function scrolled(candidates: readonly Candidate[], offset: number): Candidate[] {
  let hidden = 0;
  return candidates.filter(({ column }) => NAME_VALUES.has(column.value) || hidden++ >= offset);
}

/**
 * Places the columns in a line of `width` cells. `offset`: columns scrolled out on the left, the name columns excepted. Columns of width 0 share what
 * the others leave; at worst the last column is cut.
 */
export function placeColumns(
  columns: readonly Column[],
  shown: (column: Column) => boolean,
  width: number,
  offset: number,
): readonly ColumnPlace[] {
  const restMinimum = width < WIDE ? REST_MINIMUM : REST_MINIMUM_WHEN_WIDE;
  const all = columns.map((column, index) => ({
    column,
    index,
    width: column.width === 0 ? restMinimum : column.width,
  }));
  const candidates = scrolled(
    all.filter(({ column }) => shown(column)),
    offset,
  );
  const room = Math.max(1, width - GUTTER);
  fit(candidates, room);
  const elastic = candidates.filter(({ column }) => column.width === 0);
  const spare = Math.max(0, room - widthOf(candidates));
  for (const candidate of elastic) candidate.width += Math.floor(spare / elastic.length);
  const places: ColumnPlace[] = [];
  let x = GUTTER;
  for (const { column, index, width: wanted } of candidates) {
    const left = GUTTER + room - x;
    if (left > 0) places.push({ column, index, x, width: Math.min(wanted, left) });
    x += wanted + GAP;
  }
  return places;
}
