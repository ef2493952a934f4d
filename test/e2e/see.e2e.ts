// The journey the program exists for, by keys on a real terminal against real API servers: from a red context to the container that causes it,
// colours by the cap, curing, servers that die and come back, and users who may see little.
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startPty, type Pty } from '../rig/pty.ts';
import { READ_ALL, until, type ClusterHand } from './controlplane/cluster-hand.ts';
import { startControlPlane, type ControlPlane } from './controlplane/control-plane.ts';
import type { User } from './controlplane/credentials.ts';
import { moveTo, rowOf } from './person.ts';
import { describeReal } from './shared-control-plane.ts';

const BIN = join(import.meta.dirname, '../../bin/k8s-watch.js');
/** The cap's promise is one second; the rest is the patch's own way and the terminal's. */
const AT_ONCE_MS = 1_000;
/** Hysteresis: better is shown after 30 s. */
const CURED_MS = 35_000;
const HELD_MS = 25_000;
/** Younger objects recover at once. */
const NEW_MS = 30_000;

let folder: string;
let screens: Pty[] = [];

function watch(planes: readonly ClusterHand[], args: readonly string[], user: User = 'admin'): Pty {
  const kubeconfigs = planes.map((plane) => plane.kubeconfig(user)).join(delimiter);
  const env = { KUBECONFIG: kubeconfigs, XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder, LANG: 'C.UTF-8' };
  const pty = startPty(process.execPath, [BIN, ...args], { cols: 160, rows: 45, env });
  screens.push(pty);
  return pty;
}

/** Waits until the row with that name begins with a level's glyph; gives the milliseconds it took. */
async function waitForLevel(pty: Pty, name: string, glyph: string, ms: number): Promise<number> {
  const startedAt = performance.now();
  await pty.waitFor((lines) => rowOf(lines, name).slice(1, 2) === glyph, ms);
  return performance.now() - startedAt;
}

async function drill(pty: Pty, name: string, into: string): Promise<void> {
  await moveTo(pty, name);
  await pty.press('enter');
  await pty.waitFor(`Viewing: ${into}`);
}

