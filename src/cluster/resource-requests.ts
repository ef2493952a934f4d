// The list and watch requests of one kind in one place of one cluster: which version of the kind, which path, which words for errors.
import type { KindId } from '../objects/kind.ts';
import { kindOf } from '../objects/kind.ts';
import type { Log } from '../objects/log.ts';
import { ApiError } from './api-error.ts';
import type { Answer, Connection } from './connection.ts';
import type { Discovery } from './discovery.ts';
import { resourcePath } from './resource-path.ts';

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export type ResourceRequestsOptions = {
  readonly context: string;
  readonly kind: KindId;
  readonly namespace: string | undefined;
  readonly connection: Connection;
  readonly discovery: Discovery;
  readonly log: Log;
  readonly now: () => number;
};

export class ResourceRequests {
  readonly context: string;
  readonly kind: KindId;
  readonly log: Log;
  readonly now: () => number;
  readonly #options: ResourceRequestsOptions;

  constructor(options: ResourceRequestsOptions) {
    this.#options = options;
    this.context = options.context;
    this.kind = options.kind;
    this.log = options.log;
    this.now = options.now;
  }

  get host(): string {
    return this.#options.connection.host;
  }

  /** `list pods in shop`, for errors and logs. */
  named(verb: 'list' | 'watch'): { readonly what: string } {
    const { kind, namespace } = this.#options;
    return { what: `${verb} ${kindOf(kind).plural}${namespace === undefined ? '' : ` in ${namespace}`}` };
  }

  /** Asks in the version known for the kind; a 404 makes discovery look once for the one the server offers. Rejects with ApiError. */
  async send(verb: 'list' | 'watch', query: Query, signal: AbortSignal): Promise<Answer> {
    const { kind, discovery } = this.#options;
    const version = discovery.versionOf(kind);
    try {
      return await this.#ask(verb, version, query, signal);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'not-found') throw error;
      const offered = await discovery.lookUp(kind, signal);
      if (offered === version) throw error;
      return this.#ask(verb, offered, query, signal);
    }
  }

  #ask(verb: 'list' | 'watch', version: string, query: Query, signal: AbortSignal): Promise<Answer> {
    const { connection, namespace } = this.#options;
    const { group, plural, namespaced, fieldSelector } = kindOf(this.kind);
    const address = { group, version, plural, namespace: namespaced ? namespace : undefined };
    const path = resourcePath(address, { ...query, fieldSelector });
    return connection.send(
      { ...this.named(verb), method: 'GET', path, lane: verb === 'watch' ? 'watch' : 'list' },
      signal,
    );
  }
}
