// The rig itself, before anything is believed of the program: a real API server, pods that run, a status that can be
// patched, rights that bind, and a restart after which old versions are gone.
import { get as httpsGet } from 'node:https';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { READ_ALL, until } from './controlplane/cluster-hand.ts';
import { startControlPlane, type ControlPlane } from './controlplane/control-plane.ts';
import { tokenOf } from './controlplane/credentials.ts';
import { startCuttingProxy } from './controlplane/cutting-proxy.ts';
import { logFile, LOGGED, loggedPod, manyLines } from './controlplane/pod-logs.ts';
import { startRecordingProxy } from './controlplane/recording-proxy.ts';
import { startPty } from '../rig/pty.ts';
import { describeReal, hand } from './shared-control-plane.ts';

/** Reads a watch until `enough` says so of what came; resolves with it. */
function watchUntil(plane: ControlPlane, path: string, enough: (text: string) => boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    const ca = readFileSync(join(plane.address.folder, 'ca.crt'));
    const headers = { authorization: `Bearer ${tokenOf('admin')}` };
    const request = httpsGet(`${plane.server}${path}`, { ca, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        if (!enough(text)) return;
        request.destroy();
        resolve(text);
      });
      response.on('end', () => reject(new Error(`the watch ended with: ${text}`)));
    });
    request.on('error', reject);
  });
}

