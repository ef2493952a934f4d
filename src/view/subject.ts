// What a row is about. Columns are written against the subject's own type, so that reading a field its kind does not keep is a type error.
import type { ContainerRef } from '../graph/graph-reader.ts';
import type { NodeId } from '../graph/node-id.ts';
import { containerId, contextId } from '../graph/node-id.ts';
import type { HealthReader } from '../health/health-reader.ts';
import type { ContextState } from '../objects/kind-state.ts';
import { keyText } from '../objects/key.ts';
import type { KindId } from '../objects/kind.ts';
import type { KubeObject, ObjectOf } from '../objects/kube-object.ts';
import type { NodeLoads } from './node-load.ts';
import type { RowKind } from './row.ts';
import type { ViewGraph } from './view-graph.ts';

export type ContextSubject = {
  readonly kind: 'Context';
  readonly context: string;
  readonly state: ContextState | undefined;
};
export type ContainerSubject = { readonly kind: 'Container'; readonly ref: ContainerRef };
/** `object` is undefined for a namespace that was asked for, or has members, but is not (or not yet) listed. */
export type NamespaceSubject = {
  readonly kind: 'Namespace';
  readonly context: string;
  readonly name: string;
  readonly object: ObjectOf<'Namespace'> | undefined;
};
export type ObjectSubject = { [K in Exclude<KindId, 'Namespace'>]: ObjectOf<K> }[Exclude<KindId, 'Namespace'>];
export type Subject = ContextSubject | ContainerSubject | NamespaceSubject | ObjectSubject;
export type SubjectOf<K extends RowKind> = Extract<Subject, { kind: K }>;

/** What a column may look at besides its subject. `loads` is there only in views with rows of kind Node. */
export type Around = {
  readonly graph: ViewGraph;
  readonly health: HealthReader;
  readonly loads: NodeLoads | undefined;
};

const SEPARATOR = '\u0000';

/** An id taken apart: a context has no kind, a container has its pod's parts and its name. */
export type IdParts = {
  readonly context: string;
  readonly kind: KindId | undefined;
  readonly namespace: string;
  readonly name: string;
  readonly container: string | undefined;
};

/** The parts an id was joined from (key.ts, node-id.ts). */
export function idParts(id: NodeId): IdParts {
  const [context = '', kind = '', namespace = '', name = '', container] = id.split(SEPARATOR);
  return { context, kind: kind === '' ? undefined : (kind as KindId), namespace, name, container };
}

/** The id of the pod a container's id starts with; any other id is returned as it is. */
export function withoutContainer(id: NodeId): NodeId {
  const parts = idParts(id);
  return parts.container === undefined || parts.kind === undefined
    ? id
    : keyText(parts.context, parts.kind, parts.namespace, parts.name);
}

/** The subject's node in the graph. */
export function subjectId(subject: Subject): NodeId {
  switch (subject.kind) {
    case 'Context':
      return contextId(subject.context);
    case 'Container':
      return containerId(subject.ref.pod.key, subject.ref.name);
    case 'Namespace':
      return keyText(subject.context, 'Namespace', '', subject.name);
    default:
      return subject.key.text;
  }
}

/** What stands at that node now; undefined when nothing does. A namespace may stand there although no object says so. */
export function subjectAt(id: NodeId, around: Pick<Around, 'graph' | 'health'>): Subject | undefined {
  const object = around.graph.object(id);
  if (object !== undefined) return subjectOfObject(object);
  const ref = around.graph.container(id);
  if (ref !== undefined) return { kind: 'Container', ref };
  const { context, kind, name, container } = idParts(id);
  if (container !== undefined) return undefined;
  const state = around.health.contextState(context);
  if (kind === undefined) return state === undefined ? undefined : { kind: 'Context', context, state };
  const there = kind === 'Namespace' && around.graph.has(id);
  return there ? { kind: 'Namespace', context, name, object: undefined } : undefined;
}

/** The subject of an object; only namespaces differ from their object. */
export function subjectOfObject(object: KubeObject): NamespaceSubject | ObjectSubject {
  if (object.kind !== 'Namespace') return object;
  return { kind: 'Namespace', context: object.key.context, name: object.key.name, object };
}
