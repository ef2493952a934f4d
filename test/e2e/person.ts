// What a person does at the program's screen in the end-to-end files: go to a row, open what is below it, answer, save a text, read the journal.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Home, onTerminal } from '../bad-input/program.ts';
import type { Pty } from '../rig/pty.ts';
import { until } from './controlplane/cluster-hand.ts';

export type JournalLine = {
  readonly phase: 'asked' | 'done' | 'failed';
  readonly action: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly error?: { readonly code: string; readonly message: string };
};

/** The first and last lines of a list's screen that are no rows: header and titles above, why line and footer below. */
const ABOVE = 3;
const BELOW = 3;

/** The line of the row with that name; '' when there is none. */
export const rowOf = (lines: readonly string[], name: string): string =>
  lines.slice(ABOVE, -BELOW).find((line) => line.includes(name)) ?? '';

/** Moves the cursor of a list to the row with that name, key by key. */
export async function moveTo(pty: Pty, name: string): Promise<void> {
  const cursor = (lines: readonly string[]): string =>
    lines.slice(ABOVE, -BELOW).find((line) => line.startsWith('▌')) ?? '';
  const arrived = (lines: readonly string[]): boolean => rowOf(lines, name).startsWith('▌');
  await pty.waitFor((lines) => rowOf(lines, name) !== '', 15_000);
  if (!arrived(pty.screen())) {
    await pty.press('home');
    await pty.waitFor((lines) => lines[ABOVE]?.startsWith('▌') === true);
  }
  for (let tries = 0; tries < 60 && !arrived(pty.screen()); tries++) {
    const before = cursor(pty.screen());
    await pty.press('down');
    await pty.waitFor((lines) => cursor(lines) !== before || arrived(lines));
  }
  await pty.waitFor(arrived);
}

/** The program before a person, in a home of its own. `await using person = new Person(…)`. */
export class Person {
  readonly home = new Home();
  readonly pty: Pty;

  constructor(
    kubeconfig: string,
    args: readonly string[],
    size: { cols: number; rows: number } = { cols: 200, rows: 40 },
  ) {
    this.pty = onTerminal(this.home, args, { ...size, env: { KUBECONFIG: kubeconfig } });
  }

  /** The row with that name as it is on the screen. */
  row(name: string): string {
    return rowOf(this.pty.screen(), name);
  }

  moveTo(name: string): Promise<void> {
    return moveTo(this.pty, name);
  }

  /** Presses Ctrl-S on a text and gives what the saved file holds. */
  async saved(): Promise<string> {
    const folder = join(this.home.folder, 'state/k8s-watch/saved');
    const files = (): string[] => (existsSync(folder) ? readdirSync(folder) : []);
    const before = new Set(files());
    await this.pty.press('ctrl-s');
    const name = await until('the text is saved', () => files().find((file) => !before.has(file)));
    await this.pty.waitFor(`saved: `);
    return until('the whole text is there', () => {
      const text = readFileSync(join(folder, name), 'utf8');
      return text.endsWith('\n') ? text : undefined;
    });
  }

  /** Types into the field of a dialog key by key: what comes in one burst counts as pasted, and an Enter in it as no answer. */
  async spell(text: string): Promise<void> {
    for (const [at, letter] of [...text].entries()) {
      await this.pty.press(letter);
      await this.pty.waitFor(`[${text.slice(0, at + 1)}`);
    }
    await this.pty.idle();
  }

  journal(): readonly JournalLine[] {
    const path = join(this.home.folder, 'state/k8s-watch/journal.jsonl');
    if (!existsSync(path)) return [];
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    return lines.map((line) => JSON.parse(line) as JournalLine);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.pty.stop();
    this.home[Symbol.dispose]();
  }
}
