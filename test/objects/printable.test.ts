// What a cluster says must not steer the terminal it is shown in.
import { describe, expect, it } from 'vitest';
import { printable } from '../../src/objects/printable.ts';

describe('printable', () => {
  it('returns clean text as it is, wide and combining characters included', () => {
    for (const text of ['', 'cart-7f9c', '日本語 한글', 'e\u0301 ✖ ●', '{bold}x{/bold}', '😀'])
      expect(printable(text)).toBe(text);
  });

  it.each([
    ['colour', '\u001b[31mred\u001b[0m', 'red'],
    ['cursor home and clear', '\u001b[H\u001b[2Jgone', 'gone'],
    ['private mode', '\u001b[?1049hx', 'x'],
    ['8-bit CSI', '\u009b31mred', 'red'],
    ['window title ended by BEL', '\u001b]0;pwn\u0007name', 'name'],
    ['window title ended by ST', '\u001b]0;pwn\u001b\\name', 'name'],
    ['clipboard that never ends', 'a\u001b]52;c;cHduZWQ=\nb', 'a b'],
    ['DCS', '\u001bP1$r0m\u001b\\x', 'x'],
    ['8-bit OSC', '\u009d0;pwn\u009cx', 'x'],
    ['reset', '\u001bcx', 'x'],
    ['character set', '\u001b(0x', 'x'],
    ['a lone escape at the end', 'x\u001b', 'x'],
    ['a cut CSI at the end', 'x\u001b[12', 'x'],
    ['bell, backspace, null', 'a\u0007b\u0008c\u0000d', 'abcd'],
    ['lines and tabs', 'one\r\ntwo\tthree\n\nfour', 'one two three four'],
    ['line and paragraph separators', 'one\u2028two\u2029three', 'one two three'],
    ['right-to-left override', 'a\u202egpj.exe', 'agpj.exe'],
    ['isolates and marks', '\u2067a\u2069\u200f\u061cb', 'ab'],
    ['zero width', 'a\u200bb\u200cc\u200dd\ufeffe', 'abcde'],
    ['tag characters', 'a\u{e0041}\u{e007f}b', 'ab'],
    ['lone surrogates', 'a\ud800b\udc00c', 'a\ufffdb\ufffdc'],
  ])('strips %s', (_what, dirty, clean) => {
    expect(printable(dirty)).toBe(clean);
  });

  it('leaves nothing that steers, whatever is put together', () => {
    const pieces = [
      '\u001b',
      '[',
      ']',
      '0;',
      '\u009b',
      '\u0007',
      'P',
      '\\',
      'm',
      '\n',
      'x',
      '\ud83d',
      '\udb40',
      '\udc41',
      '\u202e',
    ];
    let seed = 7;
    for (let round = 0; round < 2000; round++) {
      let text = '';
      for (let i = 0; i < 12; i++) {
        seed = (seed * 1103515245 + 12345) % 2147483648;
        text += pieces[seed % pieces.length] ?? '';
      }
      const clean = printable(text);
      expect(clean).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
      expect(clean.isWellFormed()).toBe(true);
      expect(printable(clean)).toBe(clean);
    }
  });
});
