// Where the cursor of a list is. It stands on an object, not on a line: rows come, go and change places under it, and only a key moves it.
import type { Row } from '../view/row.ts';
import type { ListScreen, Rows } from './state.ts';

/** The row under the cursor. */
export function rowAt(list: ListScreen): Row | undefined {
  return list.rows.rows[list.cursor];
}

/** Moves the cursor to an index (clamped) and keeps it visible. */
export function moveTo(list: ListScreen, index: number, page: number): ListScreen {
  const cursor = clamp(index, 0, list.rows.rows.length - 1);
  const uid = list.rows.rows[cursor]?.uid;
  return { ...list, cursor, cursorUid: uid, top: visibleTop(list.top, cursor, list.rows.rows.length, page) };
}

/**
 * New rows under the cursor: it goes with its object; when that left, it takes the row that is now in its place. A cursor nobody has moved stays
 * on the first row until the first listing is over, so that it does not wander down while rows come in above it.
 */
export function withRows(list: ListScreen, rows: Rows, page: number): ListScreen {
  const count = rows.rows.length;
  const found = list.cursorUid === undefined ? -1 : indexOfUid(rows.rows, list.cursorUid, list.cursor);
  if (found >= 0) {
    const top = list.top === 0 ? 0 : found - (list.cursor - list.top);
    const cursorUid = rows.rows[found]?.uid;
    return { ...list, rows, cursor: found, cursorUid, top: visibleTop(top, found, count, page) };
  }
  const cursor = clamp(list.cursor, 0, count - 1);
  // A filter that hides everything is soon taken back.
  const isHidden = count === 0 && rows.total > 0;
  const uid = rows.loading || isHidden ? list.cursorUid : rows.rows[cursor]?.uid;
  return { ...list, rows, cursor, cursorUid: uid, top: visibleTop(list.top, cursor, count, page) };
}

/** The first visible row: as near to `top` as the cursor and the end of the list allow. */
export function visibleTop(top: number, cursor: number, count: number, page: number): number {
  const least = Math.max(0, cursor - page + 1);
  const most = Math.min(cursor, Math.max(0, count - page));
  return clamp(top, least, Math.max(least, most));
}

/** Index of the row with that uid, -1 when there is none; searched outward from where it was, because rows rarely move far. */
function indexOfUid(rows: readonly Row[], uid: string, near: number): number {
  for (let distance = 0; ; distance++) {
    const below = near + distance;
    const above = near - distance;
    if (isRow(rows[below], uid)) return below;
    if (above >= 0 && isRow(rows[above], uid)) return above;
    if (below >= rows.length && above < 0) return -1;
  }
}

/** A jump knows its row's node only; from its first rows on the list knows the uid. */
function isRow(row: Row | undefined, uid: string): boolean {
  return row !== undefined && (row.uid === uid || row.id === uid);
}

export function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
