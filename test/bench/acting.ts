// What acting costs: how soon a text or a shell stands on the screen, what a large log takes of memory, CPU and the loop, and whether keys wait for
// any of it. All against the demo, in a terminal.
import { setTimeout as pause } from 'node:timers/promises';
import { startDemo, type DemoProcess } from './demo-process.ts';
import { median, ms, spread } from './figures.ts';
import { MeasuredScreen } from './measured-screen.ts';

const ROUNDS = 7;
const LIMIT_MS = 60_000;
const NAMESPACE = 'sock-shop';
const MANY = 100_000;
const ENDPOINTS = 1_000;

type Lines = readonly string[];
const says = (text: string) => (lines: Lines) => lines.some((line) => line.includes(text));
const isNamed = (begin: string) => (each: Named) => each.metadata.name.startsWith(begin);
type Named = { readonly metadata: { readonly name: string } };

export async function measureActing(): Promise<void> {
  const demo = await startDemo(['--pods', '100', '--story', 'outage']);
  try {
    const pods = (await demo.ask('GET', `/api/v1/namespaces/${NAMESPACE}/pods`)) as { items: readonly Named[] };
    const pod = pods.items.find(isNamed('front-end-'))?.metadata.name;
    if (pod === undefined) throw new Error('the demo has no front-end');
    await measureOpening(demo, pod);
    for (const bytes of [150, 300]) await measureMemory(demo, pod, bytes);
    await measureManyLines(demo, pod);
    await measureLargeYaml(demo);
    await measureFollowing(demo, pod);
  } finally {
    await demo.stop();
  }
}

/** The program with the cursor on a row. */
async function onRow({ kubeconfig }: DemoProcess, view: string, name: string, probed = false): Promise<MeasuredScreen> {
  const args = ['--context', 'demo-eu', '-n', NAMESPACE, '--view', view, '--filter', name, '--kubeconfig', kubeconfig];
  const screen = new MeasuredScreen(args, { probed });
  await screen.shownAfterMs(says(name), LIMIT_MS);
  await pause(1_000);
  return screen;
}

/** Lines into the pod's log, each of so many bytes and numbered from 1; they alone are its log from now on. */
async function burst(
  demo: DemoProcess,
  pod: string,
  { name, count, bytes, perSecond = 1_000_000 }: { name: string; count: number; bytes: number; perSecond?: number },
): Promise<void> {
  const text = `${name} ${'x'.repeat(Math.max(0, bytes - name.length - 8))}`;
  await demo.ask('POST', '/demo/log-burst', { namespace: NAMESPACE, pod, count, perSecond, text, alone: true });
}

async function measureOpening(demo: DemoProcess, pod: string): Promise<void> {
  await burst(demo, pod, { name: 'opening', count: 200, bytes: 100 });
  const times = { logs: [], describe: [], described: [], yaml: [], shell: [] } as Record<string, number[]>;
  for (let round = 0; round < ROUNDS; round++) {
    const screen = await onRow(demo, 'pods', pod);
    times['logs']?.push(await screen.shownAfterKeyMs('l', says('opening x')));
    await screen.shownAfterKeyMs('q', says('Viewing: Pods'));
    const [first, full] = await screen.bothAfterKeyMs('d', says('Viewing: Describe'), says('Containers'));
    times['describe']?.push(first);
    times['described']?.push(full);
    await screen.shownAfterKeyMs('q', says('Viewing: Pods'));
    times['yaml']?.push(await screen.shownAfterKeyMs('y', says('apiVersion: v1')));
    await screen.shownAfterKeyMs('q', says('Viewing: Pods'));
    times['shell']?.push(await screen.shownAfterKeyMs('s', (lines) => lines.some((line) => /^\S+@\S+\$/.test(line))));
    await screen.stop();
  }
  const of = (what: string): string => ms(median(times[what] ?? []));
  console.log(`\nacting, medians of ${ROUNDS} first uses after a start`);
  console.log(`  l to first log line      ${of('logs')}`);
  console.log(`  d to first frame         ${of('describe')}, to the whole text ${of('described')}`);
  console.log(`  y to the text            ${of('yaml')}`);
  console.log(`  s to the prompt          ${of('shell')}`);
}

async function measureMemory(demo: DemoProcess, pod: string, bytes: number): Promise<void> {
  const name = `memory-${bytes}`;
  await burst(demo, pod, { name: 'small', count: 100, bytes: 80 });
  const screen = await onRow(demo, 'pods', pod);
  await screen.shownAfterKeyMs('l', says('small x'));
  await pause(3_000);
  const before = screen.memoryMb();
  screen.forgetPeakMemory();
  await burst(demo, pod, { name, count: MANY, bytes });
  const lastIsShown = (lines: Lines): boolean => lines.some((line) => line.includes(name)) && says('following')(lines);
  await screen.shownAfterMs(lastIsShown, LIMIT_MS);
  await pause(6_000);
  const after = screen.memoryMb();
  await screen.stop();
  console.log(
    `  ${MANY / 1000},000 lines of ${bytes} bytes RSS ${before.now.toFixed(0)} MB before, ${after.now.toFixed(0)} after, ${after.peak.toFixed(0)} at most (+${(after.peak - before.now).toFixed(0)})`,
  );
}

