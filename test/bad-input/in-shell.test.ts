// What people and programs do inside a shell: signals typed, sizes changed, megabytes pasted, rubbish printed. All of it is the shell's business, and
// nothing of it is left on the terminal afterwards.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DemoFleet } from '../../src/demo/fleet.ts';
import { startDemo } from '../../src/demo/fleet.ts';
import type { Pty } from '../rig/pty.ts';
import { Actor, atPrompt, before, expectOurs, expectQuits, journal, onRow, openShell, says } from './acting-stage.ts';
import { Home } from './program.ts';

let fleet: DemoFleet;
beforeAll(async () => {
  fleet = await startDemo({ story: 'outage' });
});
afterAll(() => fleet.stop());

/** The screen without what time changes, the notice and the keys. */
const timeless = (pty: Pty): readonly string[] =>
  pty
    .screen()
    .slice(0, -3)
    .map((line) => line.replaceAll(/\d\d:\d\d:\d\d|\b\d+[smhd]\b/g, 'T').trimEnd());

/** Leaves the shell: the screen and the terminal are as they were. */
async function leaves(pty: Pty, actor: Actor, screen: readonly string[], status = 0): Promise<void> {
  pty.type(`exit ${status}\r`);
  await says(pty, `the shell in ${actor.name}/front-end ended: exit status ${status}`);
  await onRow(pty, actor);
  expectOurs(pty);
  expect(timeless(pty)).toEqual(screen);
}

describe.concurrent('in a shell', () => {
  test('Ctrl-C, Ctrl-Z, Ctrl-S, Ctrl-Q and Ctrl-D are keys of the shell', async () => {
    using home = new Home();
    const actor = new Actor(fleet, 'keys');
    await using pty = await before(home, actor);
    const screen = timeless(pty);
    await openShell(pty, actor);
    pty.type('sleep 1000\r');
    await pty.waitFor('sleep 1000');
    await pty.press('ctrl-c');
    await atPrompt(pty, actor);
    pty.type('echo status $?\r');
    await pty.waitFor('status 130');
    await pty.press('ctrl-z');
    await pty.waitFor('^Z');
    await pty.press('ctrl-u', 'ctrl-s');
    pty.type('echo $((6*7))\r');
    await pty.waitFor('echo $((6*7))');
    await pty.idle();
    expect(pty.screen()).not.toContain('42');
    await pty.press('ctrl-q');
    await pty.waitFor(/^42$/m);
    await atPrompt(pty, actor);
    await pty.press('ctrl-d');
    await says(pty, 'the shell in keys/front-end ended: exit status 0');
    await onRow(pty, actor);
    expect(timeless(pty)).toEqual(screen);
    await pty.idle(60); // keys meant for the shell are not for us
    await openShell(pty, actor);
    pty.type('echo anew $?\r');
    await pty.waitFor('anew 0');
    await leaves(pty, actor, screen, 3);
    await expectQuits(pty, home);
  });

  test('a size that changed meanwhile is that of the list afterwards', async () => {
    using home = new Home();
    const actor = new Actor(fleet, 'resized');
    await using pty = await before(home, actor, { size: { cols: 100, rows: 30 } });
    await openShell(pty, actor);
    for (const [cols, rows] of [
      [60, 10],
      [200, 60],
      [80, 24],
    ] as const) {
      pty.resize(cols, rows);
      await pty.idle();
      pty.type('stty size\r');
      await pty.waitFor(new RegExp(`^${rows} ${cols}$`, 'm'));
    }
    pty.type('exit\r');
    await says(pty, 'ended: exit status 0');
    await onRow(pty, actor);
    const rule = pty.screen().filter((line) => /^─+$/.test(line));
    expect(rule).toEqual(['─'.repeat(80)]);
    const after = timeless(pty);
    await expectQuits(pty, home);

    using wide = new Home();
    await using fresh = await before(wide, actor, { size: { cols: 80, rows: 24 } });
    expect(timeless(fresh)).toEqual(after);
    await expectQuits(fresh, wide);
  });

  test('a megabyte pasted arrives whole, bracketed where the program inside asks for it', async () => {
    using home = new Home();
    const actor = new Actor(fleet, 'pasted');
    await using pty = await before(home, actor);
    const screen = timeless(pty);
    await openShell(pty, actor);
    const line = `${'x'.repeat(1023)}\r`;
    pty.type('wc -c\r');
    await pty.waitFor('wc -c');
    pty.paste(line.repeat(1024));
    await pty.press('ctrl-d');
    await pty.waitFor(/^1048576$/m, 15_000);
    await atPrompt(pty, actor);
    pty.type('vi\r');
    await pty.waitFor('vi - ');
    expect(pty.modes().bracketedPaste).toBe(true);
    pty.paste(line.repeat(1024));
    await pty.press('q');
    await atPrompt(pty, actor);
    await leaves(pty, actor, screen);
    await expectQuits(pty, home);
  });

  test('binary output and modes left on by a program do not outlast it', async () => {
    using home = new Home();
    const actor = new Actor(fleet, 'rubbish');
    await using pty = await before(home, actor);
    const screen = timeless(pty);
    await openShell(pty, actor);
    pty.type('head -c 100000 /dev/urandom\r');
    await pty.idle();
    pty.type('\u0003\u0015cat\r');
    await pty.idle();
    // Line drawing, scroll region, origin mode, mouse, keypad, insert mode, colours, a title that never ends.
    pty.type(
      '\u001b(0\u001b[5;9r\u001b[?6h\u001b[?1003h\u001b=\u001b[4h\u001b[31;44;7m\u001b[?2004h\u001b[?1049h\u001b]0;title\r',
    );
    await pty.idle();
    pty.type('\u0003\u0015exit 5\r');
    await says(pty, 'the shell in rubbish/front-end ended: exit status 5');
    await onRow(pty, actor);
    expectOurs(pty);
    expect(timeless(pty)).toEqual(screen);
    await expectQuits(pty, home);
  });

  test('keys typed while it opens do nothing to the list, or go to the shell', async () => {
    using home = new Home();
    const actor = new Actor(fleet, 'eager');
    await using pty = await before(home, actor);
    await pty.press('s');
    await says(pty, /opening a shell|app@eager/);
    await pty.press('x', 'tab', 'enter', 'ctrl-u'); // on the list this would delete
    await atPrompt(pty, actor);
    pty.type('exit\r');
    await says(pty, 'the shell in eager/front-end ended: exit status');
    expectOurs(pty);
    expect(actor.object?.metadata.deletionTimestamp).toBeUndefined();
    expect(journal(home)).toEqual(['asked shell', 'done shell']);
    await expectQuits(pty, home);
  });

  test('attached, with Ctrl-] twice and with Ctrl-C back to the list', async () => {
    using home = new Home();
    const actor = new Actor(fleet, 'attached');
    await using pty = await before(home, actor);
    const screen = timeless(pty);
    for (const keys of [['ctrl-]', 'ctrl-]'], ['ctrl-c']]) {
      await pty.press('a');
      await pty.waitFor('attached to demo-eu attached/attached/front-end');
      await pty.waitFor(/^(GET|POST|DELETE) \//m);
      await pty.press(...keys);
      await says(pty, /left attached\/front-end/);
      await onRow(pty, actor);
      expectOurs(pty);
      expect(timeless(pty)).toEqual(screen);
      await pty.idle(60);
    }
    await pty.press('a');
    await pty.waitFor('attached to demo-eu attached/attached/front-end');
    actor.kill();
    await says(pty, /attached\/front-end ended: exit status/);
    await onRow(pty, actor);
    await expectQuits(pty, home);
  });
});
