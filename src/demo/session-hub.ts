// Exec and attach of one pretend cluster: refuses before the upgrade what the API server refuses, runs the rest over the
// websocket, and ends the sessions of a container that dies.
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';

import type { Container, Pod } from './api-types.ts';
import { Channels, PROTOCOLS } from './channels.ts';
import { chosenContainer, runningRun, runNow } from './container-run.ts';
import type { ContainerRun } from './container-run.ts';
import { badRequest, Failure, notFound } from './failure.ts';
import type { ServedKind } from './kinds.ts';
import type { LogHub } from './log-hub.ts';
import { lostKubelet, noRoute } from './lost-node.ts';
import { exited, internalError, noSuchExecutable, success } from './session-status.ts';
import { SessionIo } from './session-io.ts';
import { startCommand } from './shell.ts';
import type { Change, World } from './world.ts';

/** SIGKILL: what a shell ends with when its container does. */
const KILLED = 137;
const INPUT_MESSAGE_BYTES = 32 * 1024 * 1024;

export interface SessionRequest {
  kind: ServedKind;
  namespace: string;
  name: string;
  subresource: 'exec' | 'attach';
  query: URLSearchParams;
  request: IncomingMessage;
}

interface Session {
  run: ContainerRun;
  channels: Channels;
  io: SessionIo;
  subresource: 'exec' | 'attach';
  end: AbortController;
  query: URLSearchParams;
}

