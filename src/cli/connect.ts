// From the command line to the contexts to connect: which kubeconfig, which of its contexts, as whom.
import { homedir } from 'node:os';
import type { ContextEntry, Impersonation, Kubeconfig } from '../cluster/kubeconfig-entry.ts';
import { KubeconfigError, problemText } from '../cluster/kubeconfig-entry.ts';
import { loadKubeconfig } from '../cluster/kubeconfig.ts';
import { ApiError } from '../cluster/api-error.ts';
import type { LendTerminal } from '../cluster/exec-credentials.ts';
import { systemClock } from '../objects/clock.ts';
import type { Clock } from '../objects/clock.ts';
import type { Log } from '../objects/log.ts';
import { nearest } from '../objects/nearest.ts';
import type { ContextPlan, LiveFleet } from '../session/live-fleet.ts';
import { startLiveFleet } from '../session/live-fleet.ts';
import { startDemoChild } from './demo-child.ts';
import { UsageError } from './exit-code.ts';
import { listValues } from './option-values.ts';
import type { ClusterOptions } from './options.ts';

/** What the kubeconfig offers and what was chosen of it. `chosen` is empty when there is no usable current-context and nothing was asked for. */
export type ContextChoice = { readonly kubeconfig: Kubeconfig; readonly chosen: readonly ContextEntry[] };

/** What outlives a fleet and is needed to start one. */
export type Surroundings = {
  readonly log: Log;
  readonly clock: Clock;
  readonly lendTerminal: LendTerminal | undefined;
};

/** Reads the kubeconfig and picks contexts. Throws UsageError, naming the nearest one, for a context that does not exist. */
export function chooseContexts(options: ClusterOptions, log: Log): ContextChoice {
  const kubeconfig = loadKubeconfig({
    env: process.env,
    home: homedir(),
    ...(options.kubeconfig === undefined ? {} : { file: options.kubeconfig }),
  });
  for (const problem of kubeconfig.problems) log('warn', `kubeconfig: ${problemText(problem)}`);
  return { kubeconfig, chosen: pick(options, kubeconfig) };
}

function pick(options: ClusterOptions, kubeconfig: Kubeconfig): readonly ContextEntry[] {
  if (options.allContexts) return currentFirst(kubeconfig);
  const known = new Set(kubeconfig.contexts.map((entry) => entry.name));
  const wanted = listValues(options.contexts, known);
  if (wanted.length > 0) return wanted.map((name) => entryNamed(name, kubeconfig));
  const current = kubeconfig.contexts.find((entry) => entry.name === kubeconfig.currentContext);
  return current === undefined || current.problem !== undefined ? [] : [current];
}

/** The context a person works in connects first. */
function currentFirst(kubeconfig: Kubeconfig): readonly ContextEntry[] {
  const isCurrent = (entry: ContextEntry): number => (entry.name === kubeconfig.currentContext ? 0 : 1);
  return kubeconfig.contexts.toSorted((a, b) => isCurrent(a) - isCurrent(b));
}

function entryNamed(name: string, kubeconfig: Kubeconfig): ContextEntry {
  const entry = kubeconfig.contexts.find((candidate) => candidate.name === name);
  if (entry !== undefined) return entry;
  const names = kubeconfig.contexts.map((candidate) => candidate.name);
  const known = names.length === 0 ? '; the kubeconfig has no contexts' : nearest(name, names);
  throw new UsageError(`no context is called '${name}'${known}`);
}

/** Why there is nothing to connect to, a sentence a line: where we looked and what is wrong there. */
export function explainKubeconfig({ files, problems, contexts, currentContext }: Kubeconfig): readonly string[] {
  const told = new Set(problems.map((problem) => problem.file));
  const missing = files
    .filter(({ path, read }) => !read && !told.has(path))
    .map(({ path }) => `${path}: there is no such file`);
  const unnamed =
    contexts.length > 0 && currentContext === undefined && !problems.some(({ code }) => code === 'missing-context');
  return [...missing, ...problems.map(problemText), ...(unnamed ? ['the kubeconfig sets no current-context'] : [])];
}

/** Connects the chosen contexts; `stopped` is called when the fleet has ended. Returns at once: contexts come to life, or say what is wrong, on their own. */
export function connectFleet(
  chosen: readonly ContextEntry[],
  options: ClusterOptions,
  around: Surroundings,
  stopped?: () => void,
): LiveFleet {
  const asked = impersonationOf(options);
  const plans = chosen.map((entry): ContextPlan => {
    const connect = async () => {
      const { openCluster } = await import('../cluster/open-cluster.ts'); // with all of TLS: the first frame does not wait for it
      const { requestTimeoutMs } = options;
      const { log, clock, lendTerminal } = around;
      try {
        return openCluster(entry, {
          requestTimeoutMs,
          log,
          clock,
          ...(asked === undefined ? {} : { impersonate: asked }),
          ...(lendTerminal === undefined ? {} : { lendTerminal }),
        });
      } catch (error) {
        throw asApiError(error);
      }
    };
    return { context: entry.name, namespaces: options.namespaces, connect };
  });
  const { clock, log } = around;
  return startLiveFleet({
    contexts: plans,
    clock,
    random: Math.random,
    log,
    ...(stopped === undefined ? {} : { stopped }),
  });
}

/** An entry that cannot be used is this context's trouble, not the program's. */
function asApiError(error: unknown): unknown {
  if (!(error instanceof KubeconfigError)) return error;
  const { problem } = error;
  return new ApiError(
    {
      code: 'invalid',
      what: 'read kubeconfig',
      message: `${problem.file}:${problem.line}: ${problem.message}`,
      cure: problem.cure,
    },
    { cause: error },
  );
}

function impersonationOf({ asUser, asGroups }: ClusterOptions): Impersonation | undefined {
  return asUser === undefined ? undefined : { user: asUser, groups: asGroups };
}

/** A running demo and the fleet that watches it; stopping the fleet ends both. */
export async function connectDemo(options: ClusterOptions, around: Surroundings): Promise<LiveFleet> {
  const child = await startDemoChild(options.demo ?? {});
  try {
    const kubeconfig = loadKubeconfig({ env: {}, home: '/', file: '/demo', readFile: () => child.kubeconfig });
    const wanted = listValues(options.contexts, new Set(kubeconfig.contexts.map((entry) => entry.name)));
    const chosen = wanted.length === 0 ? kubeconfig.contexts : wanted.map((name) => entryNamed(name, kubeconfig));
    return connectFleet(chosen, options, around, () => child.stop());
  } catch (error) {
    child.stop();
    throw error;
  }
}

/** The clock of a command: the machine's, unless `--at` froze the demo's. That freezes what the hour is, not the timers. */
export function clockOf({ demo }: ClusterOptions): Clock {
  const at = demo?.at;
  if (at === undefined) return systemClock;
  return { now: () => at, setTimer: (delayMs, run) => systemClock.setTimer(delayMs, run) };
}
