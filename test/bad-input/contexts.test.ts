// Contexts that cannot be used, all at once beside good ones: each tells its own cause in words, none delays another.
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { createAuthority } from '../../src/demo/certificates.ts';
import type { DemoFleet } from '../../src/demo/fleet.ts';
import { startDemo } from '../../src/demo/fleet.ts';
import { GIVEN_BACK, Home, isAlive, onTerminal, typeLine, withoutTerminal } from './program.ts';

type Entry = { name: string; [what: string]: unknown };
type Kubeconfig = { clusters: (Entry & { cluster: Record<string, string> })[]; contexts: Entry[]; users: Entry[] };

/** Nothing listens on the port of "discard" where this runs; a server there would have to be a real API server to mislead us. */
const DEAD_SERVER = 'https://127.0.0.1:9';

let fleet: DemoFleet;
beforeAll(async () => {
  fleet = await startDemo({ story: 'outage' });
});
afterAll(() => fleet.stop());

/** The demo's contexts for all its users, and one for each thing that can be wrong with a server or a plugin. */
function kubeconfigOf(home: Home): string {
  const kubeconfig = parse(fleet.kubeconfigFor(['viewer', 'nsuser', 'nobody', 'expired'])) as Kubeconfig;
  const good = kubeconfig.clusters[0]?.cluster ?? {};
  const context = (name: string, cluster: string, user: string): void =>
    void kubeconfig.contexts.push({ name, context: { cluster, user } });
  const cluster = (name: string, wrong: Record<string, string>): void => {
    kubeconfig.clusters.push({ name, cluster: { ...good, ...wrong } });
    context(name, name, 'demo-admin');
  };
  cluster('dead', { server: DEAD_SERVER });
  cluster('wrong-ca', {
    'certificate-authority-data': Buffer.from(createAuthority(new Date()).certificate).toString('base64'),
  });
  const plugin = (name: string, script: string, command = process.execPath): void => {
    const args = [home.write(`${name}.cjs`, script)];
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command,
      args,
      interactiveMode: 'Never',
      installHint: 'ask the platform team',
    };
    kubeconfig.users.push({ name, user: { exec } });
    context(name, 'demo-eu', name);
  };
  plugin('plugin-missing', '', 'no-such-plugin');
  plugin('plugin-fails', "console.error('\\u001b[31mthe token endpoint says no'); process.exit(7)");
  plugin('plugin-babbles', "console.log('<html>\\u001b[2J{bold}rubbish')");
  plugin(
    'plugin-hangs',
    `require('node:fs').writeFileSync(${JSON.stringify(`${home.folder}/hanging`)}, String(process.pid)); setInterval(() => {}, 1000)`,
  );
  context('no-cluster', 'nowhere', 'demo-admin');
  return home.write('kubeconfig', stringify(kubeconfig));
}

