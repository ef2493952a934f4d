// What a test does to a cluster by hand: requests as a user, nodes, YAML, pod states, rights. Works from plain data, so
// that a test worker can use a control plane that another process started.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { kubeconfigPath, tokenOf, type User } from './credentials.ts';

/** Where a control plane is: its folder, its port, and the name its contexts begin with. */
export type ControlPlaneAddress = { name: string; folder: string; port: number; forwardPort: number };

// Answers differ by request; tests read single fields of them.
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any;

export type Rule = {
  apiGroups: readonly string[];
  resources: readonly string[];
  verbs: readonly string[];
  resourceNames?: readonly string[];
};

/** The rights to see every kind of the first screens. */
export const READ_ALL: readonly Rule[] = [{ apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list', 'watch'] }];

const PATCH = 'application/strategic-merge-patch+json';

/** Asks until the answer is true (or any value but false and undefined), or throws after `ms` saying what was awaited. */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  ms = 30_000,
): Promise<Exclude<T, false | null | undefined>> {
  const deadline = performance.now() + ms;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== false && answer !== undefined && answer !== null)
        return answer as Exclude<T, false | null | undefined>;
      last = answer;
    } catch (error) {
      last = error;
    }
    if (performance.now() > deadline) throw new Error(`not within ${ms} ms: ${what} (last: ${String(last)})`);
    await new Promise((resolve) => void setTimeout(resolve, 50));
  }
}

export class ClusterHand {
  readonly address: ControlPlaneAddress;
  readonly server: string;
  readonly #ca: Buffer;

  constructor(address: ControlPlaneAddress) {
    this.address = address;
    this.server = `https://127.0.0.1:${address.port}`;
    this.#ca = readFileSync(join(address.folder, 'ca.crt'));
  }

  /** The path of a user's kubeconfig; its context is `NAME-USER`. */
  kubeconfig(user: User = 'admin'): string {
    return kubeconfigPath(this.address.folder, user);
  }

  context(user: User = 'admin'): string {
    return `${this.address.name}-${user}`;
  }

  /** kubectl's standard output. Throws with its standard error when it fails. */
  kubectl(args: readonly string[], { input, user = 'admin' }: { input?: string; user?: User } = {}): string {
    return execFileSync('kubectl', ['--kubeconfig', this.kubeconfig(user), ...args], {
      input: input ?? '',
      encoding: 'utf8',
      stdio: 'pipe',
      maxBuffer: 64 * 1024 * 1024,
    });
  }

