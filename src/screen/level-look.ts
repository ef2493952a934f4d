// How each level is told apart without colour (law 2: a colour never comes alone). Its word is in health/level-word.ts.
import type { Level } from '../health/level.ts';

/** A level, or the badge beside the levels. */
export type Shown = Level | 'unknown';

export type LevelLook = { readonly glyph: string; readonly ascii: string };

/** Glyphs are one cell wide in every terminal that does not widen ambiguous characters; for those there is --ascii. */
export const LEVEL_LOOK: Readonly<Record<Shown, LevelLook>> = {
  ok: { glyph: '●', ascii: '.' },
  done: { glyph: '✓', ascii: 'v' },
  paused: { glyph: '‖', ascii: '=' },
  progressing: { glyph: '◌', ascii: '~' },
  minor: { glyph: '▲', ascii: '!' },
  major: { glyph: '◆', ascii: '#' },
  critical: { glyph: '✖', ascii: 'X' },
  unknown: { glyph: '?', ascii: '?' },
};
