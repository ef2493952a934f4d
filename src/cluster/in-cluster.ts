// Inside a pod there is no kubeconfig but a service account: kubectl uses it as its last resort, and so do we.
import type { ContextEntry } from './kubeconfig-entry.ts';

const FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The context of the pod's own service account; undefined outside a pod. */
export function inClusterContext(
  env: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
): ContextEntry | undefined {
  const host = env['KUBERNETES_SERVICE_HOST'];
  const port = env['KUBERNETES_SERVICE_PORT'];
  if (!host || !port) return undefined;
  let namespace: string;
  try {
    readFile(`${FOLDER}/token`);
    namespace = readFile(`${FOLDER}/namespace`).trim();
  } catch {
    return undefined; // no service account is mounted: not an error, there is simply no context
  }
  const name = 'in-cluster';
  return {
    name,
    file: FOLDER,
    line: 0,
    ...(namespace === '' ? {} : { namespace }),
    cluster: {
      name,
      server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
      insecureSkipTlsVerify: false,
      certificateAuthority: `${FOLDER}/ca.crt`,
      disableCompression: false,
    },
    user: { name, tokenFile: `${FOLDER}/token` },
  };
}