  /** One request; resolves with status and text whatever the status is, rejects when there is no answer. */
  raw(
    method: string,
    path: string,
    body?: unknown,
    options: { user?: User; type?: string; signal?: AbortSignal } = {},
  ): Promise<{ status: number; text: string }> {
    const { user = 'admin', type = 'application/json', signal } = options;
    return new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${tokenOf(user)}`, accept: 'application/json', 'content-type': type };
      const request = httpsRequest(
        `${this.server}${path}`,
        { method, ca: this.#ca, headers, agent: false, ...(signal && { signal }) },
        (response) => {
          response.setEncoding('utf8');
          let text = '';
          response.on('data', (chunk: string) => (text += chunk));
          response.on('error', reject);
          response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        },
      );
      request.on('error', reject);
      request.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** One request answered with JSON. Throws on a status of 400 or more, with the server's words. */
  async request(
    method: string,
    path: string,
    body?: unknown,
    options: { user?: User; type?: string } = {},
  ): Promise<Json> {
    const { status, text } = await this.raw(method, path, body, options);
    if (status >= 400) throw new Error(`${method} ${path}: ${status} ${text.slice(0, 500)}`);
    return JSON.parse(text);
  }

  /** Applies YAML, several documents if you like. */
  apply(yaml: string): void {
    this.kubectl(['apply', '-f', '-'], { input: yaml });
  }

  /** Makes nodes; kwok makes them Ready. Resolves when they are. */
  async createNodes(...names: readonly string[]): Promise<void> {
    for (const name of names)
      await this.request('POST', '/api/v1/nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name } });
    for (const name of names) {
      await until(`node ${name} Ready`, async () => {
        const node = await this.request('GET', `/api/v1/nodes/${name}`);
        return node.status?.conditions?.some(
          (condition: Json) => condition.type === 'Ready' && condition.status === 'True',
        );
      });
    }
  }

  /** Makes a namespace unless it is there. */
  async createNamespace(name: string): Promise<void> {
    await this.raw('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }

  /** The pods of a namespace that carry a label (`app=cart`), oldest name first. */
  async pods(namespace: string, selector = ''): Promise<Json[]> {
    const list = await this.request(
      'GET',
      `/api/v1/namespaces/${namespace}/pods?labelSelector=${encodeURIComponent(selector)}`,
    );
    return list.items.toSorted((a: Json, b: Json) => (a.metadata.name < b.metadata.name ? -1 : 1));
  }

  /** Makes a namespace, a Deployment of pause-like pods labelled `app=NAME` and a Service of the same name; resolves when all pods are Ready. */
  async createApp(namespace: string, name: string, replicas: number): Promise<Json[]> {
    const labels = { app: name };
    await this.createNamespace(namespace);
    await this.request('POST', `/apis/apps/v1/namespaces/${namespace}/deployments`, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, labels },
      spec: {
        replicas,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            containers: [
              {
                name: 'app',
                image: `example.com/${name}:1.0`,
                ports: [{ containerPort: 8080 }],
                resources: { limits: { memory: '256Mi' } },
              },
            ],
          },
        },
      },
    });
    await this.request('POST', `/api/v1/namespaces/${namespace}/services`, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, labels },
      spec: { selector: labels, ports: [{ port: 80, targetPort: 8080 }] },
    });
    return until(`${replicas} pods of ${name} Ready`, async () => {
      const pods = await this.pods(namespace, `app=${name}`);
      const ready = pods.filter((pod) =>
        pod.status.conditions?.some((condition: Json) => condition.type === 'Ready' && condition.status === 'True'),
      );
      return ready.length === replicas ? pods : undefined;
    });
  }

  /** Merges into a pod's status, as a kubelet would: containerStatuses by name, conditions by type. */
  patchPodStatus(namespace: string, pod: string, status: object): Promise<Json> {
    return this.request('PATCH', `/api/v1/namespaces/${namespace}/pods/${pod}/status`, { status }, { type: PATCH });
  }

  /** Puts every container of a pod into CrashLoopBackOff after an OOM kill, not ready. */
  async crashPod(namespace: string, pod: string, restartCount = 4): Promise<void> {
    const now = new Date().toISOString().replace(/\.\d+Z/, 'Z');
    const { spec } = await this.request('GET', `/api/v1/namespaces/${namespace}/pods/${pod}`);
    const containerStatuses = spec.containers.map(({ name, image }: Json) => ({
      name,
      image,
      ready: false,
      restartCount,
      state: {
        running: null,
        waiting: { reason: 'CrashLoopBackOff', message: `back-off 40s restarting failed container=${name} pod=${pod}` },
      },
      lastState: { terminated: { exitCode: 137, reason: 'OOMKilled', startedAt: now, finishedAt: now } },
    }));
    await this.patchPodStatus(namespace, pod, { containerStatuses, conditions: notReady('False', now) });
  }

  /** Undoes `crashPod`: running, ready, the restarts forgotten. */
  async curePod(namespace: string, pod: string): Promise<void> {
    const now = new Date().toISOString().replace(/\.\d+Z/, 'Z');
    const { spec } = await this.request('GET', `/api/v1/namespaces/${namespace}/pods/${pod}`);
    const containerStatuses = spec.containers.map(({ name, image }: Json) => ({
      name,
      image,
      ready: true,
      restartCount: 0,
      state: { waiting: null, running: { startedAt: now } },
      lastState: { terminated: null },
    }));
    await this.patchPodStatus(namespace, pod, { containerStatuses, conditions: notReady('True', now) });
  }

  /** Gives a user rights: in one namespace when one is named, else everywhere. */
  async allow(user: User, rules: readonly Rule[] = READ_ALL, namespace?: string): Promise<void> {
    const kind = namespace === undefined ? 'ClusterRole' : 'Role';
    const at = `/apis/rbac.authorization.k8s.io/v1${namespace === undefined ? '' : `/namespaces/${namespace}`}`;
    const metadata = { name: `e2e-${user}-${Date.now()}`, labels: { 'e2e-user': user } };
    const apiVersion = 'rbac.authorization.k8s.io/v1';
    await this.request('POST', `${at}/${kind.toLowerCase()}s`, { apiVersion, kind, metadata, rules });
    await this.request('POST', `${at}/${kind.toLowerCase()}bindings`, {
      apiVersion,
      kind: `${kind}Binding`,
      metadata,
      subjects: [{ kind: 'User', name: user, apiGroup: 'rbac.authorization.k8s.io' }],
      roleRef: { kind, name: metadata.name, apiGroup: 'rbac.authorization.k8s.io' },
    });
    await until(`the rights of ${user} hold`, () => this.#may(user, rules[0], namespace));
  }

  /** The authorizer learns of bindings through a watch of its own, so rights hold a moment after they were given. */
  async #may(user: User, rule: Rule | undefined, namespace: string | undefined): Promise<boolean> {
    const [group = '', resource = '*', verb = 'get'] = [rule?.apiGroups[0], rule?.resources[0], rule?.verbs[0]];
    const spec = { resourceAttributes: { group, resource, verb, ...(namespace !== undefined && { namespace }) } };
    const kind = 'SelfSubjectAccessReview';
    const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
    const review = await this.request('POST', path, { apiVersion: 'authorization.k8s.io/v1', kind, spec }, { user });
    return review.status.allowed === true;
  }

  /** Takes away everything `allow` gave a user. */
  deny(user: User): void {
    this.kubectl(['delete', 'clusterrolebindings,clusterroles', '-l', `e2e-user=${user}`, '--ignore-not-found']);
    this.kubectl(['delete', 'rolebindings,roles', '-A', '-l', `e2e-user=${user}`, '--ignore-not-found']);
  }
}

function notReady(status: 'True' | 'False', lastTransitionTime: string): object[] {
  return ['Ready', 'ContainersReady'].map((type) => ({
    type,
    status,
    lastTransitionTime,
    ...(status === 'False' && { reason: 'ContainersNotReady' }),
  }));
}
