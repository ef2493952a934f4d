// The yardstick: fetching the same lists without looking at them. What the program takes beyond this is its own.
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { homedir } from 'node:os';
import { loadKubeconfig } from '../../src/cluster/kubeconfig.ts';

const NEEDED = 'the yardstick needs contexts with a certificate authority and a token';

/** Milliseconds, bytes and pods of one GET of /api/v1/pods from every context at once, by a bare HTTPS client. */
export async function rawPodLists(kubeconfigFile: string): Promise<{ ms: number; bytes: number; pods: number }> {
  const { contexts } = loadKubeconfig({ file: kubeconfigFile, env: {}, home: homedir() });
  const startedAt = performance.now();
  const bodies = await Promise.all(
    contexts.map(({ cluster, user }) => {
      const { certificateAuthorityData: data, certificateAuthority: path } = cluster ?? {};
      if (cluster === undefined || user?.token === undefined || (data === undefined && path === undefined))
        throw new Error(NEEDED);
      const ca = path === undefined ? Buffer.from(data ?? '', 'base64') : readFileSync(path);
      return get(`${cluster.server}/api/v1/pods?resourceVersion=0`, ca, user.token);
    }),
  );
  const ms = performance.now() - startedAt;
  const pods = bodies.reduce(
    (sum, body) => sum + (JSON.parse(body.toString()) as { items: unknown[] }).items.length,
    0,
  );
  return { ms, bytes: bodies.reduce((sum, body) => sum + body.length, 0), pods };
}

function get(url: string, ca: Buffer, token: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const call = request(
      url,
      { ca, headers: { authorization: `Bearer ${token}`, accept: 'application/json' } },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () =>
          answer.statusCode === 200
            ? resolve(Buffer.concat(chunks))
            : reject(new Error(`${url}: ${answer.statusCode}`)),
        );
        answer.on('error', reject);
      },
    );
    call.on('error', reject);
    call.end();
  });
}
