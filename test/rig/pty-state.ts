// What a program can change about its terminal, read from the emulator (modes, colours) and from the kernel (stty), as values to compare.
import type { Terminal } from '@xterm/headless';

/** How the kernel treats the terminal's lines: a sane shell has `canonical`, `echo` and `signals` on. */
export type LineDiscipline = { canonical: boolean; echo: boolean; signals: boolean; outputProcessing: boolean };

/** The modes a full-screen program switches on and must switch off again. `privateModes`: every DEC mode set and not reset. */
export type PtyModes = {
  alternateScreen: boolean;
  cursorVisible: boolean;
  mouse: 'none' | 'x10' | 'vt200' | 'drag' | 'any';
  bracketedPaste: boolean;
  applicationCursorKeys: boolean;
  privateModes: readonly number[];
};

/** Modes, the words of `stty -a` without size and speed, and how the next character would look where that is not plain. */
export type PtyState = PtyModes & {
  readonly others: readonly string[];
  readonly kernel: string;
  readonly look: string;
};

/** What the emulator knows and does not tell. */
type Inside = {
  readonly _core: {
    readonly buffer: { readonly scrollTop: number; readonly scrollBottom: number };
    readonly _inputHandler: { readonly _curAttrData: { readonly fg: number; readonly bg: number } };
  };
};

/** Autowrap is on in every terminal: who sets it has changed nothing. */
const AUTOWRAP = 7;

export function lineDiscipline(stty: string | undefined): LineDiscipline | undefined {
  if (stty === undefined) return undefined;
  const on = (flag: string): boolean => new RegExp(`(^|\\s)${flag}(\\s|;|$)`).test(stty);
  return { canonical: on('icanon'), echo: on('echo'), signals: on('isig'), outputProcessing: on('opost') };
}

export function modesOf(terminal: Terminal, set: ReadonlySet<number>): PtyModes {
  const { mouseTrackingMode: mouse, bracketedPasteMode: bracketedPaste, applicationCursorKeysMode } = terminal.modes;
  return {
    alternateScreen: terminal.buffer.active.type === 'alternate',
    cursorVisible: set.has(25),
    mouse,
    bracketedPaste,
    applicationCursorKeys: applicationCursorKeysMode,
    privateModes: [...set].toSorted((a, b) => a - b),
  };
}

/** Modes that have no DEC number, by name. */
function otherModes(terminal: Terminal): readonly string[] {
  const { applicationKeypadMode, insertMode, originMode, sendFocusMode, wraparoundMode } = terminal.modes;
  const { buffer } = (terminal as unknown as Inside)._core;
  const on = {
    keypad: applicationKeypadMode,
    insert: insertMode,
    origin: originMode,
    focus: sendFocusMode,
    cutsLines: !wraparoundMode,
    margins: buffer.scrollTop > 0 || buffer.scrollBottom < terminal.rows - 1,
  };
  return Object.entries(on).flatMap(([name, isOn]) => (isOn ? [name] : []));
}

/** `set`: the DEC modes set; `stty`: what `stty -a` says, undefined = the terminal is gone. */
export function stateOf(terminal: Terminal, set: ReadonlySet<number>, stty: string | undefined): PtyState {
  const modes = modesOf(terminal, set);
  const { fg, bg } = (terminal as unknown as Inside)._core._inputHandler._curAttrData;
  const words = (stty ?? 'gone').replaceAll(/\b(speed|rows|columns)[ =]+[^;]*;/g, '').split(/\s+/);
  return {
    ...modes,
    privateModes: modes.privateModes.filter((mode) => mode !== AUTOWRAP),
    others: otherModes(terminal),
    kernel: words.filter((word) => word !== '').join(' '),
    look: fg === 0 && bg === 0 ? '' : `${fg}/${bg}`,
  };
}
