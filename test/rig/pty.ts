// A program in a real pseudo-terminal with a real terminal emulator behind it: keys go in by name, cells come out.
// Everything a person could see is read from the emulator; what only the kernel knows (raw mode, echo) from the tty.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { spawn } from '@lydell/node-pty';
import { Terminal } from '@xterm/headless';
import { keyBytes } from './pty-keys.ts';
import { lineDiscipline, modesOf, stateOf, type LineDiscipline, type PtyModes, type PtyState } from './pty-state.ts';

/** How a program ended. `left` is the state in which it left the terminal; undefined when the terminal was gone. */
export type PtyExit = { code: number | null; signal: NodeJS.Signals | null; left: LineDiscipline | undefined };

/** One cell; colours are palette indexes 0-255, `#rrggbb`, or undefined for the terminal's own. */
export type PtyCell = {
  text: string;
  width: number;
  foreground: number | string | undefined;
  background: number | string | undefined;
  bold: boolean;
  dim: boolean;
  underline: boolean;
  inverse: boolean;
};

export type PtyOptions = {
  cols?: number;
  rows?: number;
  cwd?: string;
  env?: Readonly<Record<string, string | undefined>>;
};

/** What `waitFor` waits for: a text or pattern anywhere on the screen, or a question about its lines. */
export type Wanted = string | RegExp | ((lines: readonly string[]) => boolean);

type Waiter = { met: () => boolean; done: () => void };

// A lone ESC is told from the beginning of a sequence by time; a person is slower than any decoder's timer.
const AFTER_ESC_MS = 120;
const IDLE_MS = 120;
const LAST_BYTES_MS = 100;

