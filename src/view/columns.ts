// The table of column values: what a view file may put under a title. To add a column, add one line to the table of its kind.
import { KIND_IDS } from '../objects/kind.ts';
import type { Labels } from '../objects/kube-object.ts';
import { ageColumn, textColumn, type ColumnValue } from './cell.ts';
import { containerColumns } from './columns-container.ts';
import { eventColumns } from './columns-event.ts';
import { cronJobColumns, jobColumns } from './columns-job.ts';
import { nodeColumns } from './columns-node.ts';
import { contextColumns, namespaceColumns } from './columns-place.ts';
import { podColumns } from './columns-pod.ts';
import { endpointSliceColumns, serviceColumns } from './columns-service.ts';
import { daemonSetColumns, deploymentColumns, replicaSetColumns, statefulSetColumns } from './columns-workload.ts';
import { levelWord } from '../health/level-word.ts';
import type { RowKind } from './row.ts';
import { subjectId, type Around, type Subject } from './subject.ts';

/** Every kind of row there is. */
export const ROW_KINDS: readonly RowKind[] = ['Context', 'Container', ...KIND_IDS];

/** The value of the column that view files do not list. */
export const CONTEXT_VALUE = 'context';

export function contextOf(subject: Subject): string {
  if (subject.kind === 'Context' || subject.kind === 'Namespace') return subject.context;
  return subject.kind === 'Container' ? subject.ref.pod.key.context : subject.key.context;
}

/** '' for what stands in no namespace. */
export function namespaceOf(subject: Subject): string {
  if (subject.kind === 'Context' || subject.kind === 'Namespace') return '';
  return subject.kind === 'Container' ? subject.ref.pod.key.namespace : subject.key.namespace;
}

export function nameOf(subject: Subject): string {
  if (subject.kind === 'Context') return subject.context;
  if (subject.kind === 'Namespace') return subject.name;
  return subject.kind === 'Container' ? subject.ref.name : subject.key.name;
}

/** Labels of the object, or of a container's pod. */
export function labelsOf(subject: Subject): Labels {
  if (subject.kind === 'Context') return {};
  if (subject.kind === 'Namespace') return subject.object?.labels ?? {};
  return subject.kind === 'Container' ? subject.ref.pod.labels : subject.labels;
}

function createdAt(subject: Subject): number | undefined {
  if (subject.kind === 'Context') return undefined;
  if (subject.kind === 'Namespace') return subject.object?.createdAt;
  return subject.kind === 'Container' ? subject.ref.pod.createdAt : subject.createdAt;
}

const labelsText = (subject: Subject): string =>
  Object.entries(labelsOf(subject))
    .map(([name, value]) => `${name}=${value}`)
    .join(',');

/** The reason of the worst culprit, `?` when nothing can be said; '' for what is well. */
function reasonText(subject: Subject, { health }: Around): string {
  const found = health.health(subjectId(subject));
  return (
    found.culprits[0]?.verdict.reason ??
    found.own[0]?.reason ??
    (found.unknown === undefined ? '' : `? ${found.unknown.why}`)
  );
}

type AnyTable = Readonly<Record<string, ColumnValue<Subject>>>;

/** Columns of every kind of row. */
const everyKind: AnyTable = {
  [CONTEXT_VALUE]: textColumn('the context it is in', contextOf),
  namespace: textColumn('its namespace', namespaceOf),
  name: textColumn('its name', nameOf),
  kind: textColumn('its kind', (subject) => subject.kind),
  age: ageColumn('how long ago it was created', createdAt),
  labels: textColumn('its labels', labelsText),
  reason: textColumn('why it has its level, in one word', reasonText),
  level: textColumn('its level in words', (subject, { health }) => levelWord(health.health(subjectId(subject)))),
};

/** A table is looked up by its own kind only, so its functions are given the subjects they were written for. */
const tables: Readonly<Record<RowKind, Readonly<Record<string, ColumnValue<never>>>>> = {
  Context: contextColumns,
  Container: containerColumns,
  Namespace: namespaceColumns,
  Node: nodeColumns,
  Pod: podColumns,
  Service: serviceColumns,
  EndpointSlice: endpointSliceColumns,
  Deployment: deploymentColumns,
  ReplicaSet: replicaSetColumns,
  StatefulSet: statefulSetColumns,
  DaemonSet: daemonSetColumns,
  Job: jobColumns,
  CronJob: cronJobColumns,
  Event: eventColumns,
};

/** The column value of that name for a kind of row; undefined when the kind has none. */
export function columnValue(kind: RowKind, value: string): ColumnValue<Subject> | undefined {
  const own = tables[kind] as AnyTable;
  if (Object.hasOwn(own, value)) return own[value];
  return Object.hasOwn(everyKind, value) ? everyKind[value] : undefined;
}

/** The names of all column values of a kind of row, its own first. */
export function columnValues(kind: RowKind): readonly string[] {
  return [...new Set([...Object.keys(tables[kind]), ...Object.keys(everyKind)])];
}
