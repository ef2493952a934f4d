// One kind of one context: which reflectors it takes to see as much of it as we may. Cluster-wide where that is allowed; otherwise, or when
// a person asked for namespaces, one reflector for each namespace.
import type { ListWatch } from '../cluster/list-watch.ts';
import type { Clock } from '../objects/clock.ts';
import type { KindId } from '../objects/kind.ts';
import { kindOf } from '../objects/kind.ts';
import type { Log } from '../objects/log.ts';
import type { KindState } from '../objects/kind-state.ts';
import type { StoreWriter } from '../store/store-writer.ts';
import { Reflector } from './reflector.ts';

/** A first sync that failed this often is as settled as it will be: who waits for it is told so. */
const SETTLED_AFTER_FAILURES = 2;

/** `wide`: try cluster-wide first. `namespaces` says which to watch when that is not to be or not allowed. */
export type KindInformerOptions = {
  readonly context: string;
  readonly kind: KindId;
  readonly wide: boolean;
  readonly namespaces: () => readonly string[];
  readonly source: (namespace: string | undefined) => ListWatch;
  readonly writer: StoreWriter;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly published: (state: KindState) => void;
  /** A watch is open again after failures. */
  readonly recovered: () => void;
};

export class KindInformer {
  readonly #options: KindInformerOptions;
  readonly #namespaced: boolean;
  #wide: Reflector | undefined;
  readonly #byNamespace = new Map<string, Reflector>();
  /** True while namespaces are watched one by one. */
  #narrow = false;
  /** Namespaces once watched one by one, now covered by the cluster-wide watch: its state is told for each, so that no old word of them stands. */
  readonly #covered = new Set<string>();
  readonly #closing = new Set<Promise<void>>();

  constructor(options: KindInformerOptions) {
    this.#options = options;
    this.#namespaced = kindOf(options.kind).namespaced;
  }

  start(): void {
    if (this.#namespaced && !this.#options.wide) {
      this.#narrow = true;
      this.namespacesChanged();
      return;
    }
    this.#wide = this.#reflector(undefined, (state) => this.#wideSaid(state));
    this.#options.published(this.#wide.state);
    this.#wide.start();
  }

  /** Watches the namespaces asked for by now, and forgets those no longer asked for with all their objects. Nothing to do while cluster-wide. */
  namespacesChanged(): void {
    if (!this.#narrow) return;
    const wanted = this.#options.namespaces();
    for (const namespace of this.#byNamespace.keys()) if (!wanted.includes(namespace)) this.#forget(namespace);
    for (const namespace of wanted) this.#watch(namespace);
  }

  states(): readonly KindState[] {
    return this.#reflectors().map((reflector) => reflector.state);
  }

  /** True when waiting longer will not show more soon: everything is listed, refused, or has failed more than once. */
  settled(): boolean {
    return this.#reflectors().every(({ state, failures }) => {
      if (state.is !== 'waiting' && state.is !== 'syncing') return true;
      return state.error?.code === 'unauthorized' || failures >= SETTLED_AFTER_FAILURES;
    });
  }

  hurry(options: { readonly newServer: boolean }): void {
    for (const reflector of this.#reflectors()) reflector.hurry(options);
  }

  nudge(): void {
    for (const reflector of this.#reflectors()) reflector.nudge();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#reflectors().map((reflector) => reflector.stop()), ...this.#closing]);
  }

  #reflectors(): readonly Reflector[] {
    return [...(this.#wide === undefined ? [] : [this.#wide]), ...this.#byNamespace.values()];
  }

  #reflector(namespace: string | undefined, published: (state: KindState) => void): Reflector {
    const { context, kind, source } = this.#options;
    return new Reflector({
      ...this.#options,
      scope: { context, kind, namespace },
      source: () => source(namespace),
      published,
    });
  }

  #watch(namespace: string): void {
    if (this.#byNamespace.has(namespace)) return;
    this.#covered.delete(namespace);
    const reflector = this.#reflector(namespace, this.#options.published);
    this.#byNamespace.set(namespace, reflector);
    this.#options.published(reflector.state);
    reflector.start();
  }

  #forget(namespace: string): void {
    const { context, kind, writer, clock } = this.#options;
    this.#close(namespace);
    writer.replaceAll({ context, kind, namespace }, []);
    this.#options.published({ context, kind, namespace, is: 'waiting', since: clock.now() });
  }

  #close(namespace: string): void {
    const reflector = this.#byNamespace.get(namespace);
    if (reflector === undefined) return;
    this.#byNamespace.delete(namespace);
    const closing = reflector.stop().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }

  /** Refused cluster-wide: the namespaces are watched instead, while the wide list is tried again now and then, as rights may be given. */
  #wideSaid(state: KindState): void {
    if (state.is === 'forbidden' && this.#namespaced) {
      this.#narrow = true;
      this.namespacesChanged();
    } else if (state.is === 'syncing' || state.is === 'live') {
      // From here on the wide list is what writes; a namespace's own watch beside it could be overwritten by an older page.
      this.#narrow = false;
      for (const namespace of this.#byNamespace.keys()) {
        this.#close(namespace);
        this.#covered.add(namespace);
      }
    }
    this.#options.published(state);
    for (const namespace of this.#covered) this.#options.published({ ...state, namespace });
  }
}
