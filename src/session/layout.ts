// Where the lines of a frame are. The session must know how many rows fit (paging, keeping the cursor visible) and the screen where to paint
// them; one function answers both, so that they never disagree by a line.
import type { ScreenState, Size } from './state.ts';

/** The smallest terminal the screens are made for: in a smaller one nothing is shown. */
export const LEAST_SIZE: Size = { width: 80, height: 24 };

/** True when the screen shows nothing for want of room. */
export function isTooSmall({ width, height }: Size): boolean {
  return width < LEAST_SIZE.width || height < LEAST_SIZE.height;
}

/**
 * Line numbers from the top, counted from 0; undefined = no room for that line. The body is `bodyTop` … `bodyTop + bodyRows - 1`. On a list the
 * column titles stand in `titles`; text and start screens have neither titles nor why line, and their body takes that room.
 */
export type Layout = {
  readonly header: number | undefined;
  readonly viewing: number | undefined;
  readonly titles: number | undefined;
  readonly bodyTop: number;
  readonly bodyRows: number;
  readonly rule: number | undefined;
  readonly why: number | undefined;
  readonly footer: number | undefined;
};

const NO_LINES = { header: undefined, viewing: undefined, titles: undefined, rule: undefined, why: undefined } as const;

/** What the lines of a frame depend on; a screen's state is one. */
export type LaidOut = { readonly type: ScreenState['type']; readonly full?: boolean };
const LIST: LaidOut = { type: 'list' };

/** The lines of a frame. Below 8 lines the rule goes first, then the viewing line, then the why line; down to 4 lines there is a body row. */
export function layoutOf(size: Size, screen: LaidOut): Layout {
  const height = Math.max(3, size.height);
  if (screen.full === true) return { ...NO_LINES, bodyTop: 0, bodyRows: height, footer: undefined };
  const list = screen.type === 'list';
  const hasRule = height >= 8;
  const hasViewing = height >= 7;
  const hasWhy = list && height >= 6;
  const hasTitles = list && height >= 4;
  let line = 1;
  const viewing = hasViewing ? line++ : undefined;
  const titles = hasTitles ? line++ : undefined;
  const footer = height - 1;
  const why = hasWhy ? footer - 1 : undefined;
  const rule = hasRule ? (why ?? footer) - 1 : undefined;
  const bodyEnd = rule ?? why ?? footer;
  return { header: 0, viewing, titles, bodyTop: line, bodyRows: Math.max(1, bodyEnd - line), rule, why, footer };
}

/** How many rows of a list (or lines of a text) are visible. */
export function bodyRows(size: Size, screen = LIST): number {
  return layoutOf(size, screen).bodyRows;
}
