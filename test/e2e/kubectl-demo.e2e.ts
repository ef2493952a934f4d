// kubectl against the demo fleet: if the tool everyone trusts takes it for a cluster, so may our tests.
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startDemo } from '../../src/demo/fleet.ts';
import type { DemoFleet } from '../../src/demo/fleet.ts';
import { USER_NAMES } from '../../src/demo/users.ts';

const hasKubectl = (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'kubectl')));
if (!hasKubectl) {
  if (process.env['CI']) throw new Error('kubectl is not on the PATH, and in CI this suite must run');
  process.stderr.write('SKIPPED: kubectl against the demo fleet, because there is no kubectl on the PATH\n');
}

interface Said {
  code: number;
  out: string;
  err: string;
}

let fleet: DemoFleet;
let folder: string;

function environment(): NodeJS.ProcessEnv {
  return { ...process.env, KUBECONFIG: join(folder, 'kubeconfig'), HOME: folder };
}

function kubectl(line: string): Promise<Said> {
  return new Promise((resolve) => {
    execFile('kubectl', line.split(' '), { env: environment(), maxBuffer: 1 << 26 }, (error, out, err) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, out, err });
    });
  });
}

async function said(line: string): Promise<string> {
  const { code, out, err } = await kubectl(line);
  expect([line, code, err]).toEqual([line, 0, expect.any(String)]);
  return out;
}

