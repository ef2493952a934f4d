// Follows the log of one container through everything that can happen to it: connections that break, containers that restart, end or have not
// started, pods that are deleted or replaced. It ends only when there is nothing left to come, and says why.
import { ApiError } from '../cluster/api-error.ts';
import { clockText } from '../objects/clock-text.ts';
import { LogIntake } from './log-intake.ts';
import type { LogLine, LogTime } from './log-line.ts';
import type { LogSight } from './log-sight.ts';
import type { LogPlan, LogSource } from './log-query.ts';
import { LogRequests, type FollowTools, type Read, type ReadEnd } from './log-requests.ts';
import { notStarted, refusalOf } from './log-refusal.ts';

/** `words` say more than `is`; `trouble`: a person should know. */
export type FollowState = {
  readonly is: 'connecting' | 'following' | 'waiting' | 'lost' | 'ended';
  readonly words: string;
  readonly trouble: boolean;
};

/** Who takes what a follower finds. A line's bytes are valid during the call only. `changed`: after each chunk and change of state. */
export type FollowSink = {
  line(line: LogLine): void;
  mark(text: string, at: LogTime): void;
  changed(): void;
};

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;
const NOT_STARTED_MS = 2000;
const SETTLE_MS = 1000;
const PARTIAL_MS = 250;
/** An open log that says nothing is told from a connection that is being made by time alone. */
const QUIET_MS = 300;
const DOUBT_MS = 5000;

export class LogFollower {
  readonly #plan: LogPlan;
  readonly #tools: FollowTools;
  readonly #sink: FollowSink;
  readonly #intake: LogIntake;
  readonly #requests: LogRequests;
  #state: FollowState = { is: 'connecting', words: 'connecting', trouble: false };
  /** Restarts of the container when the run began whose log this is; undefined before the pod was looked at. */
  #run: number | undefined;
  #lostAt: number | undefined;
  #failures = 0;
  #reconnects = 0;
  #given = 0;
  #showsPartial = false;
  #wasOpen = false;
  #looked = false;

