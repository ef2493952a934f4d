// A pretend API server behind the ListWatch interface: one history of versions, and faults that are verbs. It never repairs what it broke
// unless asked to, and it knows its own truth, with which a store can be compared.
import { ApiError } from '../../src/cluster/api-error.ts';
import type { Cluster, ServerVersion } from '../../src/cluster/cluster.ts';
import type { ListFrom, ListPart, ListWatch, WatchEvent } from '../../src/cluster/list-watch.ts';
import type { KindId } from '../../src/objects/kind.ts';
import { kindOf } from '../../src/objects/kind.ts';
import type { ApiErrorCode } from '../../src/objects/kind-state.ts';
import type { KubeObject } from '../../src/objects/kube-object.ts';
import { trimJson } from '../../src/objects/trim.ts';

type Entry = {
  readonly revision: number;
  readonly type: 'added' | 'modified' | 'deleted';
  readonly object: KubeObject;
};
type OpenWatch = {
  readonly covers: (object: KubeObject) => boolean;
  readonly from: number;
  readonly queue: (readonly WatchEvent[] | ApiError | 'end')[];
  wake: () => void;
};
type Backup = {
  readonly revision: number;
  readonly objects: ReadonlyMap<string, KubeObject>;
  readonly history: readonly Entry[];
};
type Verb = 'list' | 'watch';

export function apiError(
  code: ApiErrorCode,
  extra: { status?: number; retryAfterMs?: number; message?: string } = {},
): ApiError {
  return new ApiError({ code, what: 'a request', message: extra.message ?? code, ...extra });
}

export class FakeServer {
  readonly context: string;
  /** Every list and watch that was asked for, as `list Pod cache`, `watch Pod 7`. */
  readonly asked: string[] = [];
  pageSize = 2;
  /** Objects of a kind (in a namespace, or '' for cluster-wide) that may not be listed. */
  readonly refused = new Set<string>();
  announcesExpiryByEvent = false;
  /** How many objects of every list cannot be read. */
  unreadable = 0;
  #objects = new Map<string, KubeObject>();
  #revision = 1;
  #history: Entry[] = [];
  #compacted = 0;
  #cache: Backup | undefined;
  #uids = 0;
  #down: ApiError | undefined;
  #hanging = false;
  readonly #watches = new Set<OpenWatch>();
  readonly #nextErrors: Record<Verb, (() => ApiError)[]> = { list: [], watch: [] };
  versions = 0;
  closed = 0;

  constructor(context = 'eu') {
    this.context = context;
  }

  // What happens in the cluster.

  put(name: string, options: { kind?: KindId; namespace?: string; color?: string } = {}): KubeObject {
    const kind = options.kind ?? 'Pod';
    const namespace = kindOf(kind).namespaced ? (options.namespace ?? 'shop') : '';
    const before = [...this.#objects.values()].find(
      (o) => o.kind === kind && o.key.namespace === namespace && o.key.name === name,
    );
    const revision = ++this.#revision;
    const uid = before?.uid ?? `uid-${++this.#uids}`;
    const metadata = {
      name,
      namespace,
      uid,
      resourceVersion: String(revision),
      labels: { color: options.color ?? 'none' },
    };
    const object = trimJson(this.context, kind, { metadata });
    this.#objects.set(object.key.text, object);
    this.#tell({ revision, type: before === undefined ? 'added' : 'modified', object });
    return object;
  }

  remove(name: string, options: { kind?: KindId; namespace?: string } = {}): void {
    const kind = options.kind ?? 'Pod';
    const namespace = kindOf(kind).namespaced ? (options.namespace ?? 'shop') : '';
    const before = [...this.#objects.values()].find(
      (o) => o.kind === kind && o.key.namespace === namespace && o.key.name === name,
    );
    if (before === undefined) return;
    const revision = ++this.#revision;
    this.#objects.delete(before.key.text);
    this.#tell({ revision, type: 'deleted', object: { ...before, resourceVersion: String(revision) } });
  }

