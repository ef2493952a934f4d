// The logs of a pod as a text that is kept up to date: what `l`, `f` and `p` open. It gathers followers, order, ring and pattern; each is a file of
// its own.
import type { LiveText, TextContent, Turn, TurnId } from './live-text.ts';
import { LogFilter } from './log-filter.ts';
import { type FollowSink, LogFollower } from './log-follower.ts';
import { logLines } from './log-lines.ts';
import type { LogLine, LogTime } from './log-line.ts';
import { LogMerge } from './log-merge.ts';
import { LogPattern } from './log-pattern.ts';
import { type LogSource, RANGES, rangeOf } from './log-query.ts';
import type { FollowTools } from './log-requests.ts';
import { LogRing } from './log-ring.ts';
import { logStatus } from './log-status.ts';

/** What is kept of a log, in bytes. */
const RING_BYTES = 16 * 1024 * 1024;
const HOLD_MS = 200;
/** Looking at a batch of lines costs more than looking at a line. */
const SCAN_MS = 30;
/** A log that has not answered by then is no reason to wait: it is quiet, or trouble that its status tells. */
const BUSY_MS = 1500;

export type LogTextOptions = {
  readonly pod: Omit<LogSource, 'container'>;
  /** The container shown first; all of them when undefined. */
  readonly container: string | undefined;
  /** All containers of the pod, in the order of their colours. */
  readonly containers: readonly string[];
  readonly previous: boolean;
  readonly ringBytes?: number;
};

export class LogText implements LiveText {
  readonly kind = 'logs';
  readonly fileEnding = '.log';
  readonly #options: LogTextOptions;
  readonly #tools: FollowTools;
  #changed: () => void = () => {};
  #content: TextContent | undefined;
  #on: ReadonlySet<TurnId>;
  #range = rangeOf('range-0');
  #ring: LogRing;
  #filter: LogFilter | undefined;
  #followers: readonly LogFollower[] = [];
  #merge: LogMerge | undefined;
  #cancelScan: (() => void) | undefined;
  #cancelBusy: (() => void) | undefined;
  /** Number of shown lines when it was paused. */
  #pausedAt: number | undefined;
  #isYoung = true;
  /** The ring has not been looked through for the pattern yet. */
  #isSearching = false;
  #isStopped = false;

