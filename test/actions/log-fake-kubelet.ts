// A kubelet with one pod, behind the two calls of a Cluster that logs need. Its faults are named verbs. What it promises is what the real one does:
// times of nine decimals, `sinceTime` in whole seconds, the current file only after a rotation, a followed answer that ends with the container.
import { ApiError } from '../../src/cluster/api-error.ts';
import type { Cluster } from '../../src/cluster/cluster.ts';

export type Written = { readonly seconds: number; readonly nanos: number; readonly text: string };
type Stream = { readonly chunks: Buffer[]; error?: ApiError; ended: boolean; wake: () => void };
type Run = {
  lines: Written[];
  file: number;
  exit: number | undefined;
  reason: string;
  startedSeconds: number | undefined;
  streams: Set<Stream>;
};

export const START = 1_800_000_000;

export class FakeKubelet {
  readonly paths: string[] = [];
  readonly runs = new Map<string, Run[]>();
  uid = 'uid-1';
  deleted = false;
  down = false;
  /** What a request for a log is refused with. */
  refusal: ApiError | undefined;
  waiting: string | undefined;
  /** Questions about the pod are answered only after this. */
  busy: Promise<void> | undefined;
  restartPolicy = 'Never';
  /** Gives the size of the next chunk. */
  chunkSize: () => number = () => 1 << 20;
  open = 0;

  constructor(...containers: readonly string[]) {
    for (const name of containers.length === 0 ? ['app'] : containers) this.runs.set(name, [newRun()]);
  }

  write(text: string, seconds = START, nanos = 0, container = 'app'): void {
    const run = this.run(container);
    run.lines.push({ seconds, nanos, text });
    for (const stream of run.streams) this.send(stream, `${stamp({ seconds, nanos })} ${text}\n`);
  }

  raw(bytes: Buffer, container = 'app'): void {
    for (const stream of this.run(container).streams) {
      stream.chunks.push(bytes);
      stream.wake();
    }
  }

  cut(container = 'app'): void {
    for (const stream of this.run(container).streams) {
      stream.error = new ApiError({ code: 'unreachable', what: 'get pods/log', message: 'the connection was cut' });
      stream.wake();
    }
  }

  /** Open answers get nothing any more, not even an end. */
  dieSilently(container = 'app'): void {
    this.run(container).streams.clear();
  }

  closeWell(container = 'app'): void {
    for (const stream of this.run(container).streams) this.finish(stream);
  }

  rotate(container = 'app'): void {
    const run = this.run(container);
    run.file = run.lines.length;
  }

  exit(code: number, reason = code === 0 ? 'Completed' : 'Error', container = 'app'): void {
    const run = this.run(container);
    [run.exit, run.reason] = [code, reason];
    for (const stream of run.streams) this.finish(stream);
  }

  /** `startedSeconds`: when the server says that the new run began; it does not say when absent. */
  restart(container = 'app', startedSeconds?: number): void {
    this.runs.get(container)?.push({ ...newRun(), startedSeconds });
  }

  /** As the real type, for what is used of it. */
  get cluster(): Cluster {
    return { stream: this.stream.bind(this), get: this.get.bind(this) } as unknown as Cluster;
  }

  private run(container: string): Run {
    const run = this.runs.get(container)?.at(-1);
    if (run === undefined) throw new Error(`no container ${container}`);
    return run;
  }

  private finish(stream: Stream): void {
    stream.ended = true;
    stream.wake();
  }

  private send(stream: Stream, text: string): void {
    for (let bytes = Buffer.from(text); bytes.length > 0;) {
      const size = Math.max(1, this.chunkSize());
      stream.chunks.push(bytes.subarray(0, size));
      bytes = bytes.subarray(size);
    }
    stream.wake();
  }

