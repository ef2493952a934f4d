// The logs of one pretend cluster: opens streams and, only while somebody follows, lets one clock and one listener on the
// world move them all. Nobody reading costs nothing.
import type { ServerResponse } from 'node:http';

import type { Container, Pod } from './api-types.ts';
import type { Chance } from './chance.ts';
import { chosenContainer, loggedRun, runNow } from './container-run.ts';
import type { ContainerRun } from './container-run.ts';
import { Failure, notFound } from './failure.ts';
import type { ServedKind } from './kinds.ts';
import { LogBurst } from './log-burst.ts';
import type { BurstParams } from './log-burst.ts';
import type { LineSource } from './log-line.ts';
import type { LogOptions } from './log-options.ts';
import { logOptions } from './log-options.ts';
import { LogReader } from './log-reader.ts';
import { LogStream } from './log-stream.ts';
import type { LogSink, LogSubject } from './log-stream.ts';
import { lostKubelet, noRoute } from './lost-node.ts';
import { SpokenLines } from './spoken-lines.ts';
import type { Change, World } from './world.ts';

/** Between two looks for new lines while somebody follows. */
const TICK_MS = 100;
const REST_OF_MS_US = 999;

export interface LogRequest {
  kind: ServedKind;
  namespace: string;
  name: string;
  query: URLSearchParams;
  response: ServerResponse;
}

export type Cut = (how: 'end' | 'reset') => void;

export class LogHub {
  readonly #world: World;
  readonly #chance: Chance;
  readonly #now: () => number;
  readonly #open = new Map<LogStream, Cut>();
  readonly #bursts = new Map<string, readonly LogBurst[]>();
  #timer: NodeJS.Timeout | undefined;
  #stopListening: (() => void) | undefined;

  /** @param now demo time in milliseconds. */
  constructor(world: World, chance: Chance, now: () => number) {
    this.#world = world;
    this.#chance = chance;
    this.#now = now;
  }

  /** Streams being sent or followed now. */
  get count(): number {
    return this.#open.size;
  }

  /** Answers a GET of pods/log; throws a `Failure` before anything is written when it must be refused. */
  answer({ kind, namespace, name, query, response }: LogRequest): void {
    const pod = this.#world.get('pods', `${namespace}/${name}`)?.object as Pod | undefined;
    if (!pod) throw notFound(kind, name);
    const options = logOptions(query, name, this.#now());
    const container = chosenContainer(pod, options.container);
    const headers = { 'Content-Type': 'text/plain', 'Cache-Control': 'no-cache, private' };
    if (pod.spec.nodeName === undefined) {
      // A pod without a node has no log, and that is no error: the real server answers with nothing.
      response.writeHead(200, headers).end();
      return;
    }
    const lost = lostKubelet(this.#world, pod);
    if (lost !== undefined) {
      throw new Failure(500, '', noRoute('Get', lost, `containerLogs/${namespace}/${name}/${container.name}`));
    }
    const run = loggedRun(pod, container, options.previous);
    response.writeHead(200, headers).flushHeaders();
    const stream = this.open(run, options, sinkOf(response), (how) =>
      how === 'reset' ? response.destroy() : response.end(),
    );
    response.on('close', () => this.leave(stream));
  }

  /** Sends a run's log to a sink until `leave`. `cut` is called when the stream is dropped from outside. */
  open(run: ContainerRun, options: LogOptions, sink: LogSink, cut: Cut): LogStream {
    const nowUs = (): number => this.#now() * 1000 + REST_OF_MS_US;
    const subject = { run, spoken: new SpokenLines(run, this.#chance) };
    const reader = new LogReader(() => this.#sources(subject));
    reader.seek(nowUs(), options.tailLines, options.sinceUs);
    const stream = new LogStream({ ...options, subject, reader, sink, nowUs });
    stream.pump();
    if (!stream.isDone) this.#keep(stream, cut);
    return stream;
  }

  leave(stream: LogStream): void {
    stream.end();
    this.#open.delete(stream);
    if (this.#open.size === 0) this.#rest();
  }

  /** Writes lines into a container's log from now on. Throws 404 when there is no such pod. */
  burst(params: BurstParams): { pod: string; container: string } {
    const { pod, container } = placed(this.#world, params);
    const key = runKey(loggedRun(pod, container, false));
    const burst = new LogBurst(params, this.#now() * 1000 + REST_OF_MS_US, () => performance.now());
    this.#bursts.set(key, [...(this.#bursts.get(key) ?? []), burst]);
    for (const stream of this.#open.keys()) stream.pump();
    return { pod: pod.metadata.name, container: container.name };
  }

  /** Drops every open log, cleanly or with a cut connection. */
  cut(how: 'end' | 'reset'): void {
    for (const [stream, cut] of this.#open) {
      this.#open.delete(stream);
      cut(how);
    }
    this.#rest();
  }

  stop(): void {
    this.cut('end');
  }

  #sources({ run, spoken }: LogSubject): readonly LineSource[] {
    const bursts = this.#bursts.get(runKey(run)) ?? [];
    return bursts.some((burst) => burst.alone) ? bursts : [spoken, ...bursts];
  }

  #keep(stream: LogStream, cut: Cut): void {
    this.#open.set(stream, cut);
    this.#timer ??= setInterval(() => this.#tick(), TICK_MS).unref();
    this.#stopListening ??= this.#world.onChange((change) => this.#onChange(change));
  }

  #tick(): void {
    for (const stream of this.#open.keys()) stream.pump();
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#stopListening?.();
    this.#stopListening = undefined;
  }

  #onChange({ plural, type, after }: Change): void {
    if (plural !== 'pods') return;
    for (const stream of this.#open.keys()) {
      const { run } = stream;
      if (run.ended || run.pod.metadata.uid !== after.object.metadata.uid) continue;
      const now = type === 'DELETED' ? undefined : runNow(run, after.object as Pod);
      if (!now) stream.close();
      else if (now.ended) stream.finish(now, new SpokenLines(now, this.#chance));
    }
  }
}

/** Bursts belong to a run, as lines in a file do: the next run of the container begins an empty one. */
function runKey({ pod, container, startedMs }: ContainerRun): string {
  return `${pod.metadata.uid}/${container.name}/${startedMs}`;
}

/** The pod and container an admin request names; a pod's name may be cut short. Throws 404, or 400 for the container. */
export function placed(
  world: World,
  { namespace, pod, container = '' }: Pick<BurstParams, 'namespace' | 'pod' | 'container'>,
): { pod: Pod; container: Container } {
  const key = world.keys('pods').find((each) => each.startsWith(`${namespace}/${pod}`));
  const found = key === undefined ? undefined : (world.get('pods', key)?.object as Pod | undefined);
  if (!found) throw new Failure(404, 'NotFound', `no pod ${namespace}/${pod}`);
  return { pod: found, container: chosenContainer(found, container) };
}

function sinkOf(response: ServerResponse): LogSink {
  return {
    write: (bytes) => response.write(bytes),
    onDrain: (drained) => response.on('drain', drained),
    end: () => response.end(),
  };
}
