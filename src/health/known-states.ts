// What is known of each kind and context, and what that means for a node: `?` and why. Law 3: no data is not health.
import type { KindId } from '../objects/kind.ts';
import { kindOf } from '../objects/kind.ts';
import type { ContextState, KindState } from '../objects/kind-state.ts';
import { UNKNOWN_AFTER_STALE_MS } from '../objects/kind-state.ts';
import type { Unknown } from './health.ts';
import { needsOf } from './needs.ts';

/** `complete`: the kind has been live, so what is held is all there was; a relist does not undo that, losing the right does. */
type Known = { readonly state: KindState; readonly complete: boolean };

/** What tells least comes first, when several kinds are missing. */
const ORDER: readonly Unknown['why'][] = ['forbidden', 'unavailable', 'unreachable', 'stale', 'waiting', 'syncing'];

/** A context in such a state sends no news: what is held of it grows old. */
const DEAD: ReadonlySet<ContextState['is']> = new Set(['auth-expired', 'unreachable', 'invalid']);

export class KnownStates {
  readonly #kinds = new Map<string, Map<KindId, Map<string, Known>>>();
  readonly #contexts = new Map<string, ContextState>();

  contexts(): readonly ContextState[] {
    return [...this.#contexts.values()];
  }

  context(name: string): ContextState | undefined {
    return this.#contexts.get(name);
  }

  setContext(state: ContextState): void {
    this.#contexts.set(state.context, state);
  }

  set(state: KindState): void {
    let byKind = this.#kinds.get(state.context);
    if (byKind === undefined) this.#kinds.set(state.context, (byKind = new Map()));
    let byNamespace = byKind.get(state.kind);
    if (byNamespace === undefined) byKind.set(state.kind, (byNamespace = new Map()));
    const namespace = state.namespace ?? '';
    const was = byNamespace.get(namespace)?.complete ?? false;
    const complete = state.is === 'live' || (was && state.is !== 'forbidden' && state.is !== 'unavailable');
    byNamespace.set(namespace, { state, complete });
  }

  /** The state that holds for a namespace: its own, else the cluster-wide one. */
  kind(context: string, kind: KindId, namespace?: string): KindState | undefined {
    return this.#known(context, kind, namespace ?? '')?.state;
  }

  /** True when all objects of the kind in the namespace are held. */
  sees(context: string, kind: KindId, namespace: string): boolean {
    return this.#known(context, kind, namespace)?.complete === true;
  }

  /** True while the kind is being listed for the first time. */
  isComing(context: string, kind: KindId): boolean {
    const known = this.#known(context, kind, '');
    return known !== undefined && !known.complete && (known.state.is === 'waiting' || known.state.is === 'syncing');
  }

  /** One word that changes whenever a node's answer could: for skipping states that only count on. */
  signature(context: string, kind: KindId, namespace: string, now: number): string {
    const missing = this.#missing(context, kind, namespace, now);
    const old = this.#old(context, kind, namespace, now);
    return `${this.sees(context, kind, namespace)} ${missing?.why} ${missing?.since} ${missing?.detail} ${old?.why} ${old?.since} ${old?.detail}`;
  }

  /** Why an object of the kind that is held cannot be trusted: the watch is broken, the right was lost, the context does not answer. */
  ofObject(context: string, kind: KindId, namespace: string, now: number): Unknown | undefined {
    return this.#old(context, kind, namespace, now);
  }

  /** Why what stands below a node cannot be seen whole. `namespace` of a Namespace node is its own name, of a Context ''. */
  ofNeeds(context: string, kind: KindId | 'Context', namespace: string, now: number): Unknown | undefined {
    let worst: Unknown | undefined;
    for (const needed of needsOf(kind)) {
      const missing = this.#missing(context, needed, namespace, now) ?? this.#old(context, needed, namespace, now);
      if (missing !== undefined && (worst === undefined || ORDER.indexOf(missing.why) < ORDER.indexOf(worst.why)))
        worst = missing;
    }
    return worst;
  }

  /** Why a context as a whole cannot be trusted. */
  ofContext(context: string, now: number): Unknown | undefined {
    const state = this.#contexts.get(context);
    if (state === undefined || state.is === 'live') return this.ofNeeds(context, 'Context', '', now);
    if (state.is === 'stale' && now < state.since + UNKNOWN_AFTER_STALE_MS)
      return this.ofNeeds(context, 'Context', '', now);
    const why = DEAD.has(state.is)
      ? 'unreachable'
      : state.is === 'stale' || state.is === 'forbidden'
        ? state.is
        : 'waiting';
    return { why, since: state.since, detail: state.error?.message ?? state.is };
  }

  #known(context: string, kind: KindId, namespace: string): Known | undefined {
    const byNamespace = this.#kinds.get(context)?.get(kind);
    return byNamespace?.get(namespace) ?? byNamespace?.get('');
  }

  /** The context's own trouble, once it has lasted as long as a stale watch may. */
  #dead(context: string, now: number): Unknown | undefined {
    const state = this.#contexts.get(context);
    if (state === undefined || !DEAD.has(state.is) || now < state.since + UNKNOWN_AFTER_STALE_MS) return undefined;
    return { why: 'unreachable', since: state.since, detail: state.error?.message ?? state.is };
  }

  #old(context: string, kind: KindId, namespace: string, now: number): Unknown | undefined {
    const state = this.#known(context, kind, namespace)?.state;
    switch (state?.is) {
      case 'forbidden':
      case 'unavailable':
        return unknown(state);
      case 'stale':
        return now >= state.since + UNKNOWN_AFTER_STALE_MS ? unknown(state) : this.#dead(context, now);
      default:
        return this.#dead(context, now);
    }
  }

  #missing(context: string, kind: KindId, namespace: string, now: number): Unknown | undefined {
    const known = this.#known(context, kind, namespace);
    if (known === undefined) return { why: 'waiting', since: 0, detail: `${kindOf(kind).plural}: not listed yet` };
    if (known.complete) return this.#old(context, kind, namespace, now);
    return known.state.is === 'stale' && now < known.state.since + UNKNOWN_AFTER_STALE_MS
      ? { why: 'waiting', since: known.state.since, detail: `${kindOf(kind).plural}: not listed yet` }
      : unknown(known.state);
  }
}

const WORDS: Readonly<Record<KindState['is'], string>> = {
  waiting: 'not listed yet',
  syncing: 'still being listed',
  live: 'live',
  stale: 'the watch is broken',
  forbidden: 'no right to list them',
  unavailable: 'not offered by the server',
};

function unknown({ kind, is, since, error }: KindState): Unknown {
  const cause = error === undefined ? '' : ` (${error.message})`;
  return { why: is, since, detail: `${kindOf(kind).plural}: ${WORDS[is]}${cause}` };
}
