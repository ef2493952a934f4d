// How many cells a text takes. Terminals disagree about emoji sequences, so texts are first brought to a form that all of them show alike
// (joiners, variation selectors and skin tones dropped, flags as letters); what is left is counted code point by code point, as they do.
import { printable } from '../objects/printable.ts';

/**
 * Two cells wide apart from emoji: East Asian Wide and Fullwidth, in blocks (the unassigned inside a wide block counts as wide).
 * Source: Unicode's EastAsianWidth.txt, Unicode Standard Annex 11.
 */
const WIDE = new RegExp(
  '^[\\u1100-\\u115f\\u2329\\u232a\\u2e80-\\u303e\\u3041-\\u3247\\u3250-\\ua4cf\\ua960-\\ua97f\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe10-\\ufe19' +
    '\\ufe30-\\ufe6f\\uff01-\\uff60\\uffe0-\\uffe6\\u{16fe0}-\\u{18dff}\\u{1aff0}-\\u{1b2ff}\\u{1d300}-\\u{1d376}\\u{1f200}-\\u{1f265}' +
    '\\u{20000}-\\u{3fffd}\\p{Emoji_Presentation}]$',
  'u',
);
/** Marks that sit on the character before them, and characters that show nothing: vowels and finals of Hangul syllables among them. */
const ZERO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff\ud7b0-\ud7ff]$/u;

/** Variation selectors, joiners and skin tones: what terminals treat in different ways. */
const UNSETTLED = /\u200c|\u200d|[\u{fe00}-\u{fe0f}]|[\u{1f3fb}-\u{1f3ff}]|[\u{e0100}-\u{e01ef}]/gu;
const REGIONAL_INDICATOR = /[\u{1f1e6}-\u{1f1ff}]/gu;
const BEYOND_LATIN = /[^\u0000-\u02ff]/;
const FIRST_REGIONAL_INDICATOR = 0x1f1e6;

/** What the screens themselves are drawn with: compiling the classes above takes 5 ms, which the first frame can do without. */
const OWN_CHARACTERS = '–—‖‘’“”•…‹›←↑→↓≠≤≥⌫⏎─│┌┐└┘├┤▌▲◆◌●✓✖';
const known = new Map<number, 0 | 1 | 2>(Array.from(OWN_CHARACTERS, (own) => [own.codePointAt(0) ?? 0, 1]));

function measure(point: number): 0 | 1 | 2 {
  const character = String.fromCodePoint(point);
  if (ZERO_WIDTH.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** Cells of one code point: 0, 1 or 2. Control characters are no business of this function: they are gone by then. */
export function pointWidth(point: number): 0 | 1 | 2 {
  if (point < 0x300) return 1;
  const width = known.get(point);
  if (width !== undefined) return width;
  const measured = measure(point);
  known.set(point, measured);
  return measured;
}

/**
 * True when some terminals may move their cursor by another number of cells than `pointWidth`: everything beyond Latin but box drawing. After
 * such a character the cursor is placed anew.
 */
export function isWidthDisputed(point: number): boolean {
  return point >= 0x300 && !(point >= 0x2500 && point <= 0x257f);
}

/** The text as it may stand in cells: one line, no control sequence, nothing that terminals count in different ways. */
export function cellText(text: string): string {
  const clean = printable(text);
  if (!BEYOND_LATIN.test(clean)) return clean;
  return clean
    .replace(UNSETTLED, '')
    .replace(REGIONAL_INDICATOR, (flag) =>
      String.fromCharCode(65 + (flag.codePointAt(0) ?? 0) - FIRST_REGIONAL_INDICATOR),
    );
}

/** Cells a text takes that went through `cellText`. */
export function textWidth(text: string): number {
  if (!BEYOND_LATIN.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += pointWidth(character.codePointAt(0) ?? 0);
  return width;
}