describeReal('the screen on two real API servers', () => {
  let west: ControlPlane;
  let east: ControlPlane;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'k8s-watch-see-'));
    [west, east] = await Promise.all([startControlPlane({ name: 'west' }), startControlPlane({ name: 'east' })]);
    for (const plane of [west, east]) {
      await plane.createNodes('n1', 'n2');
      await plane.createApp('shop', 'cart', 3);
      // What the controllers warned of while everything started would make it minor for ten minutes.
      plane.kubectl(['delete', 'events', '--all', '-A']);
    }
  });
  afterEach(async () => {
    await Promise.all(screens.map((screen) => screen.stop()));
    screens = [];
  });
  afterAll(async () => {
    await Promise.all([west?.stop(), east?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  test('drills from contexts to the container and comes back to where it was', async () => {
    const pty = watch([west, east], ['--all-contexts']);
    await waitForLevel(pty, 'west-admin', '●', 10_000);
    await drill(pty, 'west-admin', 'Namespaces');
    await drill(pty, 'shop', 'Services and workloads');
    await drill(pty, 'Service', 'Pods');
    const [pod] = await west.pods('shop', 'app=cart');
    await drill(pty, pod.metadata.name, 'Containers');
    await pty.waitFor(/● .*app/);
    for (const title of ['Pods', 'Services and workloads', 'Namespaces', 'Contexts']) {
      await pty.press('backspace');
      await pty.waitFor(`Viewing: ${title}`);
    }
    await pty.waitFor((lines) => rowOf(lines, 'west-admin').startsWith('▌'));
  });

  test('one of three pods crashing: pod red, service, namespace and context by the cap, at once; all three: red; cured: ok', async () => {
    const contexts = watch([west, east], ['--all-contexts']);
    const namespaces = watch([west], ['-c', 'west-admin']);
    const workloads = watch([west], ['-c', 'west-admin', '-n', 'shop']);
    const pods = watch([west], ['-c', 'west-admin', '--view', 'pods', '-n', 'shop']);
    const names: string[] = (await west.pods('shop', 'app=cart')).map((pod) => pod.metadata.name);
    const [first = '', ...others] = names;
    const youngest = Math.max(
      ...(await west.pods('shop', 'app=cart')).map((pod) => Date.parse(pod.metadata.creationTimestamp)),
    );
    await until('the pods are no longer new', () => Date.now() > youngest + NEW_MS + 1_000, NEW_MS * 2);
    const parents = (glyph: string, ms: number): Promise<number[]> =>
      Promise.all([
        waitForLevel(contexts, 'west-admin', glyph, ms),
        waitForLevel(namespaces, 'shop', glyph, ms),
        waitForLevel(workloads, 'Service', glyph, ms),
        waitForLevel(workloads, 'Deployment', glyph, ms),
      ]);
    await parents('●', 15_000);
    await waitForLevel(pods, first, '●', 15_000);

    await west.crashPod('shop', first);
    await Promise.all([waitForLevel(pods, first, '✖', AT_ONCE_MS), parents('◆', AT_ONCE_MS)]);
    expect(rowOf(contexts.screen(), 'east-admin').slice(1, 2)).toBe('●');
    await moveTo(contexts, 'west-admin');
    await contexts.waitFor(/why: .*shop.*cart.*CrashLoopBackOff/);

    for (const name of others) await west.crashPod('shop', name);
    await parents('✖', AT_ONCE_MS);

    for (const name of names) await west.curePod('shop', name);
    const cured = await parents('●', CURED_MS);
    expect(Math.min(...cured)).toBeGreaterThan(HELD_MS); // a recovery has to last before it is believed
  });

  test('w shows the path, and Enter on it stands on the culprit', async () => {
    const names: string[] = (await east.pods('shop', 'app=cart')).map((pod) => pod.metadata.name);
    await east.crashPod('shop', names[0] ?? '');
    const pty = watch([west, east], ['--all-contexts']);
    await waitForLevel(pty, 'east-admin', '◆', 15_000);
    await moveTo(pty, 'east-admin');
    await pty.press('w');
    await pty.waitFor(/Why .*east-admin/);
    await pty.waitFor('CrashLoopBackOff');
    await pty.press('enter');
    await pty.waitFor('Viewing: Containers');
    await pty.waitFor(/▌✖ .*app/);
    await pty.press('backspace');
    await pty.waitFor('Viewing: Contexts');
    await east.curePod('shop', names[0] ?? '');
  });

  test('an API server killed and restarted: its chip goes stale and live again, the other context goes on', async () => {
    const pty = watch([west, east], ['--all-contexts', '--view', 'pods']);
    await pty.waitFor('west-admin live');
    await pty.waitFor('east-admin live');
    await west.killApiServer();
    await pty.waitFor(/west-admin stale \d+s/);
    const [pod] = await east.createApp('shop', 'payment', 1);
    await pty.waitFor(pod.metadata.name, 5_000);
    expect(pty.screen().some((line) => line.includes('west'))).toBe(true);
    await pty.waitFor('east-admin live');
    await west.startApiServer();
    await pty.waitFor('west-admin live', 40_000);
  });

  test('a user without rights is told so, and nothing is green', async () => {
    west.deny('viewer');
    const pty = watch([west], ['-c', 'west-viewer', '--view', 'pods'], 'viewer');
    await pty.waitFor(/forbidden|no access/);
    expect(pty.screen().join('\n')).not.toContain('●');
  });

  test('a user of one namespace sees that namespace, marked as not listed by the server, and can drill', async () => {
    await west.allow('nsuser', READ_ALL, 'shop');
    const pty = watch([west], ['-c', 'west-nsuser', '-n', 'shop', '--view', 'namespaces'], 'nsuser');
    await pty.waitFor('not listed by the server');
    await drill(pty, 'shop', 'Services and workloads');
    await pty.waitFor(/Deployment\s+cart/);
    west.deny('nsuser');
  });

  test('a context that cannot be reached says why, and does not hold up the other', async () => {
    const file = join(folder, 'dead.kubeconfig');
    const cluster = '{name: dead, cluster: {server: "https://127.0.0.1:1"}}';
    writeFileSync(
      file,
      `apiVersion: v1\nkind: Config\nclusters: [${cluster}]\nusers: []\ncontexts: [{name: dead, context: {cluster: dead, user: ""}}]\n`,
    );
    const env = {
      KUBECONFIG: [west.kubeconfig(), file].join(delimiter),
      XDG_STATE_HOME: folder,
      XDG_CONFIG_HOME: folder,
      LANG: 'C.UTF-8',
    };
    const pty = startPty(process.execPath, [BIN, '--all-contexts'], { cols: 160, rows: 45, env });
    screens.push(pty);
    await pty.waitFor('dead unreachable');
    await pty.waitFor('west-admin live');
    await waitForLevel(pty, 'dead', '●', 1).then(
      () => expect.fail('a dead context is not ok'),
      () => undefined,
    );
  });
});
