// Describe and YAML of an object that does not last as long as they are open: what it was last stays, and what became of it is told.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DemoFleet } from '../../src/demo/fleet.ts';
import { startDemo } from '../../src/demo/fleet.ts';
import { Actor, before, expectOurs, expectQuits, onRow, says } from './acting-stage.ts';
import { Home } from './program.ts';

let fleet: DemoFleet;
beforeAll(async () => {
  fleet = await startDemo({ story: 'outage' });
});
afterAll(() => fleet.stop());

const OPENED = 'following';
const HELD = { d: 'Node:', y: 'kind: Pod' } as const;

describe.concurrent.each(['d', 'y'] as const)('%s is open', (key) => {
  test('and the object is deleted', async () => {
    using home = new Home();
    const actor = new Actor(fleet, `ends-${key}`);
    await using pty = await before(home, actor);
    await pty.press(key);
    await pty.waitFor(HELD[key]);
    await says(pty, OPENED);
    actor.vanish();
    await says(pty, /deleted at \d\d:\d\d:\d\d/);
    await pty.waitFor(HELD[key]);
    expectOurs(pty);
    await pty.press('esc');
    await pty.waitFor('NAME');
    await expectQuits(pty, home);
  });

  test('and another one gets its name in one go', async () => {
    using home = new Home();
    const actor = new Actor(fleet, `other-${key}`);
    await using pty = await before(home, actor);
    await pty.press(key);
    await pty.waitFor(HELD[key]);
    actor.replace();
    await says(pty, /replaced.*: another object (of this name lives|has its name) now/);
    await pty.waitFor(HELD[key]);
    await pty.press('esc');
    await onRow(pty, actor);
    await pty.press(key);
    await pty.waitFor(HELD[key]);
    await says(pty, OPENED); // of the new one
    await expectQuits(pty, home);
  });

  test('and may no longer be read; then it may again', async () => {
    using home = new Home();
    const actor = new Actor(fleet, `refused-${key}`);
    await using pty = await before(home, actor);
    await fleet.fault('fail-next', { path: actor.path, verb: 'get', resource: 'pods', status: 503 });
    await pty.press(key);
    await says(pty, 'the server is currently unable to handle the request');
    actor.kill();
    await pty.waitFor(HELD[key]);
    await says(pty, OPENED);
    await fleet.fault('refuse-verb', { path: actor.path, verb: 'get', resource: 'pods', count: 1 });
    actor.kill();
    await says(pty, /not allowed: get Pod|is forbidden/);
    await pty.waitFor(HELD[key]);
    await expectQuits(pty, home);
    expect(home.log()).not.toContain('\u001b');
  });
});
