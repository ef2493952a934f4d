// The colours of each theme, per role, in 256 and in 16 colours. One readable table; theme.ts picks a column.
import type { Shown } from './level-look.ts';
import type { StyleParts } from './style.ts';

/** What a part of the screen is, apart from health. `cursor` is the background (or inversion) of the row under the cursor. */
export type Role =
  | 'text' // data
  | 'dim' // less important than data
  | 'title' // the program's name, titles of boxes
  | 'columns' // column titles
  | 'path' // the breadcrumb
  | 'rule' // lines and borders
  | 'key' // keys in the footer
  | 'prompt' // what is being typed
  | 'mark' // marked rows, and lines of a text that are ours
  | 'label' // texts: names of fields
  | 'string'
  | 'number'
  | 'word' // texts: true, null, Running
  | 'comment'
  | 'source-0' // logs: who wrote the line, told apart
  | 'source-1'
  | 'source-2'
  | 'source-3'
  | 'source-4'
  | 'source-5'
  | 'found' // a hit of a search
  | 'cursor'; // added to the row under the cursor

export type Palette = {
  readonly levels: Readonly<Record<Shown, StyleParts>>;
  readonly roles: Readonly<Record<Role, StyleParts>>;
};

/** Names as `--theme` takes them. `contrast` avoids red against green and keeps apart in brightness (after Okabe and Ito). */
export const THEME_NAMES = ['dark', 'light', 'contrast', 'mono'] as const;
export type ThemeName = (typeof THEME_NAMES)[number];

type SixColours = readonly [number, number, number, number, number, number];

function sources([a, b, c, d, e, f]: SixColours): Record<Extract<Role, `source-${number}`>, StyleParts> {
  return {
    'source-0': { fg: a },
    'source-1': { fg: b },
    'source-2': { fg: c },
    'source-3': { fg: d },
    'source-4': { fg: e },
    'source-5': { fg: f },
  };
}

const DARK_256: Palette = {
  levels: {
    ok: { fg: 71 },
    done: { fg: 66 },
    paused: { fg: 245 },
    progressing: { fg: 75 },
    minor: { fg: 220 },
    major: { fg: 208 },
    critical: { fg: 196, bold: true },
    unknown: { fg: 170 },
  },
  roles: {
    text: { fg: 252 },
    dim: { fg: 245 },
    title: { fg: 255, bold: true },
    columns: { fg: 110 },
    path: { fg: 255 },
    rule: { fg: 240 },
    key: { fg: 110, bold: true },
    prompt: { fg: 255 },
    mark: { fg: 159, bold: true },
    label: { fg: 110 },
    string: { fg: 150 },
    number: { fg: 180 },
    word: { fg: 182 },
    comment: { fg: 245 },
    ...sources([116, 180, 150, 182, 110, 223]),
    found: { fg: 16, bg: 222 },
    cursor: { bg: 237 },
  },
};

const LIGHT_256: Palette = {
  levels: {
    ok: { fg: 28 },
    done: { fg: 30 },
    paused: { fg: 243 },
    progressing: { fg: 26 },
    minor: { fg: 136 },
    major: { fg: 166 },
    critical: { fg: 160, bold: true },
    unknown: { fg: 127 },
  },
  roles: {
    text: { fg: 235 },
    dim: { fg: 243 },
    title: { fg: 16, bold: true },
    columns: { fg: 25 },
    path: { fg: 16 },
    rule: { fg: 250 },
    key: { fg: 25, bold: true },
    prompt: { fg: 16 },
    mark: { fg: 24, bold: true },
    label: { fg: 25 },
    string: { fg: 22 },
    number: { fg: 94 },
    word: { fg: 90 },
    comment: { fg: 243 },
    ...sources([30, 94, 22, 90, 25, 88]),
    found: { fg: 16, bg: 222 },
    cursor: { bg: 254 },
  },
};