describe.skipIf(!hasKubectl)('kubectl', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kubectl-demo-'));
    fleet = await startDemo({ story: 'outage', pods: 400 });
    writeFileSync(join(folder, 'kubeconfig'), fleet.kubeconfigFor(USER_NAMES), { mode: 0o600 });
  });
  afterAll(async () => {
    await fleet?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('version and api-resources', async () => {
    expect(JSON.parse(await said('version -o json'))).toMatchObject({ serverVersion: { gitVersion: 'v1.34.1-demo' } });
    const resources = await said('api-resources --no-headers');
    for (const name of ['pods', 'deployments', 'endpointslices', 'cronjobs', 'selfsubjectaccessreviews']) {
      expect(resources).toMatch(new RegExp(`^${name} `, 'm'));
    }
  });

  const KINDS = [
    'ns',
    'nodes',
    'svc',
    'endpointslices',
    'deploy',
    'rs',
    'sts',
    'ds',
    'jobs',
    'cronjobs',
    'events',
    'leases',
  ];

  test.each(KINDS)('get %s -A -o wide, and describe', async (kind) => {
    const [head = '', ...rows] = (await said(`get ${kind} -A -o wide`)).trimEnd().split('\n');
    expect(head).toMatch(/NAME|LAST SEEN/);
    expect(rows.length).toBeGreaterThan(0);
    const inShop = ['svc', 'endpointslices', 'deploy', 'rs', 'events'].includes(kind) ? '-n sock-shop' : '-A';
    expect(await said(`describe ${kind} ${inShop}`)).toMatch(/^Name:/m);
  });

  test('get pods shows the story, and events sorted by time', async () => {
    const pods = await said('get pods -n sock-shop');
    expect(pods.match(/carts-\S+ +1\/2 +CrashLoopBackOff +4 \(/g)).toHaveLength(2);
    for (const status of ['ImagePullBackOff', 'Pending', 'ContainerCreating']) expect(pods).toContain(status);
    expect(await said('get events -n sock-shop --sort-by=.lastTimestamp')).toContain('FailedScheduling');
  });

  test('describe tells a pod’s whole trouble', async () => {
    const text = await said('describe pod -n sock-shop -l app.kubernetes.io/name=carts');
    for (const words of [
      'OOMKilled',
      'memory:  256Mi',
      'Restart Count:  4',
      'Back-off restarting failed container app',
    ]) {
      expect(text).toContain(words);
    }
    expect(await said('describe svc carts -n sock-shop')).toMatch(/Endpoints: +10\.\d+\.\d+\.\d+:80\n/);
    expect(await said('describe node eu-node-6')).toContain('Kubelet stopped posting node status.');
  });

  test('-o yaml and jsonpath', async () => {
    const yaml = await said('get deploy carts -n sock-shop -o yaml --show-managed-fields');
    expect(yaml).toMatch(/^apiVersion: apps\/v1\nkind: Deployment\n/m);
    expect(yaml).toContain('fieldsType: FieldsV1');
    expect(await said('get node eu-node-1 -o jsonpath={.status.nodeInfo.kubeletVersion}')).toBe('v1.34.1');
  });

  test('--chunk-size pages through everything', async () => {
    const paged = await said('get pods -A -o name --chunk-size=50');
    expect(paged.trimEnd().split('\n')).toHaveLength(fleet.clusters[0]?.world.count('pods') ?? 0);
    expect(paged).toBe(await said('get pods -A -o name --chunk-size=0'));
  });

  test('selectors', async () => {
    expect((await said('get pods -A -o name -l app.kubernetes.io/name=carts')).trimEnd().split('\n')).toHaveLength(3);
    expect(await said('get pods -A -o name --field-selector spec.nodeName=eu-node-6,status.phase=Running')).toContain(
      'prometheus-1',
    );
    expect((await kubectl('get pods --field-selector spec.colour=red')).err).toContain(
      'field label not supported: spec.colour',
    );
  });

  test.each([
    ['demo-eu', 'delete pods', 'yes'],
    ['demo-eu-viewer', 'list pods', 'yes'],
    ['demo-eu-viewer', 'delete pods', 'no'],
    ['demo-eu-nsuser', 'create pods/exec', 'yes'],
    ['demo-us-nsuser', 'list pods -A', 'no'],
    ['demo-us-nobody', 'get pods', 'no'],
  ])('%s auth can-i %s: %s', async (context, question, answer) => {
    expect((await kubectl(`--context ${context} auth can-i ${question}`)).out.trim()).toBe(answer);
  });

  test('auth whoami, can-i --list, refusals and an expired token', async () => {
    expect(await said('--context demo-eu-viewer auth whoami')).toMatch(/Username +viewer/);
    expect(await said('--context demo-eu-viewer auth can-i --list')).toMatch(/\*\.apps .*\[get list watch\]/);
    expect((await kubectl('--context demo-eu-nsuser get pods -A')).err).toContain(
      'pods is forbidden: User "nsuser" cannot list resource "pods" in API group "" at the cluster scope',
    );
    expect((await kubectl('--context demo-eu-expired get pods')).err).toContain('You must be logged in to the server');
  });

  test('patch, label, cordon, wait, delete', async () => {
    expect(await said('label pod prometheus-0 -n monitoring tested=yes')).toContain('labeled');
    expect(await said('get pods -n monitoring -l tested=yes -o name')).toBe('pod/prometheus-0\n');
    expect(await said('cordon eu-node-2')).toContain('cordoned');
    expect(await said('wait --for=condition=Ready -n monitoring pod/prometheus-0 --timeout=10s')).toContain(
      'condition met',
    );
    expect(await said('delete pod -n sock-shop -l app.kubernetes.io/name=edge-router')).toContain('deleted');
    expect(await said('get deploy edge-router -n sock-shop --no-headers')).toMatch(/^edge-router +0\/1 /);
  });

  test.each(['-w', '--watch-only'])('get pods %s shows a change as it comes', async (flag) => {
    const child = spawn('kubectl', ['get', 'pods', '-n', 'monitoring', '-L', 'colour', flag], { env: environment() });
    try {
      await untilWatched(1);
      await said(`label pod prometheus-0 -n monitoring --overwrite colour=${flag.length}`);
      expect(await lineWith(child, new RegExp(`^prometheus-0 .* ${flag.length}$`))).toContain('2/2');
    } finally {
      child.kill();
    }
    await untilWatched(0);
  });
});

/** Resolves once this many watches of pods are open at the demo. */
async function untilWatched(count: number): Promise<void> {
  await expect.poll(() => fleet.clusters[0]?.watches.count('pods'), { timeout: 20_000 }).toBe(count);
}

/** The first line of a child's output that matches. */
async function lineWith(child: ChildProcess, pattern: RegExp): Promise<string> {
  if (!child.stdout) throw new Error('the child has no output');
  for await (const line of createInterface({ input: child.stdout })) if (pattern.test(line.trimEnd())) return line;
  throw new Error('the output ended without that line');
}
