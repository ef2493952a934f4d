// The table of kinds: what the rest of the program may know of the Kubernetes API. To add a kind, add its fields and one row here.
import {
  endpointSliceFields,
  eventFields,
  namespaceFields,
  nodeFields,
  podFields,
  serviceFields,
} from './core-fields.ts';
import type { FieldTable, Kept } from './field.ts';
import {
  cronJobFields,
  daemonSetFields,
  deploymentFields,
  jobFields,
  replicaSetFields,
  statefulSetFields,
} from './workload-fields.ts';

/**
 * One kind of object. `versions` is tried in order against the server's discovery; `fieldSelector` narrows what is listed and watched;
 * `short` are the names people type (kubectl's short names first).
 */
export type Kind = {
  readonly id: string;
  readonly group: string;
  readonly versions: readonly string[];
  readonly plural: string;
  readonly short: readonly string[];
  readonly namespaced: boolean;
  readonly fields: FieldTable;
  readonly fieldSelector?: string;
};

const kindTable = {
  Namespace: {
    group: '',
    versions: ['v1'],
    plural: 'namespaces',
    short: ['ns'],
    namespaced: false,
    fields: namespaceFields,
  },
  Node: { group: '', versions: ['v1'], plural: 'nodes', short: ['no'], namespaced: false, fields: nodeFields },
  Pod: { group: '', versions: ['v1'], plural: 'pods', short: ['po'], namespaced: true, fields: podFields },
  Service: { group: '', versions: ['v1'], plural: 'services', short: ['svc'], namespaced: true, fields: serviceFields },
  EndpointSlice: {
    group: 'discovery.k8s.io',
    versions: ['v1'],
    plural: 'endpointslices',
    short: [],
    namespaced: true,
    fields: endpointSliceFields,
  },
  Deployment: {
    group: 'apps',
    versions: ['v1'],
    plural: 'deployments',
    short: ['deploy', 'dp'],
    namespaced: true,
    fields: deploymentFields,
  },
  ReplicaSet: {
    group: 'apps',
    versions: ['v1'],
    plural: 'replicasets',
    short: ['rs'],
    namespaced: true,
    fields: replicaSetFields,
  },
  StatefulSet: {
    group: 'apps',
    versions: ['v1'],
    plural: 'statefulsets',
    short: ['sts'],
    namespaced: true,
    fields: statefulSetFields,
  },
  DaemonSet: {
    group: 'apps',
    versions: ['v1'],
    plural: 'daemonsets',
    short: ['ds'],
    namespaced: true,
    fields: daemonSetFields,
  },
  Job: { group: 'batch', versions: ['v1'], plural: 'jobs', short: ['job'], namespaced: true, fields: jobFields },
  CronJob: {
    group: 'batch',
    versions: ['v1'],
    plural: 'cronjobs',
    short: ['cj'],
    namespaced: true,
    fields: cronJobFields,
  },
  /** Normal events are a cluster's chatter and outnumber everything else; only warnings are evidence. */
  Event: {
    group: '',
    versions: ['v1'],
    plural: 'events',
    short: ['ev'],
    namespaced: true,
    fields: eventFields,
    fieldSelector: 'type!=Normal',
  },
} as const;

export type KindId = keyof typeof kindTable;
/** The kept fields of kind `K`, named as in the Kubernetes API (`kept.status.phase`). */
export type KeptOf<K extends KindId> = Kept<(typeof kindTable)[K]['fields']>;

export const KIND_IDS = Object.keys(kindTable) as readonly KindId[];

/** The kinds that make others: pods, or what makes pods. */
export const WORKLOAD_KINDS = [
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
] as const satisfies readonly KindId[];

const kinds = new Map<KindId, Kind & { readonly id: KindId }>(KIND_IDS.map((id) => [id, { id, ...kindTable[id] }]));

/** The row of the table for a kind. */
export function kindOf(id: KindId): Kind & { readonly id: KindId } {
  const kind = kinds.get(id);
  if (kind === undefined) throw new Error(`no such kind: ${id}`);
  return kind;
}

/** The kind a person means by a word: its id, plural, singular or short name, any case; undefined when none. */
export function kindNamed(word: string): KindId | undefined {
  const lower = word.toLowerCase();
  return KIND_IDS.find((id) => {
    const kind = kindTable[id];
    return id.toLowerCase() === lower || kind.plural === lower || (kind.short as readonly string[]).includes(lower);
  });
}
