// A terminal without a window: @xterm/headless behind the streams a Terminal takes. What a test sees is what a person would.
import { EventEmitter } from 'node:events';
import xterm from '@xterm/headless';
import type { Frame } from '../../src/screen/frame.ts';
import { styleParts, PLAIN, type StyleParts } from '../../src/screen/style.ts';
import { Terminal } from '../../src/screen/terminal.ts';
import { handClock, type HandClock } from './hand-clock.ts';

export type Cell = { text: string; style: StyleParts };

export class FakeInput extends EventEmitter {
  isRaw = false;
  isFlowing = false;
  setRawMode(raw: boolean): void {
    this.isRaw = raw;
  }
  resume(): void {
    this.isFlowing = true;
  }
  pause(): void {
    this.isFlowing = false;
  }
}

/** Takes writes and says they are done when told to (`auto`: at once, in the next turn). */
export class FakeOutput extends EventEmitter {
  columns: number;
  rows: number;
  auto = true;
  broken: Error | undefined;
  readonly writes: string[] = [];
  readonly waiting: (() => void)[] = [];
  readonly #sink: (data: string | Uint8Array) => void;

  constructor(columns: number, rows: number, sink: (data: string | Uint8Array) => void) {
    super();
    this.columns = columns;
    this.rows = rows;
    this.#sink = sink;
  }

  write(data: string | Uint8Array, done: (error?: Error | null) => void): void {
    if (this.broken !== undefined) return queueMicrotask(() => done(this.broken));
    this.writes.push(typeof data === 'string' ? data : Buffer.from(data).toString('latin1'));
    this.#sink(data);
    if (this.auto) queueMicrotask(() => done());
    else this.waiting.push(() => done());
  }
}

export type Rig = {
  readonly terminal: Terminal;
  readonly screen: InstanceType<typeof xterm.Terminal>;
  readonly input: FakeInput;
  readonly output: FakeOutput;
  readonly clock: HandClock;
  /** What was written synchronously. */
  readonly sync: string[];
  /** Everything written so far has been shown. */
  readonly shown: () => Promise<void>;
};

export function rig(width: number, height: number, terminalName = 'xterm-256color'): Rig {
  const screen = new xterm.Terminal({ cols: width, rows: height, allowProposedApi: true, logLevel: 'off' });
  const sync: string[] = [];
  const input = new FakeInput();
  const output = new FakeOutput(width, height, (data) => screen.write(data));
  const clock = handClock();
  const writeSync = (text: string): void => {
    sync.push(text);
    screen.write(text);
  };
  const terminal = new Terminal({ input, output, terminal: terminalName, writeSync, clock });
  const shown = async (): Promise<void> => {
    await new Promise<void>((resolve) => setImmediate(resolve));
    await new Promise<void>((resolve) => screen.write('', resolve));
  };
  return { terminal, screen, input, output, clock, sync, shown };
}

/** What the emulator knows and does not tell. */
type Core = {
  _core: { coreService: { isCursorHidden: boolean }; buffer: { scrollTop: number; scrollBottom: number } };
};

/** Everything a program can have changed, as the emulator and the fake input see it. */
export const modesOf = ({ screen, input }: Rig): unknown => ({
  buffer: screen.buffer.active.type,
  cursor: !(screen as unknown as Core)._core.coreService.isCursorHidden,
  paste: screen.modes.bracketedPasteMode,
  keypad: screen.modes.applicationKeypadMode,
  cursorKeys: screen.modes.applicationCursorKeysMode,
  wraps: screen.modes.wraparoundMode,
  inserts: screen.modes.insertMode,
  origin: screen.modes.originMode,
  focus: screen.modes.sendFocusMode,
  margins:
    (screen as unknown as Core)._core.buffer.scrollTop > 0 ||
    (screen as unknown as Core)._core.buffer.scrollBottom < screen.rows - 1,
  synchronized: screen.modes.synchronizedOutputMode,
  mouse: screen.modes.mouseTrackingMode,
  raw: input.isRaw,
  flowing: input.isFlowing,
  listeners: input.listenerCount('data'),
});

/** A shell's terminal. */
export const BEFORE = {
  buffer: 'normal',
  cursor: true,
  paste: false,
  keypad: false,
  cursorKeys: false,
  wraps: true,
  inserts: false,
  origin: false,
  focus: false,
  margins: false,
  synchronized: false,
  mouse: 'none',
  raw: false,
  flowing: false,
  listeners: 0,
};

/** Text of the line a screen shows. */
export function line(screen: Rig['screen'], y: number): string {
  return (
    screen.buffer.active
      .getLine(screen.buffer.active.viewportY + y)
      ?.translateToString(true)
      .trimEnd() ?? ''
  );
}

/** Cells as the emulator has them. */
export function screenCells(screen: Rig['screen']): Cell[] {
  const cells: Cell[] = [];
  for (let y = 0; y < screen.rows; y++) {
    for (let x = 0; x < screen.cols; x++) {
      const cell = screen.buffer.active.getLine(screen.buffer.active.viewportY + y)?.getCell(x);
      if (cell === undefined) throw new Error(`no cell at ${x},${y}`);
      cells.push({
        text: cell.getWidth() === 0 ? '' : cell.getChars() || ' ',
        style: {
          ...(cell.isFgDefault() ? {} : { fg: cell.getFgColor() }),
          ...(cell.isBgDefault() ? {} : { bg: cell.getBgColor() }),
          ...(cell.isBold() ? { bold: true } : {}),
          ...(cell.isUnderline() ? { underline: true } : {}),
          ...(cell.isInverse() ? { inverse: true } : {}),
        },
      });
    }
  }
  return cells;
}

/** Cells as the frame has them. */
export function frameCells(frame: Frame): Cell[] {
  return frame.characters.map((text, index) => ({ text, style: styleParts(frame.styles[index] ?? PLAIN) }));
}
