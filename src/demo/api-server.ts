// One pretend API server: what happens to a request from its arrival to its answer, in a real server's order (faults,
// who are you, discovery, may you, then the storage).
import type { IncomingMessage, ServerResponse } from 'node:http';

import { sendBody, sendFailure, sendJson, sendText } from './answer.ts';
import { discover, OPEN_PATHS } from './discovery.ts';
import { Failure, forbidden, methodNotAllowed, notFound, unauthorized } from './failure.ts';
import type { Circumstance, Faults } from './faults.ts';
import { list } from './listing.ts';
import { review } from './reviews.ts';
import { resourcePath, targetOf } from './route.ts';
import type { ResourcePath, Target } from './route.ts';
import { encoder, shapeOf } from './shapes.ts';
import { authenticate, mayDo } from './users.ts';
import type { User } from './users.ts';
import type { WatchHub } from './watching.ts';
import type { World } from './world.ts';
import { write } from './writing.ts';

export interface ApiServerParts {
  world: World;
  faults: Faults;
  watches: WatchHub;
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

  constructor(parts: ApiServerParts) {
    this.#parts = parts;
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

  async #answer(exchange: Exchange): Promise<void> {
    const { request, response, method, path } = exchange;
    if (path.startsWith('/demo/')) {
      sendJson(response, 200, this.#parts.admin(method, path, String(await bodyOf(request))));
      return;
    }
    const user = this.#userOf(request);
    const asked = resourcePath(method, path, exchange.query);
    const circumstance: Circumstance = {
      path,
      ...(asked ? { resource: asked.plural, verb: asked.verb } : {}),
      ...(user ? { user: user.name } : {}),
    };
    if (this.#strikeFirst(response, circumstance)) return;
    if (!user || this.#parts.faults.strike('expire-token', circumstance)) throw unauthorized();
    if (OPEN_PATHS.includes(path) && path !== '/version') return sendText(response, 200, 'ok');
    const found = discover(path, request.headers.accept ?? '', this.#parts.address());
    if (found) return sendJson(response, 200, found.body, found.contentType);
    const reviewed = method === 'POST' ? review(path, user, await bodyOf(request)) : undefined;
    if (reviewed) return sendJson(response, 201, reviewed);
    if (!asked) return noPage(response, user, path);
    this.#authorise(user, asked, circumstance);
    await this.#serve(exchange, targetOf(asked), circumstance);
  }

  /** Who asks, impersonation included; undefined when the token is no good. */
  #userOf(request: IncomingMessage): User | undefined {
    const user = authenticate(request.headers.authorization);
    const as = request.headers['impersonate-user'];
    if (!user || typeof as !== 'string') return user;
    const wish = { verb: 'impersonate', group: '', resource: 'users', namespace: '' };
    if (!mayDo(user, wish)) throw forbidden({ ...wish, user: user.name, name: as });
    const groups = request.headersDistinct['impersonate-group'] ?? [];
    return { name: as, groups: [...groups, 'system:authenticated'] };
  }

  /** The faults that strike before anything is looked at; true when the request is dealt with. */
  #strikeFirst(response: ServerResponse, circumstance: Circumstance): boolean {
    const { faults } = this.#parts;
    if (faults.strike('hang', circumstance)) return true;
    const fail = faults.strike('fail-next', circumstance);
    if (!fail) return false;
    const status = fail.status ?? 500;
    if (fail.html) {
      sendText(
        response,
        status,
        `<html><body><h1>${status} ${fail.message ?? 'Bad Gateway'}</h1></body></html>`,
        'text/html',
      );
      return true;
    }
    const seconds = fail.retryAfterSeconds;
    const [reason, message] = FAILURES[status] ?? [
      'InternalError',
      'Internal error occurred: etcdserver: request timed out',
    ];
    throw new Failure(
      status,
      reason,
      fail.message ?? message,
      seconds === undefined ? {} : { retryAfterSeconds: seconds },
    );
  }

  #authorise(user: User, asked: ResourcePath, circumstance: Circumstance): void {
    const { group, plural, subresource, verb, name } = asked;
    const namespace = plural === 'namespaces' ? name : asked.namespace;
    const resource = subresource === '' ? plural : `${plural}/${subresource}`;
    const allowed = mayDo(user, { verb, group, resource, namespace });
    if (allowed && !this.#parts.faults.strike('refuse-verb', circumstance)) return;
    throw forbidden({ user: user.name, verb, group, resource, namespace, name });
  }

  async #serve(exchange: Exchange, target: Target, circumstance: Circumstance): Promise<void> {
    const { request, response, query } = exchange;
    const { world, watches, now } = this.#parts;
    const includeObject = query.get('includeObject') ?? 'Metadata';
    const wire = encoder(target.kind, shapeOf(request.headers.accept), now, includeObject);
    const acceptEncoding = headerText(request, 'accept-encoding');
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
        return this.#write(exchange, target);
    }
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

  async #write({ request, response, query }: Exchange, target: Target): Promise<void> {
    const { world, now, newUid } = this.#parts;
    const body = String(await bodyOf(request));
    const contentType = request.headers['content-type'] ?? '';
    const written = write(world, { target, query, contentType, body, now: now(), newUid });
    if (written.status) return sendJson(response, written.httpStatus, written.status);
    if (!written.stored) throw methodNotAllowed();
    const wire = encoder(target.kind, shapeOf(request.headers.accept), now);
    sendJson(response, written.httpStatus, JSON.parse(wire.one(written.stored).toString()) as object);
  }
}

const FAILURES: Record<number, readonly [reason: string, message: string]> = {
  429: ['TooManyRequests', 'too many requests, please try again later'],
  503: ['ServiceUnavailable', 'the server is currently unable to handle the request'],
  504: ['Timeout', 'Timeout: request did not complete within the allotted timeout'],
};

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
