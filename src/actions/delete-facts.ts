// What a person must know before an object is deleted, line by line: where it is, what comes back, what goes with it, who loses by it.
import type { GraphReader } from '../graph/graph-reader.ts';
import { counted } from '../objects/count-text.ts';
import { kindOf, type KindId } from '../objects/kind.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import type { Sight } from './action.ts';
import { countedByKind, dependents, type Loss, MEMBER_KINDS, members, podsLost, servicesHit } from './delete-reach.ts';
import { whatComesBack } from './delete-return.ts';
import type { Target } from './target.ts';
import type { TextLine } from './text-line.ts';

const LABEL_WIDTH = 12;
/** As wide as a glyph and a space. */
const MARGIN = '  ';
/** A dialog must fit 24 rows. */
const MOST_SERVICES = 4;

/** What the facts about a kind are taken from, besides the object itself. */
const TAKEN_FROM: Readonly<Partial<Record<KindId, readonly KindId[]>>> = {
  Pod: ['Service', 'EndpointSlice'],
  Deployment: ['ReplicaSet', 'Pod', 'Service', 'EndpointSlice'],
  ReplicaSet: ['Pod', 'Service', 'EndpointSlice'],
  StatefulSet: ['Pod', 'Service', 'EndpointSlice'],
  DaemonSet: ['Pod', 'Service', 'EndpointSlice'],
  Job: ['Pod'],
  CronJob: ['Job', 'Pod'],
  Service: ['EndpointSlice'],
  Node: ['Pod', 'Service', 'EndpointSlice'],
  Namespace: MEMBER_KINDS,
};

/** `label        text`, coloured by the level. A line with a level gets a glyph and a space in front; the others keep that margin. */
export function fact(label: string, text: string, level?: TextLine['level']): TextLine {
  const margin = level === undefined ? MARGIN : '';
  const parts: TextLine['parts'] =
    label === '' ? [] : [{ from: margin.length, to: margin.length + label.length, look: 'label' }];
  const line: TextLine = { text: `${margin}${label.padEnd(LABEL_WIDTH)}${text}`, parts };
  return level === undefined ? line : { ...line, level };
}

/** Where the target is: context (and whether it is protected), kind, namespace, name. */
export function placeLines(target: Target, isProtected: boolean): readonly TextLine[] {
  return [
    fact('context', isProtected ? `${target.context} (protected)` : target.context, isProtected ? 'major' : undefined),
    fact('kind', target.kind),
    ...(target.namespace === '' ? [] : [fact('namespace', target.namespace)]),
    { ...fact('name', target.name), strong: true },
  ];
}

/** All that follows from deleting the object as the graph knows it at `now`. */
export function consequences({ graph, health }: Sight, object: KubeObject, now: number): readonly TextLine[] {
  const back = whatComesBack(graph, object);
  return [
    fact('comes back', back.text, back.isLost ? 'minor' : undefined),
    ...goesWithIt(graph, object),
    ...servesLines(graph, object),
    ...stateLines(object, now),
    ...doubtLines(health, object),
  ];
}

function goesWithIt(graph: GraphReader, object: KubeObject): readonly TextLine[] {
  if (object.kind === 'Namespace') {
    const counts = countedByKind(members(graph, object).map(({ kind }) => kind));
    return [
      fact('also gone', counts === '' ? 'nothing that is seen' : counts, 'critical'),
      fact('', 'and all else: secrets, config maps, claims, custom resources'),
    ];
  }
  if (object.kind === 'Node') {
    const aboard = graph.aboard(object.key.text).length;
    return [
      fact('also gone', aboard === 0 ? 'no pods' : `${counted(aboard, 'pod')} on it`, aboard > 0 ? 'major' : undefined),
    ];
  }
  const below = dependents(graph, object);
  return below.length === 0 ? [] : [fact('also gone', countedByKind(below.map(({ kind }) => kind)))];
}

function servesLines(graph: GraphReader, object: KubeObject): readonly TextLine[] {
  if (object.kind === 'Service') {
    return [fact('serves', 'its name and address stop answering', 'major')];
  }
  return lossLines(servicesHit(graph, podsLost(graph, object)));
}

/** `svc cart: 3 of 3 ready, 2 left`; the worst ones when there are many. */
export function lossLines(losses: readonly Loss[]): readonly TextLine[] {
  const lines = losses
    .slice(0, MOST_SERVICES)
    .map((loss, index) => fact(index === 0 ? 'serves' : '', lossWords(loss), loss.level));
  const more = losses.length - lines.length;
  return more === 0
    ? lines
    : [...lines, fact('', `and ${counted(more, 'more service')}`, losses[MOST_SERVICES]?.level)];
}

function lossWords({ service, ready, left, total }: Loss): string {
  const now = `svc ${service.key.name}: ${ready} of ${total} ready`;
  if (left === ready) return `${now}, none of them lost`;
  return `${now}, ${left} left${left === 0 ? ': nobody answers' : ''}`;
}

function stateLines({ deletedAt, finalizers }: KubeObject, now: number): readonly TextLine[] {
  const lines: TextLine[] = [];
  if (deletedAt !== undefined) {
    const seconds = Math.round((deletedAt - now) / 1000);
    const grace = seconds > 0 ? `its grace ends in ${seconds} s` : 'its grace is over';
    lines.push(fact('state', `is being deleted already: ${grace}`, 'minor'));
  }
  if (finalizers.length > 0)
    lines.push(
      fact(
        'held by',
        `${finalizers.join(', ')}: it stays until ${finalizers.length === 1 ? 'that finalizer is' : 'those finalizers are'} removed`,
        'minor',
      ),
    );
  return lines;
}

/** No data is not "serves nobody": kinds that are not watched right now are named. */
function doubtLines(health: Sight['health'], { kind, key }: KubeObject): readonly TextLine[] {
  const namespace = kind === 'Namespace' ? key.name : key.namespace;
  const doubts = (TAKEN_FROM[kind] ?? []).flatMap((needed) => {
    const state = health.kindState(key.context, needed, namespace) ?? health.kindState(key.context, needed);
    return state?.is === 'live' ? [] : [`${kindOf(needed).plural} ${state?.is ?? 'not watched'}`];
  });
  return doubts.length === 0 ? [] : [fact('not sure', doubts.join(', '), 'unknown')];
}
