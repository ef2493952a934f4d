// Short ways to write the Kubernetes objects the tests need most. Each gives plain JSON as a server would.
import type { KubeObject } from '../../src/objects/kube-object.ts';
import type { Json } from './world.ts';
import { at, object } from './world.ts';

type Owner = { kind: string; name: string };

export type PodOptions = {
  namespace?: string;
  labels?: Record<string, string>;
  owner?: Owner | undefined;
  node?: string | undefined;
  phase?: string;
  ready?: boolean;
  readyAt?: number;
  reason?: string;
  created?: number;
  uid?: string;
  restartPolicy?: string;
  restarts?: number;
  state?: Json;
  lastState?: Json;
  conditions?: Json[];
  containers?: Json[];
  statuses?: Json[];
  deleted?: number;
};

/** A pod with one container `app`, running and ready since an hour unless told otherwise. */
export function pod(name: string, options: PodOptions = {}): KubeObject {
  const { namespace = 'shop', phase = 'Running', ready = true, readyAt = -3600, created = -7200 } = options;
  const status = ready ? 'True' : 'False';
  return object('Pod', {
    metadata: {
      name,
      namespace,
      uid: options.uid ?? `pod-${namespace}-${name}`,
      creationTimestamp: at(created),
      labels: options.labels ?? {},
      ...(options.deleted === undefined
        ? {}
        : { deletionTimestamp: at(options.deleted), deletionGracePeriodSeconds: 30 }),
      ownerReferences: options.owner === undefined ? [] : [ownerRef(options.owner, namespace)],
    },
    spec: {
      nodeName: options.node ?? '',
      restartPolicy: options.restartPolicy ?? 'Always',
      containers: options.containers ?? [{ name: 'app', image: 'app:1', resources: { limits: { memory: '256Mi' } } }],
    },
    status: {
      phase,
      reason: options.reason ?? '',
      startTime: at(created),
      conditions: options.conditions ?? [
        { type: 'Ready', status, lastTransitionTime: at(readyAt) },
        { type: 'ContainersReady', status, lastTransitionTime: at(readyAt) },
      ],
      containerStatuses: options.statuses ?? [
        {
          name: 'app',
          ready,
          restartCount: options.restarts ?? 0,
          state: options.state ?? { running: { startedAt: at(created) } },
          lastState: options.lastState ?? {},
        },
      ],
    },
  });
}

export const crashing = (
  seconds = -60,
): Pick<PodOptions, 'ready' | 'state' | 'lastState' | 'restarts' | 'readyAt'> => ({
  ready: false,
  readyAt: seconds,
  restarts: 4,
  state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 40s restarting failed container' } },
  lastState: {
    terminated: { exitCode: 137, reason: 'OOMKilled', startedAt: at(seconds - 20), finishedAt: at(seconds) },
  },
});

function ownerRef({ kind, name }: Owner, namespace: string): Json {
  return { kind, name, uid: uidOf(kind, namespace, name), controller: true };
}

export const uidOf = (kind: string, namespace: string, name: string): string =>
  `${kind.toLowerCase()}-${namespace}-${name}`;

function metadata(
  kind: string,
  name: string,
  namespace: string,
  owner?: Owner,
  labels: Record<string, string> = {},
): Json {
  return {
    name,
    namespace,
    uid: uidOf(kind, namespace, name),
    generation: 1,
    creationTimestamp: at(-7200),
    labels,
    ownerReferences: owner === undefined ? [] : [ownerRef(owner, namespace)],
  };
}

export type SetOptions = {
  namespace?: string;
  owner?: Owner | undefined;
  replicas?: number;
  ready?: number;
  labels?: Record<string, string>;
  spec?: Json;
  status?: Json;
};

export function replicaSet(name: string, options: SetOptions = {}): KubeObject {
  const { namespace = 'shop', replicas = 1, ready = replicas, labels = { app: name } } = options;
  return object('ReplicaSet', {
    metadata: metadata('ReplicaSet', name, namespace, options.owner),
    spec: { replicas, selector: { matchLabels: labels }, ...options.spec },
    status: { observedGeneration: 1, replicas, readyReplicas: ready, availableReplicas: ready, ...options.status },
  });
}

