// The requests and timers of one followed log: everything that has to end when nobody looks at it any more.
import { ApiError } from '../cluster/api-error.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Clock } from '../objects/clock.ts';
import { lookAtPod, type LogSight } from './log-sight.ts';
import { logPath, type LogPlan, type LogSource } from './log-query.ts';

/** `watch` calls when the pod may have changed and returns the unsubscribe function. */
export type FollowTools = {
  readonly cluster: () => Cluster;
  readonly clock: Clock;
  readonly random: () => number;
  readonly watch: (changed: () => void) => () => void;
};

/** `follow` the running container, `rest` of one that has ended, `previous-rest` of a run that another one has followed. */
export type Read = 'follow' | 'rest' | 'previous-rest';

/** How an answer ended: well, as the log of another run than the one asked for, or with an error. */
export type ReadEnd = 'end' | 'other-run' | ApiError;

/** After a change of the pod the server is asked again, but not at once: changes come in swarms. */
const WAKE_MS = 200;

export class LogRequests {
  readonly source: LogSource;
  readonly #plan: LogPlan;
  readonly #tools: FollowTools;
  readonly #abort = new AbortController();
  readonly #timers = new Map<string, () => void>();
  readonly #startedAt: number;
  #unwatch: () => void = () => {};
  #reading: AbortController | undefined;
  #fromBeginning = false;
  #wake: (() => void) | undefined;
  #goOn: (() => void) | undefined;

  constructor(source: LogSource, plan: LogPlan, tools: FollowTools) {
    this.source = source;
    this.#plan = plan;
    this.#tools = tools;
    this.#startedAt = tools.clock.now();
  }

  get isStopped(): boolean {
    return this.#abort.signal.aborted;
  }

  /** `changed`: the pod changed while an answer is being read. */
  start(changed: () => void): void {
    this.#unwatch = this.#tools.watch(() => {
      if (this.#reading === undefined) this.#wake?.();
      else changed();
    });
  }

  stop(): void {
    this.#abort.abort();
    this.#unwatch();
    for (const name of this.#timers.keys()) this.cancel(name);
    this.#goOn?.();
  }

  /** The range no longer counts: a new run of the container is read whole. */
  readFromBeginning(): void {
    this.#fromBeginning = true;
  }

  /**
   * Reads until the answer ends or `take` gives false. A resumed answer must be of the run it is resumed for: `isRun` is asked once it has begun,
   * because a container may restart between any question and any answer.
   */
  async read(
    read: Read,
    sinceSeconds: number | undefined,
    isRun: (sight: LogSight) => boolean,
    take: (chunk: Buffer) => boolean,
  ): Promise<ReadEnd> {
    const agoSeconds = Math.ceil((this.#tools.clock.now() - this.#startedAt) / 1000);
    const start = this.#fromBeginning ? 'beginning' : ({ range: this.#plan.range, agoSeconds } as const);
    const path = logPath(this.source, sinceSeconds === undefined ? start : { sinceSeconds }, {
      follow: read === 'follow' && !this.#plan.previous,
      previous: read === 'previous-rest' || this.#plan.previous,
    });
    let isSure = sinceSeconds === undefined || read === 'previous-rest';
    const reading = new AbortController();
    this.#reading = reading;
    const signal = AbortSignal.any([this.#abort.signal, reading.signal]);
    const end = await this.#asked(async () => {
      for await (const chunk of this.#tools.cluster().stream('get pods/log', path, signal)) {
        if (!isSure && !isRun(await lookAtPod(this.#tools.cluster(), this.source, this.#abort.signal)))
          return 'other-run';
        isSure = true;
        if (this.isStopped || !take(chunk)) break;
      }
      return 'end';
    });
    this.#reading = undefined;
    return reading.signal.aborted ? 'end' : end;
  }

  /** Whether the answer that is being read now still is; asked later. */
  stillReading(): () => boolean {
    const reading = this.#reading;
    return () => this.#reading === reading;
  }

  /** What ends the answer that is being read now, and no later one. */
  breaker(): () => void {
    const reading = this.#reading;
    return () => reading?.abort();
  }

  /** The pod now, or why the server does not say. */
  async look(): Promise<LogSight | ApiError> {
    return this.#asked(() => lookAtPod(this.#tools.cluster(), this.source, this.#abort.signal));
  }

  pause(delayMs: number): Promise<void> {
    if (this.isStopped) return Promise.resolve();
    return new Promise((resolve) => {
      this.#goOn = () => {
        this.#goOn = this.#wake = undefined;
        resolve();
      };
      this.after('pause', delayMs, this.#goOn);
    });
  }

  /** A pause that ends soon after a change of the pod. */
  patience(delayMs: number): Promise<void> {
    const ended = this.pause(delayMs);
    this.#wake = () => {
      this.#wake = undefined;
      if (this.#goOn !== undefined) this.after('pause', Math.min(WAKE_MS, delayMs), this.#goOn);
    };
    return ended;
  }

  /** True while a timer of that name runs. */
  isSet(name: string): boolean {
    return this.#timers.has(name);
  }

  /** Runs `run` once after `delayMs`; a timer of the same name is replaced. */
  after(name: string, delayMs: number, run: () => void): void {
    this.cancel(name);
    if (this.isStopped) return;
    const cancel = this.#tools.clock.setTimer(delayMs, () => {
      this.#timers.delete(name);
      run();
    });
    this.#timers.set(name, cancel);
  }

  cancel(name: string): void {
    this.#timers.get(name)?.();
    this.#timers.delete(name);
  }

  async #asked<T>(ask: () => Promise<T>): Promise<T | ApiError> {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof ApiError) return error;
      const message = error instanceof Error ? error.message : String(error);
      return new ApiError({ code: 'unreachable', what: 'get pods/log', message }, { cause: error });
    }
  }
}
