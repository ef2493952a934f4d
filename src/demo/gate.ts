// What every request passes before it is served, whatever it asks for: the faults armed for it, who asks, and whether they may.
import type { IncomingMessage, ServerResponse } from 'node:http';

import { sendText } from './answer.ts';
import { Failure, forbidden, unauthorized } from './failure.ts';
import type { Circumstance, Faults } from './faults.ts';
import type { ResourcePath } from './route.ts';
import { authenticate, mayDo } from './users.ts';
import type { User } from './users.ts';

const FAILURES: Record<number, readonly [reason: string, message: string]> = {
  400: ['BadRequest', 'the server rejected our request for an unknown reason'],
  403: ['Forbidden', 'forbidden: the server refused'],
  409: ['Conflict', 'the object has been modified; please apply your changes to the latest version and try again'],
  429: ['TooManyRequests', 'too many requests, please try again later'],
  503: ['ServiceUnavailable', 'the server is currently unable to handle the request'],
  504: ['Timeout', 'Timeout: request did not complete within the allotted timeout'],
};

export class Gate {
  readonly #faults: Faults;

  constructor(faults: Faults) {
    this.#faults = faults;
  }

  /** What faults look at; the resource is `pods`, or `pods/log` for what is no object of its kind. Throws 403 for a forbidden impersonation. */
  circumstance(request: IncomingMessage, path: string, asked: ResourcePath | undefined): Circumstance {
    const user = this.#userOf(request);
    const who = user ? { user: user.name } : {};
    if (!asked) return { path, ...who };
    const { plural, subresource, verb } = asked;
    const resource = subresource === '' || subresource === 'status' ? plural : `${plural}/${subresource}`;
    return { path, resource, verb, ...who };
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

  /** Throws 401 unless the token is good. */
  admit(request: IncomingMessage, circumstance: Circumstance): User {
    const user = this.#userOf(request);
    if (!user || this.#faults.strike('expire-token', circumstance)) throw unauthorized();
    return user;
  }

  /** The faults that strike before anything is looked at; true when the request is dealt with. */
  strikeFirst(response: ServerResponse, circumstance: Circumstance): boolean {
    const faults = this.#faults;
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

  /** Throws 403 unless the user may do what is asked. */
  authorise(user: User, asked: ResourcePath, circumstance: Circumstance): void {
    const { group, plural, subresource, verb, name } = asked;
    const namespace = plural === 'namespaces' ? name : asked.namespace;
    const resource = subresource === '' ? plural : `${plural}/${subresource}`;
    const allowed = mayDo(user, { verb, group, resource, namespace });
    if (allowed && !this.#faults.strike('refuse-verb', circumstance)) return;
    throw forbidden({ user: user.name, verb, group, resource, namespace, name });
  }
}
