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

/** Cells before a text. In a describe most lines that matter have a glyph, which must not stick to the first word. */
const leftOf = ({ kind }: TextScreen): number => (kind === 'describe' ? MARGIN + 1 : MARGIN);

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
function markHits(canvas: Canvas, y: number, { styled, piece, blanks }: Row, text: TextScreen): void {
  const { search } = text;
  if (search === '') return;
  const wanted = search.toLowerCase();
  const shown = styled.text.slice(piece.from, piece.to);
  const lower = shown.toLowerCase();
  const end = canvas.frame.width - MARGIN;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + wanted.length)) {
    const x = leftOf(text) + blanks + textWidth(shown.slice(0, at));
    if (x >= end) return;
    const width = Math.min(end - x, textWidth(shown.slice(at, at + wanted.length)));
    restyle(canvas.frame, x, y, width, () => canvas.theme.roles.found);
  }
}

/** What goes on below stands under its own line's text, so that the indents of YAML and describe can still be read; a log's lines begin at the edge. */
function hangingOf(text: string, kind: TextScreen['kind'], room: number): number {
  return kind === 'logs' ? 0 : Math.min(text.length - text.trimStart().length, Math.floor(room / 2));
}

function rowsOf(canvas: Canvas, text: TextScreen, index: number, room: number): readonly Row[] {
  const line = text.lines.at(index);
  if (line === undefined) return [];
  const styled = styledLine(canvas.frame, canvas.theme, line);
  if (text.wrap) {
    const hanging = hangingOf(styled.text, text.kind, room);
    return wrappedRanges(styled.text, room, hanging).map((piece, at) => ({
      index,
      line,
      styled,
      piece,
      blanks: at === 0 ? 0 : hanging,
      first: at === 0,
    }));
  }
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

/** There is more of the line on the right. No character fills less than half a cell, so long lines need not be measured. */
function isCutOff({ styled, piece, blanks }: Row, { wrap }: TextScreen, room: number): boolean {
  if (wrap) return false;
  const shown = styled.text.slice(piece.from, Math.min(piece.to, piece.from + 4 * room));
  return blanks + textWidth(shown) > room;
}

/** Paints a text from its first visible line on, or with `follow` so that its end is seen; wrapped, or shifted `left` cells. */
export function paintText(canvas: Canvas, text: TextScreen): void {
  const { frame, layout, theme } = canvas;
  const room = Math.max(1, frame.width - leftOf(text) - MARGIN);
  // Nothing yet, or nothing that matches: what stands below says why, and here nobody overlooks it.
  if (text.lines.length === 0)
    paintMiddle(frame, { top: layout.bodyTop, rows: layout.bodyRows }, [text.status], canvas.theme.roles.dim);
  const rows = text.follow ? rowsFromEnd(canvas, text, room) : rowsFromTop(canvas, text, room);
  rows.forEach((row, line) => {
    const y = layout.bodyTop + line;
    putStyled(frame, { x: leftOf(text) + row.blanks, y }, row.styled, row.piece, room - row.blanks);
    markHits(canvas, y, row, text);
    paintMargin(canvas, y, row, text);
    if (isCutOff(row, text, room)) put(frame, frame.width - MARGIN, y, '›', theme.roles.dim);
  });
}
