// Shells that end otherwise than by `exit`, or never begin: the cause in words, the terminal and the list as before, and the next shell opens.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DemoFleet } from '../../src/demo/fleet.ts';
import { startDemo } from '../../src/demo/fleet.ts';
import type { Pty } from '../rig/pty.ts';
import { Actor, before, expectOurs, expectQuits, journal, onRow, openShell, says } from './acting-stage.ts';
import { Home } from './program.ts';

const US = 1;

let fleet: DemoFleet;
beforeAll(async () => {
  fleet = await startDemo({ story: 'outage' });
});
afterAll(() => fleet.stop());

/** Runs a program that takes the whole screen. */
async function inside(pty: Pty, program: 'top' | 'vi' | 'less'): Promise<void> {
  pty.type(`${program}\r`);
  await pty.waitFor(`${program} - `);
  expect(pty.modes()).toMatchObject({ alternateScreen: true, mouse: 'vt200', applicationCursorKeys: true });
}

/** Back on the list, with these words. */
async function back(pty: Pty, actor: Actor, words: string | RegExp): Promise<void> {
  await says(pty, words);
  await onRow(pty, actor);
  expectOurs(pty);
  await pty.idle(150); // keys meant for the shell are not for us
}

const KILLED = 'exit status 137 (SIGKILL: the container or the process was killed)';

describe.concurrent('a shell ends', () => {
  test('because its container is killed, at the prompt and under top; because its pod is deleted, under vi', async () => {
    using home = new Home();
    const actor = new Actor(fleet, 'killed');
    await using pty = await before(home, actor);
    await openShell(pty, actor);
    actor.kill();
    await back(pty, actor, `the shell in killed/front-end ended: ${KILLED}`);
    await openShell(pty, actor);
    await inside(pty, 'top');
    actor.kill();
    await back(pty, actor, `the shell in killed/front-end ended: ${KILLED}`);
    await openShell(pty, actor);
    await inside(pty, 'vi');
    actor.vanish();
    await says(pty, `the shell in killed/front-end ended: ${KILLED}`);
    expectOurs(pty);
    expect(journal(home)).toEqual([
      'asked shell',
      'done shell',
      'asked shell',
      'done shell',
      'asked shell',
      'done shell',
    ]);
    await expectQuits(pty, home);
  });

  test('because the connection is cut under less, then because the server is gone under it', async () => {
    using home = new Home();
    const actor = new Actor(fleet, 'cut', { cluster: US });
    await using pty = await before(home, actor);
    await openShell(pty, actor);
    await inside(pty, 'less');
    await fleet.fault('cut-shells', { cluster: 'demo-us' });
    await back(pty, actor, /shell: .*(connection|closed|cut|ended)/);
    await openShell(pty, actor);
    await inside(pty, 'less');
    await fleet.fault('down', { cluster: 'demo-us' });
    await back(pty, actor, /shell: .*(connection|closed|cut|ended)/);
    await pty.waitFor(/demo-us (stale|unreachable)/);
    await pty.press('s');
    await says(pty, /shell: .*refused/);
    expect(journal(home).filter((line) => line.startsWith('failed'))).toHaveLength(3);
    await expectQuits(pty, home);
  });

  test('because top, vi and less are left with q and the person leaves with Ctrl-] twice', async () => {
    using home = new Home();
    const actor = new Actor(fleet, 'left');
    await using pty = await before(home, actor);
    await openShell(pty, actor);
    for (const program of ['top', 'vi', 'less'] as const) {
      await inside(pty, program);
      await pty.press('q');
      await pty.waitFor(
        (lines) =>
          lines
            .findLast((line) => line !== '')
            ?.trimEnd()
            .endsWith('$') === true,
      );
      expect(pty.modes()).toMatchObject({ alternateScreen: false, cursorVisible: true, mouse: 'none' });
    }
    await inside(pty, 'top');
    await pty.press('ctrl-]', 'ctrl-]');
    await back(pty, actor, 'left the shell in left/front-end');
    await expectQuits(pty, home);
  });
});

describe.concurrent('a shell does not begin', () => {
  test('where there is none in the image, and none is offered in a container that does not run', async () => {
    using home = new Home();
    const actor = new Actor(fleet, 'bare', { like: 'carts', having: '"waiting"' });
    await using pty = await before(home, actor);
    await pty.press('s');
    await says(pty, /Shell in a container of bare .*waits: CrashLoopBackOff/);
    await pty.press('down', 'enter');
    await says(pty, /shell: this image has no shell \(none of bash, ash, sh\): .*executable file not found/);
    await onRow(pty, actor);
    expectOurs(pty);
    await expectQuits(pty, home);
  });

  test('where no container runs', async () => {
    using home = new Home();
    const actor = new Actor(fleet, 'pulling', { like: 'catalogue', having: 'ImagePullBackOff' });
    await using pty = await before(home, actor);
    for (const key of ['s', 'a']) {
      await pty.press(key);
      await says(pty, new RegExp(`${key}.*: no container is running`));
      await pty.press('down');
    }
    await expectQuits(pty, home);
  });

  test('for a viewer, who is told the verb; nor when the right goes at the last moment', async () => {
    using home = new Home();
    const actor = new Actor(fleet, 'viewed');
    await using pty = await before(home, actor, { user: 'viewer' });
    await pty.press('.');
    await says(pty, /shell .*you may not get pods\/exec in viewed/);
    await pty.press('esc', 's');
    await says(pty, 'you may not get pods/exec in viewed');
    await onRow(pty, actor);
    await expectQuits(pty, home);

    using other = new Home();
    await using admin = await before(other, actor);
    await fleet.fault('refuse-verb', { path: actor.path, resource: 'pods/exec', count: 1 });
    await admin.press('s');
    await says(admin, /shell: .*pods "viewed" is forbidden: .* cannot (get|create) resource "pods\/exec"/);
    await openShell(admin, actor);
    admin.type('exit\r');
    await back(admin, actor, 'ended: exit status 0');
    await expectQuits(admin, other);
  });

  test('when the server never answers: keys wait for it, Esc gives it up, and quitting does not wait', async () => {
    using home = new Home();
    const actor = new Actor(fleet, 'silent');
    await using pty = await before(home, actor, { args: ['--request-timeout', '1s'] });
    await fleet.fault('hang', { path: actor.path, resource: 'pods/exec', count: 3 });
    await pty.press('s');
    await says(pty, 'opening a shell in front-end');
    await pty.press('x', 'down');
    await says(pty, /shell: .*(within 1 s|in time)/);
    await onRow(pty, actor);
    await pty.press('s');
    await says(pty, 'opening a shell in front-end');
    await pty.press('esc');
    await says(pty, 'shell: given up');
    await pty.press('s');
    await says(pty, 'opening a shell in front-end');
    await expectQuits(pty, home);
    expect(journal(home).at(-1)).toMatch(/failed shell/);
  });
});
