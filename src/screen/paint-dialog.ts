// A question in a box. Its answers are always seen, however much it has to tell and however small the terminal is.
import type { Choice, Dialog, TextLine } from '../session/state.ts';
import { BORDER, paintBox } from './box.ts';
import { putSpans, spansWidth, type Canvas, type Span } from './canvas.ts';
import { cut, fill, frameTextOf, put } from './frame.ts';
import { lineStyle, putStyled, styledLine, type StyledLine } from './styled-line.ts';
import { textWidth } from './text-width.ts';
import { glyph } from './theme.ts';
import { withoutCells, wrappedRanges, type Range } from './wrap.ts';

type Typed = NonNullable<Dialog['typed']>;
/** A line inside the box, `x` cells from its left edge. */
type Piece = { readonly width: number; readonly put: (x: number, y: number, room: number) => void };

const WIDEST = 72;
const FIELD_MINIMUM = 12;
const MOST_HANGING = 20;
const EMPTY: Piece = { width: 0, put: () => undefined };

function spansPiece({ frame }: Canvas, spans: readonly Span[]): Piece {
  return { width: spansWidth(frame, spans), put: (x, y, room) => void putSpans(frame, x, y, spans, x + room) };
}

function styledPiece({ frame }: Canvas, line: StyledLine, range: Range, indent: readonly Span[]): Piece {
  const before = spansWidth(frame, indent);
  return {
    width: before + textWidth(line.text.slice(range.from, range.to)),
    put: (x, y, room) => {
      putSpans(frame, x, y, indent, x + room);
      putStyled(frame, { x: x + before, y }, line, range, Math.max(0, room - before));
    },
  };
}

/** How far in a line's own text stands: the second column of `comes back  ReplicaSet …`, else behind its leading blanks. */
function secondColumn(text: string): number {
  const [found = ''] = /^ *(?:\S+(?: \S+)* {2,}(?=\S))?/.exec(text) ?? [];
  return found.length > MOST_HANGING ? 0 : found.length;
}

/** A line wrapped; with a level it has its glyph, and what goes on below stands under the text it belongs to. */
function linePieces(canvas: Canvas, line: TextLine, room: number): readonly Piece[] {
  const { frame, theme } = canvas;
  const { level } = line;
  const depth = level === undefined ? 0 : line.text.length - line.text.trimStart().length;
  const styled = styledLine(frame, theme, depth === 0 ? line : { ...line, text: line.text.trimStart(), parts: [] });
  const indent = ' '.repeat(Math.min(depth, Math.floor(room / 2)));
  const style = lineStyle(theme, line);
  const sign: readonly Span[] =
    level === undefined
      ? []
      : [
          { text: indent, style },
          { text: `${glyph(theme, level)} `, style: theme.levels[level] },
        ];
  const hanging = secondColumn(styled.text);
  const below: readonly Span[] = [{ text: `${level === undefined ? '' : `${indent}  `}${' '.repeat(hanging)}`, style }];
  return wrappedRanges(styled.text, Math.max(1, room - spansWidth(frame, sign)), hanging).map((range, index) =>
    styledPiece(canvas, styled, range, index === 0 ? sign : below),
  );
}

/** `Type NAME, the name of the namespace, to go on: [text   ]`; the field has a line of its own when there is no room beside the words. */
function typedPieces(canvas: Canvas, typed: Typed, room: number): readonly Piece[] {
  const begin = 'Type ';
  const what = typed.what === '' ? '' : `, ${typed.what},`;
  const text = `${begin}${typed.wanted}${what} to go on:`;
  const wanted = { from: begin.length, to: begin.length + typed.wanted.length, look: 'mark' } as const;
  const label = linePieces(canvas, { text, parts: [wanted] }, room);
  const wantedCells = textWidth(frameTextOf(canvas.frame, typed.wanted));
  const field = inputPiece(canvas, typed, Math.min(room, Math.max(FIELD_MINIMUM, wantedCells + 3)));
  const [only, ...others] = label;
  if (only === undefined || others.length > 0 || only.width + 1 + field.width > room) return [...label, field];
  const line: Piece = {
    width: only.width + 1 + field.width,
    put: (x, y, cells) => {
      only.put(x, y, cells);
      field.put(x + only.width + 1, y, cells - only.width - 1);
    },
  };
  return [line];
}