const CONTRAST_256: Palette = {
  levels: {
    ok: { fg: 117 },
    done: { fg: 152 },
    paused: { fg: 250 },
    progressing: { fg: 33, bold: true },
    minor: { fg: 227 },
    major: { fg: 214, bold: true },
    critical: { fg: 231, bg: 160, bold: true },
    unknown: { fg: 219 },
  },
  roles: {
    text: { fg: 231 },
    dim: { fg: 252 },
    title: { fg: 231, bold: true },
    columns: { fg: 231, underline: true },
    path: { fg: 231 },
    rule: { fg: 250 },
    key: { fg: 231, bold: true },
    prompt: { fg: 231 },
    mark: { fg: 231, bold: true, underline: true },
    label: { fg: 117 },
    string: { fg: 231 },
    number: { fg: 229 },
    word: { fg: 219 },
    comment: { fg: 252 },
    ...sources([117, 229, 231, 219, 152, 214]),
    found: { fg: 16, bg: 227 },
    cursor: { bg: 238 },
  },
};

const DARK_16: Palette = {
  levels: {
    ok: { fg: 2 },
    done: { fg: 6 },
    paused: { fg: 8 },
    progressing: { fg: 14 },
    minor: { fg: 3 },
    major: { fg: 11, inverse: true },
    critical: { fg: 9, bold: true },
    unknown: { fg: 5 },
  },
  roles: {
    text: {},
    dim: { fg: 8 },
    title: { bold: true },
    columns: { fg: 6 },
    path: { bold: true },
    rule: { fg: 8 },
    key: { fg: 6, bold: true },
    prompt: {},
    mark: { bold: true, underline: true },
    label: { fg: 6 },
    string: { fg: 2 },
    number: { fg: 3 },
    word: { fg: 5 },
    comment: { fg: 8 },
    ...sources([6, 3, 2, 5, 14, 12]),
    found: { inverse: true },
    cursor: { inverse: true },
  },
};

const LIGHT_16: Palette = {
  levels: { ...DARK_16.levels, progressing: { fg: 4 }, major: { fg: 0, bg: 11 }, critical: { fg: 1, bold: true } },
  roles: {
    ...DARK_16.roles,
    columns: { fg: 4 },
    key: { fg: 4, bold: true },
    label: { fg: 4 },
    number: { fg: 1 },
    ...sources([6, 1, 2, 5, 4, 8]),
  },
};

const CONTRAST_16: Palette = {
  levels: {
    ok: { fg: 14 },
    done: { fg: 7 },
    paused: { fg: 7 },
    progressing: { fg: 12, bold: true },
    minor: { fg: 11 },
    major: { fg: 11, inverse: true },
    critical: { fg: 15, bg: 1, bold: true },
    unknown: { fg: 13 },
  },
  roles: {
    ...DARK_16.roles,
    text: { fg: 15 },
    dim: { fg: 7 },
    columns: { fg: 15, underline: true },
    rule: { fg: 7 },
    key: { fg: 15, bold: true },
    label: { fg: 14 },
    string: { fg: 15 },
    number: { fg: 11 },
    word: { fg: 13 },
    comment: { fg: 7 },
    ...sources([14, 11, 15, 13, 12, 7]),
  },
};

const MONO: Palette = {
  levels: {
    ok: {},
    done: {},
    paused: {},
    progressing: {},
    minor: { underline: true },
    major: { bold: true },
    critical: { bold: true, inverse: true },
    unknown: { underline: true },
  },
  roles: {
    text: {},
    dim: {},
    title: { bold: true },
    columns: { underline: true },
    path: { bold: true },
    rule: {},
    key: { bold: true },
    prompt: {},
    mark: { bold: true, underline: true },
    label: {},
    string: {},
    number: {},
    word: {},
    comment: {},
    'source-0': {},
    'source-1': { underline: true },
    'source-2': { bold: true },
    'source-3': { bold: true, underline: true },
    'source-4': {},
    'source-5': { underline: true },
    found: { inverse: true },
    cursor: { inverse: true },
  },
};

/** By palette size, then by theme. */
export const PALETTES: Readonly<Record<16 | 256, Readonly<Record<ThemeName, Palette>>>> = {
  256: { dark: DARK_256, light: LIGHT_256, contrast: CONTRAST_256, mono: MONO },
  16: { dark: DARK_16, light: LIGHT_16, contrast: CONTRAST_16, mono: MONO },
};