  // Faults.

  endWatches(): void {
    this.#toAll('end');
  }

  breakWatches(error: ApiError = apiError('unreachable')): void {
    this.#toAll(error);
  }

  cutLine(): void {
    this.#toAll(apiError('protocol'));
  }

  fallSilent(): void {
    this.#toAll(apiError('timeout'));
  }

  sendBookmarks(): void {
    const bookmark: WatchEvent = { type: 'bookmark', version: String(this.#revision), initialEventsEnd: false };
    for (const watch of this.#watches) if (this.#revision >= watch.from) this.#send(watch, [bookmark]);
  }

  /** Nothing can be reached (or is answered with `error`) until `comeUp`. */
  goDown(error: ApiError = apiError('unreachable')): void {
    this.#down = error;
    this.breakWatches(error);
  }

  comeUp(): void {
    this.#down = undefined;
  }

  /** Requests are neither answered nor refused until `stopHanging`. */
  hang(): void {
    this.#hanging = true;
  }

  stopHanging(): void {
    this.#hanging = false;
  }

  failNext(verb: Verb, error: () => ApiError, times = 1): void {
    for (let i = 0; i < times; i++) this.#nextErrors[verb].push(error);
  }

  /** Faults still queued are called off. */
  forgive(): void {
    this.comeUp();
    this.#nextErrors.list = [];
    this.#nextErrors.watch = [];
  }

  /** Versions up to now are forgotten. */
  compact(): void {
    this.#compacted = this.#revision;
  }

  backup(): Backup {
    return { revision: this.#revision, objects: new Map(this.#objects), history: [...this.#history] };
  }

  /** The past comes back, and its numbers will be given out again. Nobody watching is told: the server was down while it happened. */
  restore(backup: Backup): void {
    this.#revision = backup.revision;
    this.#objects = new Map(backup.objects);
    this.#history = [...backup.history];
    this.#compacted = Math.min(this.#compacted, backup.revision);
    this.#cache = undefined;
  }

  /** Lists from the cache answer with what is true now, whatever happens later. */
  freezeCache(): void {
    this.#cache = this.backup();
  }

  // What tests look at.

  get openWatches(): number {
    return this.#watches.size;
  }

  truth(kind: KindId = 'Pod'): readonly string[] {
    return [...this.#objects.values()]
      .filter((object) => object.kind === kind)
      .map(line)
      .toSorted();
  }

  cluster(namespace?: string): Cluster {
    return {
      context: this.context,
      namespace,
      version: async (signal: AbortSignal): Promise<ServerVersion> => {
        this.versions += 1;
        await this.#answer('Namespace', undefined, signal, 'version');
        return { gitVersion: 'v1.34.1', major: 1, minor: 34 };
      },
      source: (kind, inNamespace) => this.source(kind, inNamespace),
      get: () => Promise.reject(apiError('not-found')),
      mayI: () => Promise.resolve({ allowed: true }),
      knownRight: () => undefined,
      pathOf: (kind, inNamespace, name) => `/${kind}/${inNamespace}/${name}`,
      stream: () => neverCalled('stream'),
      changes: () => neverCalled('changes'),
      close: () => {
        this.closed += 1;
      },
    };
  }

  source(kind: KindId, namespace?: string): ListWatch {
    const covers = (object: KubeObject): boolean =>
      object.kind === kind && (namespace === undefined || object.key.namespace === namespace);
    return {
      list: (from, signal) => this.#list(kind, namespace, from, signal, covers),
      watch: (version, signal) => this.#watch(kind, namespace, version, signal, covers),
    };
  }

  async *#list(
    kind: KindId,
    namespace: string | undefined,
    from: ListFrom,
    signal: AbortSignal,
    covers: (o: KubeObject) => boolean,
  ): AsyncGenerator<ListPart> {
    this.asked.push(`list ${kind} ${from.at}`);
    await this.#answer(kind, namespace, signal, 'list');
    if (from.at === 'notOlderThan' && Number(from.version) > this.#revision)
      throw apiError('gone', {
        status: 504,
        message: `Too large resource version: ${from.version}, current: ${this.#revision}`,
      });
    const state = from.at === 'cache' && this.#cache !== undefined ? this.#cache : this.backup();
    const objects = [...state.objects.values()].filter(covers);
    for (let i = 0; i < objects.length || i === 0; i += this.pageSize) {
      const last = i + this.pageSize >= objects.length;
      yield {
        objects: objects.slice(i, i + this.pageSize),
        remaining: Math.max(0, objects.length - i - this.pageSize),
        ...(last ? { version: String(state.revision), unreadable: this.unreadable } : {}),
      };
      await this.#answer(kind, namespace, signal, 'list');
      if (signal.aborted) return;
    }
  }

  async *#watch(
    kind: KindId,
    namespace: string | undefined,
    version: string,
    signal: AbortSignal,
    covers: (o: KubeObject) => boolean,
  ): AsyncGenerator<readonly WatchEvent[]> {
    this.asked.push(`watch ${kind} ${version}`);
    await this.#answer(kind, namespace, signal, 'watch');
    const from = Number(version);
    const expired = from < this.#compacted;
    if (expired && !this.announcesExpiryByEvent) throw apiError('gone', { status: 410 });
    const watch: OpenWatch = { covers, from, queue: [[]], wake: () => {} };
    if (expired) watch.queue.push(apiError('gone'));
    const missed = this.#history.filter((entry) => entry.revision > from && covers(entry.object));
    if (missed.length > 0) watch.queue.push(missed.map(({ type, object }) => ({ type, object })));
    this.#watches.add(watch);
    const wake = (): void => watch.wake();
    signal.addEventListener('abort', wake);
    try {
      while (!signal.aborted) {
        const next = watch.queue.shift();
        if (next === 'end') return;
        if (next instanceof ApiError) throw next;
        if (next !== undefined) yield next;
        else await new Promise<void>((resolve) => (watch.wake = resolve));
      }
    } finally {
      signal.removeEventListener('abort', wake);
      this.#watches.delete(watch);
    }
  }

  /** One round trip: takes a turn of the event loop, and meets whatever fault is on. */
  async #answer(
    kind: KindId,
    namespace: string | undefined,
    signal: AbortSignal,
    verb: Verb | 'version',
  ): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#hanging && !signal.aborted) await new Promise((resolve) => setImmediate(resolve));
    if (signal.aborted) throw apiError('aborted');
    if (this.#down !== undefined) throw this.#down;
    const next = verb === 'version' ? undefined : this.#nextErrors[verb].shift();
    if (next !== undefined) throw next();
    if (
      verb !== 'version' &&
      (this.refused.has(`${kind}/${namespace ?? ''}`) || this.refused.has(`*/${namespace ?? ''}`))
    )
      throw apiError('forbidden', { status: 403 });
  }

  #tell(entry: Entry): void {
    this.#history.push(entry);
    for (const watch of this.#watches) {
      // A watch from the future gets nothing until the future is reached, as on a real server.
      if (watch.covers(entry.object) && entry.revision > watch.from)
        this.#send(watch, [{ type: entry.type, object: entry.object }]);
    }
  }

  #toAll(what: ApiError | 'end'): void {
    for (const watch of this.#watches) this.#send(watch, what);
    this.#watches.clear();
  }

  #send(watch: OpenWatch, what: readonly WatchEvent[] | ApiError | 'end'): void {
    watch.queue.push(what);
    watch.wake();
  }
}

/** One object in one line, so that a difference can be read. */
export function line(object: KubeObject): string {
  return `${object.key.namespace}/${object.key.name} ${object.uid} @${object.resourceVersion} ${object.labels['color']}`;
}

function neverCalled(what: string): never {
  throw new Error(`an informer only reads: ${what}`);
}
