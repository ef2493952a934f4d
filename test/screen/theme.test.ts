// A colour never comes alone, and never where it is not wanted.
import { describe, expect, test } from 'vitest';
import { LEVELS } from '../../src/health/level.ts';
import { LEVEL_LOOK, type Shown } from '../../src/screen/level-look.ts';
import { paint } from '../../src/screen/paint.ts';
import { THEME_NAMES } from '../../src/screen/palettes.ts';
import { PLAIN, styleParts } from '../../src/screen/style.ts';
import { terminalAbilities, whyNoScreen } from '../../src/screen/terminal-abilities.ts';
import { chooseTheme, glyph, isThemeName, theme } from '../../src/screen/theme.ts';
import { LEVEL_WORDS } from '../../src/health/level-word.ts';
import { stateOf } from './made-up-state.ts';

const SHOWN: readonly Shown[] = [...LEVELS, 'unknown'];

describe('levels', () => {
  test('the table of design and health rules', () => {
    const dark = theme('dark', 256, false);
    expect(
      SHOWN.map((level) => [
        level,
        LEVEL_LOOK[level].glyph,
        LEVEL_LOOK[level].ascii,
        LEVEL_WORDS[level],
        styleParts(dark.levels[level]),
      ]),
    ).toEqual([
      ['ok', '●', '.', 'ok', { fg: 71 }],
      ['done', '✓', 'v', 'done', { fg: 66 }],
      ['paused', '‖', '=', 'paused', { fg: 245 }],
      ['progressing', '◌', '~', 'changing', { fg: 75 }],
      ['minor', '▲', '!', 'minor', { fg: 220 }],
      ['major', '◆', '#', 'major', { fg: 208 }],
      ['critical', '✖', 'X', 'critical', { fg: 196, bold: true }],
      ['unknown', '?', '?', 'unknown', { fg: 170 }],
    ]);
  });

  test('in 16 colours', () => {
    const parts = theme('dark', 16, false).levels;
    expect(styleParts(parts.major)).toEqual({ fg: 11, inverse: true });
    expect(styleParts(parts.critical)).toEqual({ fg: 9, bold: true });
    for (const level of SHOWN) expect(styleParts(parts[level]).fg).toBeLessThan(16);
  });

  test.each([false, true])('every level has a glyph of its own (ascii: %s)', (ascii) => {
    const glyphs = SHOWN.map((level) => glyph(theme('dark', 256, ascii), level));
    expect(new Set(glyphs).size).toBe(SHOWN.length);
  });

  test.each(THEME_NAMES)('the theme %s keeps bad levels apart by more than colour or by colour', (name) => {
    const styles = theme(name, 256, false).levels;
    expect(new Set([styles.ok, styles.minor, styles.major, styles.critical]).size).toBe(4);
  });
});

describe('rows', () => {
  test('a row has its glyph in its level colour, and the row under the cursor a bar and another background', () => {
    const dark = theme('dark', 256, false);
    const frame = paint(stateOf(), dark);
    const at = (x: number, y: number): unknown => [
      frame.characters[y * frame.width + x],
      styleParts(frame.styles[y * frame.width + x] ?? PLAIN),
    ];
    expect(at(0, 3)).toEqual(['▌', { fg: 255, bg: 237, bold: true }]);
    expect(at(1, 3)).toEqual(['✖', { fg: 196, bg: 237, bold: true }]);
    expect(at(1, 4)).toEqual(['◆', { fg: 208 }]);
    expect(at(4, 4)).toEqual(['p', { fg: 252 }]);
  });

  test('without data an ok row reads ?, a worse one keeps its level with the badge', () => {
    const frame = paint(stateOf(), theme('dark', 256, false));
    const start = (y: number): string => frame.characters.slice(y * frame.width, y * frame.width + 3).join('');
    expect([start(8), start(9)]).toEqual([' ◆?', ' ? ']);
    const status = frame.characters
      .slice(9 * frame.width, 10 * frame.width)
      .join('')
      .indexOf('Running');
    expect(styleParts(frame.styles[9 * frame.width + status] ?? PLAIN)).toEqual({ fg: 170 });
  });

  test('without colours nothing but weight, underline and inversion is used', () => {
    const frame = paint(stateOf(), theme('dark', 0, false));
    for (const packed of new Set(frame.styles))
      expect(Object.keys(styleParts(packed))).not.toEqual(expect.arrayContaining(['fg']));
    for (const packed of new Set(frame.styles)) expect(styleParts(packed).bg).toBeUndefined();
  });
});

describe('what the environment allows', () => {
  test.each([
    [{ TERM: 'xterm-256color', LANG: 'en_US.UTF-8' }, 256, true, 'xterm-256color'],
    [{ TERM: 'xterm', LANG: 'C' }, 16, false, 'xterm'],
    [{ TERM: 'xterm', COLORTERM: 'truecolor', LANG: 'de_DE.utf8' }, 256, true, 'xterm-256color'],
    [{ TERM: 'screen', COLORTERM: '24bit' }, 256, false, 'xterm-256color'],
    [{ TERM: 'tmux-256color', LC_ALL: 'C', LANG: 'en_US.UTF-8' }, 256, false, 'tmux-256color'],
    [{ TERM: 'linux', COLORTERM: '1', LC_CTYPE: 'C.UTF-8' }, 16, true, 'linux'],
    [{ TERM: 'alacritty', NO_COLOR: '1' }, 0, false, 'alacritty'],
    [{ TERM: 'xterm-256color', NO_COLOR: '' }, 256, false, 'xterm-256color'],
    [{ TERM: 'dumb' }, 0, false, 'dumb'],
    [{ TERM: 'vt100' }, 0, false, 'vt100'],
    [{}, 16, false, 'xterm'],
  ])('%j', (env, colours, utf8, terminal) => {
    expect(terminalAbilities(env)).toEqual({ colours, utf8, terminal });
  });

  test('a theme asked for by name wins over NO_COLOR, mono stays colourless, ASCII follows the locale or the flag', () => {
    const abilities = terminalAbilities({ TERM: 'xterm-256color', NO_COLOR: '1', LANG: 'C.UTF-8' });
    expect(chooseTheme(abilities)).toMatchObject({ name: 'mono', ascii: false });
    expect(chooseTheme(abilities, { theme: 'light' })).toMatchObject({ name: 'light' });
    expect(styleParts(chooseTheme(abilities, { theme: 'mono' }).levels.critical)).toEqual({
      bold: true,
      inverse: true,
    });
    expect(chooseTheme(abilities, { ascii: true }).ascii).toBe(true);
    expect(chooseTheme(terminalAbilities({ TERM: 'xterm' })).ascii).toBe(true);
    expect(isThemeName('darkk')).toBe(false);
  });

  test('where no screen can be shown the reason is a sentence', () => {
    const tty = { isTTY: true };
    expect(whyNoScreen({ TERM: 'xterm' }, tty, tty)).toBeUndefined();
    expect(whyNoScreen({ TERM: 'xterm' }, tty, {})).toContain('output');
    expect(whyNoScreen({ TERM: 'xterm' }, {}, tty)).toContain('input');
    expect(whyNoScreen({ TERM: 'dumb' }, tty, tty)).toContain('dumb');
  });
});