  private async *stream(_what: string, path: string, signal: AbortSignal): AsyncGenerator<Buffer> {
    await Promise.resolve();
    this.paths.push(path);
    if (this.down)
      throw new ApiError({ code: 'unreachable', what: 'get pods/log', message: 'the connection was refused' });
    if (this.deleted)
      throw new ApiError({ code: 'not-found', status: 404, what: 'get pods/log', message: 'pods "cart" not found' });
    if (this.refusal !== undefined) throw this.refusal;
    const query = new URL(path, 'https://x').searchParams;
    const runs = this.runs.get(query.get('container') ?? '') ?? [];
    const run = runs.at(query.has('previous') ? -2 : -1);
    if (run === undefined || (query.has('previous') && runs.length < 2))
      throw new ApiError({
        code: 'invalid',
        status: 400,
        what: 'get pods/log',
        message: 'previous terminated container "app" in pod "cart" not found',
      });
    const since = Date.parse(query.get('sinceTime') ?? '') / 1000;
    let lines = run.lines.slice(run.file).filter(({ seconds }) => Number.isNaN(since) || seconds >= since);
    if (query.has('tailLines')) lines = lines.slice(-Number(query.get('tailLines')));
    const stream: Stream = { chunks: [], ended: run.exit !== undefined || !query.has('follow'), wake: () => {} };
    this.send(stream, lines.map((line) => `${stamp(line)} ${line.text}\n`).join(''));
    run.streams.add(stream);
    this.open++;
    try {
      yield* chunksOf(stream, signal);
    } finally {
      run.streams.delete(stream);
      this.open--;
    }
  }

  private async get(_path: string): Promise<unknown> {
    if (this.busy !== undefined) await this.busy;
    if (this.down)
      return Promise.reject(
        new ApiError({ code: 'unreachable', what: 'get pods', message: 'the connection was refused' }),
      );
    if (this.deleted)
      return Promise.reject(
        new ApiError({ code: 'not-found', status: 404, what: 'get pods', message: 'pods "cart" not found' }),
      );
    return Promise.resolve(this.pod());
  }

  pod(): unknown {
    const names = [...this.runs.keys()];
    return {
      metadata: { name: 'cart', namespace: 'shop', uid: this.uid },
      spec: { restartPolicy: this.restartPolicy, containers: names.map((name) => ({ name })) },
      status: { phase: 'Running', containerStatuses: names.map((name) => this.status(name)) },
    };
  }

  private status(name: string): unknown {
    const runs = this.runs.get(name) ?? [];
    const [run, before] = [runs.at(-1), runs.at(-2)];
    const terminated = (of: Run | undefined) =>
      of?.exit === undefined ? {} : { terminated: { exitCode: of.exit, reason: of.reason } };
    const waiting = this.waiting === undefined ? undefined : { waiting: { reason: this.waiting } };
    const state = waiting ?? (run?.exit === undefined ? { running: startOf(run) } : terminated(run));
    return { name, restartCount: runs.length - 1, ready: true, state, lastState: terminated(before) };
  }
}

function startOf(run: Run | undefined): object {
  const startedSeconds = run?.startedSeconds;
  return startedSeconds === undefined ? {} : { startedAt: new Date(startedSeconds * 1000).toISOString() };
}

function newRun(): Run {
  return { lines: [], file: 0, exit: undefined, reason: '', startedSeconds: undefined, streams: new Set() };
}

async function* chunksOf(stream: Stream, signal: AbortSignal): AsyncGenerator<Buffer> {
  const aborted = () => stream.wake();
  signal.addEventListener('abort', aborted);
  try {
    for (;;) {
      if (signal.aborted) throw new ApiError({ code: 'aborted', what: 'get pods/log', message: 'stopped' });
      const chunk = stream.chunks.shift();
      if (chunk !== undefined) yield chunk;
      else if (stream.error !== undefined) throw stream.error;
      else if (stream.ended) return;
      else await new Promise<void>((resolve) => (stream.wake = resolve));
    }
  } finally {
    signal.removeEventListener('abort', aborted);
  }
}

export function stamp({ seconds, nanos }: { readonly seconds: number; readonly nanos: number }): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${String(nanos).padStart(9, '0')}Z`;
}

/** Numbers from 0 up to 1 that are the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
