// A theme answers "how does this look" for every level and every part of the screen. Painting looks styles up here and nowhere else.
import type { Look, SgrLook } from '../session/state.ts';
import { LEVEL_LOOK, type Shown } from './level-look.ts';
import { PALETTES, THEME_NAMES, type Role, type ThemeName } from './palettes.ts';
import { sgrStyle } from './sgr-colour.ts';
import { inverted, onBackground, PLAIN, style, type Style } from './style.ts';
import type { TerminalAbilities } from './terminal-abilities.ts';

/** `ascii`: glyphs, rules and all texts in ASCII. `highlight` gives a style as it looks in the row under the cursor. */
export type Theme = {
  readonly name: ThemeName;
  readonly ascii: boolean;
  /** Size of the palette; 0 = no colours. */
  readonly colours: TerminalAbilities['colours'];
  readonly levels: Readonly<Record<Shown, Style>>;
  readonly roles: Readonly<Record<Role, Style>>;
  readonly highlight: (style: Style) => Style;
};

/** What the command line asked for: `theme` by name, `ascii` by flag. */
export type ThemeWish = { readonly theme?: string | undefined; readonly ascii?: boolean | undefined };

/** True when `--theme` may take the name. */
export function isThemeName(name: string): name is ThemeName {
  return (THEME_NAMES as readonly string[]).includes(name);
}

function styles<K extends string>(parts: Readonly<Record<K, Parameters<typeof style>[0]>>): Record<K, Style> {
  const packed = {} as Record<K, Style>;
  for (const key of Object.keys(parts) as K[]) packed[key] = style(parts[key]);
  return packed;
}

/** Builds a theme in a palette of `colours`; 0 colours is mono whatever the name. */
export function theme(name: ThemeName, colours: TerminalAbilities['colours'], ascii: boolean): Theme {
  const shown = colours === 0 ? 'mono' : name;
  const palette = PALETTES[colours === 0 ? 16 : colours][shown];
  const background = palette.roles.cursor.bg;
  return {
    name: shown,
    ascii,
    colours: shown === 'mono' ? 0 : colours,
    levels: styles(palette.levels),
    roles: styles(palette.roles),
    highlight: background === undefined ? inverted : (packed) => onBackground(packed, background),
  };
}

/**
 * The theme for a terminal: dark unless asked otherwise. NO_COLOR is a preference of the whole system, so a theme that is asked for by name wins over
 * it, in 16 colours at least; `mono` is always colourless. An unknown name is the caller's to refuse (`isThemeName`).
 */
export function chooseTheme(abilities: TerminalAbilities, wish: ThemeWish = {}): Theme {
  const ascii = wish.ascii === true || !abilities.utf8;
  const asked = wish.theme !== undefined && isThemeName(wish.theme) ? wish.theme : undefined;
  if (asked === undefined) return theme('dark', abilities.colours, ascii);
  return theme(asked, abilities.colours === 0 && abilities.terminal !== 'dumb' ? 16 : abilities.colours, ascii);
}

/** The glyph of a level in this theme's characters. */
export function glyph(of: Theme, level: Shown): string {
  return of.ascii ? LEVEL_LOOK[level].ascii : LEVEL_LOOK[level].glyph;
}

/** The style of a level; PLAIN data stays in the role `text`. */
export function levelStyle(of: Theme, level: Shown | 'info'): Style {
  return level === 'info' ? of.roles.text : (of.levels[level] ?? PLAIN);
}

/** The style of a part of a text, by what it is or by what a program's own colours ask for. */
export function partStyle(of: Theme, look: Look | SgrLook): Style {
  return typeof look === 'string' ? of.roles[look] : sgrStyle(look, of.colours);
}
