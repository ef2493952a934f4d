// Logs that break off, end, are refused, or try to steer the terminal: no line twice, none lost, and the cause in words.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DemoFleet } from '../../src/demo/fleet.ts';
import { startDemo } from '../../src/demo/fleet.ts';
import type { Pty } from '../rig/pty.ts';
import { Actor, before, expectOurs, expectQuits, onRow, says } from './acting-stage.ts';
import { Home } from './program.ts';

/** The second cluster is where connections are cut: all of a cluster's at once. */
const US = 1;

let fleet: DemoFleet;
beforeAll(async () => {
  fleet = await startDemo({ story: 'outage' });
});
afterAll(() => fleet.stop());

/** Saves the text on the screen by key and reads the file. */
async function saved(pty: Pty): Promise<readonly string[]> {
  await pty.press('ctrl-s');
  await pty.waitFor('saved: ');
  const [, path = ''] = /saved: (.*?\.log)/s.exec(pty.screen().join('\n')) ?? [];
  return readFileSync(path.replaceAll(/\s/g, ''), 'utf8').trimEnd().split('\n');
}

const isMark = (line: string): boolean => line.startsWith('── ');

describe.concurrent('a log', () => {
  test('that is cut while the pod lives goes on without loss', async () => {
    using home = new Home();
    const actor = new Actor(fleet, 'cut', { cluster: US });
    await using pty = await before(home, actor);
    actor.says('told', 300, { alone: true, perSecond: 200 });
    await pty.press('l');
    for (const [seen, how] of Object.entries({ 60: 'end', 120: 'reset', 180: 'end' } as const)) {
      await pty.waitFor((lines) => lines.some((line) => Number(/^.told (\d+)/.exec(line)?.[1]) >= Number(seen)));
      await fleet.fault('cut-logs', { cluster: 'demo-us', how });
    }
    await pty.waitFor('told 300');
    await says(pty, /following front-end .* 3 reconnects/);
    const lines = await saved(pty);
    expect(lines.filter((line) => !isMark(line))).toEqual(Array.from({ length: 300 }, (_, n) => `told ${n + 1}`));
    expect(lines.filter(isMark)).toHaveLength(3);
    for (const mark of lines.filter(isMark))
      expect(mark).toMatch(/^── connection lost \d\d:\d\d:\d\d, back \d\d:\d\d:\d\d ──$/);
    await expectQuits(pty, home);
  });

  test('whose container restarts goes on with the next run; one whose pod is deleted says so', async () => {
    using home = new Home();
    const actor = new Actor(fleet, 'mortal');
    await using pty = await before(home, actor);
    actor.says('first', 3, { alone: true });
    await pty.press('l');
    await pty.waitFor('first 3');
    actor.kill(undefined, 2);
    await pty.waitFor(/── container restarted \(.*exit (code |status )?2.*\) ──/);
    actor.says('second', 2, { alone: true });
    await pty.waitFor('second 2');
    expect((await saved(pty)).filter((line) => /^(first|second) \d/.test(line))).toEqual([
      'first 1',
      'first 2',
      'first 3',
      'second 1',
      'second 2',
    ]);
    actor.vanish();
    await pty.waitFor('── the pod was deleted ──');
    await pty.press('end'); // what was saved is no longer told
    await says(pty, 'ended: the pod was deleted');
    expectOurs(pty);
    await pty.press('esc');
    await pty.waitFor('NAME');
    await expectQuits(pty, home);
  });

  test('that may not be read, or is not kept, says why; the list is as before', async () => {
    using home = new Home();
    const actor = new Actor(fleet, 'unread');
    await using pty = await before(home, actor);
    await fleet.fault('refuse-verb', { path: actor.path, resource: 'pods/log' });
    await pty.press('l');
    await says(pty, 'no right to read logs: needs get pods/log in namespace unread');
    fleet.clusters[0]?.faults.clear('refuse-verb');
    await pty.press('esc');
    await onRow(pty, actor);
    await pty.press('p');
    await says(pty, 'this container has not been restarted: there is no previous log');
    await pty.press('esc');
    await onRow(pty, actor);
    await expectQuits(pty, home);
  });

  test('of a context that is lost says so and comes when it is back', async () => {
    using home = new Home();
    const mortal = await startDemo({ story: 'outage' });
    try {
      const actor = new Actor(mortal, 'lost');
      await using pty = await before(home, actor);
      await mortal.fault('down', { cluster: 'demo-eu' });
      await pty.waitFor(/demo-eu (stale|unreachable)/);
      await pty.press('l');
      await says(pty, /the log cannot be read: .*refused.*trying again/);
      await mortal.fault('up', { cluster: 'demo-eu' });
      await says(pty, 'following front-end');
      await pty.waitFor(/(GET|POST|DELETE) \//);
      await expectQuits(pty, home);
    } finally {
      await mortal.stop();
    }
  });
});

describe.concurrent('a hostile log', () => {
  test('steers nothing, with its colours off and on', async () => {
    using home = new Home();
    const actor = new Actor(fleet, 'hostile', { like: 'rabbitmq' });
    await using pty = await before(home, actor);
    const [modes, discipline] = [pty.modes(), pty.lineDiscipline()];
    await pty.press('l');
    await pty.waitFor('rabbitmq-exporter');
    await pty.press('down', 'enter');
    await says(pty, 'following rabbitmq-exporter');
    for (const key of ['home', 'C', 'w', 'pagedown', 't', 'C', 'end']) {
      await pty.press(key);
      await pty.idle(60);
      expect(pty.screen()[1]).toMatch(/^ Viewing: Logs demo-eu › hostile\/hostile\/rabbitmq-exporter/);
      expect(pty.modes()).toEqual(modes);
    }
    expect(pty.lineDiscipline()).toEqual(discipline);
    const lines = await saved(pty);
    expect(lines.join('\n')).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u);
    await expectQuits(pty, home);
    expect(pty.raw()).not.toMatch(/[\u0007\u007f-\u009f\u202a-\u202e\u2066-\u2069]|\u001b[\]P^_Xc]/);
  });
});