describeReal('the shared control plane', () => {
  const cluster = () => hand();

  test('is Kubernetes 1.34, and kubectl agrees', () => {
    expect(JSON.parse(cluster().kubectl(['version', '-o', 'json'])).serverVersion.gitVersion).toBe('v1.34.1');
  });

  test('a node gets Ready, a deployment runs, its service has ready endpoints, logs and exec answer', async () => {
    await cluster().createNodes('house-node');
    const pods = await cluster().createApp('house', 'cart', 2);
    expect(pods.map((pod) => pod.status.phase)).toEqual(['Running', 'Running']);
    const slices = await until('2 ready endpoints', async () => {
      const list = await cluster().request('GET', '/apis/discovery.k8s.io/v1/namespaces/house/endpointslices');
      const endpoints = list.items.flatMap(
        (slice: { endpoints?: { conditions: { ready?: boolean } }[] }) => slice.endpoints ?? [],
      );
      return (
        endpoints.filter((endpoint: { conditions: { ready?: boolean } }) => endpoint.conditions.ready !== false)
          .length === 2 && list
      );
    });
    expect(slices.items[0].metadata.labels['kubernetes.io/service-name']).toBe('cart');
    expect(cluster().kubectl(['logs', '-n', 'house', pods[0].metadata.name, '--tail=1'])).toContain('line 40');
    expect(cluster().kubectl(['exec', '-n', 'house', pods[0].metadata.name, '--', 'echo', 'from inside'])).toBe(
      'from inside\n',
    );
  });

  test('exec has a terminal and an exit status; logs have files; lines can be cut and requests recorded', async () => {
    const { folder } = cluster().address;
    const line = await startCuttingProxy(cluster().address);
    const recorder = await startRecordingProxy(cluster().address);
    try {
      await cluster().createNamespace(LOGGED.namespace);
      const pods = `/api/v1/namespaces/${LOGGED.namespace}/pods`;
      await cluster().raw('POST', pods, loggedPod('big'));
      await until('it runs', async () => (await cluster().request('GET', `${pods}/big`)).status.phase === 'Running');
      writeFileSync(
        logFile(folder, 'big'),
        manyLines(100, (n) => `house ${n}`),
      );
      const inPod = ['-n', LOGGED.namespace];
      // Not blocking: the line is in this process.
      const through = (args: readonly string[]) =>
        promisify(execFile)('kubectl', ['--kubeconfig', line.kubeconfig(), ...inPod, ...args]);
      await using shell = startPty('kubectl', [
        '--kubeconfig',
        recorder.kubeconfig(),
        ...inPod,
        'exec',
        '-it',
        'big',
        '--',
        'sh',
      ]);
      await shell.waitFor(/^\$ *$/m);
      shell.type('stty size; exit 3\r');
      expect(await shell.exit).toMatchObject({ code: 3 });
      await shell.waitFor(/^40 120$/m);
      expect(recorder.requests.at(-1)).toMatchObject({ method: 'GET', path: `${pods}/big/exec` });
      await using follower = startPty('kubectl', ['--kubeconfig', line.kubeconfig(), ...inPod, 'logs', '-f', 'big']);
      await follower.waitFor('house 99');
      expect(line.cut()).toBeGreaterThan(0);
      await follower.exit;
      expect((await through(['logs', 'big', '--tail=1'])).stdout).toBe('house 99\n');
    } finally {
      await Promise.all([line.stop(), recorder.stop()]);
    }
  });

  test('a pod status can be patched and cured, and stays so', async () => {
    const [pod] = await cluster().pods('house', 'app=cart');
    await cluster().crashPod('house', pod.metadata.name);
    const crashed = await cluster().request('GET', `/api/v1/namespaces/house/pods/${pod.metadata.name}`);
    expect(crashed.status.containerStatuses[0]).toMatchObject({
      ready: false,
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: { terminated: { reason: 'OOMKilled' } },
    });
    expect(crashed.status.containerStatuses[0].state.running).toBeUndefined();
    await until(
      'the endpoint follows',
      async () =>
        (await cluster().request('GET', '/apis/apps/v1/namespaces/house/deployments/cart')).status.readyReplicas === 1,
    );
    await cluster().curePod('house', pod.metadata.name);
    await until(
      'cured',
      async () =>
        (await cluster().request('GET', '/apis/apps/v1/namespaces/house/deployments/cart')).status.readyReplicas === 2,
    );
  });

  test('users: a certificate is an admin, others may do what they are allowed and no more', async () => {
    expect(cluster().kubectl(['get', 'ns', 'house', '-o', 'name'], { user: 'certified' })).toBe('namespace/house\n');
    const asked = (user: 'viewer' | 'nsuser' | 'stranger', path: string) =>
      cluster().raw('GET', path, undefined, { user });
    expect((await asked('viewer', '/api/v1/pods')).status).toBe(403);
    await cluster().allow('viewer');
    await cluster().allow('nsuser', READ_ALL, 'house');
    await until('viewer sees', async () => (await asked('viewer', '/api/v1/pods')).status === 200);
    await until('nsuser sees', async () => (await asked('nsuser', '/api/v1/namespaces/house/pods')).status === 200);
    expect((await asked('nsuser', '/api/v1/pods')).status).toBe(403);
    expect((await asked('stranger', '/api/v1/namespaces/house/pods')).status).toBe(403);
    cluster().deny('viewer');
    cluster().deny('nsuser');
    await until('viewer is blind again', async () => (await asked('viewer', '/api/v1/pods')).status === 403);
  });
});

describeReal('a control plane of its own', () => {
  let plane: ControlPlane;
  beforeAll(async () => {
    plane = await startControlPlane({ name: 'second' });
  });
  afterAll(() => plane?.stop());

  test('a killed API server leaves others alone; back again it has its data, and a watch from before is 410 Gone', async () => {
    const { metadata } = await plane.request('GET', '/api/v1/namespaces');
    await plane.createNodes('survivor');
    await plane.killApiServer();
    await expect(plane.raw('GET', '/readyz')).rejects.toThrow(/ECONNREFUSED|ECONNRESET/);
    expect((await hand().raw('GET', '/readyz')).status).toBe(200);
    await plane.startApiServer();
    expect((await plane.request('GET', '/api/v1/nodes/survivor')).metadata.name).toBe('survivor');
    const path = `/api/v1/nodes?watch=true&resourceVersion=${metadata.resourceVersion}`;
    const first = JSON.parse((await watchUntil(plane, path, (text) => text.includes('\n'))).split('\n')[0] ?? '');
    expect(first).toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired' } });
  });
});
