// The program as people and scripts start it, bin and all, in a home of its own: nothing of this machine's kubeconfig, views, log or
// environment reaches it, and nothing it writes stays.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pty, PtyExit, PtyOptions } from '../rig/pty.ts';
import { startPty } from '../rig/pty.ts';

export const BIN = join(import.meta.dirname, '../../bin/k8s-watch.js');

/** The terminal as a shell wants to find it. */
export const SANE = { canonical: true, echo: true, signals: true, outputProcessing: true };
/** Nothing that we switch on is left on. */
export const GIVEN_BACK = {
  alternateScreen: false,
  cursorVisible: true,
  mouse: 'none',
  bracketedPaste: false,
  applicationCursorKeys: false,
  privateModes: [7, 25], // autowrap and the cursor: on in every terminal
};

/** A home folder with XDG folders; `using home = new Home()`. */
export class Home {
  readonly folder = mkdtempSync(join(tmpdir(), 'home-'));

  /** What a program must be started with to live here. */
  get env(): Record<string, string | undefined> {
    return {
      HOME: this.folder,
      XDG_STATE_HOME: join(this.folder, 'state'),
      XDG_CONFIG_HOME: join(this.folder, 'config'),
      XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'], // compiled code may be shared
      KUBECONFIG: undefined,
      KUBERNETES_SERVICE_HOST: undefined,
      NODE_OPTIONS: undefined,
    };
  }

  /** Writes a file of this home and gives its path. */
  write(name: string, text: string): string {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  /** The log so far. */
  log(): string {
    const path = join(this.#state, 'k8s-watch.log');
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  }

  /** The crash reports, path to text. */
  reports(): Map<string, string> {
    const names = existsSync(this.#state) ? readdirSync(this.#state).filter((name) => name.startsWith('crash-')) : [];
    return new Map(names.map((name) => [join(this.#state, name), readFileSync(join(this.#state, name), 'utf8')]));
  }

  get #state(): string {
    return join(this.folder, 'state', 'k8s-watch');
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The program on a terminal of 120×40 unless told otherwise. */
export function onTerminal(home: Home, args: readonly string[], options: PtyOptions = {}): Pty {
  return startPty(process.execPath, [BIN, ...args], { ...options, env: { ...home.env, ...options.env } });
}

/** Opens a prompt, types a line into it and sends it. What is typed in one go counts as pasted, so Enter comes after a pause. */
export async function typeLine(pty: Pty, prompt: '/' | ':', line: string): Promise<void> {
  await pty.press(prompt);
  await pty.waitFor(new RegExp(`^ ?${prompt}`, 'm'));
  pty.type(line);
  await pty.waitFor(`${prompt}${line}`);
  await pty.idle();
  await pty.press('enter');
}

/** How a program without a terminal ended; `code` is null when a signal ended it. */
export type Ended = { code: number | null; out: string; err: string };

/** Runs the program without a terminal until it ends; one that does not end is killed and its code is null. */
export async function withoutTerminal(
  home: Home,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
  limitMs = 15_000,
): Promise<Ended> {
  const child = spawn(process.execPath, [BIN, ...args], {
    env: { ...process.env, ...home.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: limitMs,
    killSignal: 'SIGKILL',
  });
  const text = { out: '', err: '' };
  child.stdout.on('data', (data: Buffer) => (text.out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (text.err += data.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, ...text };
}

/** True while a process of this id runs; a dead one that nobody has fetched yet does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/**
 * How the program ended, no later than `ms` from now. A busy test process hears of the end later than it happened, so the process itself is asked
 * before this throws.
 */
export async function endedWithin(pty: Pty, ms: number): Promise<PtyExit> {
  const pid = await pty.pid();
  const ended = await Promise.race([pty.exit, pause(ms, undefined, { ref: false })]);
  if (ended !== undefined) return ended;
  if (isAlive(pid)) throw new Error(`still running after ${ms} ms`);
  return pty.exit;
}
