// An API server that misbehaves on request: each answer is a named verb, so a test reads as what the server does.
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { gzipSync } from 'node:zlib';

import type { Clock } from '../../src/objects/clock.ts';
import { openCluster } from '../../src/cluster/open-cluster.ts';
import type { ClusterOptions } from '../../src/cluster/open-cluster.ts';
import type { Cluster } from '../../src/cluster/cluster.ts';
import type { ClusterEntry, ContextEntry, UserEntry } from '../../src/cluster/kubeconfig-entry.ts';

export type Seen = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly raw: readonly string[];
  body: string;
};
export type Answer = (seen: Seen, response: ServerResponse, request: IncomingMessage) => void;
/** What the server does with a request to upgrade. */
export type UpgradeAnswer = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export class FakeServer {
  readonly seen: Seen[] = [];
  readonly sockets = new Set<Socket>();
  readonly url: string;
  readonly #server: ReturnType<typeof createServer>;
  /** Answers in order; the last one stays. */
  #script: Answer[] = [];

  private constructor(server: ReturnType<typeof createServer>, scheme: string) {
    this.#server = server;
    this.url = `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => this.sockets.delete(socket));
    });
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void this.#serve(request, response));
  }

  static async start(tls?: { certificate: string; key: string; ca?: string }): Promise<FakeServer> {
    const server = tls
      ? createTlsServer({
          cert: tls.certificate,
          key: tls.key,
          ...(tls.ca ? { ca: tls.ca, requestCert: true, rejectUnauthorized: false } : {}),
        })
      : createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FakeServer(server, tls ? 'https' : 'http');
  }

  /** From now on these answers, in order; the last one for all that follow. */
  answers(...script: Answer[]): this {
    this.#script = script;
    return this;
  }

  /** Websockets too: one answer for each request to upgrade, in order; the last one for all that follow. */
  upgrades(...script: UpgradeAnswer[]): this {
    this.#server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      this.seen.push(seenOf(request));
      const answer = script.length > 1 ? script.shift() : script[0];
      answer?.(request, socket, head);
    });
    return this;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const one = seenOf(request);
    for await (const chunk of request) one.body += String(chunk);
    this.seen.push(one);
    const answer = this.#script.length > 1 ? this.#script.shift() : this.#script[0];
    if (answer === undefined) response.writeHead(404).end();
    else answer(one, response, request);
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** A context on this server. */
  entry(user: Partial<UserEntry> = {}, cluster: Partial<ClusterEntry> = {}): ContextEntry {
    return {
      name: 'fake',
      file: '/kubeconfig',
      line: 1,
      cluster: { name: 'fake', server: this.url, insecureSkipTlsVerify: false, disableCompression: false, ...cluster },
      user: { name: 'someone', ...user },
    };
  }

  open(user: Partial<UserEntry> = {}, options: ClusterOptions = {}, cluster: Partial<ClusterEntry> = {}): Cluster {
    return openCluster(this.entry(user, cluster), { env: {}, random: () => 0, ...options });
  }

  async allClosed(): Promise<void> {
    while (this.sockets.size > 0) await turn();
  }
}

function seenOf(request: IncomingMessage): Seen {
  const url = new URL(request.url ?? '/', 'http://fake');
  return {
    method: request.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    raw: request.rawHeaders,
    body: '',
  };
}

export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  (_seen, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };

/** A metav1.Status refusal. */
export const refuse = (
  code: number,
  reason: string,
  message: string,
  extra: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Answer =>
  json({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message, ...extra }, code, headers);

export const showWebPage =
  (title: string, status = 200): Answer =>
  (_seen, response) => {
    response
      .writeHead(status, { 'content-type': 'text/html' })
      .end(`<!doctype html><html><head><title>${title}</title></head></html>`);
  };

export const saySomethingElse =
  (text: string, status = 200, contentType = 'text/plain'): Answer =>
  (_seen, response) => {
    response.writeHead(status, { 'content-type': contentType }).end(text);
  };

/** Accepts the request and never answers. */
export const stayMute: Answer = () => undefined;

/** Closes the connection instead of answering. */
export const hangUp: Answer = (_seen, _response, request) => {
  request.socket.destroy();
};

/** 200, these pieces, then the end; or nothing more, or a cut connection. */
export const stream =
  (pieces: readonly (string | Buffer)[], then: 'end' | 'stay open' | 'cut' = 'end'): Answer =>
  (_seen, response, request) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    const next = (i: number): void => {
      const piece = pieces[i];
      if (piece !== undefined) response.write(piece, () => setImmediate(next, i + 1));
      else if (then === 'end') response.end();
      else if (then === 'cut') request.socket.destroy();
    };
    next(0);
  };

export const packed =
  (body: unknown, cutTo?: number): Answer =>
  (_seen, response) => {
    const bytes = gzipSync(JSON.stringify(body)).subarray(0, cutTo);
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(bytes);
  };

export function pod(name: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    metadata: { name, namespace: 'shop', uid: `uid-${name}`, resourceVersion: '5', ...more },
    spec: {},
    status: { phase: 'Running' },
  };
}

export const podList = (
  items: readonly unknown[] | null,
  metadata: Record<string, unknown> = {},
): Record<string, unknown> => ({
  kind: 'PodList',
  apiVersion: 'v1',
  metadata: { resourceVersion: '10', ...metadata },
  items,
});

export const event = (type: string, object: unknown): string => `${JSON.stringify({ type, object })}\n`;

/** Time that moves when told; timers run in order of their instants. */
export class FakeClock implements Clock {
  #now = Date.UTC(2026, 0, 1);
  readonly #timers = new Set<{ at: number; run: () => void }>();

  now = (): number => this.#now;

  setTimer = (delayMs: number, run: () => void): (() => void) => {
    const timer = { at: this.#now + delayMs, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  get pending(): number {
    return this.#timers.size;
  }

  advance(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const due = [...this.#timers].filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#timers.delete(due);
      this.#now = Math.max(this.#now, due.at);
      due.run();
    }
    this.#now = until;
  }

  /** Waits until as many timers are set (the code under test does so a few turns of the event loop later). */
  async until(count: number): Promise<void> {
    while (this.#timers.size < count) await turn();
  }
}

export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
}

/** Runs the promise to its rejection and gives the error; fails when it resolves. */
export async function failureOf(
  promise: Promise<unknown>,
): Promise<Error & { code: string; cure?: string; status?: number; retryAfterMs?: number }> {
  try {
    await promise;
  } catch (error) {
    return error as Error & { code: string };
  }
  throw new Error('it should have failed');
}

export const never = new AbortController().signal;
