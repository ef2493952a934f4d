// The container's side of exec and attach as API servers speak it: a websocket with numbered channels that each test drives by hand.
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';

import { createAuthority } from '../../src/demo/certificates.ts';
import type { Cluster } from '../../src/cluster/cluster.ts';
import type { RemoteProcess, RemoteProcessRequest } from '../../src/cluster/remote-process.ts';
import { FakeClock, FakeServer, turn } from './fake-server.ts';
import type { UpgradeAnswer } from './fake-server.ts';

export const authority = createAuthority(new Date());
export const certificate = authority.issueServer('kube-apiserver');
export const trust = { certificateAuthorityData: Buffer.from(authority.certificate).toString('base64') };

export class FakeShell {
  readonly socket: WebSocket;
  /** The TCP connection below. */
  readonly wire: Socket;
  readonly resizes: { Width: number; Height: number }[] = [];
  pings = 0;
  inputClosed = false;
  closeCode: number | undefined;
  readonly #input: Buffer[] = [];

  constructor(socket: WebSocket, wire: Socket, onInput: (shell: FakeShell, bytes: Buffer) => void) {
    this.socket = socket;
    this.wire = wire;
    socket.on('error', () => undefined);
    socket.on('ping', () => this.pings++);
    socket.on('close', (code) => (this.closeCode = code));
    socket.on('message', (data: Buffer) => {
      const bytes = data.subarray(1);
      if (data[0] === 4) this.resizes.push(JSON.parse(bytes.toString()) as { Width: number; Height: number });
      else if (data[0] === 255) this.inputClosed = bytes[0] === 0;
      else {
        this.#input.push(bytes);
        onInput(this, bytes);
      }
    });
  }

  get input(): Buffer {
    return Buffer.concat(this.#input);
  }

  say(channel: number, bytes: string | Buffer): void {
    this.socket.send(Buffer.concat([Buffer.of(channel), Buffer.from(bytes)]));
  }

  print(bytes: string | Buffer): void {
    this.say(1, bytes);
  }

  /** The status as kubelets write it, and the end of the connection. */
  exit(code: number): void {
    const causes = [{ reason: 'ExitCode', message: String(code) }];
    const message = `command terminated with non-zero exit code: exit status ${code}`;
    const failure = { status: 'Failure', reason: 'NonZeroExitCode', message, details: { causes } };
    this.end(code === 0 ? { status: 'Success' } : failure);
  }

  end(status: Record<string, unknown>): void {
    this.say(3, JSON.stringify({ metadata: {}, ...status }));
    this.socket.close(1000);
  }
}

export type ShellOptions = {
  readonly protocols?: readonly string[];
  readonly onInput?: (shell: FakeShell, bytes: Buffer) => void;
  readonly onOpen?: (shell: FakeShell) => void;
  readonly autoPong?: boolean;
};

/** A place where shells are opened: `upgrade` goes to a FakeServer, `next()` waits for the one that was opened there. */
export class ShellRoom {
  readonly upgrade: UpgradeAnswer;
  readonly #shells: FakeShell[] = [];

  constructor({ protocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'], ...options }: ShellOptions = {}) {
    const sockets = new WebSocketServer({
      noServer: true,
      autoPong: options.autoPong ?? true,
      handleProtocols: (offered) => protocols.find((one) => offered.has(one)) ?? false,
    });
    this.upgrade = (request: IncomingMessage, wire: Duplex, head: Buffer) => {
      (wire as Socket).cork(); // the worst that can come: the first messages in the packet that opens the websocket
      sockets.handleUpgrade(request, wire, head, (socket) => {
        const shell = new FakeShell(socket, wire as Socket, options.onInput ?? (() => undefined));
        this.#shells.push(shell);
        for (const channel of [1, 2, 3]) shell.say(channel, ''); // as wsstream does
        options.onOpen?.(shell);
        (wire as Socket).uncork();
      });
    };
  }

  async next(): Promise<FakeShell> {
    for (;;) {
      const shell = this.#shells.shift();
      if (shell !== undefined) return shell;
      await turn();
    }
  }
}

/** A Status instead of a websocket. */
export function refuseUpgrade(code: number, reason: string, message: string): UpgradeAnswer {
  const body = JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message });
  const head = `HTTP/1.1 ${code} ${reason}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}`;
  return (_request, socket) => void socket.end(`${head}\r\nConnection: close\r\n\r\n${body}`);
}

/** A shell with a terminal in the pod cart-7f. */
export const SH: RemoteProcessRequest = {
  namespace: 'shop',
  pod: 'cart-7f',
  container: 'app',
  command: ['sh', '-c', 'echo "a b"'],
  stdin: true,
  tty: true,
};

type Opened = { server: FakeServer; room: ShellRoom; cluster: Cluster; clock: FakeClock } & AsyncDisposable;

/** A server with a room for shells, and a cluster on it. */
export async function openRoom(options: ShellOptions = {}): Promise<Opened> {
  const server = await FakeServer.start(certificate);
  const room = new ShellRoom(options);
  server.upgrades(room.upgrade);
  const clock = new FakeClock();
  const cluster = server.open({ token: 'abc' }, { clock }, trust);
  const stop = async (): Promise<void> => {
    cluster.close();
    await server.stop();
  };
  return { server, room, cluster, clock, [Symbol.asyncDispose]: stop };
}

/** Everything the process writes, until it ends. */
export function outputOf(process: RemoteProcess): { out: () => Buffer; err: () => Buffer } {
  const chunks = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
  process.onOutput((bytes, stream) => void chunks[stream].push(bytes));
  return { out: () => Buffer.concat(chunks.stdout), err: () => Buffer.concat(chunks.stderr) };
}

export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn();
}
