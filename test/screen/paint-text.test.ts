// Texts from clusters in colours: the right cells get them, whatever vanishes from the text on its way, and only lines that are seen are read.
import { describe, expect, test } from 'vitest';
import { emptyFrame, frameText } from '../../src/screen/frame.ts';
import { paint } from '../../src/screen/paint.ts';
import { PALETTES, THEME_NAMES } from '../../src/screen/palettes.ts';
import { sgrStyle } from '../../src/screen/sgr-colour.ts';
import { PLAIN, styleParts } from '../../src/screen/style.ts';
import { LONGEST_SHOWN, putStyled, styledLine } from '../../src/screen/styled-line.ts';
import { theme } from '../../src/screen/theme.ts';
import type { LinePart, TextLine, TextLines, TextScreen } from '../../src/session/state.ts';
import { stateOf, textOf } from './made-up-state.ts';

const DARK = theme('dark', 256, false);

/** A line's text with the role of each cell's style below it: `l` label, `s` string, `.` plain text, `?` another. */
function shown(line: TextLine, more: Partial<TextScreen> = {}, ascii = false): readonly [string, string] {
  const of = theme('dark', 256, ascii);
  const frame = paint(stateOf({ screens: [textOf([line], more)], why: undefined }), of);
  const row = 2 * frame.width;
  const letters = new Map([
    [of.roles.label, 'l'],
    [of.roles.string, 's'],
    [of.roles.found, 'f'],
    [of.roles.text, '.'],
    [PLAIN, ' '],
  ]);
  const looks = Array.from(frame.styles.slice(row, row + frame.width), (style) => letters.get(style) ?? '?').join('');
  return [
    frame.characters
      .slice(row, row + frame.width)
      .join('')
      .trimEnd(),
    looks.trimEnd(),
  ];
}

/** Parts of a text by the words they cover. */
function parts(text: string, ...words: readonly (readonly [string, LinePart['look']])[]): TextLine {
  let from = 0;
  return {
    text,
    parts: words.map(([word, look]) => {
      const at = text.indexOf(word, from);
      from = at + word.length;
      return { from: at, to: from, look };
    }),
  };
}

describe('parts of a line', () => {
  test.each<[string, TextLine, string, string]>([
    ['plain', parts('name: "cart"', ['name:', 'label'], ['"cart"', 'string']), ' name: "cart"', ' lllll.ssssss'],
    ['wide', parts('日本: "語"', ['日本:', 'label'], ['"語"', 'string']), ' 日本: "語"', ' lllll.ssss'],
    ['combining', parts('e\u0301a: b', ['e\u0301a:', 'label'], ['b', 'string']), ' e\u0301a: b', ' lll.s'],
    ['sequences before', parts('\u001b[31mred\u001b[0m: b', ['red', 'label'], ['b', 'string']), ' red: b', ' lll..s'],
    ['a sequence cut by a part', parts('a\u001b[3', ['a\u001b', 'label'], ['[3', 'string']), ' a', ' l'],
    ['tabs and breaks', parts('a\tb\r\nc', ['b', 'label'], ['c', 'string']), ' a b c', ' ..l.s'],
    ['invisible', parts('a\u200bb\u202ec', ['b', 'label'], ['c', 'string']), ' abc', ' .ls'],
    ['emoji', parts('👩‍👧: x', ['👩‍👧', 'label'], ['x', 'string']), ' 👩👧: x', ' llll..s'],
    ['flags', parts('🇩🇪 x', ['🇩🇪', 'label'], ['x', 'string']), ' DE x', ' ll.s'],
  ])('%s', (_what, line, text, looks) => {
    expect(shown(line)).toEqual([text, looks]);
  });

  test('in ASCII, where one character becomes two and accents vanish', () => {
    const line = parts('é→x: y', ['x', 'label'], ['y', 'string']);
    expect(shown(line, {}, true)).toEqual([' e->x: y', ' ...l..s']);
  });

  test('shifted, cut on the right, and with hits of a search above them', () => {
    const line = parts(`key: ${'v'.repeat(100)}`, ['key', 'label'], ['v'.repeat(100), 'string']);
    // `›` in the margin: there is more of it
    expect(shown(line, { left: 1 })).toEqual([` ey: ${'v'.repeat(74)}›`, ` ll..${'s'.repeat(74)}?`]);
    expect(shown(line, { left: 27 })).toEqual([` ${'v'.repeat(78)}`, ` ${'s'.repeat(78)}`]);
    expect(shown(parts('日本語', ['日本語', 'label']), { left: 1 })).toEqual(['  本語', '  llll']);
    expect(shown(parts('key: val', ['key', 'label']), { search: 'EY:' })).toEqual([' key: val', ' lfff....']);
  });

  test('over the end of a wrapped row', () => {
    const line = parts(`${'a '.repeat(38)}bbbb cc`, ['bbbb cc', 'string']);
    const frame = paint(stateOf({ screens: [textOf([line], { wrap: true })], why: undefined }), DARK);
    expect(frameText(frame).split('\n').slice(2, 4)).toEqual([` ${'a '.repeat(37)}a`, ' bbbb cc']);
    const second = Array.from(frame.styles.slice(3 * frame.width, 3 * frame.width + 9));
    expect(second.map((style) => style === DARK.roles.string)).toEqual([false, ...Array<boolean>(7).fill(true), false]);
  });

  test('a wrapped line goes on under its own indent, a log at the edge', () => {
    const line: TextLine = { text: `    ${'word '.repeat(20)}end` };
    const second = (kind: 'yaml' | 'logs'): string | undefined =>
      frameText(paint(stateOf({ screens: [textOf([line], { wrap: true, kind })], why: undefined }), DARK)).split(
        '\n',
      )[3];
    expect(second('yaml')).toMatch(/^ {5}word .* end$/u);
    expect(second('logs')).toMatch(/^ word .* end$/u);
  });

  test('parts that reach beyond the line or overlap are painted as far as they can be', () => {
    const odd: TextLine = {
      text: 'abc',
      parts: [
        { from: -5, to: 1, look: 'label' },
        { from: 0, to: 2, look: 'string' },
        { from: 2, to: 99, look: 'label' },
        { from: 50, to: 40, look: 'string' },
      ],
    };
    expect(shown(odd)).toEqual([' abc', ' lsl']);
  });
});