  constructor(source: LogSource, plan: LogPlan, tools: FollowTools, sink: FollowSink) {
    this.#plan = plan;
    this.#tools = tools;
    this.#sink = sink;
    this.#requests = new LogRequests(source, plan, tools);
    const { head, tail = 0 } = plan.range;
    this.#intake = new LogIntake(head === undefined ? tail : Number.POSITIVE_INFINITY, (line) => {
      if (this.#isFull) return;
      this.#given++;
      sink.line(line);
    });
  }

  get state(): FollowState {
    return this.#state;
  }

  /** Connections made after the first one. */
  get reconnects(): number {
    return this.#reconnects;
  }

  /** The unfinished last line, once it has stood for a moment. */
  partial(): LogLine | undefined {
    return this.#showsPartial ? this.#intake.partial() : undefined;
  }

  start(): void {
    this.#requests.start(() => this.#doubt());
    void this.#follow().catch((error: unknown) =>
      this.#over(error instanceof Error ? error.message : String(error), true),
    );
  }

  stop(): void {
    this.#requests.stop();
  }

  get #isFull(): boolean {
    return this.#plan.range.head !== undefined && this.#given >= this.#plan.range.head;
  }

  async #follow(): Promise<void> {
    this.#requests.after('look', QUIET_MS, () => void this.#firstLook());
    let next: Read | undefined = 'follow';
    while (next !== undefined) {
      const end = await this.#read(next);
      if (this.#requests.isStopped) return;
      next = await this.#after(next, end);
    }
  }

  /**
   * The pod changed. When its container has ended or restarted, a log that works ends too; one on a connection that died silently is told from it
   * by still being open a moment later.
   */
  #doubt(): void {
    if (!this.#requests.isSet('doubt')) this.#requests.after('doubt', DOUBT_MS, () => void this.#checkRun());
  }

  async #checkRun(): Promise<void> {
    const breakOff = this.#requests.breaker();
    const sight = await this.#requests.look();
    if (sight instanceof ApiError || this.#run === undefined) return;
    if (sight.is !== 'running' || sight.restarts !== this.#run) breakOff();
  }

  /** Once the first answer has begun, or keeps us waiting: which run is it, and of which pod? */
  async #firstLook(): Promise<void> {
    this.#looked = true;
    const stillReading = this.#requests.stillReading();
    const sight = await this.#requests.look();
    if (sight instanceof ApiError || this.#requests.isStopped) return;
    if (!stillReading()) return; // it may be the next run already
    if (sight.is === 'gone' || sight.is === 'replaced') return this.#vanished(sight.is);
    this.#run ??= sight.restarts;
    if (sight.is !== 'waiting') this.#requests.after('quiet', QUIET_MS, () => this.#opened());
  }

  /** One answer of the server, to its end. */
  async #read(read: Read): Promise<ReadEnd> {
    this.#intake.begin();
    let silent = true;
    const isRun = (sight: LogSight) => 'restarts' in sight && sight.restarts === this.#run;
    const end = await this.#requests.read(read, this.#intake.since(), isRun, (chunk) => {
      this.#opened();
      if (!this.#looked) void this.#firstLook();
      if (silent) this.#requests.after('settle', SETTLE_MS, () => this.#settle());
      silent = false;
      this.#take(chunk);
      return !this.#isFull;
    });
    for (const timer of ['settle', 'partial', 'quiet', 'look', 'doubt']) this.#requests.cancel(timer);
    this.#showsPartial = false;
    return end;
  }

  #opened(): void {
    if (this.#state.is === 'following') return;
    if (this.#lostAt !== undefined && this.#wasOpen) {
      this.#reconnects++;
      this.#mark(`connection lost ${clockText(this.#lostAt)}, back ${clockText(this.#tools.clock.now())}`);
    }
    this.#lostAt = undefined;
    this.#wasOpen = true;
    this.#say('following', 'following');
  }

  #take(chunk: Buffer): void {
    this.#showsPartial = false;
    if (this.#intake.take(chunk) > 0) this.#failures = 0;
    this.#requests.after('partial', PARTIAL_MS, () => {
      if (this.#intake.partial() === undefined) return;
      this.#showsPartial = true;
      this.#sink.changed();
    });
    this.#sink.changed();
  }

  #settle(): void {
    if (this.#intake.settle() > 0) this.#sink.changed();
  }

  /** What to read after `read` ended so; undefined when nothing is left. */
  async #after(read: Read, end: ReadEnd): Promise<Read | undefined> {
    if (this.#isFull) return this.#over('complete', false);
    if (end === 'end' && this.#plan.previous) return this.#finished('the run before this one');
    const refusal = end instanceof ApiError ? refusalOf(end, this.#requests.source) : undefined;
    if (refusal?.final === true && read !== 'previous-rest') return this.#over(refusal.words, true);
    if (refusal?.final === false) this.#say('waiting', refusal.words);
    else if (end instanceof ApiError && refusal === undefined) this.#lost(end);
    const complete = read !== 'follow' && (end === 'end' || refusal !== undefined);
    // A log that ended well has mostly ended for good: its unfinished last line must not come after what other containers say later. Not twice in a
    // row without a new line: a server that ends every answer at once is left in peace.
    const isFirst = end === 'end' && this.#failures === 0;
    if (isFirst) this.#failures++;
    for (let atOnce = complete || isFirst; ; atOnce = false) {
      if (!atOnce) await this.#wait();
      const sight = await this.#requests.look();
      if (this.#requests.isStopped) return undefined;
      if (sight instanceof ApiError) {
        this.#lost(sight);
        continue;
      }
      const next = this.#decide(sight, complete, end === 'end');
      if (next !== 'wait') return next;
    }
  }

  #wait(): Promise<void> {
    return this.#state.is === 'waiting'
      ? this.#requests.patience(NOT_STARTED_MS)
      : this.#requests.pause(this.#backoffMs());
  }

  #decide(sight: LogSight, complete: boolean, endedWell: boolean): Read | 'wait' | undefined {
    if (sight.is === 'gone' || sight.is === 'replaced') return this.#vanished(sight.is);
    this.#run ??= this.#begunSince(sight) ? sight.restarts - 1 : sight.restarts;
    if (sight.restarts !== this.#run) {
      if (this.#plan.previous) return this.#over('the container was restarted: this run is no longer kept', true);
      if (!complete) return 'previous-rest';
      this.#restarted(sight.restarts, sight.before);
    } else if (sight.is === 'ended' && !this.#plan.previous) {
      if (!complete) return 'rest';
      if (!sight.mayRestart) return this.#finished(`container ${sight.words}`);
      this.#intake.finish();
      this.#say('waiting', `container ended: ${sight.words} – will go on when it starts again`, true);
      return 'wait';
    }
    if (sight.is === 'waiting') {
      this.#say('waiting', notStarted(sight.words));
      return 'wait';
    }
    if (endedWell && this.#state.is === 'following') this.#lostAt ??= this.#tools.clock.now();
    if (this.#state.is !== 'lost') this.#say('connecting', 'connecting');
    this.#requests.after('quiet', QUIET_MS, () => this.#opened());
    return 'follow';
  }

  /** Whether the run in sight began after the last line that was read, which then is of the run before. */
  #begunSince({ startedAt }: Extract<LogSight, { restarts: number }>): boolean {
    const { seconds } = this.#intake.last;
    return startedAt !== undefined && seconds > 0 && startedAt > seconds * 1000;
  }

  #restarted(run: number, how: string): void {
    this.#intake.finish();
    this.#mark(`container restarted${how === '' ? '' : ` (${how})`}`);
    this.#intake.startAnew();
    this.#requests.readFromBeginning();
    this.#run = run;
    this.#lostAt = undefined;
    this.#failures = 0;
    this.#say('connecting', 'connecting');
  }

  #lost(error: ApiError): void {
    this.#lostAt ??= this.#tools.clock.now();
    const cure = error.cure === undefined ? '' : ` (${error.cure})`;
    const what = this.#wasOpen ? `connection lost ${clockText(this.#lostAt)}` : 'the log cannot be read';
    this.#say('lost', `${what}: ${error.message}${cure}, trying again`, true);
  }

  #vanished(how: 'gone' | 'replaced'): undefined {
    this.#intake.finish();
    const words = how === 'gone' ? 'the pod was deleted' : 'the pod was replaced by another one of its name';
    this.#mark(words);
    this.#over(`ended: ${words}`, true);
  }

  #finished(what: string): undefined {
    this.#intake.finish();
    this.#over(`ended: ${what}`, false);
  }

  #over(words: string, trouble: boolean): undefined {
    if (this.#requests.isStopped) return;
    this.#requests.stop();
    this.#say('ended', words, trouble);
  }

  #mark(text: string): void {
    this.#sink.mark(`── ${text} ──`, this.#intake.last);
  }

  #say(is: FollowState['is'], words: string, trouble = false): void {
    this.#state = { is, words, trouble };
    this.#sink.changed();
  }

  /** Full jitter: many logs that lost one server must not come back in step. */
  #backoffMs(): number {
    const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(this.#failures, 16));
    this.#failures++;
    return this.#tools.random() * ceiling;
  }
}