/** What each bad context says of itself: its state, and the cause in words. */
const SAID: readonly (readonly [string, string, RegExp])[] = [
  ['dead', 'unreachable', /127\.0\.0\.1:9: the connection was refused/],
  ['wrong-ca', 'unreachable', /the server's certificate was not signed by an authority we know/],
  ['demo-eu-expired', 'auth-expired', /Unauthorized/],
  ['plugin-missing', 'auth-expired', /the exec plugin 'no-such-plugin' is not installed or not in PATH/],
  ['plugin-fails', 'auth-expired', /the exec plugin '.*' failed with exit code 7: the token endpoint says no/],
  ['plugin-babbles', 'auth-expired', /the exec plugin '.*' printed something that is not an ExecCredential/],
  ['no-cluster', 'invalid', /\S+\/kubeconfig:\d+: the context 'no-cluster' names the cluster 'nowhere'/],
  ['demo-eu-nobody', 'forbidden', /namespaces is forbidden: User "nobody" cannot list/],
];

/** A state as the screen calls it. */
const wordOf = (is: string): string => ({ forbidden: 'no access', 'auth-expired': 'auth expired' })[is] ?? is;

test('on a terminal: each bad context says why, the good ones live on, and quitting ends a hanging plugin', async () => {
  using home = new Home();
  await using pty = onTerminal(home, ['--all-contexts', '--kubeconfig', kubeconfigOf(home)], { cols: 200, rows: 40 });
  for (const [name, is, cause] of SAID) {
    await pty.waitFor(new RegExp(`\\? +${name} +${wordOf(is)}`));
    await typeLine(pty, '/', name);
    await pty.waitFor(new RegExp(`why: .*${cause.source}`)); // the whole of it, for the row under the cursor
    await pty.press('esc');
  }
  await pty.waitFor(/plugin-hangs +connecting/);
  await pty.waitFor(/demo-us +live +\d/);
  await pty.waitFor(/demo-eu-viewer +live +\d/);
  await pty.waitFor(/demo-eu-nsuser +live .*1 asked/);

  // the living go on while the others do not
  await pty.waitFor(/ demo-us +live +39 /);
  const [, us] = fleet.clusters;
  const [pod] = us?.world.all('pods') ?? [];
  if (us === undefined || pod === undefined) throw new Error('the demo has no pods');
  us.world.remove('pods', pod.key);
  await pty.waitFor(/ demo-us +live +38 /);
  us.world.put('pods', pod.object);
  await pty.waitFor(/ demo-us +live +39 /);

  const hanging = Number(readFileSync(`${home.folder}/hanging`, 'utf8'));
  expect(isAlive(hanging)).toBe(true);
  await pty.press('ctrl-c');
  expect(await pty.exit).toMatchObject({ code: 0 });
  expect(pty.modes()).toEqual(GIVEN_BACK);
  expect(isAlive(hanging)).toBe(false);
  expect(pty.raw()).not.toMatch(/\u001b\[31mthe token|\{bold\}rubbish/);
  for (const [name, , cause] of SAID)
    expect(home.log()).toMatch(new RegExp(`^.* warn .*${name}.*${cause.source.replaceAll('"', '\\\\"')}`, 'm'));
  expect(home.log()).not.toContain('demo-admin-token');
});

describe('without a screen', () => {
  const bad = SAID.flatMap(([name]) => ['-c', name]);

  test('check: exit 3, the cause of each once, with its cure', async () => {
    using home = new Home();
    const { code, out, err } = await withoutTerminal(home, [
      'check',
      '-o',
      'json',
      '--kubeconfig',
      kubeconfigOf(home),
      ...bad,
    ]);
    expect({ code, err }).toEqual({ code: 3, err: '' });
    const report = JSON.parse(out) as {
      contexts: { name: string; state: string; error: string; cure: string }[];
      unseen: object[];
    };
    for (const [name, state, cause] of SAID) {
      const told = { name, state, error: expect.stringMatching(cause), cure: expect.stringMatching(/\w/) };
      expect(report.contexts).toContainEqual(expect.objectContaining(told));
      expect(report.unseen).toContainEqual({
        context: name,
        kind: 'Context',
        namespace: null,
        state,
        error: expect.stringMatching(cause),
      });
    }
    expect(report.unseen).toHaveLength(SAID.length);
    expect(existsSync(`${home.folder}/hanging`)).toBe(false);
  });

  test('check: a bad context does not hide what is critical in a good one; what a user may not see is told', async () => {
    using home = new Home();
    const file = kubeconfigOf(home);
    const [beside, viewer, nsuser] = await Promise.all([
      withoutTerminal(home, ['check', '--kubeconfig', file, '-c', 'demo-eu,dead']),
      withoutTerminal(home, ['check', '--kubeconfig', file, '-c', 'demo-us-viewer', 'sock-shop']),
      withoutTerminal(home, ['check', '--kubeconfig', file, '-c', 'demo-us-nsuser', '-o', 'json']),
    ]);
    expect(beside).toMatchObject({
      code: 2,
      err: '',
      out: expect.stringMatching(/^Context +dead .*unreachable .*refused/m),
    });
    expect(viewer).toMatchObject({ code: 1, err: '' });
    expect(nsuser).toMatchObject({ code: 3, err: '' });
    const { unseen } = JSON.parse(nsuser.out) as { unseen: object[] };
    expect(unseen).toContainEqual(
      expect.objectContaining({
        kind: 'Node',
        state: 'forbidden',
        error: expect.stringContaining('nodes is forbidden'),
      }),
    );
  });

  test('snapshot: a frame with the causes, exit 0', async () => {
    using home = new Home();
    const { code, out, err } = await withoutTerminal(home, [
      'snapshot',
      '--size',
      '160x30',
      '--kubeconfig',
      kubeconfigOf(home),
      ...bad,
      '-c',
      'demo-us',
    ]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const [name, is] of SAID) expect(out).toMatch(new RegExp(`\\? +${name} +${wordOf(is)}`));
    expect(out).toMatch(/demo-us +live/);
  });
});
