// The text of one description while it is open: it follows the object through changes, deletion and replacement, and its ages grow.
import type { ApiError } from '../cluster/api-error.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { clockText } from '../objects/clock-text.ts';
import type { Tools } from './action.ts';
import type { Json } from './json.ts';
import { objectAt, textAt } from './json.ts';
import { objectLines, requestsFor, whyLines } from './describe-lines.ts';
import { fetchParts, refusal } from './describe-parts.ts';
import { type Part } from './describe-subject.ts';
import type { LiveText, TextContent } from './live-text.ts';
import { objectKeyOf, targetPlace, type Target } from './target.ts';
import type { TextLine } from './text-line.ts';

/** Between two fetches, however much changes. */
const LEAST_PAUSE_MS = 500;
/** And at least this many times as long as the last one took, so that a slow server is not kept busy by one text. */
const PAUSE_PER_FETCH = 4;
/** Events come without the object changing. */
const REFRESH_MS = 10_000;
const SECOND_MS = 1000;

type Seen = { readonly object: Json; readonly parts: Readonly<Record<string, Part>>; readonly at: number };
type Status = { readonly text: string; readonly trouble: boolean };

export class DescribeText implements LiveText {
  readonly kind = 'describe';
  readonly fileEnding = '.txt';
  readonly #target: Target;
  readonly #tools: Tools;
  readonly #cluster: Cluster;
  readonly #ending = new AbortController();
  readonly #signal: AbortSignal;
  #changed: () => void = () => undefined;
  #unwatch: () => void = () => undefined;
  #cancelTick: () => void = () => undefined;
  #cancelFetch: (() => void) | undefined = undefined;
  #isFetching = false;
  #isOutdated = false;
  #seen: Seen | undefined = undefined;
  #status: Status = { text: 'loading …', trouble: false };
  #triedAt = -Infinity;
  #restUntil = -Infinity;
  #content: TextContent | undefined = undefined;
  #isStale = true;

  constructor(target: Target, tools: Tools) {
    this.#target = target;
    this.#tools = tools;
    this.#cluster = tools.cluster(target.context);
    this.#signal = AbortSignal.any([tools.signal, this.#ending.signal]);
  }

  start(changed: () => void): void {
    if (this.#signal.aborted) return;
    this.#changed = changed;
    this.#signal.addEventListener('abort', () => this.#halt(), { once: true });
    // A container changes with its pod.
    this.#unwatch = this.#tools.watch(objectKeyOf(this.#target).text, () => this.#touch());
    this.#tick();
    void this.#fetch();
  }

  content(): TextContent {
    if (!this.#isStale && this.#content !== undefined) return this.#content;
    this.#isStale = false;
    const { text, trouble } = this.#status;
    const title = `Describe ${targetPlace(this.#target)}`;
    const next: TextContent = { title, status: text, trouble, lines: this.#lines(), dropped: 0, turns: [] };
    if (this.#content === undefined || !isSame(this.#content, next)) this.#content = next;
    return this.#content;
  }

  turn(): void {
    // It has no switches.
  }

  isBusy(): boolean {
    return this.#isFetching;
  }

  stop(): void {
    this.#ending.abort();
  }

  #halt(): void {
    this.#unwatch();
    this.#cancelTick();
    this.#cancelFetch?.();
    this.#isFetching = false;
  }

  #lines(): readonly TextLine[] {
    const top = whyLines(this.#target, this.#tools);
    if (this.#seen === undefined) return [...top, { text: '' }, { text: this.#status.text, dim: true }];
    const { graph, health, clock } = this.#tools;
    const { object, parts } = this.#seen;
    return [
      ...top,
      ...objectLines({ target: this.#target, object, parts, sight: { graph, health }, now: clock.now() }),
    ];
  }

  #say(status: Status): void {
    this.#status = status;
    this.#renew();
  }

  #renew(): void {
    this.#isStale = true;
    this.#changed();
  }

  /** Ages grow, and what nobody announces is asked for again. */
  #tick(): void {
    this.#cancelTick = this.#tools.clock.setTimer(SECOND_MS, () => {
      if (this.#tools.clock.now() - this.#triedAt >= REFRESH_MS) this.#touch();
      this.#renew();
      this.#tick();
    });
  }

  /** Something may have changed: fetch as soon as it is decent. */
  #touch(): void {
    this.#renew();
    if (this.#isFetching) this.#isOutdated = true;
    else this.#fetchSoon();
  }

  #fetchSoon(): void {
    if (this.#cancelFetch !== undefined) return;
    const pause = Math.max(0, this.#restUntil - this.#tools.clock.now());
    this.#cancelFetch = this.#tools.clock.setTimer(pause, () => {
      this.#cancelFetch = undefined;
      void this.#fetch();
    });
  }

  async #fetch(): Promise<void> {
    const { clock } = this.#tools;
    this.#isFetching = true;
    this.#isOutdated = false;
    this.#triedAt = clock.now();
    const status = await this.#look();
    if (this.#signal.aborted) return;
    this.#isFetching = false;
    this.#restUntil = this.#triedAt + Math.max(LEAST_PAUSE_MS, PAUSE_PER_FETCH * (clock.now() - this.#triedAt));
    this.#say(status);
    if (this.#isOutdated) this.#fetchSoon();
  }

  /** Fetches everything; keeps it when it is the object that was meant. */
  async #look(): Promise<Status> {
    const { kind, namespace, name } = objectKeyOf(this.#target);
    const uid = this.#target.uid === '' ? textAt(this.#seen?.object, 'metadata', 'uid') : this.#target.uid;
    try {
      const object = objectAt(
        { object: await this.#cluster.get(this.#cluster.pathOf(kind, namespace, name), this.#signal) },
        'object',
      );
      const isOther = uid !== '' && textAt(object, 'metadata', 'uid') !== uid;
      if (isOther) return { text: 'replaced: another object of this name lives now', trouble: true };
      const parts = await fetchParts(this.#cluster, requestsFor(this.#target, object), this.#signal);
      this.#seen = { object, parts, at: this.#tools.clock.now() };
      return { text: 'following', trouble: false };
    } catch (error) {
      return this.#failed(error);
    }
  }

  #failed(error: unknown): Status {
    const { kind } = objectKeyOf(this.#target);
    const why = refusal(error, `get ${kind} ${this.#target.name}`);
    if ((error as Partial<ApiError>).code === 'not-found') {
      // The moment it was first missed stays.
      const said = this.#status.text.startsWith('deleted at ') ? this.#status.text : undefined;
      return { text: said ?? `deleted at ${clockText(this.#tools.clock.now())}`, trouble: true };
    }
    return { text: this.#seen === undefined ? why : `as of ${clockText(this.#seen.at)}; ${why}`, trouble: true };
  }
}

function isSame(a: TextContent, b: TextContent): boolean {
  if (a.status !== b.status || a.trouble !== b.trouble || a.lines.length !== b.lines.length) return false;
  for (let at = 0; at < b.lines.length; at++) {
    const [before, now] = [a.lines.at(at), b.lines.at(at)];
    if (before?.text !== now?.text || before?.level !== now?.level) return false;
  }
  return true;
}
