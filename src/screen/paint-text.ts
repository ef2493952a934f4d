// Text over the whole body: help, legend, describe, YAML, logs. Only the lines that are seen are touched: a log has hundreds of thousands.
import type { TextLine, TextScreen } from '../session/state.ts';
import type { Canvas } from './canvas.ts';
import { put, restyle } from './frame.ts';
import { paintMiddle } from './paint-middle.ts';
import { putStyled, styledLine, type StyledLine } from './styled-line.ts';
import { textWidth } from './text-width.ts';
import { glyph } from './theme.ts';
import { placeBehindCells, wrappedRanges, type Range } from './wrap.ts';

const MARGIN = 1;

/** A row of the screen: a line of the text or, with wrapping, a piece of one. `first`: the line begins here. */
type Row = {
  readonly index: number;
  readonly line: TextLine;
  readonly styled: StyledLine;
  readonly piece: Range;
  readonly blanks: number;
  readonly first: boolean;
};

/** Marks every hit of the search in the piece, any case. */
function markHits(canvas: Canvas, y: number, { styled, piece, blanks }: Row, search: string): void {
  if (search === '') return;
  const wanted = search.toLowerCase();
  const shown = styled.text.slice(piece.from, piece.to);
  const text = shown.toLowerCase();
  const end = canvas.frame.width - MARGIN;
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    const x = MARGIN + blanks + textWidth(shown.slice(0, at));
    if (x >= end) return;
    const width = Math.min(end - x, textWidth(shown.slice(at, at + wanted.length)));
    restyle(canvas.frame, x, y, width, () => canvas.theme.roles.found);
  }
}

function rowsOf(canvas: Canvas, text: TextScreen, index: number, room: number): readonly Row[] {
  const line = text.lines.at(index);
  if (line === undefined) return [];
  const styled = styledLine(canvas.frame, canvas.theme, line);
  if (text.wrap)
    return wrappedRanges(styled.text, room).map((piece, at) => ({
      index,
      line,
      styled,
      piece,
      blanks: 0,
      first: at === 0,
    }));
  const { from, blanks } = placeBehindCells(styled.text, text.left);
  return [{ index, line, styled, piece: { from, to: styled.text.length }, blanks, first: true }];
}

/** Rows from the first visible line down. */
function rowsFromTop(canvas: Canvas, text: TextScreen, room: number): readonly Row[] {
  const { bodyRows } = canvas.layout;
  const rows: Row[] = [];
  for (let index = text.top; index < text.lines.length && rows.length < bodyRows; index++)
    rows.push(...rowsOf(canvas, text, index, room));
  return rows.slice(0, bodyRows);
}

/** Rows from the last line up: a wrapped line may take many, so what stands first is known only when the body is full. */
function rowsFromEnd(canvas: Canvas, text: TextScreen, room: number): readonly Row[] {
  const { bodyRows } = canvas.layout;
  const groups: (readonly Row[])[] = [];
  let count = 0;
  for (let index = text.lines.length - 1; index >= 0 && count < bodyRows; index--) {
    const rows = rowsOf(canvas, text, index, room);
    groups.push(rows);
    count += rows.length;
  }
  return groups.toReversed().flat().slice(-bodyRows);
}

/** In the margin: where the search is, else the level of the line (a colour never comes alone). Help and legend bring glyphs of their own. */
function paintMargin(canvas: Canvas, y: number, { index, line, first }: Row, text: TextScreen): void {
  const { frame, theme } = canvas;
  if (index === text.match) put(frame, 0, y, '▌', theme.roles.title);
  else if (first && line.level !== undefined && text.kind !== 'help' && text.kind !== 'legend')
    put(frame, 0, y, glyph(theme, line.level), theme.levels[line.level]);
}

/** Paints a text from its first visible line on, or with `follow` so that its end is seen; wrapped, or shifted `left` cells. */
export function paintText(canvas: Canvas, text: TextScreen): void {
  const { frame, layout } = canvas;
  const room = Math.max(1, frame.width - 2 * MARGIN);
  // Nothing yet, or nothing that matches: what stands below says why, and here nobody overlooks it.
  if (text.lines.length === 0)
    paintMiddle(frame, { top: layout.bodyTop, rows: layout.bodyRows }, [text.status], canvas.theme.roles.dim);
  const rows = text.follow ? rowsFromEnd(canvas, text, room) : rowsFromTop(canvas, text, room);
  rows.forEach((row, line) => {
    const y = layout.bodyTop + line;
    putStyled(frame, { x: MARGIN + row.blanks, y }, row.styled, row.piece, room - row.blanks);
    markHits(canvas, y, row, text.search);
    paintMargin(canvas, y, row, text);
  });
}
