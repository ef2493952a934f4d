// `check` and `snapshot` as scripts use them, against a real API server: exit codes, culprits, and what could not be seen.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CheckReport } from '../../src/cli/check-report.ts';
import type { User } from './controlplane/credentials.ts';
import { describeReal, hand } from './shared-control-plane.ts';

const BIN = join(import.meta.dirname, '../../bin/k8s-watch.js');

describeReal('commands without a screen', () => {
  let folder: string;
  let pods: string[];

  const run = (args: readonly string[], user: User = 'admin'): { code: number | null; out: string; err: string } => {
    const env = {
      ...process.env,
      KUBECONFIG: hand().kubeconfig(user),
      XDG_STATE_HOME: folder,
      XDG_CONFIG_HOME: folder,
    };
    const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
      env,
      encoding: 'utf8',
      timeout: 60_000,
    });
    return { code: status, out: stdout, err: stderr };
  };
  const report = (args: readonly string[], user?: User): CheckReport =>
    JSON.parse(run(['check', ...args, '-o', 'json'], user).out) as CheckReport;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'k8s-watch-check-'));
    await hand().createNodes('check-node');
    pods = (await hand().createApp('checked', 'cart', 3)).map((pod) => pod.metadata.name as string);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('well: 0; one of three crashing: 1 with the culprit named; all three: 2; cured: 0', async () => {
    expect(run(['check', 'checked/svc/cart']).code).toBe(0);
    await hand().crashPod('checked', pods[0] ?? '');
    const one = report(['checked/svc/cart']);
    expect(one).toMatchObject({ exitCode: 1, level: 'major' });
    const culprit = one.subjects[0]?.culprits.find(({ verdict }) => verdict.container === 'app');
    expect(culprit?.verdict).toMatchObject({ name: pods[0], reason: 'CrashLoopBackOff' });
    expect(culprit?.verdict.evidence).toContain('limit 256Mi');
    for (const pod of pods.slice(1)) await hand().crashPod('checked', pod);
    expect(run(['check', 'checked']).code).toBe(2);
    for (const pod of pods) await hand().curePod('checked', pod);
  });

  test('what is not there is 4, wrong words are 64, what may not be seen is 3', () => {
    expect(run(['check', 'checked/svc/nothing']).code).toBe(4);
    expect(run(['check', 'no-such-namespace']).code).toBe(4);
    expect(run(['check', 'checked/servce/cart'])).toMatchObject({
      code: 64,
      out: '',
      err: expect.stringContaining('Service') as string,
    });
    expect(run(['check', '-c', 'real-admn'])).toMatchObject({
      code: 64,
      err: expect.stringContaining('real-admin') as string,
    });
    expect(report([], 'stranger')).toMatchObject({ exitCode: 3, unknown: true });
  });

  test('snapshot prints the frame of a person who pressed those keys', () => {
    const { code, out } = run(['snapshot', '-n', 'checked', '--size', '100x30', '--keys', 'text:/Service enter']);
    expect(code).toBe(0);
    expect(out).toMatch(/Viewing: Services and workloads {3}For: real-admin › checked/);
    expect(out).toMatch(/Service\s+cart\s+3\/3/);
    expect(out).not.toMatch(/Deployment\s+cart/);
  });
});
