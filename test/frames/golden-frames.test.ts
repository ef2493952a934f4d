// Every screen of the program as a person sees it, from the demo fleet at a standing clock, read in the diff. A frame that changed without being
// meant to is a defect nobody else would notice. Rewritten by `vitest run test/frames -u`.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startScreen } from '../../src/cli/beginning.ts';
import { loadKubeconfig } from '../../src/cluster/kubeconfig.ts';
import { startDemo } from '../../src/demo/fleet.ts';
import type { DemoFleet } from '../../src/demo/fleet.ts';
import type { UserName } from '../../src/demo/users.ts';
import { paint } from '../../src/screen/paint.ts';
import { PLAIN, styleParts } from '../../src/screen/style.ts';
import { theme } from '../../src/screen/theme.ts';
import { NO_ROWS } from '../../src/session/model.ts';
import { seenLevel } from '../../src/health/level-word.ts';
import { COLOURED, DemoScreens, kubeconfigOf, NARROW, NOON } from './demo-screens.ts';
import type { Wish } from './demo-screens.ts';
import { expectFrames } from './expect-frames.ts';

let demo: DemoFleet;
beforeAll(async () => {
  demo = await startDemo({ seed: 1, at: NOON, story: 'outage' });
});
afterAll(() => demo.stop());

/** From the first screen (all contexts) to the services and workloads in trouble. */
const SOCK_SHOP = 'enter / text:sock enter enter';
const SCREENS: Readonly<Record<string, { readonly keys: string; readonly wish?: Wish }>> = {
  contexts: { keys: '' },
  namespaces: { keys: 'enter' },
  'namespaces-of-all-contexts': { keys: ': text:ns enter' },
  workloads: { keys: SOCK_SHOP },
  'pods-of-a-service': { keys: `${SOCK_SHOP} / text:carts enter down enter` },
  'pods-of-all-contexts': { keys: ': text:po enter' },
  containers: { keys: ': text:po enter enter' },
  nodes: { keys: ': text:nodes enter' },
  'pods-of-a-node': { keys: ': text:nodes enter enter' },
  events: { keys: ': text:events enter' },
  jobs: { keys: ': text:jobs enter' },
  'cron-jobs': { keys: ': text:cj enter' },
  services: { keys: ': text:svc enter' },
  'filter-prompt': { keys: ': text:po enter / text:carts' },
  'filter-applied': { keys: ': text:po enter / text:level>=major enter' },
  'problems-only': { keys: `${SOCK_SHOP} !` },
  'command-completion': { keys: ': text:po space text:so tab' },
  'command-wrong': { keys: ': text:pots enter' },
  views: { keys: 'v' },
  'sort-chooser': { keys: ': text:po enter S down down' },
  'sorted-by-restarts': { keys: ': text:po space text:sock-shop enter S down down down down down enter' },
  'why-panel': { keys: `${SOCK_SHOP} w` },
  'why-a-context': { keys: 'w' },
  help: { keys: '?' },
  'help-of-pods': { keys: ': text:po enter ?' },
  legend: { keys: `${SOCK_SHOP} L` },
  'quit-dialog': { keys: 'q' },
  'nothing-matches': { keys: ': text:po enter / text:zebra enter' },
  'no-such-namespace': { keys: ': text:ns space text:zoo enter' },
  'one-context-read-only': { keys: '', wish: { contexts: ['demo-us'], readOnly: true } },
};

for (const [name, { keys, wish }] of Object.entries(SCREENS)) {
  test.concurrent(name, async ({ expect }) => {
    await using screens = await DemoScreens.open(demo, wish);
    await screens.press(keys);
    await expectFrames(name, screens, expect);
  });
}

const noFile = (path: string): never => {
  throw Object.assign(new Error(`ENOENT: no such file or directory, open '${path}'`), { code: 'ENOENT' });
};

/** One entry can be used, two cannot, and none is chosen. */
const HALF_GOOD = `apiVersion: v1
kind: Config
clusters:
  - { name: eu, cluster: { server: 'https://eu.example.com:6443' } }
  - { name: us, cluster: { server: 'not a url' } }
users:
  - { name: ada, user: { token: secret } }
contexts:
  - { name: prod-eu, context: { cluster: eu, user: ada } }
  - { name: prod-us, context: { cluster: us, user: ada } }
  - { name: edge, context: { cluster: eu, user: bob } }
`;

