// A real control plane on 127.0.0.1: etcd, kube-apiserver, controllers and scheduler, with kwok as its kubelets. Ready in
// about five seconds; several may run side by side.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binaries, type Binaries } from './binaries.ts';
import { ClusterHand, until, type ControlPlaneAddress } from './cluster-hand.ts';
import { writeCredentials } from './credentials.ts';
import { logDocuments } from './pod-logs.ts';
import { ServerProcess } from './server-process.ts';

export type ControlPlaneOptions = { name?: string; folder?: string; apiServerFlags?: readonly string[] };

/** Ports that were free a moment ago; all are held until the last is found, so that they differ. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      const server = createServer();
      return new Promise<typeof server>(
        (resolve, reject) => void server.once('error', reject).listen(0, '127.0.0.1', () => resolve(server)),
      );
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => void server.close(resolve))));
  return ports;
}

function logOfEveryPod(): string {
  const line = (n: number): string =>
    `2026-01-01T00:00:${String(n).padStart(2, '0')}.000000000Z stdout F line ${n} {"level":"info","n":${n}}`;
  return `${Array.from({ length: 40 }, (_, n) => line(n + 1)).join('\n')}\n`;
}

// Logs and attached processes from files, port-forward to a port where a test may listen. (Exec: kubelets/shells.go.)
function kwokConfig(address: ControlPlaneAddress, stages: string): string {
  const apiVersion = 'kwok.x-k8s.io/v1alpha1';
  const metadata = { name: 'all' };
  const logs = [{ logsFile: join(address.folder, 'pod.log'), follow: true }];
  const documents = [
    { apiVersion, kind: 'ClusterLogs', metadata, spec: { logs } },
    ...logDocuments(address.folder),
    {
      apiVersion,
      kind: 'ClusterPortForward',
      metadata,
      spec: { forwards: [{ target: { port: address.forwardPort, address: '127.0.0.1' } }] },
    },
  ];
  return [...documents.map((document) => JSON.stringify(document)), readFileSync(stages, 'utf8')].join('\n---\n');
}

/** A running control plane; a ClusterHand that can also break it. */
export class ControlPlane extends ClusterHand {
  readonly #etcd: ServerProcess;
  readonly #apiServer: ServerProcess;
  readonly #others: readonly ServerProcess[];

  constructor(
    address: ControlPlaneAddress,
    ports: { etcd: number; peer: number; kubelet: number; shells: number },
    built: Binaries,
    flags: readonly string[],
  ) {
    super(address);
    const { folder, port } = address;
    const server = (name: string, args: readonly string[]): ServerProcess =>
      new ServerProcess(folder, name, built.servers, [name, ...args]);
    const etcdUrl = `http://127.0.0.1:${ports.etcd}`;
    const asAdmin = [
      `--kubeconfig=${this.kubeconfig()}`,
      '--leader-elect=false',
      '--secure-port=0',
      '--kube-api-qps=500',
      '--kube-api-burst=1000',
    ];
    const tls = ['--tls-cert-file=server.crt', '--tls-private-key-file=server.key'];
    this.#etcd = server('etcd', [
      `--folder=${folder}/etcd.data`,
      `--clients=${etcdUrl}`,
      `--peers=http://127.0.0.1:${ports.peer}`,
    ]);
    this.#apiServer = server('kube-apiserver', [
      `--etcd-servers=${etcdUrl}`,
      `--secure-port=${port}`,
      '--bind-address=127.0.0.1',
      ...tls,
      '--client-ca-file=ca.crt',
      '--token-auth-file=tokens.csv',
      '--authorization-mode=RBAC',
      '--service-account-key-file=sa.key',
      '--service-account-signing-key-file=sa.key',
      '--service-account-issuer=https://kubernetes.default.svc',
      '--service-cluster-ip-range=10.0.0.0/16',
      // Pods need no service account, and kwok's nodes are ready the moment they say so.
      '--disable-admission-plugins=ServiceAccount,TaintNodesByCondition',
      ...flags,
    ]);
    this.#others = [
      // kwok's leases are ten minutes long: the node lifecycle controller would call its nodes dead.
      server('kube-controller-manager', [
        ...asAdmin,
        '--service-account-private-key-file=sa.key',
        '--controllers=*,-node-lifecycle-controller,-node-ipam-controller',
      ]),
      server('kube-scheduler', asAdmin),
      new ServerProcess(folder, 'kubelets', built.kubelets, [
        `--kubeconfig=${this.kubeconfig()}`,
        '--config=kwok.yaml',
        '--manage-all-nodes',
        '--node-ip=127.0.0.1',
        `--node-port=${ports.shells}`,
        `--shells-address=127.0.0.1:${ports.shells}`,
        `--server-address=127.0.0.1:${ports.kubelet}`,
        ...tls,
      ]),
    ];
  }

  /** Resolves when the API server is ready and the rest is started. */
  async start(): Promise<void> {
    this.#etcd.start();
    await this.startApiServer();
    for (const server of this.#others) server.start();
  }

  /** Starts the API server (again, with the same arguments); resolves when it is ready. */
  async startApiServer(): Promise<void> {
    this.#apiServer.start();
    await until(
      'API server ready',
      async () => {
        if (!this.#apiServer.running() || !this.#etcd.running()) return true;
        return (await this.raw('GET', '/readyz')).status === 200;
      },
      90_000,
    ).catch((error: unknown) => this.#failed(error));
    if (!this.#apiServer.running() || !this.#etcd.running()) this.#failed(undefined);
  }

  #failed(cause: unknown): never {
    const words = [this.#etcd, this.#apiServer].map((server) => `${server.name}:\n${server.lastWords()}`);
    throw new Error(`the control plane did not start\n${words.join('\n')}`, { cause });
  }

  /** Kills the API server as a crash would; connections break, the data stays. */
  killApiServer(): Promise<void> {
    return this.#apiServer.kill();
  }

  /** Kills everything and removes the folder. */
  async stop(): Promise<void> {
    await Promise.all([...this.#others, this.#apiServer, this.#etcd].map((server) => server.kill()));
    rmSync(this.address.folder, { recursive: true, force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

/** Builds what is missing and starts a control plane in a folder of its own (default: a temporary one). Stop it with `stop()`. */
export async function startControlPlane({
  name = 'real',
  folder,
  apiServerFlags = [],
}: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const built = binaries();
  const home = folder ?? mkdtempSync(join(tmpdir(), 'control-plane-'));
  mkdirSync(home, { recursive: true });
  const [port = 0, etcd = 0, peer = 0, kubelet = 0, shells = 0, forwardPort = 0] = await freePorts(6);
  const address = { name, folder: home, port, forwardPort };
  writeCredentials(home, name, port);
  writeFileSync(join(home, 'pod.log'), logOfEveryPod());
  writeFileSync(join(home, 'kwok.yaml'), kwokConfig(address, built.stages));
  const controlPlane = new ControlPlane(address, { etcd, peer, kubelet, shells }, built, apiServerFlags);
  await controlPlane.start().catch(async (error: unknown) => {
    await controlPlane.stop();
    throw error;
  });
  return controlPlane;
}
