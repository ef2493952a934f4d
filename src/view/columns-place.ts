// Columns of the places objects stand in: namespaces and contexts. Their numbers come from counts that health keeps, not from counting.
import type { CountByLevel } from '../health/health.ts';
import type { Level } from '../health/level.ts';
import type { KindId } from '../objects/kind.ts';
import { CONTEXT_WORD } from './context-word.ts';
import { COMING, countCell, HIDDEN, numberColumn, textColumn, type ColumnTable, type ColumnValue } from './cell.ts';
import type { Cell } from './row.ts';
import { sightOf } from './sight.ts';
import type { Around, ContextSubject, NamespaceSubject } from './subject.ts';

type Place = { readonly context: string; readonly namespace: string | undefined };
const placeOf = (subject: NamespaceSubject | ContextSubject): Place =>
  subject.kind === 'Context'
    ? { context: subject.context, namespace: undefined }
    : { context: subject.context, namespace: subject.name };

function total(counts: CountByLevel): number {
  let sum = 0;
  for (const count of Object.values(counts)) sum += count;
  return sum;
}

/** A number that comes from objects of `kind`: `?` when they may not be seen, `…` while there are none yet and more are coming. */
function seenCount(
  place: Place,
  kind: KindId,
  { health }: Around,
  count: () => Cell & { readonly sort: number },
): Cell {
  const sight = sightOf(health, place.context, kind, place.namespace);
  if (sight === 'hidden') return HIDDEN;
  const made = count();
  return sight === 'coming' && made.sort === 0 ? COMING : made;
}

const plain = (count: number) => ({ text: String(count), sort: count });

function podsCell(subject: NamespaceSubject | ContextSubject, around: Around): Cell {
  const place = placeOf(subject);
  return seenCount(place, 'Pod', around, () => plain(total(around.health.podCounts(place.context, place.namespace))));
}

function levelColumn(level: Level | 'unknown', about: string): ColumnValue<NamespaceSubject | ContextSubject> {
  const make = (subject: NamespaceSubject | ContextSubject, around: Around): Cell => {
    const place = placeOf(subject);
    return seenCount(place, 'Pod', around, () => {
      const count = around.health.podCounts(place.context, place.namespace)[level];
      return { ...countCell(count, level), sort: count };
    });
  };
  return { about, is: 'number', make };
}

const podLevels = {
  critical: levelColumn('critical', 'critical pods'),
  major: levelColumn('major', 'pods with a major problem'),
  minor: levelColumn('minor', 'pods with a minor problem'),
  unknown: levelColumn('unknown', 'pods of which nothing is known'),
} as const;

function countIn(subject: NamespaceSubject, kind: KindId, around: Around): Cell {
  const { context, name } = subject;
  return seenCount({ context, namespace: name }, kind, around, () => {
    let count = 0;
    for (const _ of around.graph.objectsIn(kind, context, name)) count++;
    return plain(count);
  });
}

function countOf(subject: ContextSubject, kind: KindId, around: Around): Cell {
  return seenCount(placeOf(subject), kind, around, () => {
    let count = 0;
    for (const _ of around.graph.objects(kind, subject.context)) count++;
    return plain(count);
  });
}

export const namespaceColumns: ColumnTable<'Namespace'> = {
  status: textColumn(
    'Active or Terminating; or that the server does not list it',
    ({ object, context }, { health }) => {
      if (object !== undefined) return object.kept.status.phase;
      return sightOf(health, context, 'Namespace') === 'coming' ? '…' : 'not listed by the server';
    },
  ),
  pods: numberColumn('how many pods', podsCell),
  ...podLevels,
  services: numberColumn('how many services', (subject, around) => countIn(subject, 'Service', around)),
  deployments: numberColumn('how many deployments', (subject, around) => countIn(subject, 'Deployment', around)),
};

function stateCell({ state }: ContextSubject): Cell {
  if (state === undefined) return { text: CONTEXT_WORD.waiting };
  const text = CONTEXT_WORD[state.is];
  return state.is === 'stale' || state.is === 'unreachable' ? { text, since: state.since } : { text };
}

export const contextColumns: ColumnTable<'Context'> = {
  status: { about: 'whether it is connected', is: 'text', make: stateCell },
  version: textColumn('version of its server', ({ state }) => state?.serverVersion ?? ''),
  nodes: numberColumn('how many nodes', (subject, around) => countOf(subject, 'Node', around)),
  namespaces: numberColumn('how many namespaces', (subject, around) => {
    const asked = subject.state?.namespaces;
    return asked === undefined
      ? countOf(subject, 'Namespace', around)
      : { text: `${asked.length} asked`, sort: asked.length };
  }),
  pods: numberColumn('how many pods', podsCell),
  ...podLevels,
  error: textColumn('why it is not live', ({ state }) =>
    [state?.error?.message, state?.error?.cure].filter(Boolean).join(' · '),
  ),
};
