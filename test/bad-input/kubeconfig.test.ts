// A kubeconfig that cannot be used, in whole or in part: the cause in one line with file, line and cure, the documented exit code, and
// on a terminal a screen that offers a way on.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import type { DemoFleet } from '../../src/demo/fleet.ts';
import { startDemo } from '../../src/demo/fleet.ts';
import { GIVEN_BACK, Home, onTerminal, SANE, withoutTerminal } from './program.ts';

type Kubeconfig = { 'current-context': string; contexts: { name: string; context: Record<string, string> }[] };

let fleet: DemoFleet;
beforeAll(async () => {
  fleet = await startDemo({ story: 'calm' });
});
afterAll(() => fleet.stop());

/** Two good contexts and one that names a cluster which is not there; the bad one is current. */
function halfGood(): string {
  const kubeconfig = parse(fleet.kubeconfig) as Kubeconfig;
  kubeconfig.contexts.push({ name: 'half', context: { cluster: 'nowhere', user: 'demo-admin' } });
  kubeconfig['current-context'] = 'half';
  return stringify(kubeconfig);
}

describe.concurrent('check and snapshot', () => {
  test.each([
    [
      'missing',
      undefined,
      /^k8s-watch: no context to check: \S+\/kubeconfig: there is no such file \(correct .*--kubeconfig\)\n$/,
    ],
    ['empty', '', /^k8s-watch: no context to check: \S+\/kubeconfig: the file is empty \(.+\)\n$/],
    ['no YAML', 'contexts: [a,\n  b: {', /^k8s-watch: no context to check: \n?\s*\S+\/kubeconfig:2: not valid YAML: /],
    ['something else', 'just words\n', /^k8s-watch: no context to check: \S+\/kubeconfig:1: this is not a kubeconfig/],
    ['without current-context', 'SET', /^k8s-watch: no context to check: the kubeconfig sets no current-context\n$/],
    [
      'half good, the bad half current',
      'HALF',
      /^k8s-watch: no context to check: \S+\/kubeconfig:\d+: the context 'half' names the cluster 'nowhere', .*\(add the cluster/,
    ],
  ])('a kubeconfig that is %s: a line of words and nothing on stdout', async (_what, text, words) => {
    using home = new Home();
    const real =
      text === 'HALF' ? halfGood() : text === 'SET' ? fleet.kubeconfig.replace(/^current-context:.*$/m, '') : text;
    const file = real === undefined ? `${home.folder}/kubeconfig` : home.write('kubeconfig', real);
    const [check, snapshot] = await Promise.all([
      withoutTerminal(home, ['check', '-o', 'json', '--kubeconfig', file]),
      withoutTerminal(home, ['snapshot', '--kubeconfig', file]),
    ]);
    expect(check).toEqual({ code: 3, out: '', err: expect.stringMatching(words) });
    expect(snapshot).toMatchObject({ code: 0, err: '' });
    expect(snapshot.out).toMatch(/Viewing: (No cluster|Which context\?)/);
    expect(snapshot.out).toContain('Start the demo fleet');
  });

  test('the good half of a kubeconfig is checked, the bad one told, and the log has it', async () => {
    using home = new Home();
    const file = home.write('kubeconfig', halfGood());
    const { code, out, err } = await withoutTerminal(home, ['check', '--all-contexts', '--kubeconfig', file]);
    expect({ code, err }).toEqual({ code: 3, err: '' });
    expect(out).toMatch(/^demo-eu +live +v1/m);
    expect(out).toMatch(/^half +invalid .*kubeconfig:\d+: the context 'half' names the cluster 'nowhere'/m);
    expect(home.log()).toMatch(/warn kubeconfig: .*the context 'half'/);
  });

  test.each([['check'], ['snapshot'], []])(
    'an unknown context: exit 64, the nearest is named (%s)',
    async (...command: readonly string[]) => {
      using home = new Home();
      const file = home.write('kubeconfig', fleet.kubeconfig);
      expect(await withoutTerminal(home, [...command, '--kubeconfig', file, '-c', 'demo-ue'])).toEqual({
        code: 64,
        out: '',
        err: "k8s-watch: no context is called 'demo-ue' (did you mean 'demo-us'?)\n",
      });
    },
  );
});

describe.concurrent('on a terminal', () => {
  test('no kubeconfig at all: says where it looked, offers the demo, and the demo runs', async () => {
    using home = new Home();
    await using pty = onTerminal(home, [], { cols: 100, rows: 24 });
    await pty.waitFor(`${home.folder}/.kube/config: there is no such file`);
    await pty.waitFor('Start the demo fleet');
    await pty.press('enter');
    await pty.waitFor(/demo-us +live/);
    await pty.press('ctrl-c');
    expect(await pty.exit).toEqual({ code: 0, signal: null, left: SANE });
  });

  test('half good: every context to pick from, the bad one explained; picking a good one connects', async () => {
    using home = new Home();
    await using pty = onTerminal(home, ['--kubeconfig', home.write('kubeconfig', halfGood())]);
    await pty.waitFor(/half .*kubeconfig:\d+: the context 'half' names the cluster/);
    await pty.press('down', 'down', 'up', 'enter');
    await pty.waitFor('sock-shop');
    await pty.waitFor(/demo-us +live/);
    await pty.press('ctrl-c');
    await pty.exit;
    expect(pty.modes()).toEqual(GIVEN_BACK);
  });

  test('an unknown context never takes the terminal: one line, exit 64', async () => {
    using home = new Home();
    const file = home.write('kubeconfig', fleet.kubeconfig);
    await using pty = onTerminal(home, ['--kubeconfig', file, '--context', 'demo-ue']);
    expect(await pty.exit).toEqual({ code: 64, signal: null, left: SANE });
    expect(pty.screen().join('').trim()).toBe("k8s-watch: no context is called 'demo-ue' (did you mean 'demo-us'?)");
    expect(pty.raw()).not.toContain('\u001b');
  });
});
