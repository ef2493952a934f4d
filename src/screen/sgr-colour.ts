// A program's own colours, brought to what the terminal has: the 256 are xterm's, and of them the nearest of 16.
import { style, type Style } from './style.ts';

type Rgb = readonly [number, number, number];

/** The first 16 as xterm shows them; a terminal may show others. */
const FIRST_16: readonly Rgb[] = [
  [0, 0, 0],
  [205, 0, 0],
  [0, 205, 0],
  [205, 205, 0],
  [0, 0, 238],
  [205, 0, 205],
  [0, 205, 205],
  [229, 229, 229],
  [127, 127, 127],
  [255, 0, 0],
  [0, 255, 0],
  [255, 255, 0],
  [92, 92, 255],
  [255, 0, 255],
  [0, 255, 255],
  [255, 255, 255],
];
const CUBE = [0, 95, 135, 175, 215, 255] as const;
const FIRST_GREY = 232;

function rgbOf(colour: number): Rgb {
  if (colour >= FIRST_GREY) {
    const grey = 8 + 10 * (colour - FIRST_GREY);
    return [grey, grey, grey];
  }
  const of = colour - 16;
  const step = (index: number): number => CUBE[index % 6] ?? 0;
  return FIRST_16[colour] ?? [step(Math.floor(of / 36)), step(Math.floor(of / 6)), step(of)];
}

function nearestOf16(colour: number): number {
  const wanted = rgbOf(colour);
  const distance = (of: Rgb): number => of.reduce((sum, part, index) => sum + (part - (wanted[index] ?? 0)) ** 2, 0);
  const distances = FIRST_16.map(distance);
  return distances.indexOf(Math.min(...distances));
}

/** `colour` 0-255, another number is none. With a palette of 16 the nearest is taken, with none only weight is left. */
export function sgrStyle(look: { readonly colour?: number; readonly bold?: boolean }, palette: 0 | 16 | 256): Style {
  const { colour, bold = false } = look;
  if (palette === 0 || colour === undefined || !(colour >= 0 && colour <= 255)) return style({ bold });
  return style({ bold, fg: palette === 256 || colour < 16 ? Math.floor(colour) : nearestOf16(colour) });
}
