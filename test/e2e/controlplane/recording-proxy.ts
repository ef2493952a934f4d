// Stands before an API server with its certificate, passes everything on (answers without end and websockets too) and keeps a list of what
// was asked, so that a test may say what a program never asked for.
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, request as httpsRequest, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { connect as tlsConnect } from 'node:tls';
import type { ControlPlaneAddress } from './cluster-hand.ts';
import { writeKubeconfig, type User } from './credentials.ts';

/** One request: `path` without its query. */
export type Recorded = { readonly method: string; readonly path: string; readonly query: string };

/** Make it with `startRecordingProxy`. */
export class RecordingProxy {
  /** Everything asked so far, in order. */
  readonly requests: Recorded[] = [];
  readonly #address: ControlPlaneAddress;
  readonly #ca: Buffer;
  readonly #server: Server;
  readonly #upgraded = new Set<Duplex>();

  constructor(address: ControlPlaneAddress) {
    this.#address = address;
    const file = (name: string): Buffer => readFileSync(join(address.folder, name));
    this.#ca = file('ca.crt');
    this.#server = createServer({ cert: file('server.crt'), key: file('server.key') }, (asked, answer) => {
      this.#record(asked);
      this.#pass(asked, answer);
    });
    this.#server.on('upgrade', (asked: IncomingMessage, near: Duplex, head: Buffer) => {
      this.#record(asked);
      this.#passUpgrade(asked, near, head);
    });
  }

  #record({ method = '', url = '' }: IncomingMessage): void {
    const { pathname, search } = new URL(url, 'https://server');
    this.requests.push({ method, path: pathname, query: search });
  }

  #pass(asked: IncomingMessage, answer: ServerResponse): void {
    const { method, headers } = asked;
    const target = { host: '127.0.0.1', port: this.#address.port, path: asked.url, method, headers, ca: this.#ca };
    const passed = httpsRequest({ ...target, agent: false }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      answer.flushHeaders();
      response.pipe(answer);
      response.on('error', () => answer.destroy());
    });
    passed.on('error', () => answer.destroy());
    answer.on('close', () => passed.destroy());
    asked.pipe(passed);
  }

  #passUpgrade(asked: IncomingMessage, near: Duplex, head: Buffer): void {
    const far = tlsConnect({ host: '127.0.0.1', port: this.#address.port, ca: this.#ca, ALPNProtocols: ['http/1.1'] });
    const headers: string[] = [];
    for (let at = 0; at < asked.rawHeaders.length; at += 2)
      headers.push(`${asked.rawHeaders[at]}: ${asked.rawHeaders[at + 1]}`);
    far.write(`${asked.method} ${asked.url} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
    far.write(head);
    near.pipe(far).pipe(near);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#upgraded.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.#upgraded.delete(one);
        other.destroy();
      });
    }
  }

  listen(): Promise<void> {
    return new Promise((resolve, reject) => void this.#server.once('error', reject).listen(0, '127.0.0.1', resolve));
  }

  /** A kubeconfig of a token user through this proxy; its context is called as without it. */
  kubeconfig(user: User = 'admin'): string {
    return writeKubeconfig(this.#address, (this.#server.address() as AddressInfo).port, user);
  }

  async stop(): Promise<void> {
    for (const socket of this.#upgraded) socket.destroy();
    this.#server.closeAllConnections();
    await new Promise((resolve) => void this.#server.close(resolve));
  }
}

/** A proxy of its own before a control plane. */
export async function startRecordingProxy(address: ControlPlaneAddress): Promise<RecordingProxy> {
  const proxy = new RecordingProxy(address);
  await proxy.listen();
  return proxy;
}
