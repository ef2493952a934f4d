// A line of a text as it is shown: its characters made harmless, and which of them look how. Parts are given by place in the raw text, from which
// characters may vanish on the way.
import type { TextLine } from '../session/state.ts';
import { frameTextOf, putWithin, restyle, type Frame, type Point } from './frame.ts';
import { bold, type Style } from './style.ts';
import { textWidth } from './text-width.ts';
import { partStyle, type Theme } from './theme.ts';

/** A part of the shown text, by UTF-16 unit. */
type StyledPart = { readonly from: number; readonly to: number; readonly style: Style };
export type StyledLine = { readonly text: string; readonly style: Style; readonly parts: readonly StyledPart[] };

/** A line is shown up to this many UTF-16 units: nobody scrolls through more, and a frame must not take longer for it. */
export const LONGEST_SHOWN = 64 * 1024;
/** In a line with control sequences each part costs the line's length once; no honest line has as many parts. */
const PARTS_AMONG_SEQUENCES = 64;
/** What a sequence begins with: it may reach over the end of a part. */
const INTRODUCER = /[\u001b\u0080-\u009f]/;

/** The style of a line apart from its parts. */
export function lineStyle(theme: Theme, line: TextLine): Style {
  const base = line.level === undefined || line.level === 'ok' ? theme.roles.text : theme.levels[line.level];
  if (line.dim === true) return theme.roles.dim;
  return line.strong === true ? bold(base) : base;
}

/** Places in the raw text, ascending, to places in the shown one. */
function shownPlaces(frame: Frame, raw: string, places: readonly number[]): readonly number[] {
  if (INTRODUCER.test(raw)) return places.map((place) => frameTextOf(frame, raw.slice(0, place)).length);
  let before = 0;
  let shown = 0;
  return places.map((place) => {
    shown += frameTextOf(frame, raw.slice(before, place)).length;
    before = Math.max(before, place);
    return shown;
  });
}

function cutRaw(text: string): string {
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

/** The line for this frame and theme. */
export function styledLine(frame: Frame, theme: Theme, line: TextLine): StyledLine {
  const raw = cutRaw(line.text);
  const text = frameTextOf(frame, raw);
  const style = lineStyle(theme, line);
  if (line.parts === undefined || line.parts.length === 0) return { text, style, parts: [] };
  const isSame = text === raw;
  const parts = isSame || !INTRODUCER.test(raw) ? line.parts : line.parts.slice(0, PARTS_AMONG_SEQUENCES);
  const places = isSame
    ? undefined
    : shownPlaces(
        frame,
        raw,
        parts.flatMap(({ from, to }) => [from, to]),
      );
  return {
    text,
    style,
    parts: parts.map(({ from, to, look }, index) => ({
      from: places?.[index * 2] ?? from,
      to: places?.[index * 2 + 1] ?? to,
      style: line.strong === true ? bold(partStyle(theme, look)) : partStyle(theme, look),
    })),
  };
}

/** Paints the units `from` … `to - 1` of a line into at most `room` cells. */
export function putStyled(
  frame: Frame,
  at: Point,
  line: StyledLine,
  piece: { readonly from: number; readonly to: number },
  room: number,
): void {
  putWithin(frame, at, line.text.slice(piece.from, piece.to), line.style, room);
  let index = piece.from;
  let x = at.x;
  for (const { from, to, style } of line.parts) {
    const begin = Math.max(from, index);
    const end = Math.min(to, piece.to);
    if (end <= begin) continue;
    x += textWidth(line.text.slice(index, begin));
    const left = at.x + room - x;
    if (left <= 0) return;
    const width = textWidth(line.text.slice(begin, end));
    restyle(frame, x, at.y, Math.min(width, left), () => style);
    x += width;
    index = end;
  }
}
