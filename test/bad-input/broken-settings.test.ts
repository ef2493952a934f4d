// Settings and folders that are broken: the program starts all the same, says what is wrong and where, errs on the side of asking, and does what it was
// told even when it cannot write it down.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DemoFleet } from '../../src/demo/fleet.ts';
import { startDemo } from '../../src/demo/fleet.ts';
import type { Pty } from '../rig/pty.ts';
import { Actor, before, expectQuits, says } from './acting-stage.ts';
import { Home } from './program.ts';

let fleet: DemoFleet;
beforeAll(async () => {
  fleet = await startDemo({ story: 'outage' });
});
afterAll(() => fleet.stop());

/** The dialog of a deletion asks for the name to be typed, or does not. */
async function expectProtected(pty: Pty, actor: Actor, isProtected: boolean): Promise<void> {
  await pty.press('x');
  await pty.waitFor('Delete Pod ');
  const asks = pty.screen().some((line) => line.includes(`Type ${actor.name}`));
  expect(asks).toBe(isProtected);
  await pty.press('esc');
  await pty.waitFor((lines) => !lines.some((line) => line.includes('Delete Pod ')));
}

describe.concurrent('config.yaml', () => {
  test.each([
    ['no YAML', 'protect: [prod', /config\.yaml:\d+.*until then every context is protected/],
    [
      'an unknown field',
      '# mine\nprotekt: ["*prod*"]\n',
      /config\.yaml:2.*protekt.*protect.*until then every context is protected/,
    ],
    ['another type', 'protect: {prod: true}\n', /config\.yaml:1.*protect.*until then every context is protected/],
  ])('with %s: told with file, line and cure; every context is protected', async (what, text, told) => {
    using home = new Home();
    home.write('config/k8s-watch/config.yaml', text);
    const actor = new Actor(fleet, `config-${what.replace(' ', '-').toLowerCase().slice(0, 5)}`.replace(/-$/, ''));
    await using pty = await before(home, actor);
    await says(pty, told);
    await expectProtected(pty, actor, true);
    await expectQuits(pty, home);
  });

  test('that is whole protects what it names; --protect adds globs, a slash is no border', async () => {
    using home = new Home();
    home.write('config/k8s-watch/config.yaml', 'protect:\n  - "*prod*"\n');
    const actor = new Actor(fleet, 'guarded');
    {
      await using pty = await before(home, actor);
      await expectProtected(pty, actor, false);
      await expectQuits(pty, home);
    }
    await using pty = await before(home, actor, { args: ['--protect', 'nothing, demo-*'] });
    await expectProtected(pty, actor, true);
    await pty.press('s');
    await pty.waitFor('Type guarded'); // nobody gets inside by one key
    await pty.press('esc');
    await pty.waitFor((lines) => !lines.some((line) => line.includes('Type guarded')));
    await expectQuits(pty, home);
  });
});

describe.concurrent('a folder that cannot be written to', () => {
  test('of the journal: the deed is done, and the screen says that nobody wrote it down', async () => {
    using home = new Home();
    home.write('state/k8s-watch/journal.jsonl/in-the-way', '');
    const actor = new Actor(fleet, 'unwritten');
    await using pty = await before(home, actor);
    await pty.press('ctrl-k');
    await pty.waitFor('Kill Pod ');
    await pty.press('tab', 'enter');
    await says(pty, /the journal \S+journal\.jsonl cannot be written: .*directory/);
    await pty.waitFor(() => actor.object === undefined);
    await expectQuits(pty, home);
  });

  test('of saved texts: told, and the text stays', async () => {
    using home = new Home();
    const inTheWay = home.write('state/k8s-watch/saved', 'a file where the folder should be');
    const actor = new Actor(fleet, 'unsaved');
    await using pty = await before(home, actor);
    await pty.press('y');
    await pty.waitFor('kind: Pod');
    await pty.press('ctrl-s');
    await says(pty, /not saved: .*saved/);
    await pty.waitFor('kind: Pod');
    await expectQuits(pty, home);
    expect(readFileSync(inTheWay, 'utf8')).toBe('a file where the folder should be');
  });
});
