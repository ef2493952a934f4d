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
import { abortedError, connectionError } from './connection-error.ts';
import type { Destination } from './connection-error.ts';
import type { Credential, Credentials } from './credential.ts';
import { CONNECT_TIMEOUT_MS, exchange, exchangeTwice } from './exchange.ts';
import { impersonationHeaders } from './impersonation.ts';
import type { ClusterEntry, Impersonation } from './kubeconfig-entry.ts';
import { Lanes } from './lanes.ts';
import type { Lane } from './lanes.ts';
import { isLoopback, proxyFor } from './proxy.ts';
import type { Env } from './proxy.ts';
import { SingleFlight, unlessAborted } from './single-flight.ts';
import { loadTrust } from './tls-material.ts';
import type { TrustOptions } from './tls-material.ts';

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
  readonly #trustFlight = new SingleFlight<TrustOptions>();
  #trust: TrustOptions | undefined;
  #lanes: { readonly certificate: string; readonly lanes: Lanes } | undefined;
  readonly #retired: Lanes[] = [];
  readonly #open = new Set<ClientRequest>();
  readonly #closed = new AbortController();

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#base = new URL(options.cluster.server);
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
  async send(ask: Ask, signal: AbortSignal): Promise<Answer> {
    for (let attempt = 0; ; attempt++) {
      this.#throwIfStopped(ask, signal);
      const credential = await unlessAborted(this.#options.credentials.current(), signal, ask.what);
      const response = await this.#exchange(ask, credential, signal);
      const status = response.statusCode ?? 0;
      this.#options.log('debug', `${ask.method} ${ask.path}`, { host: this.host, status });
      const body = answerBody(response, {
        what: ask.what,
        to: this.#destination(),
        clock: this.#options.clock,
        signal,
      });
      if (status >= 200 && status < 300) {
        const close = (): void => void (response.readableEnded || response.destroy());
        return { status, contentType: response.headers['content-type'] ?? '', body: this.#tracked(ask, body), close };
      }
      const text = await textOf(body, REFUSAL_BYTES);
      if (status === 401 && attempt === 0 && this.#options.credentials.invalidate(credential)) {
        this.#options.log('info', 'the server answered 401: asking for new credentials once', {
          what: ask.what,
          host: this.host,
        });
        continue;
      }
      throw this.#refusal(ask, response, text);
    }
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
    for (const lanes of [this.#lanes?.lanes, ...this.#retired]) lanes?.close();
  }

  #throwIfStopped(ask: Ask, signal: AbortSignal): void {
    if (signal.aborted || this.#closed.signal.aborted) throw abortedError(ask.what);
  }

  async *#tracked(ask: Ask, body: AsyncGenerator<Buffer, void, undefined>): AsyncGenerator<Buffer, void, undefined> {
    try {
      yield* body;
    } catch (error) {
      throw this.#closed.signal.aborted ? abortedError(ask.what) : error;
    }
  }

  #refusal(ask: Ask, response: IncomingMessage, body: string): ApiError {
    const { headers } = response;
    const refusal = {
      status: response.statusCode ?? 0,
      contentType: headers['content-type'] ?? '',
      retryAfter: headers['retry-after'],
      location: headers.location,
      body,
    };
    return answerError(ask.what, refusal, this.#options.clock.now());
  }

  #destination(): Destination {
    const { cluster, env } = this.#options;
    const proxy = proxyFor(this.#base, cluster.proxyUrl, env);
    return proxy === undefined ? { host: this.#base.host } : { host: this.#base.host, through: proxy.host };
  }

  async #exchange(ask: Ask, credential: Credential, signal: AbortSignal): Promise<IncomingMessage> {
    const lanes = await this.#lanesFor(credential);
    const sending = {
      what: ask.what,
      isWatch: ask.lane === 'watch',
      to: this.#destination(),
      clock: this.#options.clock,
      requestTimeoutMs: this.#options.requestTimeoutMs,
      isStopped: () => signal.aborted || this.#closed.signal.aborted,
      body: ask.body,
      start: () => {
        this.#throwIfStopped(ask, signal);
        const request = this.#start(ask, credential, lanes, signal);
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
    const headers: OutgoingHttpHeaders = {
      accept: ask.accept ?? 'application/json',
      'accept-encoding': ask.lane === 'watch' ? 'identity' : this.#acceptEncoding,
      'user-agent': `k8s-watch/${VERSION}`,
      ...(credential.authorization === undefined ? {} : { authorization: credential.authorization }),
      ...this.#impersonation,
      ...body,
    };
    return (secure ? httpsRequest : httpRequest)({
      method: ask.method,
      host: this.#base.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: this.#base.port || (secure ? 443 : 80),
      path: prefix + ask.path,
      headers,
      agent: lanes.agent(ask.lane),
      signal,
    });
  }

  async #lanesFor(credential: Credential): Promise<Lanes> {
    const certificate =
      credential.certificate === undefined ? '' : credential.certificate.cert + credential.certificate.key;
    const trust = (this.#trust ??= await this.#trustFlight.run(() => loadTrust(this.#options.cluster)));
    if (this.#lanes?.certificate === certificate) return this.#lanes.lanes;
    const lanes = this.#newLanes(trust, credential);
    if (this.#lanes !== undefined) {
      this.#lanes.lanes.retire();
      this.#retired.push(this.#lanes.lanes);
    }
    this.#lanes = { certificate, lanes };
    return lanes;
  }

  #newLanes(trust: TrustOptions, { certificate }: Credential): Lanes {
    const { cluster, env, requestTimeoutMs } = this.#options;
    const proxy = proxyFor(this.#base, cluster.proxyUrl, env);
    try {
      return new Lanes({
        server: this.#base,
        proxy,
        trust,
        certificate,
        connectTimeoutMs: Math.min(CONNECT_TIMEOUT_MS, requestTimeoutMs),
      });
    } catch (error) {
      throw connectionError('connect', error, this.#destination());
    }
  }
}
