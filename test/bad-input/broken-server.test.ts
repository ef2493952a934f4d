// Servers that answer wrongly or not at all: the cause is told in words, what can be retried is, and other contexts go on.
import { describe, expect, test } from 'vitest';
import type { FaultParams, FaultVerb } from '../../src/demo/faults.ts';
import type { DemoFleet } from '../../src/demo/fleet.ts';
import { startDemo } from '../../src/demo/fleet.ts';
import type { Pty } from '../rig/pty.ts';
import { Home, onTerminal, withoutTerminal } from './program.ts';

const ALWAYS = 10_000;
const EU: FaultParams = { cluster: 'demo-eu' };

/** A fleet of its own for each test, because faults are the fleet's and the tests run side by side. */
class Fleet implements AsyncDisposable {
  readonly demo: DemoFleet;

  private constructor(demo: DemoFleet) {
    this.demo = demo;
  }

  static async start(): Promise<Fleet> {
    return new Fleet(await startDemo({ story: 'outage' }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.demo.stop();
  }
}

type Report = {
  contexts: { name: string; state: string; error: string | null }[];
  unseen: { context: string; kind: string; error: string | null }[];
};

async function check(
  demo: DemoFleet,
  ...args: readonly string[]
): Promise<{ code: number | null; report: Report; log: string }> {
  using home = new Home();
  const file = home.write('kubeconfig', demo.kubeconfig);
  const { code, out, err } = await withoutTerminal(home, [
    'check',
    '-o',
    'json',
    '--all-contexts',
    '--kubeconfig',
    file,
    ...args,
  ]);
  expect(err).toBe('');
  return { code, report: JSON.parse(out) as Report, log: home.log() };
}

describe.concurrent('check', () => {
  test.each<[string, FaultVerb, FaultParams, RegExp]>([
    ['answers 500', 'fail-next', { status: 500, message: 'etcd is\u001b[31m down' }, /etcd is down/],
    ['answers HTML', 'fail-next', { status: 502, html: true }, /a web page answers \(HTTP 502\)/],
    ['answers HTML with 200', 'fail-next', { status: 200, html: true }, /a web page answers/],
    ['answers 429 for ever', 'fail-next', { status: 429, retryAfterSeconds: 1 }, /too many requests/],
    ['stops in the middle of every body', 'stop-mid-body', { how: 'reset' }, /connection|reset|ended|closed/],
    ['takes requests and never answers', 'hang', {}, /within 0\.5 s|within 500 ms/],
  ])('a server that %s: exit 3 with the cause, the other context seen', async (_what, verb, params, cause) => {
    await using fleet = await Fleet.start();
    const { demo } = fleet;
    await demo.fault(verb, { ...EU, ...params, count: ALWAYS });
    const { code, report, log } = await check(demo, '--request-timeout', verb === 'hang' ? '500ms' : '5s');
    expect(code).toBe(3);
    expect(report.contexts).toContainEqual(
      expect.objectContaining({ name: 'demo-eu', state: 'unreachable', error: expect.stringMatching(cause) }),
    );
    expect(report.contexts).toContainEqual(expect.objectContaining({ name: 'demo-us', state: 'live' }));
    expect(report.unseen.map((unseen) => unseen.context)).toEqual(['demo-eu']);
    expect(log).toMatch(new RegExp(`warn .*demo-eu.*(${cause.source})`, 'i'));
    expect(log).not.toContain('\u001b');
  });

  test('what passes is waited for: one 500, one cut body, one 429 with Retry-After', async () => {
    await using fleet = await Fleet.start();
    const { demo } = fleet;
    await demo.fault('fail-next', { ...EU, resource: 'services', status: 500 });
    await demo.fault('stop-mid-body', { ...EU, resource: 'nodes', how: 'reset' });
    await demo.fault('fail-next', { ...EU, resource: 'pods', status: 429, retryAfterSeconds: 1 });
    const begun = performance.now();
    const { code, report } = await check(demo);
    expect([code, report.unseen]).toEqual([2, []]);
    expect(performance.now() - begun).toBeGreaterThan(1_000);
  });
});

test('on a terminal: broken watches mend themselves, a dead server is told and comes back', async () => {
  await using fleet = await Fleet.start();
  const { demo } = fleet;
  using home = new Home();
  const file = home.write('kubeconfig', demo.kubeconfig);
  await using pty = onTerminal(home, ['--kubeconfig', file, '--all-contexts', '-n', 'sock-shop', '--view', 'pods'], {
    cols: 160,
  });
  await pty.waitFor(/demo-eu live.*demo-us live/);
  await seesChange(demo, pty, 'quiet');
  await demo.fault('cut-line', { resource: 'pods' });
  await seesChange(demo, pty, 'mid-line');
  await demo.fault('drop-watch', { how: 'reset' });
  await seesChange(demo, pty, 'reset');
  await demo.fault('expire-versions', { as: 'event' });
  await demo.fault('drop-watch');
  await seesChange(demo, pty, 'gone-event');
  await demo.fault('expire-versions', { as: 'http' });
  await demo.fault('fail-next', { resource: 'pods', verb: 'list', status: 500 });
  await demo.fault('drop-watch');
  await seesChange(demo, pty, 'gone-http');

  await demo.fault('down', EU);
  await pty.waitFor(/demo-eu (stale|unreachable).*demo-us live/);
  await seesChange(demo, pty, 'beside', 1);
  await demo.fault('up', EU);
  await pty.press('ctrl-r');
  await pty.waitFor(/demo-eu live.*demo-us live/);
  await seesChange(demo, pty, 'back');
  await pty.press('ctrl-c');
  expect(await pty.exit).toMatchObject({ code: 0 });
  expect(home.log()).toMatch(/demo-eu.*(ECONNREFUSED|refused|reset|closed)/);
});

/** A pod made on the server comes to the screen, and leaves it. */
async function seesChange(demo: DemoFleet, pty: Pty, word: string, cluster = 0): Promise<void> {
  const world = demo.clusters[cluster]?.world;
  const [pod] = world?.all('pods').filter(({ key }) => key.startsWith('sock-shop/')) ?? [];
  if (world === undefined || pod === undefined) throw new Error('the demo has no pod');
  const name = `0-${word}`;
  world.put('pods', { ...pod.object, metadata: { ...pod.object.metadata, name, uid: name } });
  await pty.waitFor(name);
  world.remove('pods', `sock-shop/${name}`);
  await pty.waitFor((lines) => !lines.some((line) => line.includes(name)));
}
