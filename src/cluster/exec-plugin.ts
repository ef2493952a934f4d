// Runs one exec credential plugin once: the process, its limits and what it printed. client-node's ExecAuth has no time limit, gives the plugin
// a pipe nobody writes to as stdin, and passes no KUBERNETES_EXEC_INFO (docs/decisions/0010), so the plugin is started here.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';

import type { Clock } from '../objects/clock.ts';
import type { Log } from '../objects/log.ts';
import { printable } from '../objects/printable.ts';
import { redact } from '../objects/redact.ts';
import { ApiError } from './api-error.ts';
import { abortedError } from './connection-error.ts';
import type { ClusterEntry, ExecEntry } from './kubeconfig-entry.ts';
import type { Env } from './proxy.ts';

/** How long a plugin may take that nobody talks to, and one that a person types into. */
const QUIET_LIMIT_MS = 30_000;
const INTERACTIVE_LIMIT_MS = 5 * 60_000;
/** Between the polite signal and the other one. */
const KILL_AFTER_MS = 2_000;
const LONGEST_OUTPUT = 1024 * 1024;
const LONGEST_WORDS = 200;

export type PluginRun = {
  readonly exec: ExecEntry;
  readonly cluster: ClusterEntry;
  /** True when the plugin has the terminal for itself. */
  readonly interactive: boolean;
  readonly env: Env;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends the plugin: nobody waits for its answer any more. */
  readonly closed: AbortSignal;
};

/** The plugin ran and gave up by itself: the one failure that a person at the terminal may mend. */
export class PluginExit extends ApiError {}

/** What the plugin wrote to stdout. Rejects with ApiError `unauthorized`: missing, failed, hung. */
export async function runPlugin(run: PluginRun): Promise<string> {
  const { exec, interactive, clock, log } = run;
  const env = await environment(run);
  if (run.closed.aborted) throw abortedError('log in');
  const child = spawn(exec.command, [...exec.args], {
    env,
    // a group of its own, so that a hung plugin's children die with it; not when it reads the terminal, which only our group may
    detached: !interactive,
    stdio: interactive ? ['inherit', 'pipe', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  log('debug', 'exec plugin started', { command: exec.command, interactive });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const limitMs = interactive ? INTERACTIVE_LIMIT_MS : QUIET_LIMIT_MS;
  const out = collect(child, 'stdout');
  const err = collect(child, 'stderr');
  const cancel = clock.setTimer(limitMs, () => {
    reject(failure(exec, `did not end within ${limitMs / 1000} s`, err()));
    end(child, clock);
  });
  const onClosed = (): void => {
    reject(abortedError('log in'));
    end(child, clock);
  };
  run.closed.addEventListener('abort', onClosed, { once: true });
  child.once('error', (error: NodeJS.ErrnoException) => reject(spawnFailure(exec, error)));
  child.once('close', (code, signal) => {
    const said = redact(printable(err())).trim();
    if (said !== '')
      log('info', 'exec plugin wrote to stderr', { command: exec.command, stderr: said.slice(0, 4_000) });
    if (code === 0) resolve(out());
    else if (code === null) reject(failure(exec, `was ended by ${signal}`, err()));
    else reject(new PluginExit(failure(exec, `failed with exit code ${code}`, err()).info));
  });
  try {
    return await promise;
  } finally {
    cancel();
    run.closed.removeEventListener('abort', onClosed);
  }
}

function collect(child: ChildProcess, name: 'stdout' | 'stderr'): () => string {
  const chunks: Buffer[] = [];
  let length = 0;
  child[name]?.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= LONGEST_OUTPUT) chunks.push(chunk);
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

function end(child: ChildProcess, clock: Clock): void {
  const kill = (signal: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined && process.platform !== 'win32' && child.stdin === null)
        process.kill(-child.pid, signal);
      else child.kill(signal);
    } catch {
      child.kill(signal); // no group of its own, or gone already
    }
  };
  kill('SIGTERM');
  const cancel = clock.setTimer(KILL_AFTER_MS, () => kill('SIGKILL'));
  child.once('close', cancel);
}

/** The process's environment, the plugin's own variables, and KUBERNETES_EXEC_INFO. */
async function environment({ exec, cluster, interactive, env }: PluginRun): Promise<Record<string, string>> {
  const info = {
    apiVersion: exec.apiVersion,
    kind: 'ExecCredential',
    spec: { interactive, ...(exec.provideClusterInfo ? { cluster: await clusterInfo(cluster) } : {}) },
  };
  const own = Object.fromEntries(exec.env.map(({ name, value }) => [name, value]));
  const inherited = Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  return { ...inherited, ...own, KUBERNETES_EXEC_INFO: JSON.stringify(info) };
}

async function clusterInfo(cluster: ClusterEntry): Promise<Record<string, unknown>> {
  const file = cluster.certificateAuthority;
  const authority =
    cluster.certificateAuthorityData ?? (file === undefined ? undefined : (await readFile(file)).toString('base64'));
  return {
    server: cluster.server,
    ...(cluster.tlsServerName === undefined ? {} : { 'tls-server-name': cluster.tlsServerName }),
    ...(cluster.insecureSkipTlsVerify ? { 'insecure-skip-tls-verify': true } : {}),
    ...(authority === undefined ? {} : { 'certificate-authority-data': authority }),
    ...(cluster.proxyUrl === undefined ? {} : { 'proxy-url': cluster.proxyUrl }),
    ...(cluster.disableCompression ? { 'disable-compression': true } : {}),
    ...(cluster.execConfig === undefined ? {} : { config: cluster.execConfig }),
  };
}

function spawnFailure(exec: ExecEntry, error: NodeJS.ErrnoException): ApiError {
  const missing = error.code === 'ENOENT';
  const hint = exec.installHint === undefined ? undefined : printable(exec.installHint).slice(0, 500);
  const message = missing
    ? `the exec plugin '${exec.command}' is not installed or not in PATH`
    : `the exec plugin '${exec.command}' cannot be started: ${error.code ?? error.message}`;
  return pluginError(message, hint ?? `install ${exec.command}, or correct users[].user.exec.command`, error);
}

/** `said` is the plugin's stderr: its last line is mostly the cause in the vendor's words. */
function failure(exec: ExecEntry, what: string, said: string): ApiError {
  const last = said.trim().split('\n').at(-1) ?? '';
  const words = redact(printable(last)).trim().slice(0, LONGEST_WORDS);
  return pluginError(
    `the exec plugin '${exec.command}' ${what}${words === '' ? '' : `: ${words}`}`,
    'run it by hand, or log in again with its own tool',
  );
}

/** Every trouble with a plugin means: no credentials. */
export function pluginError(message: string, cure: string, cause?: unknown): ApiError {
  return new ApiError({ code: 'unauthorized', what: 'log in', message, cure }, { cause });
}
