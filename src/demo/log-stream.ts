// One log on its way to a client: as fast as the client reads, up to what has been said by now, and on when it follows.
import type { ContainerRun } from './container-run.ts';
import { wireLine } from './log-line.ts';
import type { LineSource } from './log-line.ts';
import type { LogReader } from './log-reader.ts';

/** Where a log goes: an HTTP answer, or a shell's channel. */
export interface LogSink {
  /** False when the other side is slow: no more until `drained` was called. */
  write: (bytes: Buffer) => boolean;
  onDrain: (drained: () => void) => void;
  end: () => void;
}

const CHUNK_BYTES = 32 * 1024;

/** The run a log is of, and its ordinary lines: exchanged when it ends, for then it has last words. */
export interface LogSubject {
  run: ContainerRun;
  spoken: LineSource;
}

export interface LogStreamParts {
  subject: LogSubject;
  reader: LogReader;
  sink: LogSink;
  timestamps: boolean;
  /** Bytes after which it ends; undefined for no bound. */
  limitBytes: number | undefined;
  follow: boolean;
  nowUs: () => number;
}

export class LogStream {
  readonly #parts: LogStreamParts;
  #left: number;
  #waits = false;
  #follows: boolean;
  #done = false;

  constructor(parts: LogStreamParts) {
    this.#parts = parts;
    this.#left = parts.limitBytes ?? Number.POSITIVE_INFINITY;
    this.#follows = parts.follow && !parts.subject.run.ended;
    parts.sink.onDrain(() => {
      this.#waits = false;
      this.pump();
    });
  }

  get run(): ContainerRun {
    return this.#parts.subject.run;
  }

  get isDone(): boolean {
    return this.#done;
  }

  /** Sends what has come; ends the log when nothing more can. */
  pump(): void {
    if (this.#waits || this.#done) return;
    const { reader, sink, nowUs } = this.#parts;
    reader.advance(nowUs());
    for (;;) {
      const chunk = this.#chunk();
      const isLast = this.#left <= 0;
      if (chunk.length > 0 && !sink.write(chunk) && !isLast) {
        this.#waits = true;
        return;
      }
      if (chunk.length > 0 && !isLast) continue;
      if (isLast || !this.#follows) this.end();
      return;
    }
  }

  /** The run ended: its lines are now `spoken`, the last words included; sends them and ends. */
  finish(run: ContainerRun, spoken: LineSource): void {
    const { reader, subject } = this.#parts;
    reader.replace(subject.spoken, spoken);
    Object.assign(subject, { run, spoken });
    this.#follows = false;
    this.pump();
  }

  /** Sends what has come by now and ends: the pod is gone. */
  close(): void {
    this.#follows = false;
    this.pump();
  }

  /** Ends at once. */
  end(): void {
    if (this.#done) return;
    this.#done = true;
    this.#parts.sink.end();
  }

  #chunk(): Buffer {
    const lines: Buffer[] = [];
    let size = 0;
    while (size < CHUNK_BYTES && this.#left > 0) {
      const line = this.#parts.reader.next();
      if (!line) break;
      const bytes = wireLine(line, this.#parts.timestamps).subarray(0, this.#left);
      this.#left -= bytes.length;
      size += bytes.length;
      lines.push(bytes);
    }
    return Buffer.concat(lines);
  }
}
