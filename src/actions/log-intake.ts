// The bytes of one container's log become lines here, each once, however often the connection broke.
import { type LogLine, NO_TIME, readLine } from './log-line.ts';
import { LogResume } from './log-resume.ts';
import { LogSplitter } from './log-splitter.ts';

export class LogIntake {
  readonly #splitter = new LogSplitter();
  readonly #give: (line: LogLine) => void;
  #resume: LogResume;
  #fresh = 0;

  /** `give` gets each new line; its bytes are valid during the call only. `precedeFrom`: see LogResume. */
  constructor(precedeFrom: number, give: (line: LogLine) => void) {
    this.#resume = new LogResume(precedeFrom);
    this.#give = (line) => {
      this.#fresh++;
      give(line);
    };
  }

  /** The second to ask from when the log is resumed; undefined when no line was seen yet. */
  since(): number | undefined {
    return this.#resume.since();
  }

  /** Time of the last line. */
  get last(): LogLine | typeof NO_TIME {
    return this.#resume.last ?? NO_TIME;
  }

  /** A new answer begins; when lines were seen it was asked from `since()` on. */
  begin(): void {
    this.#splitter.forget();
    this.#resume.begin();
  }

  /** Another run of the container, read from its beginning: its log has nothing to do with what was seen. */
  startAnew(): void {
    this.#splitter.forget();
    this.#resume = new LogResume(Number.POSITIVE_INFINITY);
  }

  /** Takes bytes; gives the number of new lines. */
  take(chunk: Buffer): number {
    this.#fresh = 0;
    this.#splitter.feed(chunk, this.#takeLine);
    return this.#fresh;
  }

  /** No more of what was sent before will come. */
  settle(): number {
    return this.#resume.settle(this.#give);
  }

  /** The log has ended: an unfinished line is a line. */
  finish(): void {
    this.#splitter.flush(this.#takeLine);
    this.settle();
  }

  /** The unfinished line at the end, when it is certainly new. */
  partial(): LogLine | undefined {
    const bytes = this.#resume.isResuming ? undefined : this.#splitter.partial();
    return bytes === undefined ? undefined : readLine(bytes, 0, this.last);
  }

  readonly #takeLine = (bytes: Buffer, over: number): void => {
    this.#resume.take(readLine(bytes, over, this.#resume.last ?? NO_TIME), this.#give);
  };
}
