// A bad line between a program and an API server: bytes go through as they are until a test breaks the line or keeps it from being opened.
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { writeKubeconfig } from './credentials.ts';
import type { ControlPlaneAddress } from './cluster-hand.ts';
import type { User } from './credentials.ts';

type Line = { near: Socket; far: Socket };

/** Make it with `startCuttingProxy`. */
export class CuttingProxy {
  readonly #address: ControlPlaneAddress;
  readonly #server: Server;
  readonly #lines = new Set<Line>();
  #refuses = false;

  constructor(address: ControlPlaneAddress) {
    this.#address = address;
    this.#server = createServer((near) => {
      if (this.#refuses) {
        near.resetAndDestroy();
        return;
      }
      this.#join(near, connect(address.port, '127.0.0.1'));
    });
  }

  #join(near: Socket, far: Socket): void {
    const line = { near, far };
    this.#lines.add(line);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (bytes) => {
        if (!to.write(bytes)) from.pause();
      });
      to.on('drain', () => from.resume());
      from.on('end', () => to.end());
      from.on('error', () => to.destroy());
      from.on('close', () => {
        to.destroy();
        this.#lines.delete(line);
      });
    }
  }

  listen(): Promise<void> {
    return new Promise((resolve, reject) => void this.#server.once('error', reject).listen(0, '127.0.0.1', resolve));
  }

  /** A kubeconfig of a user through this line; its context is called as without it. */
  kubeconfig(user: User = 'admin'): string {
    return writeKubeconfig(this.#address, (this.#server.address() as AddressInfo).port, user);
  }

  /** Resets every open connection; gives how many there were. */
  cut(): number {
    const lines = [...this.#lines];
    for (const { near, far } of lines) {
      near.resetAndDestroy();
      far.destroy();
    }
    return lines.length;
  }

  /** New connections are reset, or taken again. */
  refuse(refuses: boolean): void {
    this.#refuses = refuses;
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => void this.#server.close(resolve));
  }
}

/** A line of its own to a control plane, open at first. */
export async function startCuttingProxy(address: ControlPlaneAddress): Promise<CuttingProxy> {
  const proxy = new CuttingProxy(address);
  await proxy.listen();
  return proxy;
}
