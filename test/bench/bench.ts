// `npm run bench`: the numbers of design.md §9 that this machine can say, each beside a yardstick of the same run, because absolute times of a
// shared machine mean little. The demo fleet is a process of its own; --real FILE measures every context of a kubeconfig of yours
// instead. --only lists and --only acting measure one half.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { measureActing } from './acting.ts';
import { startDemo } from './demo-process.ts';
import { median, ms, spread } from './figures.ts';
import { MeasuredScreen, pause } from './measured-screen.ts';
import { rawPodLists } from './raw-list.ts';

const STARTS = 5;
const KEYS = 200;
const IDLE_SECONDS = 10;
const LIMIT_MS = 60_000;

const { values: flags } = parseArgs({
  options: {
    pods: { type: 'string', default: '100,5000' },
    churn: { type: 'string', default: '100' },
    real: { type: 'string' },
    only: { type: 'string' },
  },
});

/** What `node -e 0` takes: the floor under every start. */
function bareNodeMs(): number {
  const times = Array.from({ length: STARTS }, () => {
    const startedAt = performance.now();
    spawnSync(process.execPath, ['-e', '0']);
    return performance.now() - startedAt;
  });
  return median(times);
}

/** The list's position in the footer: `1/5,000` once all rows stand there, give or take what a living cluster lost since they were counted. */
const allRows = (pods: number) => (lines: readonly string[]) =>
  Number(/\/([\d,]+)\s*$/.exec(lines.at(-1) ?? '')?.[1]?.replaceAll(',', '')) >= pods * 0.99;
const anyFrame = (lines: readonly string[]): boolean => lines.some((line) => line.includes('k8s-watch'));

type Measured = { readonly name: string; readonly kubeconfig: string; readonly churning: string | undefined };

async function measure({ name, kubeconfig, churning }: Measured): Promise<void> {
  const raw = await rawPodLists(kubeconfig);
  const args = ['--all-contexts', '--view', 'pods', '--kubeconfig', kubeconfig];
  const starts: { frame: number; rows: number }[] = [];
  for (let i = 0; i < STARTS; i++) {
    const screen = new MeasuredScreen(args);
    const frame = await screen.shownAfterMs(anyFrame, LIMIT_MS);
    starts.push({ frame, rows: await screen.shownAfterMs(allRows(raw.pods), LIMIT_MS) });
    await screen.stop();
  }
  const screen = new MeasuredScreen(args, { probed: true });
  await screen.shownAfterMs(anyFrame, LIMIT_MS);
  screen.watchLoop();
  await screen.shownAfterMs(allRows(raw.pods), LIMIT_MS);
  const loop = await screen.loopDelay();
  await pause(5_000);
  const memory = screen.memoryMb();
  const cpuBefore = screen.cpuSeconds();
  await pause(IDLE_SECONDS * 1_000);
  const idleCpu = (screen.cpuSeconds() - cpuBefore) / IDLE_SECONDS;
  const keys = await pressKeys(screen);
  await screen.stop();

  const frame = median(starts.map((start) => start.frame));
  const rows = median(starts.map((start) => start.rows));
  console.log(`\n${name}: ${raw.pods} pods, ${(raw.bytes / 1e6).toFixed(1)} MB of JSON`);
  console.log(`  first frame              ${ms(frame)}   ${(frame / bareMs).toFixed(1)} × node -e 0 (${ms(bareMs)})`);
  console.log(
    `  all rows on screen       ${ms(rows)}   ${(rows / raw.ms).toFixed(1)} × raw GET of the pods (${ms(raw.ms)})`,
  );
  console.log(`  RSS                      ${memory.now.toFixed(0)} MB, at most ${memory.peak.toFixed(0)} MB`);
  console.log(`  CPU idle                 ${(idleCpu * 100).toFixed(1)} % of a core`);
  console.log(`  key to screen            ${spread(keys)}`);
  console.log(`  event loop, first list   p99 ${ms(loop.p99Ms)}, max ${ms(loop.maxMs)}`);
  if (churning !== undefined) await measureChurn(churning, raw.pods);
}

async function measureChurn(kubeconfig: string, pods: number): Promise<void> {
  const screen = new MeasuredScreen(['--all-contexts', '--view', 'pods', '--kubeconfig', kubeconfig]);
  await screen.shownAfterMs(allRows(pods), LIMIT_MS);
  await pause(3_000);
  const cpuBefore = screen.cpuSeconds();
  await pause(IDLE_SECONDS * 1_000);
  const cpu = (screen.cpuSeconds() - cpuBefore) / IDLE_SECONDS;
  const keys = await pressKeys(screen);
  await screen.stop();
  console.log(`  at ${flags.churn} changes a second   CPU ${(cpu * 100).toFixed(1)} %, key to screen ${spread(keys)}`);
}

/** Up and down the first page, about as fast as a key that is held down repeats: never two keys at once. */
async function pressKeys(screen: MeasuredScreen): Promise<readonly number[]> {
  const times: number[] = [];
  for (let i = 0; i < KEYS; i++) {
    times.push(await screen.keyToScreenMs(i % 20 < 10 ? 'j' : 'k'));
    await pause(20 + (i % 17));
  }
  return times;
}

const bareMs = bareNodeMs();
console.log(`node ${process.versions.node}, screen 160×45, medians of ${STARTS} starts, ${KEYS} keys`);
if (flags.real !== undefined) {
  await measure({ name: flags.real, kubeconfig: flags.real, churning: undefined });
} else {
  for (const pods of flags.only === 'acting' ? [] : flags.pods.split(',')) {
    const calm = await startDemo(['--pods', pods, '--story', 'outage']);
    const churning = await startDemo(['--pods', pods, '--story', 'outage', '--churn', flags.churn]);
    await measure({ name: 'demo', kubeconfig: calm.kubeconfig, churning: churning.kubeconfig });
    await calm.stop();
    await churning.stop();
  }
  if (flags.only !== 'lists') await measureActing();
}
