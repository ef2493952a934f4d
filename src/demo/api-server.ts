// One pretend API server: what happens to a request from its arrival to its answer, in a real server's order (faults,
// who are you, discovery, may you, then the storage).
import { ServerResponse } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

import { sendBody, sendFailure, sendJson, sendText } from './answer.ts';
import { discover, OPEN_PATHS } from './discovery.ts';
import { badRequest, deniedByWebhook, Failure, methodNotAllowed, noSuchPath, notFound } from './failure.ts';
import type { Circumstance, Faults } from './faults.ts';
import { Gate } from './gate.ts';
import { list } from './listing.ts';
import type { LogHub } from './log-hub.ts';
import { review } from './reviews.ts';
import { resourcePath, targetOf } from './route.ts';
import type { Target } from './route.ts';
import type { SessionHub } from './session-hub.ts';
import { encoder, shapeOf } from './shapes.ts';
import type { User } from './users.ts';
import type { WatchHub } from './watching.ts';
import type { World } from './world.ts';
import { write } from './writing.ts';

export interface ApiServerParts {
  world: World;
  faults: Faults;
  watches: WatchHub;
  logs: LogHub;
  sessions: SessionHub;
  /** Milliseconds since the epoch, by the demo's own clock. */
  now: () => number;
  /** host:port as clients see it. */
  address: () => string;
  newUid: () => string;
  /** Answers the private paths under /demo/, which no real server has. */
  admin: (method: string, path: string, body: string) => object;
  delay: (ms: number) => Promise<void>;
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  method: string;
  path: string;
  query: URLSearchParams;
}

export class ApiServer {
  readonly #parts: ApiServerParts;
  readonly #gate: Gate;

  constructor(parts: ApiServerParts) {
    this.#parts = parts;
    this.#gate = new Gate(parts.faults);
  }