describe('rights and lost contexts', () => {
  const only = (user: UserName): Wish => ({ kubeconfig: demo.kubeconfigFor([user]), contexts: [`demo-eu-${user}`] });

  test('a user without any right sees why there is nothing', async () => {
    await using screens = await DemoScreens.open(demo, only('nobody'));
    await expectFrames('no-rights', screens);
    await screens.press(': text:po enter');
    await expectFrames('no-rights-pods', screens);
  });

  test('a user of one namespace sees that one, and that others are not listed', async () => {
    await using screens = await DemoScreens.open(demo, { ...only('nsuser'), namespaces: ['sock-shop'] });
    await expectFrames('one-namespace-workloads', screens);
    await screens.press(': text:ns enter');
    await expectFrames('one-namespace', screens);
  });

  test('expired credentials beside a context that lives', async () => {
    const kubeconfig = demo.kubeconfigFor(['expired']);
    await using screens = await DemoScreens.open(demo, { kubeconfig, contexts: ['demo-us', 'demo-eu-expired'] });
    await expectFrames('auth-expired', screens);
  });

  test('a context that stopped answering says for how long it has been stale', async () => {
    const lost = await startDemo({ seed: 1, at: NOON, story: 'outage' });
    try {
      await using screens = await DemoScreens.open(lost);
      await lost.fault('down', { cluster: 'demo-us' });
      await vi.waitFor(
        () => expect(screens.headless.state.contexts.map(({ is }) => is)).toEqual(['live', 'stale']),
        10_000,
      );
      screens.later(41_000);
      await screens.press('down');
      await expectFrames('stale', screens);
    } finally {
      await lost.stop();
    }
  });
});

describe('before there is a cluster', () => {
  const file = '/home/ada/.kube/config';

  test('no kubeconfig at all offers the demo', async () => {
    const kubeconfig = loadKubeconfig({ env: {}, home: '/home/ada', readFile: noFile });
    await using screens = await DemoScreens.open(demo, { start: startScreen(kubeconfig) });
    await expectFrames('no-kubeconfig', screens);
    await screens.press('enter');
    expect(screens.headless.state.contexts.map(({ context }) => context)).toEqual(['demo-eu', 'demo-us']);
    expect(screens.headless.state.notice).toBeUndefined();
  });

  test('without a current context one picks; bad entries say what is wrong', async () => {
    const kubeconfig = kubeconfigOf(HALF_GOOD, file);
    await using screens = await DemoScreens.open(demo, { start: startScreen(kubeconfig) });
    await expectFrames('pick-context', screens);
  });
});

describe('other looks', () => {
  test('a terminal too small says so', async () => {
    await using screens = await DemoScreens.open(demo);
    await expect(await screens.frame({ width: 60, height: 12 })).toMatchFileSnapshot('__frames__/small.60x12.txt');
    await expect(await screens.frame({ width: 20, height: 5 })).toMatchFileSnapshot('__frames__/small.20x5.txt');
  });

  test('each level has its glyph in its colour', async () => {
    await using screens = await DemoScreens.open(demo);
    await screens.press(': text:wk enter end');
    await screens.headless.resize({ width: 160, height: 100 });
    const state = screens.headless.state;
    const top = state.screens.at(-1);
    const { rows } = top?.type === 'list' ? top.rows : NO_ROWS;
    const frame = paint(state, COLOURED);
    const looks = new Map<string, unknown>();
    rows.slice(0, -1).forEach((row, index) => {
      const cell = (index + 3) * frame.width + 1;
      const level = seenLevel(row.level, row.unknown);
      const look = [frame.characters[cell], styleParts(frame.styles[cell] ?? PLAIN)];
      expect(looks.get(level) ?? look).toEqual(look);
      looks.set(level, look);
    });
    expect(Object.fromEntries(looks)).toEqual({
      critical: ['✖', { fg: 196, bold: true }],
      major: ['◆', { fg: 208 }],
      minor: ['▲', { fg: 220 }],
      unknown: ['?', { fg: 170 }],
      progressing: ['◌', { fg: 75 }],
      ok: ['●', { fg: 71 }],
      done: ['✓', { fg: 66 }],
      paused: ['‖', { fg: 245 }],
    });
  });

  test('ASCII', async () => {
    await using screens = await DemoScreens.open(demo);
    await screens.press(SOCK_SHOP);
    const text = await screens.frame(NARROW, theme('dark', 256, true));
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    await expect(text).toMatchFileSnapshot('__frames__/workloads.ascii.txt');
  });
});
