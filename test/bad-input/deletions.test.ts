// Between the question and its answer the object, the rights and the server may all have changed: what then happens is told in words, nothing else
// is touched, and the journal knows.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DemoFleet } from '../../src/demo/fleet.ts';
import { startDemo } from '../../src/demo/fleet.ts';
import type { FaultParams, FaultVerb } from '../../src/demo/faults.ts';
import type { Pty } from '../rig/pty.ts';
import { Actor, before, expectOurs, expectQuits, journal, onRow, says } from './acting-stage.ts';
import { Home } from './program.ts';

let fleet: DemoFleet;
beforeAll(async () => {
  fleet = await startDemo({ story: 'outage' });
});
afterAll(() => fleet.stop());

/** The dialog of a deletion is open. */
async function asked(pty: Pty): Promise<void> {
  await pty.press('x');
  await pty.waitFor('Delete Pod ');
}

/** Answers it; whatever comes of it, the dialog goes. */
async function agree(pty: Pty): Promise<void> {
  await pty.press('tab');
  await pty.waitFor('[ Delete ]');
  await pty.press('enter');
  await pty.waitFor((lines) => !lines.some((line) => line.includes('[ Delete ]')));
}

/** A webhook that has a lot to say on several lines, as policy engines do. */
const POLICY = [
  'resource Pod/victim was blocked due to the following policies',
  'keep-the-books:',
  ...Array.from(
    { length: 5 },
    (_, n) => `  rule-${n}: 'validation error: pods that keep books are ended on Sundays, by their keeper only.'`,
  ),
  '  ask: #platform',
];

describe.concurrent('between the question and its answer', () => {
  test('it vanished: told, and no failure', async () => {
    using home = new Home();
    const actor = new Actor(fleet, 'vanished');
    await using pty = await before(home, actor);
    await asked(pty);
    actor.vanish();
    await agree(pty);
    await says(pty, 'pod vanished is already gone');
    expect(journal(home)).toEqual(['asked delete', 'failed delete: not-found']);
    expectOurs(pty);
    await expectQuits(pty, home);
  });

  test.each([
    ['seen by us', 0],
    ['seen by the server only', 1],
  ] as const)('another took its name, %s: it is left alone', async (_what, unseen) => {
    using home = new Home();
    const actor = new Actor(fleet, `replaced-${unseen}`);
    await using pty = await before(home, actor);
    await asked(pty);
    if (unseen === 1) await fleet.fault('skip-event', { cluster: 'demo-eu', resource: 'pods', count: 2 });
    actor.replace();
    await agree(pty);
    await says(pty, `pod ${actor.name} was replaced meanwhile: nothing deleted`);
    expect(actor.object?.metadata).toMatchObject({ uid: `${actor.name}-2` });
    expect(actor.object?.metadata.deletionTimestamp).toBeUndefined();
    await onRow(pty, actor);
    await expectQuits(pty, home);
  });

  test.each<[name: string, verb: FaultVerb, params: FaultParams, words: string, code: string]>([
    ['no-right', 'refuse-verb', {}, 'pod no-right: you may not delete pods in no-right', 'forbidden'],
    ['missed', 'fail-next', { status: 404 }, 'pod missed is already gone', 'not-found'],
    [
      'conflict',
      'fail-next',
      { status: 409 },
      'pod conflict: not deleted: the object has been modified; please apply your changes to the latest version and try again',
      'conflict',
    ],
    [
      'down',
      'fail-next',
      { status: 500 },
      'pod down: not deleted: Internal error occurred: etcdserver: request timed out',
      'server',
    ],
    [
      'login',
      'fail-next',
      { status: 502, html: true },
      'pod login: it may or may not be deleted: a web page answers (HTTP 502)',
      'protocol',
    ],
    ['hang', 'hang', {}, 'pod hang: no answer in time: it may or may not be deleted', 'timeout'],
  ])('the server has something against it: %s', async (name, verb, params, words, code) => {
    using home = new Home();
    const actor = new Actor(fleet, name);
    await using pty = await before(home, actor, { args: verb === 'hang' ? ['--request-timeout', '700ms'] : [] });
    await asked(pty);
    await fleet.fault(verb, { verb: 'delete', resource: 'pods', path: actor.path, count: 1, ...params });
    await agree(pty);
    await says(pty, words);
    expect(actor.object?.metadata.deletionTimestamp).toBeUndefined();
    expect(journal(home)).toEqual(['asked delete', `failed delete: ${code}`]);
    await onRow(pty, actor);
    expectOurs(pty);
    await expectQuits(pty, home);
  });

  test('there is no answer yet: quitting does not wait for it, and the journal holds that it was asked', async () => {
    using home = new Home();
    const actor = new Actor(fleet, 'unanswered');
    await using pty = await before(home, actor);
    await fleet.fault('hang', { verb: 'delete', resource: 'pods', path: actor.path });
    await asked(pty);
    await agree(pty);
    await pty.waitFor(() => journal(home).includes('asked delete'));
    await expectQuits(pty, home);
    expect(journal(home)[0]).toBe('asked delete');
  });

  test('a webhook denies it at length: all it says can be read, and Esc takes it away', async () => {
    using home = new Home();
    const actor = new Actor(fleet, 'webhook');
    await using pty = await before(home, actor);
    await asked(pty);
    await fleet.fault('deny-write', { path: actor.path, message: `\n\n${POLICY.join('\n')}\n`, count: 1 });
    await agree(pty);
    const said = POLICY.map((line) => line.trim()).join(' ');
    await says(
      pty,
      `pod webhook: the server refused: admission webhook "guard.example.com" denied the request: ${said}`,
    );
    expect(actor.object?.metadata.deletionTimestamp).toBeUndefined();
    await pty.press('esc');
    await pty.waitFor((lines) => !lines.some((line) => line.includes('ask: #platform')));
    await onRow(pty, actor);
    await pty.waitFor('why: ok');
    await expectQuits(pty, home);
  });
});
