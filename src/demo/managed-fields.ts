// managedFields as a real server stores them: they are a third of a pod's bytes, so a demo without them would flatter
// every client that forgets to drop them.

interface Manager {
  manager: string;
  operation: 'Update';
  apiVersion: string;
  time: string;
  fieldsType: 'FieldsV1';
  fieldsV1: object;
  subresource?: 'status';
}

function manager(name: string, apiVersion: string, time: string, fieldsV1: object, subresource?: 'status'): Manager {
  const entry: Manager = { manager: name, operation: 'Update', apiVersion, time, fieldsType: 'FieldsV1', fieldsV1 };
  return subresource ? { ...entry, subresource } : entry;
}

function leaves(names: readonly string[]): object {
  return Object.fromEntries(names.map((name) => [`f:${name}`, {}]));
}

const CONTAINER_FIELDS = [
  'env',
  'image',
  'imagePullPolicy',
  'livenessProbe',
  'name',
  'ports',
  'readinessProbe',
  'resources',
  'securityContext',
  'terminationMessagePath',
  'terminationMessagePolicy',
  'volumeMounts',
];

/** Two managers: the controller that made the pod and the kubelet that reports on it. */
export function podManagers(
  containers: readonly string[],
  labels: readonly string[],
  made: string,
  told: string,
): Manager[] {
  const spec = {
    'f:containers': Object.fromEntries(
      containers.map((name) => [`k:{"name":"${name}"}`, { '.': {}, ...leaves(CONTAINER_FIELDS) }]),
    ),
    ...leaves([
      'dnsPolicy',
      'enableServiceLinks',
      'restartPolicy',
      'schedulerName',
      'securityContext',
      'serviceAccount',
    ]),
    ...leaves(['serviceAccountName', 'terminationGracePeriodSeconds', 'volumes']),
  };
  const metadata = {
    'f:generateName': {},
    'f:labels': { '.': {}, ...leaves(labels) },
    'f:ownerReferences': { '.': {} },
  };
  const types = ['ContainersReady', 'Initialized', 'PodReadyToStartContainers', 'Ready'];
  const each = { '.': {}, ...leaves(['lastProbeTime', 'lastTransitionTime', 'message', 'reason', 'status', 'type']) };
  const conditions = Object.fromEntries(types.map((type) => [`k:{"type":"${type}"}`, each]));
  const status = {
    'f:conditions': conditions,
    ...leaves([
      'containerStatuses',
      'hostIP',
      'hostIPs',
      'initContainerStatuses',
      'phase',
      'podIP',
      'podIPs',
      'startTime',
    ]),
  };
  return [
    manager('kube-controller-manager', 'v1', made, { 'f:metadata': metadata, 'f:spec': spec }),
    manager('kubelet', 'v1', told, { 'f:status': status }, 'status'),
  ];
}

/** Who made an object and, when a controller reports on it, who writes its status. */
export function madeBy(
  name: string,
  apiVersion: string,
  time: string,
  spec: readonly string[],
  status: readonly string[] = [],
): Manager[] {
  const made = manager(name, apiVersion, time, { 'f:metadata': { 'f:labels': { '.': {} } }, 'f:spec': leaves(spec) });
  if (status.length === 0) return [made];
  return [made, manager('kube-controller-manager', apiVersion, time, { 'f:status': leaves(status) }, 'status')];
}
