// Why a list is empty or incomplete, in sentences. An empty table without a reason looks like an empty cluster (csysdig's `-k`, law 3).
import type { HealthReader } from '../health/health-reader.ts';
import { countText } from '../objects/count-text.ts';
import type { ContextState, KindState } from '../objects/kind-state.ts';
import type { KindId } from '../objects/kind.ts';
import { keyText } from '../objects/key.ts';
import { kindOf } from '../objects/kind.ts';
import { breadcrumb } from './breadcrumb.ts';
import { CONTEXT_WORD } from './context-word.ts';
import type { Filter } from './filter.ts';
import { kindsNeeded } from './kinds-needed.ts';
import type { Scope } from './scope.ts';
import { kindStates, sightOf } from './sight.ts';
import type { ViewGraph } from './view-graph.ts';
import type { View } from './view.ts';

/** What the sentences are made from. `total` rows stand in the scope, `shown` of them pass filter and problems-only. */
export type RemarkedList = {
  readonly view: View;
  readonly scope: Scope;
  readonly graph: ViewGraph;
  readonly health: HealthReader;
  readonly filter: Filter;
  readonly problemsOnly: boolean;
  readonly total: number;
  readonly shown: number;
};

export type Remarks = { readonly loading: boolean; readonly remarks: readonly string[] };

/** Names of places after a sentence; beyond four only how many more. */
function listed(places: readonly string[]): string {
  return places.length <= 4 ? places.join(', ') : `${places.slice(0, 4).join(', ')} and ${places.length - 4} more`;
}

const placeOf = (state: KindState): string =>
  state.namespace === undefined ? state.context : `${state.context}/${state.namespace}`;

function contextRemark(state: ContextState): string | undefined {
  if (state.is === 'live' || state.is === 'waiting') return undefined;
  if (state.is === 'connecting') return `${state.context}: still connecting`;
  if (state.is === 'stale') return `${state.context}: stale, shown as last seen`;
  const cause = [state.error?.message, state.error?.cure].filter(Boolean).join(' · ');
  return `${state.context}: ${CONTEXT_WORD[state.is]}${cause === '' ? '' : `: ${cause}`}`;
}

/** Only contexts that answer are asked about their kinds: the others have said why already. */
const answers = (state: ContextState): boolean =>
  state.is === 'live' || state.is === 'stale' || state.is === 'connecting';

function kindRemarks(kind: KindId, states: readonly KindState[]): readonly string[] {
  const { plural } = kindOf(kind);
  const out: string[] = [];
  const places = (is: KindState['is']): readonly string[] => states.filter((state) => state.is === is).map(placeOf);
  const forbidden = places('forbidden');
  if (forbidden.length > 0) out.push(`no access: list ${plural} in ${listed(forbidden)}`);
  for (const state of states) {
    if (state.is === 'syncing') out.push(`still listing ${plural} in ${placeOf(state)}${progress(state)}`);
    if (state.is === 'unavailable')
      out.push(`cannot list ${plural} in ${placeOf(state)}: ${state.error?.message ?? 'not served there'}`);
  }
  const stale = places('stale');
  if (stale.length > 0) out.push(`${plural} in ${listed(stale)} are stale, shown as last seen`);
  return out;
}

function progress({ done, total }: KindState): string {
  if (done === undefined) return '';
  return total === undefined ? `: ${countText(done)}` : `: ${countText(done)}/${countText(total)}`;
}

function unlistedRemark(state: ContextState, view: View): string | undefined {
  const shows = view.kinds.includes('Namespace') && state.namespaces !== undefined;
  return shows ? `namespaces of ${state.context} are not listed by the server: these were asked for` : undefined;
}

function hiddenRemarks({ filter, problemsOnly, total, shown }: RemarkedList): readonly string[] {
  const out: string[] = [];
  const hidden = total - shown;
  const by = [
    filter.terms.length > 0 ? `filter "${filter.text.trim()}"` : '',
    problemsOnly ? 'problems only' : '',
  ].filter(Boolean);
  const cure = shown === 0 ? ': Esc shows them' : '';
  if (hidden > 0) out.push(`${by.join(' and ')} hides ${countText(hidden)} of ${countText(total)}${cure}`);
  if (filter.hint !== undefined) out.push(filter.hint);
  return out;
}

function contextsOf({ scope, health, view }: RemarkedList): readonly ContextState[] {
  if (scope.context === undefined || view.kinds.includes('Context')) return health.contexts();
  const state = health.contextState(scope.context);
  return state === undefined ? [] : [state];
}

function nothingRemark(list: RemarkedList, allAnswer: boolean): string {
  const { within } = list.scope;
  const gone =
    within !== undefined && list.graph.object(within.id) === undefined && list.graph.container(within.id) === undefined;
  if (gone) return `${within.label} is no longer there`;
  if (isUnheardOf(list)) return `there is no such namespace: ${breadcrumb(list.scope)}`;
  const nothing = `no ${list.view.title.toLowerCase()}`;
  if (!allAnswer) return `${nothing} in the contexts that answer`;
  return list.scope.context === undefined && list.scope.namespace === undefined && within === undefined
    ? `${nothing} in any context`
    : `${nothing} in ${breadcrumb(list.scope)}`;
}

/** True when the namespace of the scope is in none of its contexts; where namespaces may not be listed nobody can tell. */
function isUnheardOf({ scope, graph, health, ...list }: RemarkedList): boolean {
  const { namespace } = scope;
  if (namespace === undefined) return false;
  return contextsOf({ scope, graph, health, ...list }).every(
    ({ context }) =>
      sightOf(health, context, 'Namespace') === 'seen' && !graph.has(keyText(context, 'Namespace', '', namespace)),
  );
}

/** The sentences of a list, and whether something it needs is still being listed. */
export function remarksOf(list: RemarkedList): Remarks {
  const remarks: (string | undefined)[] = [];
  let loading = false;
  let hidden = false;
  const contexts = contextsOf(list);
  const answering = contexts.filter(answers);
  const ofContexts = !list.view.kinds.includes('Context');
  if (ofContexts)
    remarks.push(...contexts.map(contextRemark), ...answering.map((state) => unlistedRemark(state, list.view)));
  for (const kind of kindsNeeded(list.view)) {
    const asking = kind === 'Namespace' ? answering.filter(({ namespaces }) => namespaces === undefined) : answering;
    const states = asking.flatMap(({ context }) => kindStates(list.health, context, kind, list.scope.namespace));
    const sights = asking.map(({ context }) => sightOf(list.health, context, kind, list.scope.namespace));
    loading ||= sights.includes('coming');
    hidden ||= sights.includes('hidden');
    if (ofContexts) remarks.push(...kindRemarks(kind, states));
  }
  loading ||= contexts.some(({ is }) => is === 'waiting');
  remarks.push(...hiddenRemarks(list));
  const said = remarks.filter((remark) => remark !== undefined);
  // Only of what was seen can be said that there is nothing (law 3).
  if (list.total === 0 && !loading && !hidden && (answering.length > 0 || said.length === 0))
    said.push(nothingRemark(list, answering.length === contexts.length));
  return { loading, remarks: said };
}