async function measureFollowing(demo: DemoProcess, pod: string): Promise<void> {
  const seconds = 20;
  for (const how of ['', 'w'] as const) {
    await burst(demo, pod, { name: 'follow', count: (seconds + 10) * 1_000, bytes: 250, perSecond: 1_000 });
    const screen = await onRow(demo, 'pods', pod);
    await screen.shownAfterKeyMs('l', says('follow x'));
    if (how !== '') screen.press(how);
    await pause(1_000);
    const before = screen.cpuSeconds();
    await pause(seconds * 1_000);
    const cpu = (screen.cpuSeconds() - before) / seconds;
    await screen.stop();
    console.log(`  1,000 lines a second${how === '' ? '' : ', wrapped'}   CPU ${(cpu * 100).toFixed(1)} %`);
  }
}

async function measureManyLines(demo: DemoProcess, pod: string): Promise<void> {
  await burst(demo, pod, { name: 'small', count: 100, bytes: 80 });
  const screen = await onRow(demo, 'pods', pod, true);
  await screen.shownAfterKeyMs('l', says('small x'));
  const told = async (what: string, run: () => Promise<void>): Promise<void> => {
    screen.watchLoop();
    await run();
    const { p99Ms, maxMs } = await screen.loopDelay();
    console.log(`  ${what.padEnd(30)} event loop p99 ${ms(p99Ms)}, max ${ms(maxMs)}`);
  };
  await told(`${MANY / 1000},000 lines at once`, async () => {
    await burst(demo, pod, { name: 'many', count: MANY, bytes: 150 });
    await screen.shownAfterMs(says('many x'), LIMIT_MS);
    await pause(3_000);
  });
  screen.press('g');
  await pause(500);
  const keys: number[] = [];
  for (let key = 0; key < 100; key++) {
    keys.push(await screen.changedAfterKeyMs(key % 20 < 10 ? 'j' : '\u001b[6~'));
    await pause(20);
  }
  console.log(`  scrolling in them              key to screen ${spread(keys)}`);
  await told('typing /nothing, n, N', () => typed(screen, ['/', ...'nothing', '\r', 'n', 'N']));
  await told('typing &99, then no match', () => typed(screen, ['&', ...'99', '\u0015', ...'no.*match', '\r']));
  await told('wrapped, scrolled', () => typed(screen, ['&', '\u0015', '\r', 'w', 'G', 'k', 'k', 'g', 'j']));
  await screen.stop();
}

async function typed(screen: MeasuredScreen, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    screen.press(key);
    await pause(250);
  }
}

/** A slice of a thousand endpoints that changes twice a second while its YAML is open and keys are pressed. */
async function measureLargeYaml(demo: DemoProcess): Promise<void> {
  const path = `/apis/discovery.k8s.io/v1/namespaces/${NAMESPACE}/endpointslices`;
  const slices = (await demo.ask('GET', path)) as { items: readonly Named[] };
  const name = slices.items.find(isNamed('carts-db-'))?.metadata.name ?? '';
  await demo.ask('PATCH', `${path}/${name}`, { endpoints: manyEndpoints(0) });
  const screen = await onRow(demo, 'endpointslices', name, true);
  const opened = await screen.shownAfterKeyMs('y', says('addresses:'));
  await pause(1_000);
  screen.watchLoop();
  const keys: number[] = [];
  for (let change = 1; change <= 12; change++) {
    await demo.ask('PATCH', `${path}/${name}`, { endpoints: manyEndpoints(change) });
    for (let key = 0; key < 10; key++) {
      keys.push(await screen.changedAfterKeyMs(change % 2 === 0 ? 'k' : 'j'));
      await pause(40);
    }
  }
  const loop = await screen.loopDelay();
  await screen.stop();
  console.log(
    `  YAML of ${ENDPOINTS} endpoints         ${ms(opened)} to open; changing: key to screen ${spread(keys)}, event loop p99 ${ms(loop.p99Ms)}, max ${ms(loop.maxMs)}`,
  );
}

function manyEndpoints(round: number): readonly unknown[] {
  return Array.from({ length: ENDPOINTS }, (_, index) => ({
    addresses: [`10.${index >> 8}.${index & 255}.${round + 1}`],
    conditions: { ready: true, serving: true, terminating: false },
    nodeName: `node-${index % 40}`,
    targetRef: { kind: 'Pod', name: `carts-db-${(index * 7919).toString(36)}`, namespace: NAMESPACE },
    zone: 'eu-west-1a',
  }));
}
