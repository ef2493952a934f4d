// What a program meant with its SGR sequences (ECMA-48 8.3.117, and the 256 and true colours of xterm): colour and weight of text. The rest of SGR
// (background, underline, blink) would fight with the screen's own looks and is left out.
import type { SgrLook } from './text-line.ts';

/** The look after a sequence: `params` is what stands between `ESC [` and `m`, `before` the look up to there. */
export function sgrLook(params: string, before: SgrLook): SgrLook {
  let { colour, bold } = before;
  const numbers = params.split(/[;:]/).map((text) => (text === '' ? 0 : Number(text)));
  const trueColourStart = params.includes(':') ? 3 : 2; // 38:2:<space>:r:g:b has one more
  for (let at = 0; at < numbers.length; at++) {
    const code = numbers[at] ?? 0;
    if (code === 0) [colour, bold] = [undefined, undefined];
    else if (code === 1) bold = true;
    else if (code === 22) bold = undefined;
    else if (code === 39) colour = undefined;
    else if (code >= 30 && code <= 37) colour = code - 30;
    else if (code >= 90 && code <= 97) colour = code - 82;
    else if (code === 38 || code === 48) {
      const indexed = numbers[at + 1] === 5;
      const start = at + (indexed ? 2 : trueColourStart);
      if (code === 38) colour = indexed ? within(numbers[start]) : cubeColour(numbers.slice(start, start + 3));
      at = indexed ? start : start + 2;
    }
  }
  return { ...(colour === undefined ? {} : { colour }), ...(bold === undefined ? {} : { bold }) };
}

function within(index: number | undefined): number | undefined {
  return index !== undefined && index >= 0 && index <= 255 ? index : undefined;
}

/** The nearest colour of the 6×6×6 cube of the 256. */
function cubeColour(rgb: readonly number[]): number | undefined {
  if (rgb.length < 3 || rgb.some((part) => !(part >= 0 && part <= 255))) return undefined;
  const [red = 0, green = 0, blue = 0] = rgb.map((part) =>
    part < 48 ? 0 : part < 115 ? 1 : Math.floor((part - 35) / 40),
  );
  return 16 + 36 * red + 6 * green + blue;
}
