// The connections of one context in lanes, so that an action never queues behind a list and a list never behind a watch.
import { Agent as HttpAgent } from 'node:http';
import type { ClientRequest } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { connect as connectTls, createSecureContext } from 'node:tls';
import type { ConnectionOptions, SecureContext } from 'node:tls';
import type { Duplex } from 'node:stream';

import type { ClientCertificate, TrustOptions } from './tls-material.ts';
import { openTunnel } from './tunnel.ts';

/**
 * `watch`: one connection each, open for minutes; `list`: at most 4 at once; `interactive`: what a person waits for; `stream`: a log or a shell,
 * each on a connection of its own that is never used again.
 */
export type Lane = 'watch' | 'list' | 'interactive' | 'stream';

const MOST_SOCKETS: Readonly<Record<Lane, number>> = { watch: Infinity, list: 4, interactive: 8, stream: Infinity };

/** Node gives each address of a host 250 ms by default, which is less than a round trip to some continents. */
const ADDRESS_ATTEMPT_MS = 2_000;

export type LaneOptions = {
  readonly server: URL;
  readonly proxy: URL | undefined;
  readonly trust: TrustOptions;
  readonly certificate: ClientCertificate | undefined;
  readonly connectTimeoutMs: number;
};

type SecureOptions = {
  readonly secureContext: SecureContext;
  readonly servername?: string;
  readonly rejectUnauthorized: boolean;
};

type OnSocket = (error: Error | null, socket?: Duplex) => void;

/** A connection on which nobody may say a word for hours asks TCP whether the other end still stands. */
const PROBE_AFTER_MS = 15_000;

export function probeConnection(request: ClientRequest): void {
  request.once('socket', (socket) => {
    const probe = (): void => void socket.setKeepAlive(true, PROBE_AFTER_MS);
    if (socket.connecting) socket.once('connect', probe);
    else probe();
  });
}

/** The agents of one context for one client certificate. */
export class Lanes {
  readonly #agents: Readonly<Record<Lane, HttpAgent>>;

  /** Throws OpenSSL's error when a certificate or key cannot be used. */
  constructor(options: LaneOptions) {
    const { trust, certificate } = options;
    const { ca, ...rest } = trust;
    // made once: with the machine's own list of authorities it takes milliseconds, which every connection would pay again
    const secureContext = createSecureContext({ ...(ca === undefined ? {} : { ca }), ...certificate });
    const tls = { ...rest, secureContext };
    this.#agents = {
      watch: agentFor('watch', options, tls),
      list: agentFor('list', options, tls),
      interactive: agentFor('interactive', options, tls),
      stream: agentFor('stream', options, tls),
    };
  }

  agent(lane: Lane): HttpAgent {
    return this.#agents[lane];
  }

  /** No new use: idle connections are closed now, busy ones when their request ends. For when a client certificate has been replaced. */
  retire(): void {
    for (const agent of Object.values(this.#agents)) {
      agent.maxFreeSockets = 0;
      for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
    }
  }

  /** Closes everything now. */
  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }
}

function agentFor(lane: Lane, options: LaneOptions, tls: SecureOptions): HttpAgent {
  const { server, proxy, connectTimeoutMs } = options;
  const kept = {
    keepAlive: lane !== 'stream',
    maxSockets: MOST_SOCKETS[lane],
    maxFreeSockets: 4,
    scheduling: 'lifo' as const,
    autoSelectFamilyAttemptTimeout: ADDRESS_ATTEMPT_MS,
  };
  const agent = server.protocol === 'https:' ? new HttpsAgent({ ...kept, ...tls }) : new HttpAgent(kept);
  if (proxy === undefined) return agent;
  const host = server.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = Number(server.port || (server.protocol === 'https:' ? 443 : 80));
  const createConnection = (connection: ConnectionOptions, onSocket: OnSocket): undefined => {
    openTunnel(proxy, host, port, connectTimeoutMs).then(
      (socket) => onSocket(null, server.protocol === 'https:' ? connectTls({ ...connection, socket }) : socket),
      (error: Error) => onSocket(error),
    );
  };
  return Object.assign(agent, { createConnection });
}
