// Every way out of the program, in a real terminal: the shell behind it must find the terminal as it was, a person must read why it
// ended, and the log must hold the detail.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import type { DemoFleet } from '../../src/demo/fleet.ts';
import { startDemo } from '../../src/demo/fleet.ts';
import type { Pty } from '../rig/pty.ts';
import { endedWithin, GIVEN_BACK, Home, isAlive, onTerminal, SANE, typeLine } from './program.ts';

/** Loaded before the program: breaks it on a signal, as a defect of ours would. */
const DEFECT = `process.on('SIGUSR2', () => {
  const error = new Error('a defect \\u001b[31mon purpose');
  if (process.env.DEFECT === 'rejection') Promise.reject(error);
  else if (process.env.DEFECT === 'string') throw 'a defect on purpose';
  else throw error;
});`;

let fleet: DemoFleet;
beforeAll(async () => {
  fleet = await startDemo({ story: 'outage' });
});
afterAll(() => fleet.stop());

/** The program with its first rows on the screen. */
async function running(home: Home, env: Record<string, string> = {}): Promise<Pty> {
  const pty = onTerminal(home, ['--kubeconfig', home.write('kubeconfig', fleet.kubeconfig)], { env });
  await pty.waitFor('sock-shop');
  expect(pty.modes()).toMatchObject({ alternateScreen: true, bracketedPaste: true, cursorVisible: false });
  return pty;
}

/** What stands on the normal screen after the end. */
const words = (pty: Pty): string => pty.screen().join('\n').trim();

async function expectGivenBack(pty: Pty, end: { code: number; words: string | RegExp }): Promise<void> {
  expect(await pty.exit).toEqual({ code: end.code, signal: null, left: SANE });
  expect(pty.modes()).toEqual(GIVEN_BACK);
  expect(pty.state()).toEqual(await pty.stateBefore());
  expect(words(pty)).toMatch(end.words);
}

const PROMPT = /app@catalogue-db\S*\$ /;
/** A full-screen program of the demo's shell with everything it switches on. */
const INSIDE = {
  alternateScreen: true,
  cursorVisible: false,
  mouse: 'vt200',
  applicationCursorKeys: true,
  bracketedPaste: true,
};
/** Longest time until the end of a program whose terminal is gone. */
const GONE_MS = 2000;

/** A shell in a container of the demo, opened by keys; with `top` running in it or at its prompt. */
async function inShell(home: Home, from: DemoFleet, program?: 'top'): Promise<Pty> {
  const pty = onTerminal(home, ['--kubeconfig', home.write('kubeconfig', from.kubeconfig)]);
  await pty.waitFor('sock-shop');
  await typeLine(pty, ':', 'pods sock-shop');
  await pty.waitFor('catalogue-db');
  await typeLine(pty, '/', 'catalogue-db');
  await pty.waitFor(/▌.*catalogue-db/);
  await pty.press('s');
  await pty.waitFor(PROMPT);
  expect(pty.modes()).toEqual(GIVEN_BACK);
  if (program === undefined) return pty;
  pty.type(`${program}\r`);
  await pty.waitFor(`${program} - `);
  expect(pty.modes()).toMatchObject(INSIDE);
  return pty;
}

/** The journal's entries; throws when a line is not whole. */
function journal(home: Home): readonly unknown[] {
  const text = readFileSync(join(home.folder, 'state', 'k8s-watch', 'journal.jsonl'), 'utf8');
  expect(text.endsWith('\n')).toBe(true);
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

describe.concurrent('asked by a person', () => {
  test.each([
    [
      'q, answered',
      async (pty: Pty) => {
        await pty.press('q');
        await pty.waitFor('Quit k8s-watch?');
        await pty.press('right', 'enter');
      },
    ],
    [':q', (pty: Pty) => typeLine(pty, ':', 'q')],
    ['ctrl-c', (pty: Pty) => pty.press('ctrl-c')],
  ] as const)('%s: no words, exit 0', async (_how, leave) => {
    using home = new Home();
    await using pty = await running(home);
    await leave(pty);
    await expectGivenBack(pty, { code: 0, words: /^$/ });
    expect(home.reports().size).toBe(0);
  });
});

describe.concurrent('asked by a signal', () => {
  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGQUIT', 131],
  ] as const)('%s: told in words, exit %i', async (signal, code) => {
    using home = new Home();
    await using pty = await running(home);
    await pty.kill(signal);
    await expectGivenBack(pty, { code, words: `k8s-watch: ended by ${signal}` });
    expect(home.log()).toContain(`ended by ${signal}`);
  });
});

