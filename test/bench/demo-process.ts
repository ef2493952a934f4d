// A demo fleet as a process of its own, so that its work is not counted as the program's; and what a test may ask of it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:https';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { loadKubeconfig } from '../../src/cluster/kubeconfig.ts';

const BIN = join(import.meta.dirname, '../../bin/k8s-watch.js');

export type DemoProcess = {
  readonly kubeconfig: string;
  /** Asks the first cluster; `path` begins with `/`. Gives the answer's JSON. */
  readonly ask: (method: string, path: string, body?: unknown) => Promise<unknown>;
  readonly stop: () => Promise<void>;
};

export async function startDemo(args: readonly string[]): Promise<DemoProcess> {
  const child = spawn(process.execPath, [BIN, 'demo', ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const kubeconfig = line.replace('export KUBECONFIG=', '');
  return {
    kubeconfig,
    ask: (method, path, body) => ask(kubeconfig, method, path, body),
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function ask(kubeconfig: string, method: string, path: string, body: unknown): Promise<unknown> {
  const [entry] = loadKubeconfig({ file: kubeconfig, env: {}, home: homedir() }).contexts;
  if (entry?.cluster === undefined) throw new Error(`${kubeconfig} names no cluster`);
  const call = request(new URL(path, entry.cluster.server), {
    method,
    ca: Buffer.from(entry.cluster.certificateAuthorityData ?? '', 'base64'),
    headers: {
      authorization: `Bearer ${entry.user?.token ?? ''}`,
      'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
    },
  });
  call.end(body === undefined ? '' : JSON.stringify(body));
  const [answer] = (await once(call, 'response')) as [AsyncIterable<Buffer> & { statusCode?: number }];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  if ((answer.statusCode ?? 0) >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${text.slice(0, 200)}`);
  return JSON.parse(text) as unknown;
}
