// Names and messages may hold anything. Whatever they hold, the columns behind them stand where they stood and no control character reaches a cell.
import { describe, expect, test } from 'vitest';
import { emptyFrame, frameText, put, putField, type Frame } from '../../src/screen/frame.ts';
import { paint } from '../../src/screen/paint.ts';
import { PLAIN } from '../../src/screen/style.ts';
import { cellText, textWidth } from '../../src/screen/text-width.ts';
import { theme } from '../../src/screen/theme.ts';
import { listOf, podRow, rowsOf, stateOf } from './made-up-state.ts';

const HOSTILE: Readonly<Record<string, string>> = {
  'clear screen': '\u001b[2Jgone',
  'window title': '\u001b]0;pwn\u0007name',
  'c1 controls': '\u009b31mred\u009c',
  colours: '\u001b[31mred\u001b[0m',
  newlines: 'one\r\ntwo\tthree',
  tags: '{bold}x{/bold}{red-fg}',
  'right to left': '\u202egnp.exe',
  'wide hangul': '한국어-파드-이름-한국어-파드-이름-한국어',
  'wide kanji': 'テスト中テスト中テスト中テスト中テスト',
  emoji: '👩‍👩‍👧 ✅ ⚠️ 🫠 🟢 👍🏽 🇩🇪',
  combining: 'z̷̡̛a̴̢l̵g̸o e\u0301',
  'only combining': '\u0301\u0301',
  'half a pair': '\ud83d name \ude00',
  long: 'x'.repeat(5000),
  nothing: '',
};

/** The column at which each text of a line begins, counted in cells. */
function columnOf(frame: Frame, y: number, text: string): number {
  for (let x = 0; x + text.length <= frame.width; x++) {
    const cells = frame.characters.slice(y * frame.width + x, y * frame.width + x + text.length);
    if (cells.join('') === text && cells.every((cell) => cell.length === 1)) return x;
  }
  return -1;
}

describe('hostile text in a list', () => {
  for (const [name, text] of Object.entries(HOSTILE)) {
    for (const ascii of [false, true]) {
      test(`${name}${ascii ? ' in ASCII' : ''}`, () => {
        const rows = rowsOf([podRow({ name: 'plain', status: 'MARKER' }), podRow({ name: text, status: 'MARKER' })]);
        const frame = paint(
          stateOf({ screens: [listOf(rows)], why: { level: 'minor', path: [text], text } }),
          theme('dark', 256, ascii),
        );
        expect(columnOf(frame, 4, 'MARKER')).toBe(columnOf(frame, 3, 'MARKER'));
        expect(columnOf(frame, 3, 'MARKER')).toBeGreaterThan(0);
        const cells = frame.characters.join('');
        expect(cells).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        expect(cells.isWellFormed()).toBe(true);
        if (ascii) expect(cells).toMatch(/^[\x20-\x7e]*$/);
      });
    }
  }

  test('tags of blessed stand there as they are', () => {
    const frame = emptyFrame(30, 1);
    put(frame, 0, 0, HOSTILE['tags'] ?? '', PLAIN);
    expect(frameText(frame)).toBe('{bold}x{/bold}{red-fg}\n');
  });
});

describe('text in cells', () => {
  test.each([
    ['abc', 3],
    ['é', 1],
    ['e\u0301', 1],
    ['한국', 4],
    ['日本語', 6],
    ['✅', 2],
    ['●▲◆✖◌✓‖', 7],
    ['─│›·…', 5],
    ['🫠', 2],
    ['Ａ', 2],
  ])('%s takes %i cells', (text, width) => {
    expect(textWidth(cellText(text))).toBe(width);
  });

  test('what terminals count in different ways is brought to what they count alike', () => {
    expect(cellText('👩‍👧')).toBe('👩👧');
    expect(cellText('⚠️')).toBe('⚠');
    expect(cellText('👍🏽')).toBe('👍');
    expect(cellText('🇩🇪')).toBe('DE');
  });

  test('a wide character is never cut in half', () => {
    const frame = emptyFrame(5, 1);
    put(frame, 0, 0, '日本語', PLAIN);
    expect(frame.characters).toEqual(['日', '', '本', '', ' ']);
  });

  test('overwriting half of a wide character leaves a space in the other half', () => {
    const frame = emptyFrame(6, 1);
    put(frame, 0, 0, '日本語', PLAIN);
    put(frame, 1, 0, 'x', PLAIN);
    put(frame, 4, 0, 'y', PLAIN);
    expect(frame.characters).toEqual([' ', 'x', '本', '', 'y', ' ']);
  });

  test('a field that is too narrow ends in …, right-aligned ones too', () => {
    const frame = emptyFrame(12, 2);
    putField(frame, { x: 0, y: 0 }, 'abcdefgh', PLAIN, { width: 5, align: 'left' });
    putField(frame, { x: 0, y: 1 }, '42', PLAIN, { width: 5, align: 'right' });
    expect(frameText(frame)).toBe('abcd…\n   42\n');
  });

  test('places outside the frame are ignored', () => {
    const frame = emptyFrame(3, 1);
    for (const [x, y] of [
      [-1, 0],
      [3, 0],
      [0, -1],
      [0, 1],
    ] as const)
      expect(put(frame, x, y, 'a', PLAIN)).toBe(0);
    expect(frameText(frame)).toBe('\n');
  });
});
