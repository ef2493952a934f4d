// One pretend cluster as a whole: its world, its controllers, its watches and faults, and the HTTPS server before them.
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { ApiServer } from './api-server.ts';
import type { ApiObject } from './api-types.ts';
import type { Identity } from './certificates.ts';
import type { Chance } from './chance.ts';
import { Controllers } from './controllers.ts';
import { Faults } from './faults.ts';
import type { FaultParams, FaultVerb } from './faults.ts';
import type { Plural } from './kinds.ts';
import { PLURALS } from './kinds.ts';
import type { Reconciler } from './reconcile.ts';
import { LogHub } from './log-hub.ts';
import { SessionHub } from './session-hub.ts';
import type { Scene } from './scene.ts';
import { turnInto } from './story-player.ts';
import { WatchHub } from './watching.ts';
import type { World } from './world.ts';

/** Idle connections are kept as long as a real API server behind a load balancer keeps them. */
const KEEP_ALIVE_MS = 120_000;

export interface DemoClusterParts {
  name: string;
  world: World;
  reconciler: Reconciler;
  scene: Scene;
  chance: Chance;
  identity: Identity;
  now: () => number;
  bookmarkMs: number;
  admin: (method: string, path: string, body: string) => object;
  log: (line: string) => void;
}

export class DemoCluster {
  readonly name: string;
  readonly world: World;
  readonly reconciler: Reconciler;
  readonly controllers: Controllers;
  readonly faults = new Faults();
  readonly watches: WatchHub;
  readonly logs: LogHub;
  readonly sessions: SessionHub;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #port = 0;

  constructor(parts: DemoClusterParts) {
    const { name, world, reconciler, identity, chance, log } = parts;
    this.name = name;
    this.world = world;
    this.reconciler = reconciler;
    reconciler.start(parts.now);
    this.controllers = new Controllers(parts.scene, reconciler, parts.now);
    this.controllers.start();
    this.watches = new WatchHub(world, this.faults, parts.bookmarkMs);
    this.logs = new LogHub(world, chance, parts.now);
    this.sessions = new SessionHub(world, this.logs, parts.now);
    let made = 0;
    const api = new ApiServer({
      world,
      faults: this.faults,
      watches: this.watches,
      logs: this.logs,
      sessions: this.sessions,
      now: parts.now,
      address: () => `127.0.0.1:${this.#port}`,
      newUid: () => chance.uid(`created/${name}/${(made += 1)}`),
      admin: parts.admin,
      delay: (ms) => sleep(ms, undefined, { ref: false }),
    });
    const options = {
      cert: identity.certificate,
      key: identity.key,
      requestTimeout: 0,
      keepAliveTimeout: KEEP_ALIVE_MS,
    };
    this.#server = createServer(options, (request, response) => {
      log(`${name} ${request.method ?? ''} ${request.url ?? ''}`);
      response.on('error', () => response.destroy());
      void api.handle(request, response);
    });
    this.#server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
      log(`${name} ${request.method ?? ''} ${request.url ?? ''} (upgrade)`);
      socket.on('error', () => socket.destroy());
      void api.upgrade(request, socket, head);
    });
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    this.#server.on('tlsClientError', () => undefined);
  }

  get server(): string {
    return `https://127.0.0.1:${this.#port}`;
  }

  get port(): number {
    return this.#port;
  }

  /** Listens on 127.0.0.1; port 0 takes a free one. Rejects with the system's error when the port is taken. */
  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Performs a fault that acts now, or arms one that strikes later. */
  async fault(verb: FaultVerb, params: FaultParams): Promise<void> {
    const { resource } = params;
    switch (verb) {
      case 'drop-watch':
        return this.watches.drop(resource, params.how === 'reset' ? 'reset' : 'end');
      case 'expire-versions':
        this.watches.expiredAs = params.as ?? 'event';
        return this.world.forget(pluralOf(resource));
      case 'send-bookmarks':
        return this.watches.sendBookmarks(resource);
      case 'silence':
        this.watches.mute(resource);
        return this.faults.arm(verb, params);
      case 'cut-logs':
        return this.logs.cut(params.how === 'reset' ? 'reset' : 'end');
      case 'cut-shells':
        return this.sessions.cut();
      case 'down':
        return this.#close();
      case 'up':
        return this.#server.listening ? undefined : this.listen(this.#port);
      default:
        return this.faults.arm(verb, params);
    }
  }

  /** Lets the story go on to `wanted`, save in what `spares` names and in what people have changed by hand. */
  turnInto(wanted: World, spares: (object: ApiObject) => boolean): void {
    const { byHand } = this.controllers;
    turnInto(this.world, wanted, this.reconciler, (world, plural, object) => {
      return !spares(object) && !byHand.covers(world, plural, object);
    });
    // What the story says of endpoints and counts was worked out from its own pods.
    if (!byHand.isEmpty) this.reconciler.reconcileAll();
  }

  async stop(): Promise<void> {
    this.watches.stop();
    this.logs.stop();
    this.sessions.stop();
    this.controllers.stop();
    this.reconciler.stop();
    await this.#close();
  }

  async #close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    for (const socket of this.#sockets) socket.destroy();
    this.#server.closeAllConnections();
    await closed;
  }
}

function pluralOf(word: string | undefined): Plural | undefined {
  return PLURALS.find((plural) => plural === word);
}