  /** Handles one request to its end; never throws. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'https://demo');
    const exchange = {
      request,
      response,
      method: request.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
    };
    try {
      await this.#answer(exchange);
    } catch (error) {
      if (response.headersSent) response.destroy();
      else sendFailure(response, error);
    }
  }

  /** Handles one request to switch to another protocol: exec and attach over websocket; never throws. */
  async upgrade(request: IncomingMessage, socket: Socket, head: Buffer): Promise<void> {
    const url = new URL(request.url ?? '/', 'https://demo');
    const { pathname: path, searchParams: query } = url;
    const response = new ServerResponse(request);
    response.assignSocket(socket);
    response.shouldKeepAlive = false;
    response.on('finish', () => socket.end());
    try {
      const asked = resourcePath(request.method ?? 'GET', path, query);
      const circumstance = this.#gate.circumstance(request, path, asked);
      if (this.#gate.strikeFirst(response, circumstance)) return;
      const user = this.#gate.admit(request, circumstance);
      if (!asked) throw noSuchPath();
      this.#gate.authorise(user, asked, circumstance);
      const target = targetOf(asked);
      if (!isSession(target.subresource)) throw badRequest('the request cannot be upgraded');
      const { kind, namespace, name, subresource } = target;
      const accept = this.#parts.sessions.accept({ kind, namespace, name, subresource, query, request });
      response.detachSocket(socket);
      accept(socket, head);
    } catch (error) {
      sendFailure(response, error);
    }
  }

  async #answer(exchange: Exchange): Promise<void> {
    const { request, response, method, path } = exchange;
    if (path.startsWith('/demo/')) {
      sendJson(response, 200, this.#parts.admin(method, path, String(await bodyOf(request))));
      return;
    }
    const asked = resourcePath(method, path, exchange.query);
    const circumstance = this.#gate.circumstance(request, path, asked);
    if (this.#gate.strikeFirst(response, circumstance)) return;
    const user = this.#gate.admit(request, circumstance);
    if (OPEN_PATHS.includes(path) && path !== '/version') return sendText(response, 200, 'ok');
    const found = discover(path, request.headers.accept ?? '', this.#parts.address());
    if (found) return sendJson(response, 200, found.body, found.contentType);
    const isReview = method === 'POST' && path.startsWith('/apis/auth');
    const reviewed = isReview ? review(path, user, await bodyOf(request)) : undefined;
    if (reviewed) return sendJson(response, 201, reviewed);
    if (!asked) return noPage(response, user, path);
    this.#gate.authorise(user, asked, circumstance);
    await this.#serve(exchange, targetOf(asked), circumstance);
  }

  async #serve(exchange: Exchange, target: Target, circumstance: Circumstance): Promise<void> {
    const { request, response, query } = exchange;
    const { world, watches, now } = this.#parts;
    const includeObject = query.get('includeObject') ?? 'Metadata';
    const wire = encoder(target.kind, shapeOf(request.headers.accept), now, includeObject);
    const acceptEncoding = headerText(request, 'accept-encoding');
    if (isSession(target.subresource)) throw badRequest('Upgrade request required');
    if (target.subresource === 'scale') return this.#write(exchange, target, circumstance);
    if (target.subresource === 'log') return this.#log(exchange, target);
    switch (target.verb) {
      case 'get': {
        const key = target.namespace === '' ? target.name : `${target.namespace}/${target.name}`;
        const stored = world.get(target.kind.plural, key);
        if (!stored) throw notFound(target.kind, target.name);
        return sendBody(response, [wire.one(stored)], { contentType: wire.contentType, acceptEncoding });
      }
      case 'list':
        return this.#list(exchange, target, circumstance);
      case 'watch':
        return watches.start({ kind: target.kind, namespace: target.namespace, query, encoder: wire, response });
      default:
        return this.#write(exchange, target, circumstance);
    }
  }

  #log({ query, response }: Exchange, { kind, namespace, name, verb }: Target): void {
    if (verb !== 'get') throw methodNotAllowed();
    this.#parts.logs.answer({ kind, namespace, name, query, response });
  }

  async #list({ request, response, query }: Exchange, target: Target, circumstance: Circumstance): Promise<void> {
    const { world, faults, now } = this.#parts;
    const late = faults.strike('delay-page', circumstance);
    if (late) await this.#parts.delay(late.ms ?? 1000);
    const wire = encoder(target.kind, shapeOf(request.headers.accept), now, query.get('includeObject') ?? 'Metadata');
    const { items, metadata } = list(world, target.kind, target.namespace, query);
    const stop = faults.strike('stop-mid-body', circumstance);
    await sendBody(response, wire.list(items, metadata), {
      contentType: wire.contentType,
      acceptEncoding: headerText(request, 'accept-encoding'),
      ...(stop ? { stopHalfway: stop.how === 'hang' ? 'hang' : 'reset' } : {}),
    });
  }

  async #write({ request, response, query }: Exchange, target: Target, circumstance: Circumstance): Promise<void> {
    const { world, faults, now, newUid } = this.#parts;
    const body = String(await bodyOf(request));
    const deny = faults.strike('deny-write', circumstance);
    if (deny) throw deniedByWebhook(deny.status, deny.message);
    const contentType = request.headers['content-type'] ?? '';
    const written = write(world, { target, query, contentType, body, now: now(), newUid });
    if (written.status) return sendJson(response, written.httpStatus, written.status);
    if (!written.stored) throw methodNotAllowed();
    const wire = encoder(target.kind, shapeOf(request.headers.accept), now);
    sendJson(response, written.httpStatus, JSON.parse(wire.one(written.stored).toString()) as object);
  }
}

function isSession(subresource: string): subresource is 'exec' | 'attach' {
  return subresource === 'exec' || subresource === 'attach';
}

/** A path that is no resource: an administrator is told there is no such page, others that they may not read it. */
function noPage(response: ServerResponse, user: User, path: string): void {
  if (user.groups.includes('system:masters') || path.startsWith('/api') || path.startsWith('/openapi')) {
    return sendText(response, 404, '404 page not found\n');
  }
  throw new Failure(403, 'Forbidden', `forbidden: User "${user.name}" cannot get path "${path}"`, {});
}

function headerText(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
