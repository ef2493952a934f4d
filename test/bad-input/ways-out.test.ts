// Every way out of the program, in a real terminal: the shell behind it must find the terminal as it was, a person must read why it
// ended, and the log must hold the detail.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DemoFleet } from '../../src/demo/fleet.ts';
import { startDemo } from '../../src/demo/fleet.ts';
import type { Pty } from '../rig/pty.ts';
import { GIVEN_BACK, Home, onTerminal, SANE, typeLine } from './program.ts';

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
  expect(words(pty)).toMatch(end.words);
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
