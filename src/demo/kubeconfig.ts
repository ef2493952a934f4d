// The kubeconfig that leads to the pretend clusters, written by hand so that the demo needs no YAML package.
import { NAMESPACE_OF_NSUSER, tokenOf } from './users.ts';
import type { UserName } from './users.ts';

export interface ClusterEntry {
  /** Context and cluster name. */
  name: string;
  /** https://127.0.0.1:port */
  server: string;
  /** PEM of the authority that signed the server's certificate. */
  caPem: string;
}

/**
 * YAML of a kubeconfig: for each user a context per cluster, named as the cluster for `admin` (the first is current),
 * else `cluster-user`. The nsuser's contexts carry the namespace it has rights in.
 */
export function kubeconfigYaml(clusters: readonly ClusterEntry[], users: readonly UserName[]): string {
  const contexts = users.flatMap((user) =>
    clusters.map(({ name }) => ({ name: user === 'admin' ? name : `${name}-${user}`, cluster: name, user })),
  );
  return [
    'apiVersion: v1',
    'kind: Config',
    'preferences: {}',
    `current-context: ${contexts[0]?.name ?? '""'}`,
    'clusters:',
    ...clusters.map(clusterLines),
    'contexts:',
    ...contexts.map(contextLines),
    'users:',
    ...users.map((user) => `- name: demo-${user}\n  user:\n    token: ${tokenOf(user)}`),
    '',
  ].join('\n');
}

function clusterLines({ name, server, caPem }: ClusterEntry): string {
  const data = Buffer.from(caPem).toString('base64');
  return `- name: ${name}\n  cluster:\n    server: ${server}\n    certificate-authority-data: ${data}`;
}

function contextLines({ name, cluster, user }: { name: string; cluster: string; user: UserName }): string {
  const namespace = user === 'nsuser' ? `\n    namespace: ${NAMESPACE_OF_NSUSER}` : '';
  return `- name: ${name}\n  context:\n    cluster: ${cluster}\n    user: demo-${user}${namespace}`;
}