/** A Deployment that has finished its rollout. */
export function deployment(name: string, options: SetOptions = {}): KubeObject {
  const { namespace = 'shop', replicas = 1, ready = replicas, labels = { app: name } } = options;
  return object('Deployment', {
    metadata: metadata('Deployment', name, namespace, options.owner, labels),
    spec: {
      replicas,
      selector: { matchLabels: labels },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
      ...options.spec,
    },
    status: {
      observedGeneration: 1,
      replicas,
      updatedReplicas: replicas,
      readyReplicas: ready,
      availableReplicas: ready,
      conditions: [
        { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable', lastTransitionTime: at(-7000) },
        {
          type: 'Progressing',
          status: 'True',
          reason: 'NewReplicaSetAvailable',
          lastTransitionTime: at(-7000),
          lastUpdateTime: at(-7000),
        },
      ],
      ...options.status,
    },
  });
}

export function service(
  name: string,
  options: { namespace?: string; selector?: Record<string, string>; spec?: Json; status?: Json } = {},
): KubeObject {
  const { namespace = 'shop', selector = { app: name } } = options;
  return object('Service', {
    metadata: metadata('Service', name, namespace),
    spec: {
      type: 'ClusterIP',
      clusterIP: '10.0.0.1',
      selector,
      ports: [{ port: 80, targetPort: 8080 }],
      ...options.spec,
    },
    status: options.status ?? {},
  });
}

/** An EndpointSlice of a service; each pod by name, ready or not. */
export function slice(
  name: string,
  of: string,
  pods: Record<string, boolean>,
  namespace = 'shop',
  addressType = 'IPv4',
): KubeObject {
  return object('EndpointSlice', {
    metadata: {
      ...metadata('EndpointSlice', name, namespace, { kind: 'Service', name: of }),
      labels: { 'kubernetes.io/service-name': of },
    },
    addressType,
    endpoints: Object.entries(pods).map(([pod, ready], number) => ({
      addresses: [addressType === 'IPv4' ? `10.1.0.${number}` : `fd00::${number}`],
      conditions: { ready, serving: ready },
      targetRef: { kind: 'Pod', namespace, name: pod, uid: `pod-${namespace}-${pod}` },
    })),
  });
}

export function namespace(
  name: string,
  options: { phase?: string; deleted?: number; conditions?: Json[] } = {},
): KubeObject {
  return object('Namespace', {
    metadata: {
      ...metadata('Namespace', name, ''),
      ...(options.deleted === undefined ? {} : { deletionTimestamp: at(options.deleted) }),
    },
    status: { phase: options.phase ?? 'Active', conditions: options.conditions ?? [] },
  });
}

export function node(name: string, ready = 'True', options: { spec?: Json; conditions?: Json[] } = {}): KubeObject {
  return object('Node', {
    metadata: metadata('Node', name, ''),
    spec: options.spec ?? {},
    status: {
      conditions: [
        { type: 'Ready', status: ready, lastTransitionTime: at(-100), message: 'kubelet says so' },
        ...(options.conditions ?? []),
      ],
    },
  });
}

export function job(
  name: string,
  options: { namespace?: string; owner?: Owner | undefined; created?: number; spec?: Json; status?: Json } = {},
): KubeObject {
  const { namespace = 'shop', created = -3600 } = options;
  return object('Job', {
    metadata: { ...metadata('Job', name, namespace, options.owner), creationTimestamp: at(created) },
    spec: options.spec ?? {},
    status: options.status ?? { active: 1, startTime: at(created) },
  });
}

/** The status of a Job that has ended at an instant. */
export const ended = (type: 'Complete' | 'Failed', seconds: number): Json => ({
  conditions: [
    { type, status: 'True', reason: type === 'Failed' ? 'BackoffLimitExceeded' : '', lastTransitionTime: at(seconds) },
  ],
  ...(type === 'Complete' ? { completionTime: at(seconds), succeeded: 1 } : { failed: 1 }),
});

export function cronJob(
  name: string,
  options: { namespace?: string; schedule?: string; spec?: Json; status?: Json } = {},
): KubeObject {
  const { namespace = 'shop', schedule = '*/5 * * * *' } = options;
  return object('CronJob', {
    metadata: metadata('CronJob', name, namespace),
    spec: { schedule, ...options.spec },
    status: options.status ?? { lastScheduleTime: at(0), lastSuccessfulTime: at(0) },
  });
}

export function event(
  name: string,
  about: { kind: string; name: string; uid?: string; namespace?: string },
  options: { seconds?: number; reason?: string; count?: number; namespace?: string } = {},
): KubeObject {
  const { seconds = -60, reason = 'FailedMount', count = 1, namespace = 'shop' } = options;
  return object('Event', {
    metadata: { name, namespace, uid: `event-${name}`, creationTimestamp: at(seconds) },
    involvedObject: { namespace, uid: '', ...about },
    type: 'Warning',
    reason,
    message: `${reason} happened`,
    count,
    lastTimestamp: at(seconds),
  });
}
