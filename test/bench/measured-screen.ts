// The program in a pseudo-terminal, seen as a person sees it: what is measured is what stands on the screen, not what the program says.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

const COLS = 160;
const ROWS = 45;
const BIN = join(import.meta.dirname, '../../bin/k8s-watch.js');
const PROBE = join(import.meta.dirname, 'loop-probe.js');
/** Kernel clock ticks a second, as /proc counts CPU time (getconf CLK_TCK; 100 on every Linux in use). */
const TICKS_PER_SECOND = 100;
const KEY_LIMIT_MS = 20_000;

export type LoopDelay = { readonly p99Ms: number; readonly maxMs: number };

export class MeasuredScreen {
  readonly #terminal = new xterm.Terminal({ cols: COLS, rows: ROWS, allowProposedApi: true });
  readonly #startedAt = performance.now();
  readonly #pty: ReturnType<typeof spawn>;
  readonly #probeFile = join(tmpdir(), `loop-probe-${process.pid}-${Math.random().toString(36).slice(2)}`);
  readonly #watchers = new Set<() => void>();

  /** `probed`: watchLoop and loopDelay can be used; the start takes some 15 ms longer then. */
  constructor(args: readonly string[], { probed = false } = {}) {
    const probe = probed ? { NODE_OPTIONS: `--import=${PROBE}`, LOOP_PROBE: this.#probeFile } : {};
    this.#pty = spawn(process.execPath, [BIN, ...args], {
      cols: COLS,
      rows: ROWS,
      name: 'xterm-256color',
      env: { ...process.env, TERM: 'xterm-256color', LANG: 'C.UTF-8', ...probe },
    });
    this.#pty.onData((data) => this.#terminal.write(data, () => this.#watchers.forEach((look) => look())));
  }

  lines(): string[] {
    const buffer = this.#terminal.buffer.active;
    return Array.from({ length: ROWS }, (_, y) => buffer.getLine(buffer.viewportY + y)?.translateToString(true) ?? '');
  }

  /** Milliseconds from the start of the process until the screen looks like that. */
  async shownAfterMs(looksRight: (lines: readonly string[]) => boolean, limitMs: number): Promise<number> {
    await this.#until(() => looksRight(this.lines()), limitMs);
    return performance.now() - this.#startedAt;
  }

  /** Presses a key and gives the milliseconds until the cursor's bar stands in another line. */
  async keyToScreenMs(key: string): Promise<number> {
    const before = this.#cursorLine();
    const pressedAt = performance.now();
    this.#pty.write(key);
    await this.#until(() => this.#cursorLine() !== before, KEY_LIMIT_MS);
    return performance.now() - pressedAt;
  }

  press(key: string): void {
    this.#pty.write(key);
  }

  /** Presses a key and gives the milliseconds until the screen looks like that. */
  async shownAfterKeyMs(key: string, looksRight: (lines: readonly string[]) => boolean): Promise<number> {
    const [shown] = await this.bothAfterKeyMs(key, looksRight, looksRight);
    return shown;
  }

  /** Presses a key and gives the milliseconds until the screen looks like the first, and like the second. */
  async bothAfterKeyMs(
    key: string,
    first: (lines: readonly string[]) => boolean,
    second: (lines: readonly string[]) => boolean,
  ): Promise<readonly [number, number]> {
    const pressedAt = performance.now();
    this.#pty.write(key);
    await this.#until(() => first(this.lines()), KEY_LIMIT_MS);
    const firstMs = performance.now() - pressedAt;
    await this.#until(() => second(this.lines()), KEY_LIMIT_MS);
    return [firstMs, performance.now() - pressedAt];
  }

  /** Presses a key and gives the milliseconds until the body of the screen is another. */
  async changedAfterKeyMs(key: string): Promise<number> {
    const body = (): string => this.lines().slice(2, -2).join('\n');
    const before = body();
    return this.shownAfterKeyMs(key, () => body() !== before);
  }

  /** The highest memory is counted from now on. */
  forgetPeakMemory(): void {
    writeFileSync(`/proc/${this.#pty.pid}/clear_refs`, '5');
  }

  /** Resident memory in MB, as it is now and at its highest so far. */
  memoryMb(): { readonly now: number; readonly peak: number } {
    const status = readFileSync(`/proc/${this.#pty.pid}/status`, 'utf8');
    const read = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
    return { now: read('VmRSS'), peak: read('VmHWM') };
  }

  /** CPU seconds used so far, user and system. */
  cpuSeconds(): number {
    const fields = readFileSync(`/proc/${this.#pty.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  }

  /** Begins to measure the event loop's delays. Not done from the start: loading the program holds the loop, but nobody sees a list yet. */
  watchLoop(): void {
    process.kill(this.#pty.pid, 'SIGUSR2');
  }

  /** The event loop's delays since watchLoop; the measuring ends, as its own timers would be seen as CPU time. */
  async loopDelay(): Promise<LoopDelay> {
    process.kill(this.#pty.pid, 'SIGUSR2');
    for (let tries = 0; tries < 100; tries++) {
      await pause(20);
      try {
        return JSON.parse(readFileSync(this.#probeFile, 'utf8')) as LoopDelay;
      } catch {
        // not written yet
      } finally {
        rmSync(this.#probeFile, { force: true });
      }
    }
    throw new Error('the probe did not answer');
  }

  async stop(): Promise<void> {
    const exited = new Promise<void>((resolve) => void this.#pty.onExit(() => resolve()));
    this.#pty.kill('SIGTERM');
    await exited;
    this.#terminal.dispose();
  }

  #cursorLine(): number {
    const buffer = this.#terminal.buffer.active;
    for (let y = 0; y < ROWS; y++)
      if (
        buffer
          .getLine(buffer.viewportY + y)
          ?.getCell(0)
          ?.getChars() === '▌'
      )
        return y;
    return -1;
  }

  async #until(isMet: () => boolean, limitMs: number): Promise<void> {
    if (isMet()) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(
      () => reject(new Error(`not seen in ${limitMs} ms; the screen:\n${this.lines().join('\n')}`)),
      limitMs,
    );
    const look = (): void => {
      if (isMet()) resolve();
    };
    this.#watchers.add(look);
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      this.#watchers.delete(look);
    }
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));
