// A plain websocket client of exec and attach for the tests of the demo: it collects what comes on each channel.
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';

import type { DemoFleet } from '../../src/demo/fleet.ts';
import { tokenOf } from '../../src/demo/users.ts';
import type { UserName } from '../../src/demo/users.ts';

export interface ExecOptions {
  command?: readonly string[];
  container?: string;
  stdin?: boolean;
  tty?: boolean;
  user?: UserName;
  protocol?: string;
  subresource?: 'exec' | 'attach';
}

/** How a session ended: the Status of the error channel. */
export interface EndStatus {
  status: 'Success' | 'Failure';
  reason?: string;
  message?: string;
  details?: { causes: { reason?: string; message: string }[] };
}

/** The HTTP answer to an upgrade that was refused. */
export class RefusedError extends Error {
  readonly code: number;

  constructor(code: number, body: string) {
    super((JSON.parse(body) as { message: string }).message);
    this.code = code;
  }
}

export class ShellClient {
  readonly #socket: WebSocket;
  readonly #ended: Promise<EndStatus | undefined>;
  readonly #changed: (() => void)[] = [];
  /** Bytes of stdout and stderr so far, as Latin-1 text would hold them. */
  readonly bytes = { out: 0, err: 0 };
  out = '';
  err = '';

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    let end: EndStatus | undefined;
    socket.on('message', (message: Buffer) => {
      const text = message.subarray(1).toString();
      if (message[0] === 1) [this.out, this.bytes.out] = [this.out + text, this.bytes.out + message.length - 1];
      if (message[0] === 2) [this.err, this.bytes.err] = [this.err + text, this.bytes.err + message.length - 1];
      if (message[0] === 3) end = JSON.parse(text) as EndStatus;
      for (const wake of this.#changed.splice(0)) wake();
    });
    this.#ended = once(socket, 'close').then(() => end);
  }

  /** Opens a session in a pod of the first cluster. Rejects with `RefusedError` when the server answers with HTTP. */
  static async open(fleet: DemoFleet, pod: string, options: ExecOptions = {}): Promise<ShellClient> {
    const { command = ['sh'], container, stdin = true, tty = false, user = 'admin', subresource = 'exec' } = options;
    const query = new URLSearchParams({ stdout: 'true', stderr: String(!tty), stdin: String(stdin), tty: String(tty) });
    if (subresource === 'exec') for (const word of command) query.append('command', word);
    if (container !== undefined) query.set('container', container);
    const server = (fleet.clusters[0]?.server ?? '').replace('https', 'wss');
    const ca = Buffer.from(/certificate-authority-data: (\S+)/.exec(fleet.kubeconfig)?.[1] ?? '', 'base64');
    const headers = { authorization: `Bearer ${tokenOf(user)}` };
    const protocols = [options.protocol ?? 'v5.channel.k8s.io'];
    const socket = new WebSocket(`${server}/api/v1/namespaces/${pod}/${subresource}?${query.toString()}`, protocols, {
      ca,
      headers,
    });
    const client = new ShellClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.on('open', resolve);
      socket.on('error', reject);
      socket.on('unexpected-response', (_: unknown, response: IncomingMessage) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('end', () => reject(new RefusedError(response.statusCode ?? 0, body)));
      });
    });
    return client;
  }

  type(text: string | Buffer): void {
    this.#socket.send(Buffer.concat([Buffer.from([0]), Buffer.from(text as string)]));
  }

  /** Ends the input, as version 5 can. */
  endInput(): void {
    this.#socket.send(Buffer.from([255, 0]));
  }

  resize(columns: number, rows: number): void {
    this.#socket.send(Buffer.concat([Buffer.from([4]), Buffer.from(JSON.stringify({ Width: columns, Height: rows }))]));
  }

  /** Resolves when stdout holds this text. */
  async sees(text: string): Promise<void> {
    while (!this.out.includes(text)) await new Promise<void>((resolve) => this.#changed.push(resolve));
  }

  /** Resolves with the pong to a ping of ours. */
  async ping(): Promise<void> {
    const pong = once(this.#socket, 'pong');
    this.#socket.ping();
    await pong;
  }

  /** The status the session ended with; undefined when the connection went without one. */
  end(): Promise<EndStatus | undefined> {
    return this.#ended;
  }

  close(): void {
    this.#socket.close();
  }
}
