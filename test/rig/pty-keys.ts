// What a terminal sends for a key pressed by name, as xterm does it.

const ESC = '\u001b';

const FIXED: Readonly<Record<string, string>> = {
  enter: '\r',
  esc: ESC,
  tab: '\t',
  'shift-tab': `${ESC}[Z`,
  backspace: '\u007f',
  space: ' ',
  insert: `${ESC}[2~`,
  delete: `${ESC}[3~`,
  pageup: `${ESC}[5~`,
  pagedown: `${ESC}[6~`,
  f1: `${ESC}OP`,
  f2: `${ESC}OQ`,
  f3: `${ESC}OR`,
  f4: `${ESC}OS`,
  f5: `${ESC}[15~`,
  'shift-up': `${ESC}[1;2A`,
  'shift-down': `${ESC}[1;2B`,
};

// These change with "application cursor keys" (DECCKM).
const CURSOR: Readonly<Record<string, string>> = { up: 'A', down: 'B', right: 'C', left: 'D', home: 'H', end: 'F' };

/**
 * The bytes of one key: a name (`down`, `esc`, `ctrl-c`, `alt-x`) or a single character that stands for itself.
 * Throws on an unknown name, so that a misspelt key in a test is not typed as text.
 */
export function keyBytes(name: string, applicationCursorKeys = false): string {
  const cursor = CURSOR[name];
  if (cursor !== undefined) return `${ESC}${applicationCursorKeys ? 'O' : '['}${cursor}`;
  const fixed = FIXED[name];
  if (fixed !== undefined) return fixed;
  if ([...name].length === 1) return name;
  const held = /^(ctrl|alt)-(.+)$/.exec(name);
  if (held?.[1] === 'alt' && held[2] !== undefined) return ESC + keyBytes(held[2], applicationCursorKeys);
  if (held?.[2] === 'space') return '\u0000';
  if (held?.[2] !== undefined && /^[a-z\\\]^_[]$/.test(held[2])) {
    return String.fromCodePoint((held[2].toUpperCase().codePointAt(0) ?? 0) & 0x1f);
  }
  throw new Error(`no such key: ${name}`);
}
