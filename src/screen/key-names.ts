// What terminals send for keys that are no characters, in every dialect we have met: xterm, rxvt, the Linux console, vt100 keypads, and the two
// extended protocols (xterm's modifyOtherKeys, kitty's). Sources: invisible-island.net/xterm/ctlseqs, sw.kovidgoyal.net/kitty/keyboard-protocol.

/** Finals of `CSI … X` and `SS3 X`. */
const LETTERS: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
};
/** `SS3 x` of the keypad in application mode. */
const KEYPAD: Readonly<Record<string, string>> = {
  M: 'enter',
  X: '=',
  j: '*',
  k: '+',
  l: ',',
  m: '-',
  n: '.',
  o: '/',
  p: '0',
  q: '1',
  r: '2',
  s: '3',
  t: '4',
  u: '5',
  v: '6',
  w: '7',
  x: '8',
  y: '9',
};
/** Numbers of `CSI n ~`. */
const NUMBERS: Readonly<Record<string, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
  11: 'f1',
  12: 'f2',
  13: 'f3',
  14: 'f4',
  15: 'f5',
  17: 'f6',
  18: 'f7',
  19: 'f8',
  20: 'f9',
  21: 'f10',
  23: 'f11',
  24: 'f12',
};
/** `CSI [ X` of the Linux console. */
const LINUX: Readonly<Record<string, string>> = { A: 'f1', B: 'f2', C: 'f3', D: 'f4', E: 'f5' };
/** rxvt's arrows with a modifier: `CSI a` is shift, `SS3 a` is ctrl. */
const RXVT_ARROWS: Readonly<Record<string, string>> = { a: 'up', b: 'down', c: 'right', d: 'left' };
/** rxvt's last character instead of `~`. */
const RXVT_FINALS: Readonly<Record<string, string>> = { $: 'shift-', '^': 'ctrl-', '@': 'ctrl-shift-' };
/** Kitty's numbers for keys that have no character of their own: the keypad. */
const KITTY_KEYPAD: Readonly<Record<string, string>> = {
  57399: '0',
  57400: '1',
  57401: '2',
  57402: '3',
  57403: '4',
  57404: '5',
  57405: '6',
  57406: '7',
  57407: '8',
  57408: '9',
  57409: '.',
  57410: '/',
  57411: '*',
  57412: '-',
  57413: '+',
  57414: 'enter',
  57415: '=',
  57417: 'left',
  57418: 'right',
  57419: 'up',
  57420: 'down',
  57421: 'pageup',
  57422: 'pagedown',
  57423: 'home',
  57424: 'end',
  57425: 'insert',
  57426: 'delete',
};

const SHIFT = 1;
const ALT = 2;
const CTRL = 4;
const SUPER_OR_HYPER = 8 | 16;
const META = 32;
const KEY_RELEASED = '3';

/** Prefix of a modifier parameter (1 + bits); undefined when a modifier is held that we never bind, so that the key is dropped whole. */
function prefixOf(parameter: string | undefined): string | undefined {
  const [modifier = '', event] = (parameter ?? '').split(':');
  const bits = modifier === '' ? 0 : Number(modifier) - 1;
  if (event === KEY_RELEASED || !(bits >= 0) || (bits & SUPER_OR_HYPER) !== 0) return undefined;
  return (bits & CTRL ? 'ctrl-' : '') + (bits & (ALT | META) ? 'alt-' : '') + (bits & SHIFT ? 'shift-' : '');
}

/** The key a control code is, as every terminal sends it; '' for codes that are no key. */
export function controlKey(code: number): string {
  if (code === 0x0d || code === 0x0a) return 'enter';
  if (code === 0x09) return 'tab';
  if (code === 0x08 || code === 0x7f) return 'backspace';
  if (code === 0x1b) return 'esc';
  if (code >= 0x01 && code <= 0x1a) return `ctrl-${String.fromCharCode(code + 0x60)}`;
  return code >= 0x1c && code <= 0x1f ? `ctrl-${String.fromCharCode(code + 0x40)}` : '';
}

