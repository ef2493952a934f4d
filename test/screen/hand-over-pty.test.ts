// A shell inside, in a real pseudo-terminal: what a person types there gets there, and the terminal is as before however it ends.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startPty, type Pty } from '../rig/pty.ts';

const PROGRAM = join(import.meta.dirname, 'handing-over.ts');
/** What a full-screen program switches on. Written so that the echo of the command does not hold what it prints. */
const FULL_SCREEN = String.raw`printf '\033[?1049h\033[2J\033[?25l\033[?1h\033=\033[?1003h\033[?1006h\033[?2004h\033[5;9r\033[31m%s' 'full screen'`;

async function inShell(): Promise<Pty> {
  const pty = startPty(process.execPath, [PROGRAM], { cols: 80, rows: 24 });
  await pty.waitFor('ours');
  await pty.press('s');
  await pty.waitFor('inside>');
  return pty;
}

async function run(pty: Pty, command: string): Promise<void> {
  pty.type(command);
  await pty.press('enter');
}

describe('a shell inside', () => {
  test('has all keys, the size of the terminal, and gives its exit code', async () => {
    await using pty = await inShell();
    expect(pty.lineDiscipline()).toMatchObject({ canonical: false, echo: false, signals: false });
    expect(pty.modes()).toMatchObject({ alternateScreen: false, cursorVisible: true, bracketedPaste: false });
    await run(pty, 'echo $((6*7)); stty size');
    await pty.waitFor(/42\n24 80$/m);
    pty.resize(100, 30);
    await run(pty, 'stty size');
    await pty.waitFor(/30 100$/m);
    await run(pty, `(trap 'echo interrupted $((4+4)); exit' INT; echo running $((3+4)); while :; do sleep 0.1; done)`);
    await pty.waitFor('running 7');
    await pty.press('ctrl-c');
    await pty.waitFor('interrupted 8');
    await run(pty, 'set -m; (echo running $((4+5)); sleep 100)');
    await pty.waitFor('running 9');
    await pty.press('ctrl-z');
    await pty.waitFor('Stopped');
    await run(pty, 'kill -9 %1');
    await run(pty, 'cat >/dev/null; echo catted | tr a-z A-Z');
    await pty.press('ctrl-d');
    await pty.waitFor('CATTED');
    await run(pty, 'exit 3');
    await pty.waitFor('ours again, the shell ended with 3');
    await pty.idle(); // keys meant for the shell are not for us
    await pty.press('q');
    expect(await pty.exit).toMatchObject({ code: 0 });
    expect(pty.state()).toEqual(await pty.stateBefore());
  });

  test('takes a paste of a megabyte, every byte of it', async () => {
    await using pty = await inShell();
    const pasted = Array.from({ length: 1024 * 1024 }, (_, index) => String.fromCharCode(33 + ((index * 7) % 90))).join(
      '',
    );
    await run(pty, 'stty raw -echo; echo go | tr a-z A-Z; head -c 1048576 | md5sum; stty sane');
    await pty.waitFor('GO');
    pty.type(pasted);
    await pty.waitFor(createHash('md5').update(pasted).digest('hex'), 30_000);
  }, 40_000);

  test('killed in the middle of a full-screen program: ours comes back whole', async () => {
    await using pty = await inShell();
    await run(pty, `${FULL_SCREEN}; kill -9 $$`);
    await pty.waitFor('ours again, the shell ended with 137');
    expect(pty.modes()).toMatchObject({
      alternateScreen: true,
      mouse: 'none',
      cursorVisible: false,
      bracketedPaste: true,
    });
    await pty.idle();
    await pty.press('q');
    await pty.exit;
    expect(pty.state()).toEqual(await pty.stateBefore());
  });
});

describe('ways out with a full-screen program inside', () => {
  test.each(['SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)('%s', async (signal) => {
    await using pty = await inShell();
    await run(pty, `${FULL_SCREEN}; sleep 100`);
    await pty.waitFor((lines) => lines.some((line) => line === 'full screen'));
    await pty.kill(signal);
    expect(await pty.exit).toMatchObject({ code: 1 });
    expect(pty.state()).toEqual(await pty.stateBefore());
    await pty.waitFor(`ended by ${signal}`);
  });

  test('the terminal is closed', async () => {
    await using pty = await inShell();
    await run(pty, 'sleep 100');
    pty.hangUp();
    expect(await pty.exit).toMatchObject({ signal: null });
  });
});
