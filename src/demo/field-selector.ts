// Field selectors: the handful of fields per kind a real server knows, and its refusal of every other, so that a client
// relying on a field that does not exist finds out here.
import type { ApiObject, EventObject, JobObject, NodeObject, Pod } from './api-types.ts';
import { badRequest } from './failure.ts';
import type { ServedKind } from './kinds.ts';

export type FieldTest = (object: ApiObject) => boolean;
type Reader = (object: ApiObject) => string;

const EVERY: Record<string, Reader> = {
  'metadata.name': (object) => object.metadata.name,
  'metadata.namespace': (object) => object.metadata.namespace ?? '',
};

const event = (object: ApiObject): EventObject => object as EventObject;
const pod = (object: ApiObject): Pod => object as Pod;

const OF_EVENTS: Record<string, Reader> = {
  'involvedObject.kind': (object) => event(object).involvedObject.kind,
  'involvedObject.namespace': (object) => event(object).involvedObject.namespace ?? '',
  'involvedObject.name': (object) => event(object).involvedObject.name,
  'involvedObject.uid': (object) => event(object).involvedObject.uid,
  'involvedObject.apiVersion': (object) => event(object).involvedObject.apiVersion ?? '',
  'involvedObject.resourceVersion': (object) => event(object).involvedObject.resourceVersion ?? '',
  'involvedObject.fieldPath': (object) => event(object).involvedObject.fieldPath ?? '',
  reason: (object) => event(object).reason,
  reportingComponent: (object) => event(object).reportingComponent,
  source: (object) => event(object).source.component,
  type: (object) => event(object).type,
};

const BY_PLURAL: Partial<Record<string, Record<string, Reader>>> = {
  pods: {
    'spec.nodeName': (object) => pod(object).spec.nodeName ?? '',
    'spec.restartPolicy': (object) => text(pod(object).spec['restartPolicy']),
    'spec.schedulerName': (object) => text(pod(object).spec['schedulerName']),
    'spec.serviceAccountName': (object) => text(pod(object).spec['serviceAccountName']),
    'spec.hostNetwork': (object) => String(pod(object).spec['hostNetwork'] === true),
    'status.phase': (object) => pod(object).status.phase,
    'status.podIP': (object) => pod(object).status.podIP ?? '',
    'status.nominatedNodeName': (object) => text(pod(object).status['nominatedNodeName']),
  },
  nodes: { 'spec.unschedulable': (object) => String((object as NodeObject).spec.unschedulable ?? false) },
  namespaces: { 'status.phase': (object) => (object as ApiObject & { status: { phase: string } }).status.phase },
  replicasets: { 'status.replicas': (object) => replicas(object) },
  jobs: { 'status.successful': (object) => String((object as JobObject).status.succeeded ?? 0) },
  services: {
    'spec.clusterIP': (object) => text((object['spec'] as { clusterIP?: string }).clusterIP),
    'spec.type': (object) => text((object['spec'] as { type?: string }).type),
  },
  events: OF_EVENTS,
};

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function replicas(object: ApiObject): string {
  return String((object['status'] as { replicas?: number }).replicas ?? 0);
}

/** Parses a fieldSelector query for this kind; throws 400 naming the first field the kind does not have. */
export function parseFieldSelector(query: string, kind: ServedKind): FieldTest {
  const tests = query
    .split(',')
    .filter((term) => term.trim() !== '')
    .map((term) => fieldTest(term, kind));
  return (object) => tests.every((test) => test(object));
}

function fieldTest(term: string, kind: ServedKind): FieldTest {
  const match = /^\s*([\w.]+)\s*(==|!=|=)\s*(.*?)\s*$/.exec(term);
  if (!match) throw badRequest(`invalid selector: '${term}'; can't understand '${term}'`);
  const [, asked = '', operator = '=', value = ''] = match;
  const field = kind.group === 'events.k8s.io' ? asked.replace(/^regarding\./, 'involvedObject.') : asked;
  const read = EVERY[field] ?? BY_PLURAL[kind.plural]?.[field];
  if (!read) throw badRequest(`field label not supported: ${asked}`);
  return operator === '!=' ? (object) => read(object) !== value : (object) => read(object) === value;
}
