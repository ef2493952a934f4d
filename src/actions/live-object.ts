// One object, read fresh and read again when the graph has seen another version of it. What it was last stays in sight when it is gone.
import { ApiError } from '../cluster/api-error.ts';
import { clockText } from '../objects/clock-text.ts';
import { isJson, textAt, type Json } from '../objects/json.ts';
import { ActionError, type Tools } from './action.ts';
import { objectKeyOf, type Target } from './target.ts';

/** Changes come in bursts (a pod starting writes its status five times a second); reading more often than this helps nobody. */
const LEAST_MS_BETWEEN = 500;
/** And at least this many times as long as the last reading took, so that a slow server is not kept busy by one text. */
const REST_PER_READING = 4;
/** After a failure that may pass by itself. */
const RETRY_MS = 5_000;
/** What is read beside an object (its events) changes without the object changing. */
const REFRESH_MS = 10_000;

/**
 * What is known of it. `object` is the last JSON read, undefined until then. `replaced`: another object has its name; `failed`: the last read went
 * wrong, `words` say how. `since` is when it became so, in milliseconds since the epoch.
 */
export type LiveObjectState = {
  readonly is: 'loading' | 'live' | 'deleted' | 'replaced' | 'failed';
  readonly object: Json | undefined;
  readonly words: string;
  readonly since: number;
};

/**
 * Reads what else is to be seen with the object, each time it is read and before it counts as read. With it every change around the object counts,
 * and none need be seen for it to be read again.
 */
export type ReadBeside = (object: Json, signal: AbortSignal) => Promise<void>;

export class LiveObject {
  readonly #target: Target;
  readonly #tools: Tools;
  readonly #readBeside: ReadBeside | undefined;
  readonly #stop = new AbortController();
  #changed: () => void = () => {};
  #unwatch: () => void = () => {};
  #cancelTimer: (() => void) | undefined;
  #state: LiveObjectState;
  #restsUntil = Number.NEGATIVE_INFINITY;
  #isReading = false;
  /** The graph has told of another version than the one that was read. */
  #isOutdated = false;

  /** A container's object is its pod. */
  constructor(target: Target, tools: Tools, readBeside?: ReadBeside) {
    this.#target = target;
    this.#tools = tools;
    this.#readBeside = readBeside;
    this.#state = { is: 'loading', object: undefined, words: '', since: tools.clock.now() };
  }

  get state(): LiveObjectState {
    return this.#state;
  }

  /** True while an answer is on its way or will be asked for shortly. */
  get isBusy(): boolean {
    return !this.#stop.signal.aborted && (this.#isReading || this.#isOutdated);
  }

  start(changed: () => void): void {
    this.#changed = changed;
    this.#unwatch = this.#tools.watch(objectKeyOf(this.#target).text, () => this.#look());
    void this.#read();
  }

  stop(): void {
    this.#stop.abort();
    this.#unwatch();
    this.#cancelTimer?.();
  }

  /** Reads again when the graph has another version, or has lost it; an object that ended stays ended. */
  #look(): void {
    if (this.#stop.signal.aborted || hasEnded(this.#state)) return;
    if (this.#readBeside === undefined && this.#state.is !== 'failed' && this.#isAsSeen()) return;
    this.#isOutdated = true;
    if (!this.#isReading) this.#readIn(this.#restsUntil - this.#tools.clock.now());
  }

  /** What was read last is what the graph holds. */
  #isAsSeen(): boolean {
    const seen = this.#tools.graph.object(objectKeyOf(this.#target).text);
    const version = textAt(this.#state.object, 'metadata', 'resourceVersion');
    return seen !== undefined && seen.uid === this.#target.uid && seen.resourceVersion === version;
  }

  #readIn(delayMs: number): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#tools.clock.setTimer(Math.max(0, delayMs), () => void this.#read());
  }

  async #read(): Promise<void> {
    const { clock } = this.#tools;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#isReading = true;
    this.#isOutdated = false;
    const startedAt = clock.now();
    const next = await this.#ask();
    this.#isReading = false;
    if (this.#stop.signal.aborted) return;
    this.#restsUntil = startedAt + Math.max(LEAST_MS_BETWEEN, REST_PER_READING * (clock.now() - startedAt));
    this.#become(next);
    const wasOutdated = this.#isOutdated;
    this.#isOutdated = false;
    if (next.mayPass === true) this.#readIn(RETRY_MS);
    else if (wasOutdated) this.#look(); // what was read may be that version already
    else if (this.#readBeside !== undefined && !hasEnded(this.#state)) this.#readIn(REFRESH_MS);
  }

  #become({ is, object, words }: Answer): void {
    const last = this.#state;
    const since = last.is === is && last.words === words ? last.since : this.#tools.clock.now();
    this.#state = { is, object: object ?? last.object, words, since };
    this.#changed();
  }

  async #ask(): Promise<Answer> {
    const { kind, context, namespace, name } = objectKeyOf(this.#target);
    // A namespace that may not be listed has no uid before it is read.
    const uid = this.#target.uid === '' ? textAt(this.#state.object, 'metadata', 'uid') : this.#target.uid;
    const signal = AbortSignal.any([this.#stop.signal, this.#tools.signal]);
    try {
      const cluster = this.#tools.cluster(context);
      const object = await cluster.get(cluster.pathOf(kind, namespace, name), signal);
      if (!isJson(object)) return { is: 'failed', words: 'the answer is not an object' };
      if (uid !== '' && textAt(object, 'metadata', 'uid') !== uid)
        return { is: 'replaced', words: 'another object has its name now' };
      await this.#readBeside?.(object, signal);
      return { is: 'live', object, words: '' };
    } catch (error) {
      if (error instanceof ApiError && error.code === 'not-found') return { is: 'deleted', words: 'it was deleted' };
      if (error instanceof ApiError)
        return { is: 'failed', words: error.message, mayPass: error.code !== 'forbidden' && error.code !== 'aborted' };
      if (error instanceof ActionError) return { is: 'failed', words: error.message, mayPass: true };
      throw error;
    }
  }
}

type Answer = Pick<LiveObjectState, 'is' | 'words'> & { readonly object?: Json; readonly mayPass?: boolean };

const hasEnded = ({ is }: LiveObjectState): boolean => is === 'deleted' || is === 'replaced';

/** How a text of the object stands, in words for the screen. */
export function liveStatus({ is, words, object, since }: LiveObjectState): LiveStatus {
  switch (is) {
    case 'loading':
      return { status: 'loading …', trouble: false };
    case 'live':
      return { status: 'following', trouble: false };
    case 'deleted':
      return { status: `deleted at ${clockText(since)}`, trouble: true };
    case 'replaced':
      return { status: `replaced at ${clockText(since)}: ${words}`, trouble: true };
    case 'failed': {
      const status = object === undefined ? words : `not up to date since ${clockText(since)}: ${words}`;
      return { status, trouble: true };
    }
  }
}

export type LiveStatus = { readonly status: string; readonly trouble: boolean };
