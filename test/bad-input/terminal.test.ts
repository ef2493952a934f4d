// Terminals that are too small, change all the time, or pour a clipboard into the program: nothing breaks, nothing is triggered.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DemoFleet } from '../../src/demo/fleet.ts';
import { startDemo } from '../../src/demo/fleet.ts';
import type { Pty } from '../rig/pty.ts';
import { GIVEN_BACK, Home, onTerminal, SANE } from './program.ts';

let fleet: DemoFleet;
beforeAll(async () => {
  fleet = await startDemo({ story: 'calm' });
});
afterAll(() => fleet.stop());

const start = (home: Home, cols: number, rows: number): Pty =>
  onTerminal(home, ['--kubeconfig', home.write('kubeconfig', fleet.kubeconfig)], { cols, rows });

/** All seven namespaces are judged: nothing changes by itself any more. */
const judged = (lines: readonly string[]): boolean => lines.filter((line) => /^.●  \w/.test(line)).length === 7;

/** The screen without what the time changes. */
const timeless = (pty: Pty): string[] =>
  pty.screen().map((line) => line.trimEnd().replaceAll(/\d+:\d\d(:\d\d)?|\d+[smh]/g, 'T'));

async function quit(pty: Pty): Promise<void> {
  await pty.press('ctrl-c');
  expect(await pty.exit).toEqual({ code: 0, signal: null, left: SANE });
  expect(pty.modes()).toEqual(GIVEN_BACK);
}

test('20×5 says so in words, keys do no harm there, and 80×24 brings the rows', async () => {
  using home = new Home();
  await using pty = start(home, 20, 5);
  await pty.waitFor((lines) => /needs\s*80×24.*20×5/.test(lines.map((line) => line.trim()).join(' ')));
  await pty.press('down', 'enter', 'w', 'esc', '?', 'esc', 'v', 'esc');
  await pty.idle();
  expect(pty.screen()).toHaveLength(5);
  pty.resize(80, 24);
  await pty.waitFor('sock-shop');
  pty.resize(1, 1);
  await pty.idle();
  pty.resize(80, 24);
  await pty.waitFor('sock-shop');
  await quit(pty);
});

test('a storm of resizes ends in the same screen as a fresh one', async () => {
  using home = new Home();
  await using pty = start(home, 100, 30);
  await pty.waitFor(judged);
  await pty.idle();
  const fresh = timeless(pty);
  for (let i = 0; i < 60; i++) {
    pty.resize(1 + ((i * 37) % 220), 1 + ((i * 13) % 70));
    if (i % 7 === 0) await pty.press('down');
  }
  pty.resize(100, 30);
  await pty.press('home'); // changes two rows and the why line: what the storm broke elsewhere stays broken
  await toBecome(pty, fresh);
  await quit(pty);
});

/** Waits until the screen is that one; fails with the difference. */
async function toBecome(pty: Pty, wanted: readonly string[]): Promise<void> {
  await pty.waitFor(() => JSON.stringify(timeless(pty)) === JSON.stringify(wanted)).catch(() => undefined);
  expect(timeless(pty)).toEqual(wanted);
}

/** Answers to these keys mean that all before them was read. */
async function topAgain(pty: Pty): Promise<void> {
  await pty.press('end');
  await pty.waitFor('7/7');
  await pty.press('home');
  await pty.waitFor('1/7');
}

/** Everything that could quit, drill, open or confirm something, and a lot of it. */
const POISON = `q\nyes\n:q\n?w\r\u0003\u0004x!v:pods\n/filter\n\u001b[6~Q \t`;

test('a paste of a megabyte, bracketed or not, triggers nothing', async () => {
  using home = new Home();
  await using pty = start(home, 120, 30);
  await pty.waitFor(judged);
  await pty.idle();
  const before = timeless(pty);
  pty.paste(POISON.replaceAll('\u001b', '').repeat(28_000));
  await topAgain(pty);
  await toBecome(pty, before);

  // into a prompt it is text of one line, and does not send it
  await pty.press('/');
  await pty.waitFor(/^ ?\//m);
  pty.paste(`sock\nshop${'x'.repeat(1_000_000)}\n`);
  await pty.waitFor(/^ ?\/.*x{20}/m);
  await pty.press('esc');
  await pty.waitFor('sock-shop');

  // a terminal without bracketed paste: only what moves may act
  for (let i = 0; i < 10; i++) pty.type(POISON.repeat(200));
  await pty.idle(400); // a key that follows at once would belong to it
  await topAgain(pty);
  await toBecome(pty, before);
  expect(pty.modes().alternateScreen).toBe(true);

  await pty.press('?');
  await pty.waitFor(/Help|Keys/);
  await pty.press('esc');
  await quit(pty);
});
