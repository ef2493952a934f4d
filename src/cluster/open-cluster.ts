// Puts the parts of this folder together for one context.
import type { Clock } from '../objects/clock.ts';
import { systemClock } from '../objects/clock.ts';
import type { KindId } from '../objects/kind.ts';
import { kindOf } from '../objects/kind.ts';
import type { Log } from '../objects/log.ts';
import { silentLog } from '../objects/log.ts';
import { isJson } from '../objects/json.ts';
import { ApiError } from './api-error.ts';
import { changesOf } from './changes.ts';
import type { Cluster, ServerVersion } from './cluster.ts';
import { Connection } from './connection.ts';
import { credentialsOf } from './credentials.ts';
import { Discovery } from './discovery.ts';
import { processSlots } from './exec-credentials.ts';
import type { LendTerminal } from './exec-credentials.ts';
import type { ContextEntry, Impersonation } from './kubeconfig-entry.ts';
import { KubeconfigError } from './kubeconfig-entry.ts';
import { listObjects } from './list.ts';
import type { Paging } from './list.ts';
import type { ListWatch } from './list-watch.ts';
import type { Env } from './proxy.ts';
import { resourcePath } from './resource-path.ts';
import { ResourceRequests } from './resource-requests.ts';
import { Rights } from './rights.ts';
import { watchObjects } from './watch.ts';

export type ClusterOptions = {
  /** `--request-timeout`: to connect and to the first byte, not for watches. */
  readonly requestTimeoutMs?: number;
  /** `--as`, `--as-group`: replaces what the kubeconfig says. */
  readonly impersonate?: Impersonation;
  /** Absent when no person sits at a terminal. */
  readonly lendTerminal?: LendTerminal;
  readonly log?: Log;
  readonly clock?: Clock;
  /** 0 ≤ x < 1, for the jitter of watches. */
  readonly random?: () => number;
  /** For proxies and exec plugins. */
  readonly env?: Env;
};

const REQUEST_TIMEOUT_MS = 30_000;

/** Opens a context without any request yet. Throws KubeconfigError when its entry cannot be used. Whoever opens it calls close(). */
export function openCluster(entry: ContextEntry, options: ClusterOptions = {}): Cluster {
  if (entry.problem !== undefined) throw new KubeconfigError(entry.problem);
  const { cluster, user, name: context } = entry;
  if (cluster === undefined) throw new TypeError(`the context ${context} has neither a cluster nor a problem`);
  const { clock = systemClock, log = silentLog, random = Math.random, env = process.env } = options;
  const closed = new AbortController();
  const plugins = { closed: closed.signal, env, clock, log, slots: processSlots, lendTerminal: options.lendTerminal };
  const connection = new Connection({
    cluster,
    credentials: credentialsOf({ cluster, user, clock, plugins }),
    impersonate: options.impersonate ?? user?.impersonate,
    env,
    clock,
    log,
    requestTimeoutMs: options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
  });
  const discovery = new Discovery(connection, closed.signal);
  const rights = new Rights(connection, clock, closed.signal);

  const source = (kind: KindId, namespace: string | undefined): ListWatch =>
    sourceOf(
      new ResourceRequests({ context, kind, namespace, connection, discovery, log, now: () => clock.now() }),
      random,
    );
  const ask = (path: string, signal: AbortSignal): Promise<unknown> =>
    connection.json({ what: `GET ${path.split('?', 1)[0] ?? ''}`, method: 'GET', path, lane: 'interactive' }, signal);

  return {
    context,
    namespace: entry.namespace,
    version: async (signal) => readVersion(await ask('/version', signal)),
    source,
    mayI: (question, signal) => rights.ask(question, signal),
    get: ask,
    knownRight: (question) => rights.known(question),
    pathOf: (kind, namespace, name) => objectPath(kind, discovery.versionOf(kind), namespace, name),
    stream: (what, path, signal) => streamOf(connection, what, path, signal),
    changes: () => changesOf(connection),
    close() {
      closed.abort();
      connection.close();
    },
  };
}

function objectPath(kind: KindId, version: string, namespace: string, name: string): string {
  const { group, plural, namespaced } = kindOf(kind);
  return resourcePath({ group, version, plural, namespace: namespaced ? namespace : undefined, name });
}

async function* streamOf(
  connection: Connection,
  what: string,
  path: string,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void, undefined> {
  // what a log may be besides JSON cannot be said; refusals come as JSON
  const ask = { what, method: 'GET', path, lane: 'stream', accept: 'application/json, */*' } as const;
  const { body } = await connection.send(ask, signal);
  yield* body;
}

function sourceOf(requests: ResourceRequests, random: () => number): ListWatch {
  const paging: Paging = { expired: false };
  return {
    list: (from, signal) => listObjects(requests, from, paging, signal),
    watch: (version, signal) => watchObjects(requests, version, random, signal),
  };
}

function readVersion(json: unknown): ServerVersion {
  const { gitVersion, major, minor } = isJson(json) ? json : {};
  if (typeof gitVersion !== 'string') {
    throw new ApiError({
      code: 'protocol',
      what: 'GET /version',
      message: 'the answer is not a version',
      cure: 'check cluster.server in the kubeconfig',
    });
  }
  // minor may be written as 27+ by managed clusters
  return { gitVersion, major: Number.parseInt(String(major), 10) || 0, minor: Number.parseInt(String(minor), 10) || 0 };
}