describe('how parts look', () => {
  test.each(THEME_NAMES)('in the theme %s the sources of log lines are told apart, and mono has no colours', (name) => {
    for (const depth of [256, 16] as const) {
      const roles = PALETTES[depth][name].roles;
      const sources = [0, 1, 2, 3, 4, 5].map((index) => JSON.stringify(roles[`source-${index as 0 | 1 | 2}`]));
      expect(new Set(sources).size).toBe(name === 'mono' ? 4 : 6);
      if (depth === 16)
        for (const role of Object.values(roles)) if (role.fg !== undefined) expect(role.fg).toBeLessThan(16);
    }
    if (name === 'mono') expect(JSON.stringify(PALETTES[256].mono)).not.toContain('fg');
  });

  test("a program's own colours are brought to the palette", () => {
    const look = (colour: number, palette: 0 | 16 | 256): unknown =>
      styleParts(sgrStyle({ colour, bold: true }, palette));
    expect(look(208, 256)).toEqual({ fg: 208, bold: true });
    expect([look(9, 16), look(196, 16), look(21, 16), look(231, 16), look(232, 16)]).toEqual(
      [9, 9, 4, 15, 0].map((fg) => ({ fg, bold: true })),
    );
    expect(look(208, 0)).toEqual({ bold: true });
    expect([look(-1, 256), look(256, 256), look(Number.NaN, 16)]).toEqual([
      { bold: true },
      { bold: true },
      { bold: true },
    ]);
    expect(styleParts(sgrStyle({}, 256))).toEqual({});
  });

  test('NO_COLOR leaves weight only, of a program that writes in colours too', () => {
    const mono = theme('mono', 0, false);
    const line = parts('error: x', ['error', { colour: 196, bold: true }], ['x', 'string']);
    const frame = paint(stateOf({ screens: [textOf([line])], why: undefined }), mono);
    const styles = frame.styles.slice(2 * frame.width, 2 * frame.width + 9);
    expect(new Set(Array.from(styles, (style) => JSON.stringify(styleParts(style))))).toEqual(
      new Set(['{}', '{"bold":true}']),
    );
  });

  test('a line with a level has its glyph in the margin once, the line of the match a bar', () => {
    const lines: readonly TextLine[] = [
      { text: `waiting ${'x'.repeat(100)}`, level: 'critical' },
      { text: 'found here' },
    ];
    const text = textOf(lines, { kind: 'describe', wrap: true, search: 'here', match: 1 });
    const frame = paint(stateOf({ screens: [text], why: undefined }), DARK);
    expect([2, 3, 4, 5].map((y) => frame.characters[y * frame.width])).toEqual(['✖', ' ', ' ', '▌']);
  });
});

describe('long texts', () => {
  /** Lines made when asked for, counted. */
  function counted(length: number, text: (index: number) => string): TextLines & { readonly asked: Set<number> } {
    const asked = new Set<number>();
    return {
      length,
      asked,
      at: (index) => {
        asked.add(index);
        return index >= 0 && index < length ? { text: text(index) } : undefined;
      },
    };
  }

  test.each([
    ['from the top', { top: 123_456 }],
    ['wrapped from the top', { top: 123_456, wrap: true }],
    ['at the end', { follow: true }],
    ['wrapped at the end', { follow: true, wrap: true }],
  ])('of 200,000 lines only those on the screen are read: %s', (_how, more) => {
    const lines = counted(200_000, (index) => `line ${index} ${'word '.repeat(30)}`);
    const screen = { ...textOf([], { kind: 'logs', ...more }), lines };
    const frame = paint(stateOf({ screens: [screen], why: undefined }), DARK);
    expect(lines.asked.size).toBeGreaterThan(5);
    expect(lines.asked.size).toBeLessThanOrEqual(20);
    const text = frameText(frame);
    expect(text).toContain('follow' in more ? 'line 199999' : 'line 123456');
    if ('follow' in more) expect(text.split('\n').at(-4)?.trim()).not.toBe('');
  });

  test('a line of a megabyte is cut, and its end is what one follows', () => {
    const line: TextLine = { text: '語'.repeat(1024 * 1024) };
    expect(styledLine(emptyFrame(80, 24), DARK, line).text).toHaveLength(LONGEST_SHOWN + 1);
    const screen = textOf([{ text: 'before' }, line], { kind: 'logs', follow: true, wrap: true });
    const frame = paint(stateOf({ screens: [screen], why: undefined }), DARK);
    expect(frameText(frame)).toContain('語…\n');
  });

  test('a part of no cells at the edge of the room paints nothing beyond it', () => {
    const frame = emptyFrame(10, 1);
    const line = styledLine(frame, DARK, parts('abcdefghij', ['cdefghij', 'string']));
    putStyled(frame, { x: 1, y: 0 }, line, { from: 0, to: 10 }, 4);
    expect(Array.from(frame.styles, (style) => style === DARK.roles.string).indexOf(true)).toBe(3);
    expect(Array.from(frame.styles, (style) => style === DARK.roles.string).lastIndexOf(true)).toBe(4);
  });
});