/** A key given by its code point and modifiers, as the extended protocols do. Named as the same key is without them. */
function pointKey(point: number, prefix: string, shifted: number | undefined): string | undefined {
  if (!(point > 0 && point < 0x110000) || (point >= 0x7f + 1 && point <= 0x9f) || (point >= 0xe000 && point <= 0xf8ff))
    return undefined;
  if (point < 0x20 || point === 0x7f) {
    const name = controlKey(point);
    return name === '' ? undefined : `${prefix}${name}`;
  }
  const character = String.fromCodePoint(shifted ?? point);
  if (point === 0x20) return `${prefix.replace('shift-', '')}space`;
  if (prefix.startsWith('ctrl-')) return ctrlKey(character.toLowerCase(), prefix);
  const upper = prefix.includes('shift-') && shifted === undefined ? character.toUpperCase() : character;
  return prefix.replace('shift-', '') + upper;
}

/** Ctrl with a character reads as the control code it is elsewhere: ctrl-i is tab, ctrl-m enter, ctrl-[ esc. */
function ctrlKey(character: string, prefix: string): string | undefined {
  const rest = prefix.slice('ctrl-'.length).replace('shift-', '');
  if (!/^[a-z[\\\]^_]$/.test(character)) return undefined;
  return rest + controlKey(character.toUpperCase().charCodeAt(0) & 0x1f);
}

function kittyKey(parameters: readonly string[]): string | undefined {
  const [code = '', modifier] = parameters;
  const [point = '', shifted = ''] = code.split(':');
  const prefix = prefixOf(modifier);
  if (prefix === undefined) return undefined;
  const keypad = KITTY_KEYPAD[point];
  if (keypad !== undefined) return prefix.replace(keypad.length === 1 ? 'shift-' : '', '') + keypad;
  return pointKey(Number(point), prefix, shifted === '' || !prefix.includes('shift-') ? undefined : Number(shifted));
}

function tildeKey(parameters: readonly string[]): string | undefined {
  const [number = '', modifier, point] = parameters;
  const prefix = prefixOf(modifier);
  if (prefix === undefined) return undefined;
  if (number === '27') return point === undefined ? undefined : pointKey(Number(point), prefix, undefined);
  const name = NUMBERS[number];
  return name === undefined ? undefined : prefix + name;
}

/**
 * The key of a control sequence: `body` is what stands between `CSI` and `final`. Undefined for everything that is no key (reports, mouse, focus,
 * unknown sequences): the caller drops those whole, so that they never decay to hotkeys.
 */
export function csiKey(body: string, final: string): string | undefined {
  if (body === '' && final === 'Z') return 'shift-tab';
  const arrow = RXVT_ARROWS[final];
  if (arrow !== undefined) return body === '' ? `shift-${arrow}` : undefined;
  if (!/^[0-9:;]*$/.test(body)) return undefined;
  const parameters = body.split(';');
  if (final === '~') return tildeKey(parameters);
  if (final === 'u') return kittyKey(parameters);
  const rxvt = RXVT_FINALS[final];
  if (rxvt !== undefined) return NUMBERS[body] === undefined ? undefined : rxvt + NUMBERS[body];
  const name = final === 'Z' ? 'tab' : LETTERS[final];
  // `CSI 12;40 R` is a cursor report; keys with a modifier always count one key.
  if (name === undefined || parameters.length > 2 || (parameters[0] !== '' && parameters[0] !== '1')) return undefined;
  const prefix = prefixOf(parameters[1]);
  return prefix === undefined ? undefined : prefix + name;
}

/** The key of `SS3 … final`; old terminals put a modifier before the final. */
export function ss3Key(body: string, final: string): string | undefined {
  const arrow = RXVT_ARROWS[final];
  if (arrow !== undefined) return body === '' ? `ctrl-${arrow}` : undefined;
  const prefix = prefixOf(body.split(';').at(-1));
  const name = LETTERS[final] ?? (body === '' ? KEYPAD[final] : undefined);
  return name === undefined || prefix === undefined ? undefined : prefix + name;
}

/** The key of `CSI [ final`. */
export function linuxKey(final: string): string | undefined {
  return LINUX[final];
}
