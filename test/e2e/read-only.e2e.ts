// Read-only, proved from outside: every key of the bindings table pressed on every screen, and what the API server was asked for meanwhile. The
// same walk without --read-only asks for what it must not, so the proof can fail.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { until } from './controlplane/cluster-hand.ts';
import { startRecordingProxy, type Recorded, type RecordingProxy } from './controlplane/recording-proxy.ts';
import type { Place } from '../../src/session/binding.ts';
import { EveryKey, keysOf, QUITS } from './every-key.ts';
import { Person } from './person.ts';
import { describeReal, hand } from './shared-control-plane.ts';

const NAMESPACE = 'looked-at';
/** Shared out to programs that run side by side. */
const VIEWS = [
  ['pods', 'contexts', 'endpointslices', 'jobs', 'statefulsets'],
  ['containers', 'namespaces', 'services', 'deployments', 'cronjobs'],
  ['workloads', 'nodes', 'events', 'replicasets', 'daemonsets'],
];
/** Of 15 views two have a title that begins with Services. */
const TITLES = 14;
const SCREENS = [
  ...['Describe', 'YAML', 'Logs', 'Previous', 'Help', 'Legend'].map((title) => `text ${title}`),
  ...['Views', 'Sort', 'Actions', 'Logs'].map((title) => `chooser ${title}`),
  ...[':', '/', '&'].map((prompt) => `prompt ${prompt}`),
  'why Why',
  'dialog Quit',
];
const FORBIDDEN = ['exec', 'attach', 'portforward', 'proxy', 'ephemeralcontainers'];
const REVIEWS = /^\/apis\/authorization\.k8s\.io\/v1\/self\w+reviews$/;

const words = ({ method, path }: Recorded): string => `${method} ${path}`;
const isInside = ({ path }: Recorded): boolean => FORBIDDEN.some((part) => path.split('/').includes(part));
const isChange = ({ method, path }: Recorded): boolean =>
  method !== 'GET' && !(method === 'POST' && REVIEWS.test(path));

const template = (restartPolicy?: string): object => ({
  metadata: { labels: { app: 'every' } },
  spec: {
    ...(restartPolicy !== undefined && { restartPolicy }),
    containers: ['app', 'side'].map((name) => ({ name, image: 'example.com/every:1.0' })),
  },
});

/** One object of each kind that has a view. */
async function makeObjects(): Promise<void> {
  const metadata = { name: 'every' };
  const selector = { matchLabels: { app: 'every' } };
  await hand().createNodes('looked-at-node');
  await hand().createApp(NAMESPACE, 'cart', 2);
  const make = (kind: string, plural: string, group: string, spec: object): Promise<unknown> =>
    hand().request('POST', `/apis/${group}/v1/namespaces/${NAMESPACE}/${plural}`, {
      apiVersion: `${group}/v1`,
      kind,
      metadata,
      spec,
    });
  await make('StatefulSet', 'statefulsets', 'apps', { selector, serviceName: 'every', template: template() });
  await make('DaemonSet', 'daemonsets', 'apps', { selector, template: template() });
  await make('Job', 'jobs', 'batch', { template: template('Never') });
  await make('CronJob', 'cronjobs', 'batch', {
    schedule: '0 0 1 1 *',
    jobTemplate: { spec: { template: template('Never') } },
  });
  const involvedObject = { apiVersion: 'v1', kind: 'Job', name: 'every', namespace: NAMESPACE };
  const event = {
    metadata,
    involvedObject,
    type: 'Warning',
    reason: 'Made',
    message: 'so that there is one',
    count: 1,
  };
  await hand().request('POST', `/api/v1/namespaces/${NAMESPACE}/events`, { apiVersion: 'v1', kind: 'Event', ...event });
  await until('every-0 runs', async () =>
    (await hand().pods(NAMESPACE)).some((pod) => pod.metadata.name === 'every-0'),
  );
}

describeReal('every key on every screen', () => {
  let proxy: RecordingProxy;
  /** Texts, choosers and dialogs are the same wherever they are opened: one walk does for all. */
  const seen = new Set<string>();

  beforeAll(async () => {
    await makeObjects();
    proxy = await startRecordingProxy(hand().address);
  });
  beforeEach(() => {
    proxy.requests.length = 0;
  });
  afterAll(() => proxy?.stop());

  async function walkView(view: string, readOnly: boolean): Promise<EveryKey['pressed']> {
    const args = ['--view', view, '-n', NAMESPACE, ...(readOnly ? ['--read-only'] : [])];
    await using person = new Person(proxy.kubeconfig(), args, { cols: 140, rows: 32 });
    await person.pty.waitFor((lines) => lines[3]?.startsWith('▌') === true, 15_000);
    const walk = new EveryKey(person, seen, !readOnly);
    await walk.walk();
    expect(await person.pty.exit).toMatchObject({ code: 0 });
    if (readOnly) expect(person.journal()).toEqual([]);
    return walk.pressed;
  }

  test('with --read-only: nothing but GETs and access reviews, and nobody was inside a container', async () => {
    const pressed = new Map<string, Set<string>>();
    await Promise.all(
      VIEWS.map(async (views) => {
        for (const view of views)
          for (const [screen, keys] of await walkView(view, true))
            pressed.set(screen, new Set([...(pressed.get(screen) ?? []), ...keys]));
      }),
    );
    const missed = [...pressed].flatMap(([screen, keys]) => {
      const wanted = keysOf(screen.split(' ')[0] as Place);
      return wanted.filter((key) => !keys.has(key) && key !== QUITS).map((key) => `${key} on ${screen}`);
    });
    expect(missed).toEqual([]);
    expect([...pressed.keys()].filter((screen) => screen.startsWith('list'))).toHaveLength(TITLES);
    expect([...pressed.keys()]).toEqual(expect.arrayContaining(SCREENS));
    expect(proxy.requests.filter(({ path }) => path.endsWith('/log')).length).toBeGreaterThan(0);
    expect(proxy.requests.filter(isChange).map(words)).toEqual([]);
    expect(proxy.requests.filter(isInside).map(words)).toEqual([]);
  }, 300_000);

  test('a start screen with nothing chosen yet asks for nothing at all', async () => {
    const config = JSON.parse(readFileSync(proxy.kubeconfig(), 'utf8')) as {
      'current-context'?: string;
      contexts: object[];
    };
    delete config['current-context'];
    config.contexts.push({ ...config.contexts[0], name: 'another' });
    const file = join(hand().address.folder, 'undecided.kubeconfig');
    writeFileSync(file, JSON.stringify(config));
    await using person = new Person(file, ['--read-only']);
    await person.pty.waitFor('another');
    const leaving = new Set(['enter', 'ctrl-c', 'q', ':', '?', 'f1', 'L', 'f7', 'v', 'f2']);
    for (const key of keysOf('start').filter((each) => !leaving.has(each))) {
      await person.pty.press(key);
      await person.pty.idle(40);
    }
    expect(proxy.requests).toEqual([]);
  });

  test('the same walk without --read-only is caught: deletions, and shells', async () => {
    await walkView('pods', false);
    expect(proxy.requests.filter(isChange).map(({ method }) => method)).toContain('DELETE');
    expect(proxy.requests.filter(isInside).some(({ path }) => path.endsWith('/exec'))).toBe(true);
  }, 120_000);
});