  constructor(options: LogTextOptions, tools: FollowTools) {
    this.#options = options;
    this.#tools = tools;
    this.#ring = new LogRing(options.ringBytes ?? RING_BYTES);
    this.#on = new Set<TurnId>([
      ...(options.previous ? (['previous'] as const) : []),
      ...(options.container === undefined ? (['all-containers'] as const) : []),
    ]);
  }

  start(changed: () => void): void {
    this.#changed = changed;
    this.#follow();
  }

  stop(): void {
    this.#isStopped = true;
    this.#unfollow();
    this.#cancelScan?.();
  }

  turn(id: TurnId): void {
    if (id.startsWith('range-')) {
      this.#range = rangeOf(id);
    } else {
      const on = new Set(this.#on);
      if (!on.delete(id)) on.add(id);
      this.#on = on;
    }
    if (id === 'pause') this.#pausedAt = this.#on.has('pause') ? this.#shownEnd : undefined;
    if (id.startsWith('range-') || id === 'previous' || id === 'all-containers') this.#startAgain();
    this.#news();
  }

  only(pattern: string): void {
    if (pattern === (this.#filter?.pattern.pattern ?? '')) return;
    this.#filter = pattern === '' ? undefined : new LogFilter(this.#ring, new LogPattern(pattern));
    if (this.#on.has('pause')) this.turn('pause');
    this.#isSearching = true;
    this.#scan();
  }

  isBusy(): boolean {
    if (this.#isSearching) return true;
    if (!this.#isYoung) return false;
    if (this.#merge?.isHolding === true || this.#cancelScan !== undefined) return true;
    return this.#followers.some(({ state }) => state.is === 'connecting');
  }

  content(): TextContent {
    return (this.#content ??= this.#describe());
  }

  get #sources(): readonly string[] {
    const { container, containers } = this.#options;
    return this.#on.has('all-containers') || container === undefined ? containers : [container];
  }

  /** Number of lines ever shown, the unfinished ones not counted. */
  get #shownEnd(): number {
    return this.#filter?.end ?? this.#ring.end;
  }

  #startAgain(): void {
    this.#unfollow();
    this.#ring = new LogRing(this.#options.ringBytes ?? RING_BYTES);
    if (this.#filter !== undefined) this.#filter = new LogFilter(this.#ring, this.#filter.pattern);
    this.#on = new Set([...this.#on].filter((id) => id !== 'pause'));
    this.#pausedAt = undefined;
    this.#follow();
  }

  #unfollow(): void {
    for (const follower of this.#followers) follower.stop();
    this.#merge?.stop();
    this.#merge = undefined;
    this.#cancelBusy?.();
  }

  #follow(): void {
    const plan = { range: this.#range, previous: this.#on.has('previous') };
    const sources = this.#sources;
    const ring = this.#ring;
    if (sources.length > 1)
      this.#merge = new LogMerge(
        sources.length,
        this.#tools.clock,
        HOLD_MS,
        (line, source, mark) => ring.append(line, source, mark),
        () => this.#news(),
      );
    this.#isYoung = true;
    this.#cancelBusy = this.#tools.clock.setTimer(BUSY_MS, () => {
      this.#isYoung = false;
      this.#news();
    });
    this.#followers = sources.map(
      (container, index) =>
        new LogFollower({ ...this.#options.pod, container }, plan, this.#tools, this.#sink(index, ring, this.#merge)),
    );
    for (const follower of this.#followers) follower.start();
  }

  #sink(source: number, ring: LogRing, merge: LogMerge | undefined): FollowSink {
    const put = (line: LogLine, mark: boolean) =>
      merge === undefined
        ? ring.append(line, source, mark)
        : merge.push(source, { ...line, bytes: Buffer.from(line.bytes) }, mark);
    return {
      line: (line) => put(line, false),
      mark: (text: string, at: LogTime) => put({ ...at, bytes: Buffer.from(text), plain: false, print: 0 }, true),
      changed: () => {
        const state = this.#followers[source]?.state.is;
        merge?.setSpeaking(source, state === 'connecting' || state === 'following');
        merge?.release();
        this.#news();
      },
    };
  }

  #news(): void {
    if (this.#isStopped) return;
    this.#content = undefined;
    if (this.#filter !== undefined) this.#cancelScan ??= this.#tools.clock.setTimer(SCAN_MS, () => this.#scan());
    this.#changed();
  }

  /** Looks at lines for the pattern, a slice at a time with room for keys between them. */
  #scan(): void {
    this.#cancelScan?.();
    this.#cancelScan = undefined;
    const isDone = this.#filter === undefined || this.#filter.advance();
    this.#isSearching &&= !isDone;
    this.#content = undefined;
    if (!isDone) this.#cancelScan = this.#tools.clock.setTimer(0, () => this.#scan());
    this.#changed();
  }

  #describe(): TextContent {
    const { pod } = this.#options;
    const sources = this.#sources;
    const { lines, dropped } = logLines({
      ring: this.#ring,
      filter: this.#filter,
      end: this.#pausedAt ?? this.#shownEnd,
      partials: this.#on.has('pause') ? [] : this.#partials(),
      look: { timestamps: this.#on.has('timestamps'), colours: this.#on.has('colours'), sources: padded(sources) },
    });
    const { status, trouble } = logStatus({
      sources,
      followers: this.#followers,
      range: this.#range,
      previous: this.#on.has('previous'),
      lines: this.#shownEnd - dropped,
      evicted: this.#ring.first,
      pausedNews: this.#pausedAt === undefined ? undefined : this.#shownEnd - this.#pausedAt,
      filter: this.#filter,
    });
    const where = `${pod.namespace}/${pod.pod}${sources.length === 1 ? `/${sources[0]}` : ''}`;
    const title = `${this.#on.has('previous') ? 'Previous logs' : 'Logs'} ${pod.context} › ${where}`;
    return { title, status, trouble, lines, dropped, turns: this.#turns() };
  }

  /** Unfinished last lines are shown as they are; with a pattern they wait until they are finished. */
  #partials(): readonly { readonly line: LogLine; readonly source: number }[] {
    if (this.#filter !== undefined) return [];
    return this.#followers.flatMap((follower, source) => {
      const line = follower.partial();
      return line === undefined ? [] : [{ line, source }];
    });
  }

  #turns(): readonly Turn[] {
    const on = (id: TurnId): Turn => ({ id, on: this.#on.has(id) });
    const alone = this.#options.containers.length < 2;
    return [
      ...RANGES.map(({ id }) => ({ id, on: id === this.#range.id })),
      on('timestamps'),
      alone ? { id: 'all-containers', whyNot: 'the pod has one container' } : on('all-containers'),
      on('previous'),
      on('colours'),
      on('pause'),
    ];
  }
}

function padded(names: readonly string[]): readonly string[] | undefined {
  const width = Math.max(...names.map((name) => name.length));
  return names.length < 2 ? undefined : names.map((name) => name.padEnd(width));
}
