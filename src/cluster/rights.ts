// What the user of a context may do, asked of the server once and kept for five minutes, so that a key can be greyed out without waiting.
import type { Clock } from '../objects/clock.ts';
import { isJson } from '../objects/json.ts';
import { ApiError } from './api-error.ts';
import type { AccessAnswer, AccessQuestion } from './cluster.ts';
import type { Connection } from './connection.ts';
import { SingleFlight, unlessAborted } from './single-flight.ts';

const FRESH_MS = 5 * 60_000;
const PATH = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

type Kept = { readonly flight: SingleFlight<AccessAnswer>; answer?: AccessAnswer; until: number };

export class Rights {
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #closed: AbortSignal;
  readonly #kept = new Map<string, Kept>();

  constructor(connection: Connection, clock: Clock, closed: AbortSignal) {
    this.#connection = connection;
    this.#clock = clock;
    this.#closed = closed;
  }

  /** Rejects with ApiError; a failure is not kept. */
  async ask(question: AccessQuestion, signal: AbortSignal): Promise<AccessAnswer> {
    const { verb, resource } = question;
    const key = keyOf(question);
    let kept = this.#kept.get(key);
    if (kept === undefined) this.#kept.set(key, (kept = { flight: new SingleFlight(), until: 0 }));
    const known = this.known(question);
    if (known !== undefined) return known;
    const answer = await unlessAborted(
      kept.flight.run(() => this.#review(question)),
      signal,
      `ask for the right to ${verb} ${resource}`,
    );
    kept.answer = answer;
    kept.until = this.#clock.now() + FRESH_MS;
    return answer;
  }

  /** The answer of the last five minutes, without asking. */
  known(question: AccessQuestion): AccessAnswer | undefined {
    const kept = this.#kept.get(keyOf(question));
    return kept !== undefined && this.#clock.now() < kept.until ? kept.answer : undefined;
  }

  async #review(question: AccessQuestion): Promise<AccessAnswer> {
    const { verb, group, resource, subresource, namespace } = question;
    const what = `ask for the right to ${verb} ${resource}${subresource === undefined ? '' : `/${subresource}`}`;
    const attributes = {
      verb,
      group,
      resource,
      ...(subresource === undefined ? {} : { subresource }),
      ...(namespace === '' ? {} : { namespace }),
    };
    const body = JSON.stringify({
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes: attributes },
    });
    const json = await this.#connection.json(
      { what, method: 'POST', path: PATH, lane: 'interactive', body },
      this.#closed,
    );
    const status = isJson(json) ? json['status'] : undefined;
    if (!isJson(status))
      throw new ApiError({
        code: 'protocol',
        what,
        message: `${this.#connection.host}: the answer is not an access review`,
      });
    const reason = status['reason'];
    return { allowed: status['allowed'] === true, ...(typeof reason === 'string' && reason !== '' ? { reason } : {}) };
  }
}

function keyOf({ verb, group, resource, subresource, namespace }: AccessQuestion): string {
  return [verb, group, resource, subresource ?? '', namespace].join('\u0000');
}
