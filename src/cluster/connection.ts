// Sends requests of one context to its API server: the one place that knows addresses, headers, lanes, timeouts and the retry after a 401.
import { request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';

import type { Clock } from '../objects/clock.ts';
import type { Log } from '../objects/log.ts';
import { VERSION } from '../objects/version.ts';
import { answerBody, textOf } from './answer-body.ts';
import { answerError, notJsonError } from './answer-error.ts';
import type { ApiError } from './api-error.ts';
import { CertifiedLanes } from './certified-lanes.ts';
import { abortedError } from './connection-error.ts';
import type { Credential, Credentials } from './credential.ts';
import { exchange, exchangeTwice } from './exchange.ts';
import { impersonationHeaders } from './impersonation.ts';
import type { ClusterEntry, Impersonation } from './kubeconfig-entry.ts';
import { probeConnection } from './lanes.ts';
import type { Lane, Lanes } from './lanes.ts';
import { isLoopback } from './proxy.ts';
import type { Env } from './proxy.ts';
import { unlessAborted } from './single-flight.ts';
import type { Upgrade, Upgraded } from './upgrade.ts';

/** One request. `what` is verb and resource for errors and logs; `path` starts with a slash and carries the query. */
export type Ask = {
  readonly what: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly lane: Lane;
  readonly accept?: string;
  readonly contentType?: string;
  /** JSON text. */
  readonly body?: string;
};

/** An answer of 2xx. Whoever gets it reads `body` to its end, leaves its loop, or calls close(); a body nobody began holds its connection. */
export type Answer = {
  readonly status: number;
  readonly contentType: string;
  readonly body: AsyncIterable<Buffer>;
  /** Closes the connection unless the body has been read. */
  close(): void;
};

export type ConnectionOptions = {
  readonly cluster: ClusterEntry;
  readonly credentials: Credentials;
  readonly impersonate: Impersonation | undefined;
  readonly env: Env;
  readonly clock: Clock;
  readonly log: Log;
  /** How long a request may take to connect and to give its first byte. */
  readonly requestTimeoutMs: number;
};

const REFUSAL_BYTES = 256 * 1024;

export class Connection {
  readonly #options: ConnectionOptions;
  readonly #base: URL;
  readonly #acceptEncoding: string;
  readonly #impersonation: OutgoingHttpHeaders;
  readonly #lanes: CertifiedLanes;
  readonly #open = new Set<ClientRequest>();
  readonly #closed = new AbortController();

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#base = new URL(options.cluster.server);
    this.#lanes = new CertifiedLanes(options);
    const host = this.#base.hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase();
    // packing costs both ends time and saves none where there is no network between them (docs/decisions/0011)
    this.#acceptEncoding = isLoopback(host) || options.cluster.disableCompression ? 'identity' : 'gzip';
    this.#impersonation = impersonationHeaders(options.impersonate);
  }

  /** host:port of the server, for messages. */
  get host(): string {
    return this.#base.host;
  }

  /** Rejects with ApiError for everything but 2xx. After a 401 the credentials are asked for once more; nothing else is retried. */
  send(ask: Ask, signal: AbortSignal): Promise<Answer> {
    return this.#accepted(ask, signal, async (credential) => {
      const response = await this.#exchange(ask, credential, signal);
      const status = response.statusCode ?? 0;
      this.#options.log('debug', `${ask.method} ${ask.path}`, { host: this.host, status });
      if (status < 200 || status >= 300) return { refused: response };
      const body = this.#body(ask.what, response, ask.lane !== 'stream', signal);
      const close = (): void => void (response.readableEnded || response.destroy());
      const contentType = response.headers['content-type'] ?? '';
      return { opened: { status, contentType, body: this.#tracked(ask, body), close } };
    });
  }

  /**
   * Lets `open` upgrade a connection of its own; its refusals and a 401 are treated like those of every request. `upgrade.signal` also ends what
   * was opened when this connection is closed. `path` is not logged with its query: it holds a command.
   */
  upgrade<T>(
    ask: Pick<Ask, 'what' | 'path'>,
    open: (upgrade: Upgrade) => Promise<Upgraded<T>>,
    signal: AbortSignal,
  ): Promise<T> {
    const { clock, requestTimeoutMs, log } = this.#options;
    const ends = AbortSignal.any([signal, this.#closed.signal]);
    return this.#accepted(ask, signal, async (credential) => {
      const lanes = await this.#lanes.for(credential);
      const upgraded = await open({
        server: this.#base.href.replace(/\/$/, ''),
        path: ask.path,
        headers: this.#headers(credential),
        agent: lanes.agent('stream'),
        waiting: { what: ask.what, lane: 'interactive', to: this.#lanes.destination(), clock, requestTimeoutMs },
        signal: ends,
      });
      const status = 'refused' in upgraded ? upgraded.refused.statusCode : 101;
      log('debug', `UPGRADE ${ask.path.split('?', 1)[0] ?? ''}`, { host: this.host, status });
      return upgraded;
    });
  }

  /** Sends and parses the JSON answer. */
  async json(ask: Ask, signal: AbortSignal): Promise<unknown> {
    const answer = await this.send(ask, signal);
    const text = await textOf(answer.body);
    try {
      return JSON.parse(text) as unknown;
    } catch {
      throw notJsonError(ask.what, answer.status, answer.contentType, text.slice(0, 2_000));
    }
  }

  /** Ends all requests with ApiError `aborted` and closes every connection. */
  close(): void {
    this.#closed.abort();
    for (const request of this.#open) request.destroy(abortedError('close'));
    this.#lanes.close();
  }

  /** Runs one attempt, and after a 401 that new credentials may cure a second one. Rejects with ApiError for what the server refused. */
  async #accepted<T>(
    { what }: Pick<Ask, 'what'>,
    signal: AbortSignal,
    attempt: (credential: Credential) => Promise<Upgraded<T>>,
  ): Promise<T> {
    const { credentials, log } = this.#options;
    for (let attempts = 1; ; attempts++) {
      this.#throwIfStopped(what, signal);
      const credential = await unlessAborted(credentials.current(), signal, what);
      const reply = await attempt(credential);
      if ('opened' in reply) return reply.opened;
      const text = await textOf(this.#body(what, reply.refused, true, signal), REFUSAL_BYTES);
      if (reply.refused.statusCode !== 401 || attempts > 1 || !credentials.invalidate(credential))
        throw this.#refusal(what, reply.refused, text);
      log('info', 'the server answered 401: asking for new credentials once', { what, host: this.host });
    }
  }

  #throwIfStopped(what: string, signal: AbortSignal): void {
    if (signal.aborted || this.#closed.signal.aborted) throw abortedError(what);
  }

  #body(what: string, response: IncomingMessage, silenceIsFailure: boolean, signal: AbortSignal) {
    const to = this.#lanes.destination();
    return answerBody(response, { what, to, clock: this.#options.clock, signal, silenceIsFailure });
  }

  async *#tracked(ask: Ask, body: AsyncGenerator<Buffer, void, undefined>): AsyncGenerator<Buffer, void, undefined> {
    try {
      yield* body;
    } catch (error) {
      throw this.#closed.signal.aborted ? abortedError(ask.what) : error;
    }
  }

  #refusal(what: string, response: IncomingMessage, body: string): ApiError {
    const { headers } = response;
    const refusal = {
      status: response.statusCode ?? 0,
      contentType: headers['content-type'] ?? '',
      retryAfter: headers['retry-after'],
      location: headers.location,
      body,
    };
    return answerError(what, refusal, this.#options.clock.now());
  }

  async #exchange(ask: Ask, credential: Credential, signal: AbortSignal): Promise<IncomingMessage> {
    const lanes = await this.#lanes.for(credential);
    const sending = {
      what: ask.what,
      lane: ask.lane,
      to: this.#lanes.destination(),
      clock: this.#options.clock,
      requestTimeoutMs: this.#options.requestTimeoutMs,
      isStopped: () => signal.aborted || this.#closed.signal.aborted,
      body: ask.body,
      start: () => {
        this.#throwIfStopped(ask.what, signal);
        const request = this.#start(ask, credential, lanes, signal);
        if (ask.lane === 'stream') probeConnection(request);
        this.#open.add(request);
        request.once('close', () => this.#open.delete(request));
        return request;
      },
    };
    return ask.method === 'GET' ? exchangeTwice(sending) : exchange(sending);
  }

  #start(ask: Ask, credential: Credential, lanes: Lanes, signal: AbortSignal): ClientRequest {
    const prefix = this.#base.pathname.replace(/\/$/, '');
    const secure = this.#base.protocol === 'https:';
    const body =
      ask.body === undefined
        ? {}
        : { 'content-type': ask.contentType ?? 'application/json', 'content-length': Buffer.byteLength(ask.body) };
    const packing = ask.lane === 'watch' || ask.lane === 'stream' ? 'identity' : this.#acceptEncoding;
    return (secure ? httpsRequest : httpRequest)({
      method: ask.method,
      host: this.#base.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: this.#base.port || (secure ? 443 : 80),
      path: prefix + ask.path,
      headers: {
        accept: ask.accept ?? 'application/json',
        'accept-encoding': packing,
        ...this.#headers(credential),
        ...body,
      },
      agent: lanes.agent(ask.lane),
      signal,
    });
  }

  /** Who asks. */
  #headers(credential: Credential): OutgoingHttpHeaders {
    return {
      'user-agent': `k8s-watch/${VERSION}`,
      ...(credential.authorization === undefined ? {} : { authorization: credential.authorization }),
      ...this.#impersonation,
    };
  }
}
