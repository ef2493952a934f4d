// Pods of the test clusters that have logs of their own: kwok reads a file per container, and a test may write and lengthen these files.
// They are read with the kubelet's own code, so tail, since, follow and limits are the real ones. What kwok does not do: it never looks
// at a container's state, so a follow does not end when the container does (here: only when the connection does), and a log of a waiting
// container is not refused.
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from './cluster-hand.ts';

/** The namespace and the names under which a pod gets its logs from files; every other pod has the shared `pod.log`. */
export const LOGGED = {
  namespace: 'logged',
  pods: ['big', 'writer', 'several', 'again'],
  containers: ['app', 'side'],
} as const;

type LoggedPod = (typeof LOGGED.pods)[number];
type LoggedContainer = (typeof LOGGED.containers)[number];

/** The file behind `kubectl logs -n logged POD -c CONTAINER`, or behind the same with `--previous`. */
export function logFile(folder: string, pod: LoggedPod, container: LoggedContainer = 'app', previous = false): string {
  return join(folder, 'logs', `${pod}.${container}${previous ? '.previous' : ''}.log`);
}

/** What one who is attached to any container sees is what is appended here meanwhile. */
export const attachFile = (folder: string): string => join(folder, 'logs', 'attached.log');

/** kwok's documents for the logged pods and for attaching; the files exist afterwards and are empty. */
export function logDocuments(folder: string): object[] {
  mkdirSync(join(folder, 'logs'), { recursive: true });
  for (const pod of LOGGED.pods)
    for (const container of LOGGED.containers) writeFileSync(logFile(folder, pod, container), '');
  writeFileSync(attachFile(folder), '');
  const apiVersion = 'kwok.x-k8s.io/v1alpha1';
  const attaches = [{ logsFile: attachFile(folder) }];
  const logs = LOGGED.pods.map((pod) => ({
    apiVersion,
    kind: 'Logs',
    metadata: { name: pod, namespace: LOGGED.namespace },
    spec: {
      logs: LOGGED.containers.map((container) => ({
        containers: [container],
        logsFile: logFile(folder, pod, container),
        previousLogsFile: logFile(folder, pod, container, true),
        follow: true,
      })),
    },
  }));
  return [...logs, { apiVersion, kind: 'ClusterAttach', metadata: { name: 'all' }, spec: { attaches } }];
}

/** A line as container runtimes write it: a timestamp of nine decimals, the stream, F for full or P for partial, the text. */
export function criLine(atNs: bigint, text: string, { stream = 'stdout', partial = false } = {}): string {
  const seconds = new Date(Number(atNs / 1_000_000n)).toISOString().slice(0, 19);
  return `${seconds}.${String(atNs % 1_000_000_000n).padStart(9, '0')}Z ${stream} ${partial ? 'P' : 'F'} ${text}\n`;
}

/** Nanoseconds since the epoch. */
export const nanoseconds = (ms: number): bigint => BigInt(Math.trunc(ms)) * 1_000_000n;

/** `count` lines that end now, one a millisecond; every seventh has the timestamp of the one before it. */
export function manyLines(count: number, text: (n: number) => string): string {
  const from = nanoseconds(Date.now() - count);
  return Array.from({ length: count }, (_, n) => {
    const at = n % 7 === 6 ? n - 1 : n;
    return criLine(from + BigInt(at) * 1_000_000n + BigInt(at * 37), text(n));
  }).join('');
}

/** Appends unique lines `NAME 0`, `NAME 1` … at a steady rate until `lines` are written; every tenth has the timestamp before it. */
export function startWriter(file: string, name: string, lines: number, perSecond: number): Promise<void> {
  const startedAt = Date.now();
  let written = 0;
  let at = nanoseconds(startedAt);
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(lines, Math.floor(((Date.now() - startedAt) * perSecond) / 1000));
      let text = '';
      for (; written < due; written++) {
        const now = nanoseconds(startedAt) + (BigInt(written) * 1_000_000_000n) / BigInt(perSecond) + 7n;
        if (written % 10 !== 9) at = now;
        text += criLine(at, `${name} ${written} ${'·'.repeat(written % 40)}`);
      }
      if (text !== '') appendFileSync(file, text);
      if (written < lines) return;
      clearInterval(timer);
      resolve();
    }, 20);
  });
}

/** A pod of those names, with both containers when `several`. */
export function loggedPod(name: LoggedPod, several = false): Json {
  const containers = several ? LOGGED.containers : LOGGED.containers.slice(0, 1);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: LOGGED.namespace, labels: { app: name } },
    spec: { containers: containers.map((container) => ({ name: container, image: `example.com/${name}:1.0` })) },
  };
}