describe.concurrent('a defect of ours', () => {
  test.each(['exception', 'rejection', 'string'])('%s: told in words with the report named, exit 70', async (kind) => {
    using home = new Home();
    const preload = home.write('defect.mjs', DEFECT);
    await using pty = await running(home, { NODE_OPTIONS: `--import=${preload}`, DEFECT: kind });
    await pty.kill('SIGUSR2');
    await expectGivenBack(pty, { code: 70, words: /a defect of ours ended the program: a defect on purpose/ });
    const [report, ...more] = home.reports();
    expect(more).toEqual([]);
    expect(words(pty).replaceAll('\n', '')).toContain(report?.[0]);
    expect(report?.[1]).toMatch(/a defect/);
    if (kind !== 'string') expect(report?.[1]).toMatch(/at process\.<anonymous> .*defect\.mjs/);
    expect(report?.[1]).toContain('--kubeconfig');
    expect(home.log()).toMatch(/error crash: .*a defect/);
  });
});

describe.concurrent('with a shell open', () => {
  test.each(['SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)('%s under a full-screen program', async (signal) => {
    using home = new Home();
    await using pty = await inShell(home, fleet, 'top');
    await pty.kill(signal);
    expect(await pty.exit).toMatchObject({ signal: null, left: SANE });
    expect(pty.state()).toEqual(await pty.stateBefore());
    expect(words(pty)).toMatch(new RegExp(`^k8s-watch: ended by ${signal}$`, 'm'));
    expect(journal(home)).not.toEqual([]);
  });

  test('SIGINT is for the shell: it lives on, and quitting after it is as always', async () => {
    using home = new Home();
    await using pty = await inShell(home, fleet);
    await pty.kill('SIGINT');
    pty.type('echo still $((40+2))\r');
    await pty.waitFor('still 42');
    pty.type('exit 3\r');
    await pty.waitFor(/ended: exit status 3/);
    expect(pty.modes()).toMatchObject({ alternateScreen: true, cursorVisible: false });
    await pty.idle(60);
    await typeLine(pty, ':', 'q');
    expect(await pty.exit).toEqual({ code: 0, signal: null, left: SANE });
    expect(pty.state()).toEqual(await pty.stateBefore());
  });

  test('the server gone under it: told in words over the list, and quitting is as always', async () => {
    using home = new Home();
    const mortal = await startDemo({ story: 'outage' });
    try {
      await using pty = await inShell(home, mortal, 'top');
      await mortal.fault('down');
      await pty.waitFor(/▌.*catalogue-db/);
      expect(pty.modes()).toMatchObject({ alternateScreen: true, cursorVisible: false, mouse: 'none' });
      await pty.waitFor(/the shell in|stale/);
      await pty.idle(60); // keys meant for the shell are not for us
      await typeLine(pty, ':', 'q');
      expect(await pty.exit).toEqual({ code: 0, signal: null, left: SANE });
      expect(pty.state()).toEqual(await pty.stateBefore());
    } finally {
      await mortal.stop();
    }
  });

  test('the terminal closed: ended soon, and the journal is whole', async () => {
    using home = new Home();
    await using pty = await inShell(home, fleet, 'top');
    const pid = await pty.pid();
    pty.hangUp();
    expect(await endedWithin(pty, GONE_MS)).toMatchObject({
      signal: null,
    });
    expect(isAlive(pid)).toBe(false);
    expect(journal(home)).not.toEqual([]);
  });
});

