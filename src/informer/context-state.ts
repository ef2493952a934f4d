// The one word a context's chip shows, derived from its connection and its kinds. Pure, so that every case stands in a table of tests.
import type { ApiErrorInfo, ContextState, KindState } from '../objects/kind-state.ts';

/** How far the connection itself has come. `failed`: no connection could be made at all (`connect` rejected). */
export type Connection =
  | { readonly phase: 'waiting' | 'connecting' | 'started' }
  | { readonly phase: 'failed'; readonly error: ApiErrorInfo };

export type ContextFacts = {
  readonly context: string;
  readonly connection: Connection;
  readonly kinds: readonly KindState[];
  readonly serverVersion: string | undefined;
  /** The namespaces watched one by one. */
  readonly namespaces: readonly string[];
};

type Verdict = { readonly is: ContextState['is']; readonly since?: number; readonly error?: ApiErrorInfo };

/** `before` is the last state of the context: `since` stays while the word does. */
export function contextStateOf(facts: ContextFacts, before: ContextState | undefined, now: number): ContextState {
  const { is, since, error } = verdictOf(facts);
  const unlisted = facts.kinds.some((state) => state.kind === 'Namespace' && state.is === 'forbidden');
  return {
    context: facts.context,
    is,
    since: since ?? (before?.is === is ? before.since : now),
    ...(error === undefined ? {} : { error }),
    ...(facts.serverVersion === undefined ? {} : { serverVersion: facts.serverVersion }),
    ...(unlisted ? { namespaces: facts.namespaces } : {}),
  };
}

function verdictOf({ connection, kinds }: ContextFacts): Verdict {
  if (connection.phase === 'failed') return { is: failedWord(connection.error), error: connection.error };
  if (connection.phase !== 'started') return { is: connection.phase };
  const unauthorized = kinds.find((state) => state.error?.code === 'unauthorized');
  if (unauthorized?.error !== undefined) return { is: 'auth-expired', error: unauthorized.error };
  // Events are evidence, not state: their watch breaking alone does not make the context's colours doubtful.
  const stale = kinds.filter((state) => state.is === 'stale' && state.kind !== 'Event');
  if (stale.length > 0) return staleVerdict(stale);
  // A list that is tried again after a failure proves nothing until it is whole: the last one broke off, too.
  if (kinds.some((state) => state.is === 'live' || (state.is === 'syncing' && state.error === undefined)))
    return { is: 'live' };
  const failed = kinds.find(
    (state) => (state.is === 'waiting' || state.is === 'syncing') && state.error !== undefined,
  )?.error;
  if (failed !== undefined) return { is: 'unreachable', error: failed };
  if (kinds.some((state) => state.is === 'waiting')) return { is: 'connecting' };
  const refused = kinds.find((state) => state.is === 'forbidden') ?? kinds.find((state) => state.is === 'unavailable');
  return withError(refused?.is === 'unavailable' ? 'unreachable' : 'forbidden', refused?.error);
}

function staleVerdict(stale: readonly KindState[]): Verdict {
  const oldest = stale.reduce((a, b) => (b.since < a.since ? b : a));
  return {
    ...withError('stale', (stale.find((state) => state.error !== undefined) ?? oldest).error),
    since: oldest.since,
  };
}

function withError(is: ContextState['is'], error: ApiErrorInfo | undefined): Verdict {
  return error === undefined ? { is } : { is, error };
}

function failedWord(error: ApiErrorInfo): ContextState['is'] {
  if (error.code === 'invalid') return 'invalid';
  return error.code === 'unauthorized' ? 'auth-expired' : 'unreachable';
}