export class SessionHub {
  readonly #world: World;
  readonly #logs: LogHub;
  readonly #now: () => number;
  readonly #open = new Set<Session>();
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: INPUT_MESSAGE_BYTES,
    handleProtocols: (offered) => PROTOCOLS.find((protocol) => offered.has(protocol)) ?? false,
  });
  #stopListening: (() => void) | undefined;

  /** @param now demo time in milliseconds. */
  constructor(world: World, logs: LogHub, now: () => number) {
    this.#world = world;
    this.#logs = logs;
    this.#now = now;
  }

  /** Open shells and attachments. */
  get count(): number {
    return this.#open.size;
  }

  /** Checks a request; throws a `Failure` that is to be sent as HTTP. What it gives back takes the socket and goes on. */
  accept(asked: SessionRequest): (socket: Socket, head: Buffer) => void {
    const { kind, namespace, name, query, request, subresource } = asked;
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/);
    const protocol = PROTOCOLS.find((each) => offered.includes(each));
    const pod = this.#world.get('pods', `${namespace}/${name}`)?.object as Pod | undefined;
    if (!pod) throw notFound(kind, name);
    const container = chosenContainer(pod, query.get('container') ?? '');
    if (subresource === 'exec' && !query.has('command'))
      throw badRequest('you must specify at least 1 command for the container');
    const refused = this.#refused(pod, container, subresource);
    // Since version 5 the API server itself ends the websocket, so the kubelet's refusals come through the error channel.
    if (refused !== undefined && protocol !== 'v5.channel.k8s.io') throw new Failure(500, 'InternalError', refused);
    // What kubectl falls back to when a websocket is refused comes here too; it is told the same refusals as above.
    if (request.headers.upgrade?.toLowerCase() !== 'websocket')
      throw badRequest('only websocket upgrades are supported');
    if (protocol === undefined)
      throw new Failure(403, 'Forbidden', `no protocol of ours is offered: ${PROTOCOLS.join(', ')}`);
    return (socket, head) => {
      this.#server.handleUpgrade(request, socket, head, (webSocket) => {
        if (refused === undefined) this.#begin(webSocket, asked, runningRun(pod, container));
        else void refuse(webSocket, refused);
      });
    };
  }

  /** Cuts every connection, as a proxy that dies. */
  cut(): void {
    for (const { channels } of this.#open) channels.cut();
  }

  stop(): void {
    this.cut();
    this.#server.close();
    this.#stopListening?.();
  }

  #refused(pod: Pod, container: Container, subresource: string): string | undefined {
    const { name, namespace = '' } = pod.metadata;
    if (pod.spec.nodeName === undefined) throw badRequest(`pod ${name} does not have a host assigned`);
    const { phase } = pod.status;
    if (phase === 'Succeeded' || phase === 'Failed') {
      const what = subresource === 'exec' ? 'exec into' : 'attach';
      throw badRequest(`cannot ${what} a container in a completed pod; current phase is ${phase}`);
    }
    const lost = lostKubelet(this.#world, pod);
    if (lost !== undefined) {
      return `error sending request: ${noRoute('Post', lost, `${subresource}/${namespace}/${name}/${container.name}`)}`;
    }
    if (runningRun(pod, container)) return undefined;
    return `unable to upgrade connection: container not found ("${container.name}")`;
  }

  #begin(webSocket: WebSocket, { query, subresource }: SessionRequest, run: ContainerRun | undefined): void {
    if (!run) return webSocket.terminate();
    const end = new AbortController();
    const io = new SessionIo(() => channels, isOn(query, 'tty'), end.signal);
    const channels = new Channels(webSocket, {
      onInput: (bytes) => io.receive(bytes),
      onInputEnd: () => io.endInput(),
      onResize: (size) => io.resize(size),
      onGone: () => {
        end.abort();
        this.#open.delete(session);
        this.#rest();
      },
    });
    const session: Session = { run, channels, io, subresource, end, query };
    this.#open.add(session);
    this.#stopListening ??= this.#world.onChange((change) => this.#onChange(change));
    if (!isOn(query, 'stdin')) io.endInput();
    // An empty message tells the client that the streams stand.
    void channels.send('stdout', Buffer.alloc(0));
    if (subresource === 'exec') void this.#exec(session);
    else this.#attach(session);
  }

  async #exec({ run, channels, io, end, query }: Session): Promise<void> {
    const command = query.getAll('command');
    const place = { pod: run.pod, container: run.container, now: this.#now };
    const code = await startCommand(place, io, command).catch((error: unknown) => {
      void channels.finish(internalError(String(error)));
      return 1;
    });
    if (end.signal.aborted) return;
    if (code !== undefined) return channels.finish(exited(code));
    const execId = run.pod.metadata.uid.replaceAll('-', '').repeat(2);
    return channels.finish(noSuchExecutable(command[0] ?? '', execId));
  }

  /** The log's lines as they come; the container's end ends it (`#onChange`), and its connection's end too. */
  #attach({ run, channels, io, end }: Session): void {
    let drained = (): void => undefined;
    const now = { container: '', previous: false, timestamps: false, limitBytes: undefined, sinceUs: undefined };
    const stream = this.#logs.open(
      run,
      { ...now, follow: true, tailLines: 0 },
      {
        write: (bytes) => {
          void io.out(bytes).then(() => drained());
          return false;
        },
        onDrain: (then) => {
          drained = then;
        },
        end: () => void channels.finish(success()),
      },
      () => channels.cut(),
    );
    end.signal.addEventListener('abort', () => this.#logs.leave(stream));
  }

  #onChange({ plural, type, after }: Change): void {
    if (plural !== 'pods') return;
    for (const session of this.#open) {
      const { run, subresource, channels, end } = session;
      if (run.pod.metadata.uid !== after.object.metadata.uid) continue;
      const now = type === 'DELETED' ? undefined : runNow(run, after.object as Pod);
      if (now && !now.ended) continue;
      this.#open.delete(session);
      if (subresource === 'attach') continue;
      end.abort();
      void channels.finish(exited(KILLED));
    }
    this.#rest();
  }

  #rest(): void {
    if (this.#open.size > 0) return;
    this.#stopListening?.();
    this.#stopListening = undefined;
  }
}

function isOn(query: URLSearchParams, name: string): boolean {
  return ['true', '1'].includes(query.get(name) ?? '');
}

async function refuse(webSocket: WebSocket, why: string): Promise<void> {
  const nothing = (): void => undefined;
  const channels = new Channels(webSocket, {
    onInput: nothing,
    onInputEnd: nothing,
    onResize: nothing,
    onGone: nothing,
  });
  await channels.finish(internalError(why));
}
