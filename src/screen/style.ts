// How a cell looks, packed into one number so that a frame is two flat arrays. The packing is blessed's own (flags, foreground, background), so
// that drawing a frame is a copy.

/** Colours are of the 256-colour palette; its first 16 are the terminal's own. */
export type StyleParts = {
  readonly fg?: number;
  readonly bg?: number;
  readonly bold?: boolean;
  readonly underline?: boolean;
  readonly inverse?: boolean;
};

/** A packed style: `flags << 18 | foreground << 9 | background`, 0x1ff = the terminal's default colour. */
export type Style = number;

const DEFAULT_COLOUR = 0x1ff;
const BOLD = 1;
const UNDERLINE = 2;
const INVERSE = 8;

/** The terminal's own colours, no attributes. */
export const PLAIN: Style = (DEFAULT_COLOUR << 9) | DEFAULT_COLOUR;

/** Packs a style. */
export function style(parts: StyleParts): Style {
  const flags =
    (parts.bold === true ? BOLD : 0) |
    (parts.underline === true ? UNDERLINE : 0) |
    (parts.inverse === true ? INVERSE : 0);
  return (flags << 18) | ((parts.fg ?? DEFAULT_COLOUR) << 9) | (parts.bg ?? DEFAULT_COLOUR);
}

/** Unpacks a style; for tests and for a person reading a frame. */
export function styleParts(packed: Style): StyleParts {
  const fg = (packed >> 9) & 0x1ff;
  const bg = packed & 0x1ff;
  const flags = packed >> 18;
  return {
    ...(fg === DEFAULT_COLOUR ? {} : { fg }),
    ...(bg === DEFAULT_COLOUR ? {} : { bg }),
    ...((flags & BOLD) === 0 ? {} : { bold: true }),
    ...((flags & UNDERLINE) === 0 ? {} : { underline: true }),
    ...((flags & INVERSE) === 0 ? {} : { inverse: true }),
  };
}

/** The same style on another background; styles that bring their own background keep it. */
export function onBackground(packed: Style, bg: number): Style {
  return (packed & 0x1ff) === DEFAULT_COLOUR ? (packed & ~0x1ff) | bg : packed;
}

/** The same style with foreground and background exchanged; twice is once. */
export function inverted(packed: Style): Style {
  return packed ^ (INVERSE << 18);
}

/** The same style in bold. */
export function bold(packed: Style): Style {
  return packed | (BOLD << 18);
}