/** What is typed, between brackets, scrolled so that the cursor is seen. */
function inputPiece({ frame, theme }: Canvas, typed: Typed, width: number): Piece {
  return {
    width,
    put: (x, y, room) => {
      const cells = Math.max(3, Math.min(width, room));
      const inner = cells - 2;
      const before = textWidth(frameTextOf(frame, [...typed.text].slice(0, typed.cursor).join('')));
      const hidden = Math.max(0, before - inner + 1);
      const shown = withoutCells(frameTextOf(frame, typed.text), hidden);
      fill(frame, x + 1, y, inner, theme.roles.prompt);
      putSpans(frame, x + 1, y, [{ text: shown, style: theme.roles.prompt }], x + 1 + inner);
      put(frame, x, y, '[', theme.roles.key);
      put(frame, x + cells - 1, y, ']', theme.roles.key);
      frame.cursor = { x: x + 1 + before - hidden, y };
    },
  };
}

/** True when the answer cannot be given yet. */
function isLocked({ typed }: Dialog, answer: Choice, index: number): boolean {
  return answer.disabled === true || (typed !== undefined && index > 0 && typed.text !== typed.wanted);
}

/** The answers side by side, on several lines when they must; the marked one in brackets, so that it shows without colour. */
function answerLines(canvas: Canvas, dialog: Dialog, room: number): readonly (readonly Span[])[] {
  const { frame, theme } = canvas;
  const lines: Span[][] = [[]];
  for (const [index, answer] of dialog.answers.entries()) {
    const marked = index === dialog.marked;
    const style = isLocked(dialog, answer, index) ? theme.roles.dim : marked ? theme.roles.title : theme.roles.text;
    const text = marked ? `[ ${answer.label} ]` : `  ${answer.label}  `;
    const span: Span = { text, style: marked ? theme.highlight(style) : style };
    const line = lines.at(-1) ?? [];
    if (line.length > 0 && spansWidth(frame, [...line, span]) > room) lines.push([span]);
    else line.push(span);
  }
  return lines;
}

/** As many of the pieces as fit into `rows` lines; the last line says how many are missing. */
function shortened(canvas: Canvas, pieces: readonly Piece[], rows: number): readonly Piece[] {
  if (pieces.length <= rows) return pieces;
  const kept = Math.max(0, rows - 1);
  const missing = pieces.length - kept;
  const words = `… and ${missing} more ${missing === 1 ? 'line' : 'lines'}`;
  return [...pieces.slice(0, kept), spansPiece(canvas, [{ text: words, style: canvas.theme.roles.dim }])].slice(
    0,
    rows,
  );
}

/** Paints the lines, what must be typed, what the marked answer means, and the answers. */
export function paintDialog(canvas: Canvas, dialog: Dialog): void {
  const { frame, theme, layout } = canvas;
  const room = Math.max(1, Math.min(WIDEST, frame.width - 6));
  const answers = answerLines(canvas, dialog, room);
  const hasNotes = dialog.answers.some(({ note }) => note !== undefined);
  const note = dialog.answers[dialog.marked]?.note ?? '';
  const below: readonly Piece[] = [
    ...(dialog.typed === undefined ? [] : [EMPTY, ...typedPieces(canvas, dialog.typed, room)]),
    EMPTY,
    ...(hasNotes
      ? [spansPiece(canvas, [{ text: cut(frame, frameTextOf(frame, note), room), style: theme.roles.dim }])]
      : []),
  ];
  const all = dialog.lines.flatMap((line) => linePieces(canvas, line, room));
  const most = layout.bodyRows - BORDER - below.length - answers.length;
  const pieces = [...shortened(canvas, all, Math.max(0, most)), ...below];
  const answersWidth = Math.max(...answers.map((spans) => spansWidth(frame, spans)));
  const notesWidth = dialog.answers.reduce(
    (width, each) => Math.max(width, textWidth(frameTextOf(frame, each.note ?? ''))),
    0,
  );
  const widest = pieces.reduce(
    (width, piece) => Math.max(width, piece.width),
    Math.max(answersWidth, Math.min(room, notesWidth)),
  );
  const inside = paintBox(canvas, dialog.title, widest + 2, pieces.length + answers.length);
  const cells = inside.end - inside.x - 2;
  pieces.forEach((piece, index) => piece.put(inside.x + 1, inside.y + index, cells));
  answers.forEach((spans, index) => {
    const left = Math.max(inside.x + 1, inside.end - 1 - spansWidth(frame, spans));
    putSpans(frame, left, inside.y + pieces.length + index, spans, inside.end);
  });
}
