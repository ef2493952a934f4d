// Which version of a kind a server offers. Nobody waits for discovery: the first version of the table is asked for at once, and only a 404
// makes us look, because every supported server has the built-in kinds in that version.
import type { KindId } from '../objects/kind.ts';
import { kindOf } from '../objects/kind.ts';
import { isJson } from '../objects/json.ts';
import { ApiError } from './api-error.ts';
import type { Connection } from './connection.ts';
import { groupPath } from './resource-path.ts';
import { SingleFlight, unlessAborted } from './single-flight.ts';

export class Discovery {
  readonly #connection: Connection;
  readonly #found = new Map<KindId, string>();
  readonly #flights = new Map<KindId, SingleFlight<string>>();
  readonly #closed: AbortSignal;

  /** `closed` ends look-ups that nobody can wait for any more. */
  constructor(connection: Connection, closed: AbortSignal) {
    this.#connection = connection;
    this.#closed = closed;
  }

  /** The version to ask for now. */
  versionOf(kind: KindId): string {
    return this.#found.get(kind) ?? firstVersion(kind);
  }

  /** The first of the kind's versions in which the server offers it. Rejects with ApiError `not-found` when it offers none. */
  lookUp(kind: KindId, signal: AbortSignal): Promise<string> {
    let flight = this.#flights.get(kind);
    if (flight === undefined) this.#flights.set(kind, (flight = new SingleFlight()));
    return unlessAborted(
      flight.run(() => this.#look(kind)),
      signal,
      `discover ${kindOf(kind).plural}`,
    );
  }

  async #look(kind: KindId): Promise<string> {
    const { group, versions, plural } = kindOf(kind);
    const offered = await this.#offeredVersions(group, plural);
    for (const version of versions.filter((one) => offered.includes(one))) {
      const list = await this.#get(groupPath(group, version), plural);
      const resources = Array.isArray(list['resources']) ? list['resources'] : [];
      if (!resources.some((resource) => isJson(resource) && resource['name'] === plural)) continue;
      this.#found.set(kind, version);
      return version;
    }
    this.#found.delete(kind);
    const message = `the server does not serve ${plural}${group === '' ? '' : ` of ${group}`} in ${versions.join(' or ')}`;
    throw new ApiError({ code: 'not-found', what: `discover ${plural}`, status: 404, message });
  }

  async #offeredVersions(group: string, plural: string): Promise<readonly string[]> {
    try {
      const found = await this.#get(group === '' ? '/api' : `/apis/${group}`, plural);
      const versions = Array.isArray(found['versions']) ? found['versions'] : [];
      return versions.flatMap((item: unknown) =>
        typeof item === 'string' ? [item] : isJson(item) ? [String(item['version'])] : [],
      );
    } catch (error) {
      if (error instanceof ApiError && error.code === 'not-found') return []; // the server does not have the group at all
      throw error;
    }
  }

  async #get(path: string, plural: string): Promise<Readonly<Record<string, unknown>>> {
    const json = await this.#connection.json(
      { what: `discover ${plural}`, method: 'GET', path, lane: 'interactive' },
      this.#closed,
    );
    return isJson(json) ? json : {};
  }
}

function firstVersion(kind: KindId): string {
  const [version] = kindOf(kind).versions;
  if (version === undefined) throw new Error(`the kind ${kind} has no version in its table`);
  return version;
}
