// One object, read fresh and read again when the graph has seen another version of it. What it was last stays in sight when it is gone.
import { ApiError } from '../cluster/api-error.ts';
import type { NodeId } from '../graph/node-id.ts';
import { keyText } from '../objects/key.ts';
import { ActionError, type Tools } from './action.ts';
import type { Target } from './target.ts';

/** Changes come in bursts (a pod starting writes its status five times a second); reading more often than this helps nobody. */
const LEAST_MS_BETWEEN = 500;
/** After a failure that may pass by itself. */
const RETRY_MS = 5_000;

/**
 * What is known of it. `object` is the last JSON read, undefined until then. `replaced`: another object has its name; `failed`: the last read went
 * wrong, `words` say how. `since` is when it became so.
 */
export type LiveObjectState = {
  readonly is: 'loading' | 'live' | 'deleted' | 'replaced' | 'failed';
  readonly object: Json | undefined;
  readonly words: string;
  readonly since: number;
};
type Json = Readonly<Record<string, unknown>>;

export class LiveObject {
  readonly #target: Target;
  readonly #tools: Tools;
  readonly #id: NodeId;
  readonly #stop = new AbortController();
  #changed: () => void = () => {};
  #unwatch: () => void = () => {};
  #cancelTimer: (() => void) | undefined;
  #state: LiveObjectState;
  #lastReadAt = Number.NEGATIVE_INFINITY;
  #isReading = false;
  /** The graph has told of another version than the one that was read. */
  #isOutdated = false;

  /** A container's object is its pod. */
  constructor(target: Target, tools: Tools) {
    const { kind, context, namespace, name, id } = target;
    this.#target = target;
    this.#id = kind === 'Container' ? keyText(context, 'Pod', namespace, name) : id;
    this.#tools = tools;
    this.#state = { is: 'loading', object: undefined, words: '', since: tools.clock.now() };
  }

  get state(): LiveObjectState {
    return this.#state;
  }

  /** True while an answer is on its way or will be asked for shortly. */
  get isBusy(): boolean {
    return this.#isReading || this.#isOutdated;
  }

  start(changed: () => void): void {
    this.#changed = changed;
    this.#unwatch = this.#tools.watch(this.#id, () => this.#look());
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
    const seen = this.#tools.graph.object(this.#id);
    const isSame =
      seen !== undefined && seen.uid === this.#target.uid && seen.resourceVersion === versionOf(this.#state.object);
    if (isSame && this.#state.is !== 'failed') return;
    this.#isOutdated = true;
    if (!this.#isReading) this.#readIn(this.#lastReadAt + LEAST_MS_BETWEEN - this.#tools.clock.now());
  }

  #readIn(delayMs: number): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#tools.clock.setTimer(Math.max(0, delayMs), () => void this.#read());
  }

  async #read(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#isReading = true;
    this.#isOutdated = false;
    this.#lastReadAt = this.#tools.clock.now();
    const next = await this.#ask();
    this.#isReading = false;
    if (this.#stop.signal.aborted) return;
    this.#become(next);
    const wasOutdated = this.#isOutdated;
    this.#isOutdated = false;
    if (next.mayPass === true) this.#readIn(RETRY_MS);
    else if (wasOutdated) this.#look(); // what was read may be that version already
  }

  #become({ is, object, words }: Answer): void {
    const last = this.#state;
    const since = last.is === is && last.words === words ? last.since : this.#tools.clock.now();
    this.#state = { is, object: object ?? last.object, words, since };
    this.#changed();
  }

  async #ask(): Promise<Answer> {
    const { kind, context, namespace, name, uid } = this.#target;
    try {
      const cluster = this.#tools.cluster(context);
      const path = cluster.pathOf(kind === 'Container' ? 'Pod' : kind, namespace, name);
      const object = await cluster.get(path, AbortSignal.any([this.#stop.signal, this.#tools.signal]));
      if (!isJson(object)) return { is: 'failed', words: 'the answer is not an object' };
      const found = metadataOf(object)['uid'];
      if (uid !== '' && found !== uid) return { is: 'replaced', words: 'another object has its name now' };
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

type Answer = {
  readonly is: LiveObjectState['is'];
  readonly object?: Json;
  readonly words: string;
  readonly mayPass?: boolean;
};

const hasEnded = ({ is }: LiveObjectState): boolean => is === 'deleted' || is === 'replaced';

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

function metadataOf(object: Json | undefined): Json {
  const metadata = object?.['metadata'];
  return isJson(metadata) ? metadata : {};
}

const versionOf = (object: Json | undefined): unknown => metadataOf(object)['resourceVersion'];