describe.concurrent('the terminal goes away or is left changed by others', () => {
  test('closed under a list: ended soon', async () => {
    using home = new Home();
    await using pty = await running(home);
    const pid = await pty.pid();
    pty.hangUp();
    expect(await endedWithin(pty, GONE_MS)).toMatchObject({
      signal: null,
    });
    expect(isAlive(pid)).toBe(false);
  });

  test('a broken pipe: no words, there is nobody to read them', async () => {
    using home = new Home();
    const broken = home.write(
      'broken.mjs',
      `process.on('SIGUSR2', () => process.stdout.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })));`,
    );
    await using pty = await running(home, { NODE_OPTIONS: `--import=${broken}` });
    await pty.kill('SIGUSR2');
    await expectGivenBack(pty, { code: 129, words: /^$/ });
    expect(home.log()).toContain('EPIPE');
  });

  test('a login that is killed while it holds the terminal leaves nothing behind', async () => {
    using home = new Home();
    const pidFile = join(home.folder, 'login.pid');
    const script = home.write(
      'login.sh',
      String.raw`stty raw -echo; echo $$ > ${pidFile}; printf '\033[?1049h\033[?25l\033[?1003h\033[?2004h\033[3;5rpassword' >&2; while :; do sleep 0.2; done`,
    );
    const kubeconfig = parse(fleet.kubeconfig) as { users: unknown[]; contexts: unknown[]; 'current-context': string };
    const apiVersion = 'client.authentication.k8s.io/v1';
    const exec = { apiVersion, command: 'sh', args: [script], interactiveMode: 'Always' };
    kubeconfig.users.push({ name: 'asked', user: { exec } });
    kubeconfig.contexts.push({ name: 'asked', context: { cluster: 'demo-eu', user: 'asked' } });
    kubeconfig['current-context'] = 'asked';
    await using pty = onTerminal(home, ['--kubeconfig', home.write('kubeconfig', stringify(kubeconfig))]);
    await pty.waitFor('password');
    process.kill(Number(readFileSync(pidFile, 'utf8')), 'SIGKILL');
    await pty.waitFor(/auth expired/);
    expect(pty.modes()).toMatchObject({ alternateScreen: true, cursorVisible: false, mouse: 'none' });
    await pty.idle(60);
    await typeLine(pty, ':', 'q');
    await expectGivenBack(pty, { code: 0, words: /^$/ });
  });
});

describe.concurrent('put away and fetched back', () => {
  test('ctrl-z style stop gives the terminal back; fg takes it and draws everything again', async () => {
    using home = new Home();
    await using pty = await running(home);
    await pty.kill('SIGTSTP');
    await pty.waitFor((lines) => lines.every((line) => line === ''));
    await pty.idle();
    expect(pty.modes()).toEqual(GIVEN_BACK);
    expect(pty.lineDiscipline()).toEqual(SANE);
    await pty.kill('SIGCONT');
    await pty.waitFor('sock-shop');
    expect(pty.modes()).toMatchObject({ alternateScreen: true, bracketedPaste: true, cursorVisible: false });
    expect(pty.lineDiscipline()).toMatchObject({ canonical: false, echo: false });
    await pty.idle(); // keys typed into the shell just before are not for us
    await pty.press('?');
    await pty.waitFor(/Help|Keys/);
  });

  test('stopped behind its back: continued, it takes a changed terminal anew', async () => {
    using home = new Home();
    await using pty = await running(home);
    await pty.kill('SIGSTOP');
    const before = pty.raw().length;
    pty.resize(100, 30);
    await pty.kill('SIGCONT');
    await pty.waitFor((lines) => lines.length === 30 && lines.some((line) => line.includes('sock-shop')));
    await pty.waitFor(() => pty.raw().slice(before).includes('sock-shop'));
    expect(pty.modes()).toMatchObject({ alternateScreen: true, cursorVisible: false });
  });
});
