// A plain HTTPS client for the tests of the demo: node:https and nothing else, trusting only the demo's own authority.
import { Agent, request } from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';

import type { DemoFleet } from '../../src/demo/fleet.ts';
import { tokenOf } from '../../src/demo/users.ts';
import type { UserName } from '../../src/demo/users.ts';

type Body = Record<string, unknown> & {
  kind?: string;
  items: { metadata: Meta; status: Status; spec: Record<string, unknown> }[];
  metadata: Meta & { continue?: string; remainingItemCount?: number };
  status: Status & string;
  code?: number;
  reason?: string;
  message?: string;
};
interface Meta {
  name: string;
  namespace: string;
  uid: string;
  resourceVersion: string;
  labels: Record<string, string>;
  annotations?: Record<string, string>;
}
type Status = Record<string, unknown>;

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Body;
  bytes: Buffer;
}

export interface AskOptions {
  method?: string;
  user?: UserName | 'none';
  headers?: Record<string, string>;
  body?: unknown;
  cluster?: number;
}

export interface WatchLine {
  type: string;
  object: Body;
}

/** A client of one fleet; `close` ends its connections. */
export class Asker {
  readonly #fleet: DemoFleet;
  readonly #agent: Agent;

  constructor(fleet: DemoFleet) {
    this.#fleet = fleet;
    const ca = /certificate-authority-data: (\S+)/.exec(fleet.kubeconfig)?.[1] ?? '';
    this.#agent = new Agent({ keepAlive: true, ca: Buffer.from(ca, 'base64') });
  }

  close(): void {
    this.#agent.destroy();
  }

  /** One request, its whole answer. Rejects when the connection is cut. */
  async ask(path: string, options: AskOptions = {}): Promise<Answer> {
    const response = await this.#open(path, options);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const isJson =
      response.headers['content-type']?.startsWith('application/json') && !response.headers['content-encoding'];
    const body = (isJson ? JSON.parse(bytes.toString()) : {}) as Body;
    return { status: response.statusCode ?? 0, headers: response.headers, body, bytes };
  }

  /** Opens a watch; its lines come one by one from `next`. */
  async watch(path: string, options: AskOptions = {}): Promise<Watch> {
    return new Watch(await this.#open(path, options));
  }

  /** Opens an answer that may not end, such as a followed log. */
  stream(path: string, options: AskOptions = {}): Promise<IncomingMessage> {
    return this.#open(path, options);
  }

  #open(
    path: string,
    { method = 'GET', user = 'admin', headers = {}, body, cluster = 0 }: AskOptions,
  ): Promise<IncomingMessage> {
    const server = this.#fleet.clusters[cluster]?.server ?? '';
    const auth: Record<string, string> = user === 'none' ? {} : { authorization: `Bearer ${tokenOf(user)}` };
    return new Promise((resolve, reject) => {
      const outgoing = request(
        `${server}${path}`,
        { method, agent: this.#agent, headers: { ...auth, ...headers } },
        resolve,
      );
      outgoing.on('error', reject);
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}

export class Watch {
  readonly response: IncomingMessage;
  readonly #lines: AsyncIterator<string>;

  constructor(response: IncomingMessage) {
    this.response = response;
    this.#lines = createInterface({ input: response })[Symbol.asyncIterator]();
    response.on('error', () => undefined);
  }

  /** The next event, or undefined at the end of the stream. Throws when the line is not whole. */
  async next(): Promise<WatchLine | undefined> {
    const { value, done } = await this.#lines.next();
    return done ? undefined : (JSON.parse(value) as WatchLine);
  }

  async take(count: number): Promise<WatchLine[]> {
    const events: WatchLine[] = [];
    while (events.length < count) {
      const event = await this.next();
      if (!event) break;
      events.push(event);
    }
    return events;
  }

  close(): void {
    this.response.destroy();
  }
}
