// The table of kinds the pretend clusters serve: discovery, routing, storage and printing all read it, so a new kind is
// one row here (and its columns).

export type Plural =
  | 'namespaces'
  | 'nodes'
  | 'pods'
  | 'services'
  | 'events'
  | 'resourcequotas'
  | 'limitranges'
  | 'deployments'
  | 'replicasets'
  | 'statefulsets'
  | 'daemonsets'
  | 'jobs'
  | 'cronjobs'
  | 'endpointslices'
  | 'leases';

/** One kind as one API group serves it. Events are served by two groups from the same storage. */
export interface ServedKind {
  /** Plural name, which is also the name of its storage. */
  plural: Plural;
  singular: string;
  kind: string;
  /** '' for the core group. */
  group: string;
  version: string;
  namespaced: boolean;
  short: readonly string[];
  categories: readonly string[];
  subresources: readonly string[];
}

const STATUS = ['status'];
const SCALABLE = ['scale', 'status'];
const POD_SUBRESOURCES = ['attach', 'exec', 'log', 'status'];
const ALL = ['all'];

function row(
  group: string,
  plural: Plural,
  kind: string,
  short: readonly string[],
  rest: Partial<Pick<ServedKind, 'namespaced' | 'categories' | 'subresources'>> = {},
): ServedKind {
  const singular = kind.toLowerCase();
  return {
    group,
    version: 'v1',
    plural,
    kind,
    short,
    singular,
    namespaced: true,
    categories: [],
    subresources: [],
    ...rest,
  };
}

export const SERVED_KINDS: readonly ServedKind[] = [
  row('', 'events', 'Event', ['ev']),
  row('', 'limitranges', 'LimitRange', ['limits']),
  row('', 'namespaces', 'Namespace', ['ns'], { namespaced: false, subresources: STATUS }),
  row('', 'nodes', 'Node', ['no'], { namespaced: false, subresources: STATUS }),
  row('', 'pods', 'Pod', ['po'], { categories: ALL, subresources: POD_SUBRESOURCES }),
  row('', 'resourcequotas', 'ResourceQuota', ['quota'], { subresources: STATUS }),
  row('', 'services', 'Service', ['svc'], { categories: ALL, subresources: STATUS }),
  row('apps', 'daemonsets', 'DaemonSet', ['ds'], { categories: ALL, subresources: STATUS }),
  row('apps', 'deployments', 'Deployment', ['deploy'], { categories: ALL, subresources: SCALABLE }),
  row('apps', 'replicasets', 'ReplicaSet', ['rs'], { categories: ALL, subresources: SCALABLE }),
  row('apps', 'statefulsets', 'StatefulSet', ['sts'], { categories: ALL, subresources: SCALABLE }),
  row('events.k8s.io', 'events', 'Event', ['ev']),
  row('batch', 'cronjobs', 'CronJob', ['cj'], { categories: ALL, subresources: STATUS }),
  row('batch', 'jobs', 'Job', [], { categories: ALL, subresources: STATUS }),
  row('coordination.k8s.io', 'leases', 'Lease', []),
  row('discovery.k8s.io', 'endpointslices', 'EndpointSlice', []),
];

export const PLURALS: readonly Plural[] = [...new Set(SERVED_KINDS.map((kind) => kind.plural))];

/** Groups that hold only review objects one can create, never list. */
export const REVIEW_GROUPS = ['authentication.k8s.io', 'authorization.k8s.io'] as const;

const byPath = new Map(SERVED_KINDS.map((kind) => [`${kind.group}/${kind.version}/${kind.plural}`, kind]));

/** The kind served at group, version and plural name, or undefined. */
export function servedKind(group: string, version: string, plural: string): ServedKind | undefined {
  return byPath.get(`${group}/${version}/${plural}`);
}

/** `v1` for the core group, else `group/version`. */
export function apiVersion(kind: Pick<ServedKind, 'group' | 'version'>): string {
  return kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;
}

/** `pods`, or `deployments.apps`: how error messages name a resource. */
export function qualified(kind: Pick<ServedKind, 'group' | 'plural'>): string {
  return kind.group === '' ? kind.plural : `${kind.plural}.${kind.group}`;
}