function colour(rgb: boolean, palette: boolean, value: number): number | string | undefined {
  if (rgb) return `#${value.toString(16).padStart(6, '0')}`;
  return palette ? value : undefined;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/** A running program in its terminal. Make it with `startPty`; `stop()` ends whatever is left of it. */
export class Pty {
  /** Settles when the program has ended (not when it was merely asked to). */
  readonly exit: Promise<PtyExit>;
  readonly #terminal: Terminal;
  readonly #shell: ReturnType<typeof spawn>;
  readonly #setModes = new Set<number>([25]);
  readonly #waiters = new Set<Waiter>();
  readonly #closeSocket: () => void;
  readonly #started: Promise<number>;
  #raw = '';
  #lastByteAt = performance.now();
  #exited: PtyExit | undefined;
  /** What `stty -a` said before the program began, and when it had ended. */
  readonly #stty: { before?: string | undefined; after?: string | undefined } = {};

  constructor(command: string, args: readonly string[], options: PtyOptions) {
    const { cols = 120, rows = 40, cwd = process.cwd(), env = {} } = options;
    this.#terminal = new Terminal({ cols, rows, allowProposedApi: true, scrollback: 1000, logLevel: 'off' });
    const folder = mkdtempSync(join(tmpdir(), 'pty-'));
    const server = createServer();
    this.#closeSocket = () => {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    };
    const started = Promise.withResolvers<number>();
    const exit = Promise.withResolvers<PtyExit>();
    this.#started = started.promise;
    this.exit = exit.promise;
    server.on('connection', (socket) => {
      createInterface({ input: socket }).on('line', (line) => {
        const news = JSON.parse(line) as {
          pid?: number;
          code: number | null;
          signal: NodeJS.Signals | null;
          stty?: string;
        };
        if (news.pid !== undefined) {
          this.#stty.before = news.stty;
          return started.resolve(news.pid);
        }
        this.#stty.after = news.stty;
        this.#exited = { code: news.code, signal: news.signal, left: lineDiscipline(news.stty) };
      });
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#closeSocket();
        this.#exited ??= { code: null, signal: 'SIGKILL', left: undefined };
        // What it wrote last may still be on its way through the kernel.
        void this.idle(LAST_BYTES_MS).then(() => exit.resolve(this.#exited as PtyExit));
      });
    });
    const socketPath = join(folder, 'keeper');
    server.listen(socketPath);
    const childEnv = {
      ...process.env,
      TERM: 'xterm-256color',
      COLORTERM: 'truecolor',
      LANG: 'C.UTF-8',
      ...env,
      PTY_KEEPER_SOCKET: socketPath,
    };
    for (const [name, value] of Object.entries(env))
      if (value === undefined) delete (childEnv as NodeJS.ProcessEnv)[name];
    // The terminal of the rig is a UTF-8 one with colours, whatever the machine that runs it says of its own.
    for (const name of ['COLUMNS', 'LINES', 'CI', 'NO_COLOR', 'FORCE_COLOR', 'LC_ALL', 'LC_CTYPE'])
      if (env[name] === undefined) delete (childEnv as NodeJS.ProcessEnv)[name];
    const keeper = [join(import.meta.dirname, 'pty-keeper.ts'), command, ...args];
    this.#shell = spawn(process.execPath, keeper, { cols, rows, cwd, env: childEnv, name: childEnv.TERM });
    this.#listen();
  }

  #listen(): void {
    for (const final of ['h', 'l'] as const) {
      this.#terminal.parser.registerCsiHandler({ prefix: '?', final }, (parameters) => {
        for (const mode of parameters.flat()) this.#setModes[final === 'h' ? 'add' : 'delete'](mode);
        return false; // the emulator does its own part
      });
    }
    this.#terminal.onData((answer) => this.#write(answer)); // a terminal answers queries
    this.#shell.onData((data) => {
      this.#raw += data;
      this.#lastByteAt = performance.now();
      this.#terminal.write(data, () => this.#wake());
    });
  }

  #wake(): void {
    for (const waiter of this.#waiters) if (waiter.met()) waiter.done();
  }

  #write(bytes: string): void {
    if (this.#exited === undefined) this.#shell.write(bytes);
  }

  /** The program's process id (the keeper's child). */
  pid(): Promise<number> {
    return this.#started;
  }

  /** Presses keys by name (`down`, `enter`, `esc`, `ctrl-c`, `j`), one after another as a person would. */
  async press(...names: readonly string[]): Promise<void> {
    for (const name of names) {
      this.#write(keyBytes(name, this.#terminal.modes.applicationCursorKeysMode));
      if (name === 'esc') await pause(AFTER_ESC_MS);
    }
  }

  /** Types text as it stands, in one burst. */
  type(text: string): void {
    this.#write(text);
  }

  /** Pastes as a terminal does: bracketed when the program asked for it. */
  paste(text: string): void {
    this.#write(this.#terminal.modes.bracketedPasteMode ? `\u001b[200~${text}\u001b[201~` : text);
  }

  /** The lines of the screen, without the blanks at their ends. */
  screen(): string[] {
    const buffer = this.#terminal.buffer.active;
    return Array.from(
      { length: this.#terminal.rows },
      (_, y) => buffer.getLine(buffer.baseY + y)?.translateToString(true) ?? '',
    );
  }

  /** The cell at a column and row, from 0. */
  cell(x: number, y: number): PtyCell {
    const buffer = this.#terminal.buffer.active;
    const cell = buffer.getLine(buffer.baseY + y)?.getCell(x);
    if (cell === undefined) throw new RangeError(`no cell ${x},${y} on ${this.#terminal.cols}x${this.#terminal.rows}`);
    return {
      text: cell.getChars(),
      width: cell.getWidth(),
      foreground: colour(cell.isFgRGB(), cell.isFgPalette(), cell.getFgColor()),
      background: colour(cell.isBgRGB(), cell.isBgPalette(), cell.getBgColor()),
      bold: cell.isBold() !== 0,
      dim: cell.isDim() !== 0,
      underline: cell.isUnderline() !== 0,
      inverse: cell.isInverse() !== 0,
    };
  }

  /** The first cell of the first place where a text stands; throws with the screen when it stands nowhere. */
  cellOf(text: string): PtyCell {
    const buffer = this.#terminal.buffer.active;
    for (const y of this.screen().keys()) {
      const cells = Array.from(
        { length: this.#terminal.cols },
        (_, x) =>
          buffer
            .getLine(buffer.baseY + y)
            ?.getCell(x)
            ?.getChars() || ' ',
      );
      for (const x of cells.keys()) if (cells.slice(x).join('').startsWith(text)) return this.cell(x, y);
    }
    throw new Error(`not on the screen: ${text}\n${this.#picture()}`);
  }

  cursor(): { x: number; y: number } {
    const { cursorX: x, cursorY: y } = this.#terminal.buffer.active;
    return { x, y };
  }

  modes(): PtyModes {
    return modesOf(this.#terminal, this.#setModes);
  }

  /** The kernel's side of the terminal, now. After the end see `exit`. */
  lineDiscipline(): LineDiscipline {
    const told = lineDiscipline(this.#sttyNow());
    if (told === undefined) throw new Error('stty says nothing');
    return told;
  }

  /** Everything a program can change, in one value: now, or as it was left when the program has ended. */
  state(): PtyState {
    return stateOf(this.#terminal, this.#setModes, this.#exited === undefined ? this.#sttyNow() : this.#stty.after);
  }

  /** The state in which the program found the terminal; `state()` must equal it in the end. */
  async stateBefore(): Promise<PtyState> {
    await this.#started;
    const fresh = new Terminal({ allowProposedApi: true });
    const state = stateOf(fresh, new Set([25]), this.#stty.before);
    fresh.dispose();
    return state;
  }

  #sttyNow(): string {
    const device = (this.#shell as unknown as { ptsName: string }).ptsName; // there, but not in its types
    return execFileSync('stty', [process.platform === 'linux' ? '-F' : '-f', device, '-a'], { encoding: 'utf8' });
  }

  /** Every byte the program wrote so far. */
  raw(): string {
    return this.#raw;
  }

  /** Resolves as soon as the screen shows what is wanted; rejects after `ms` with a picture of it. */
  waitFor(wanted: Wanted, ms = 10_000): Promise<void> {
    const met = (): boolean => {
      const lines = this.screen();
      if (typeof wanted === 'function') return wanted(lines);
      return typeof wanted === 'string' ? lines.some((line) => line.includes(wanted)) : wanted.test(lines.join('\n'));
    };
    if (met()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { met, done: () => settle(resolve) };
      const settle = (how: () => void): void => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
        how();
      };
      const timer = setTimeout(() => {
        settle(() => reject(new Error(`not within ${ms} ms: ${String(wanted)}\n${this.#picture()}`)));
      }, ms);
      this.#waiters.add(waiter);
    });
  }

  /** Resolves when the program has written nothing for a while and everything written has been drawn. */
  async idle(quietMs = IDLE_MS): Promise<void> {
    for (;;) {
      const left = this.#lastByteAt + quietMs - performance.now();
      if (left <= 0) break;
      await pause(left);
    }
    await new Promise<void>((resolve) => this.#terminal.write('', resolve));
  }

  resize(cols: number, rows: number): void {
    this.#terminal.resize(cols, rows);
    this.#shell.resize(cols, rows);
  }

  /** Sends a signal to the program. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    process.kill(await this.#started, signal);
  }

  /** Closes the terminal under the program, as closing a window does: it gets SIGHUP and its writes fail. */
  hangUp(): void {
    (this.#shell as unknown as { destroy(): void }).destroy();
  }

  /** Ends the program if it still runs, and frees the terminal. */
  async stop(): Promise<void> {
    if (this.#exited === undefined) {
      await this.kill('SIGKILL').catch(() => undefined);
      await Promise.race([this.exit, pause(2000)]);
    }
    this.#shell.kill('SIGKILL');
    this.#closeSocket();
    this.#terminal.dispose();
  }

  #picture(): string {
    const lines = this.screen().map((line) => `│${line}`);
    const ended = this.#exited === undefined ? '' : `\n(ended: ${JSON.stringify(this.#exited)})`;
    return lines.join('\n').replace(/(\n│)+$/, '') + ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

/**
 * Starts a program in a terminal of 120×40 unless told otherwise, with this process's environment plus `env` (undefined
 * removes a name). Stop it with `await using pty = startPty(…)` or `await pty.stop()`.
 */
export function startPty(command: string, args: readonly string[] = [], options: PtyOptions = {}): Pty {
  return new Pty(command, args, options);
}
