// From a plan's containers to a pod spec as an API server stores it, with everything defaulting and admission add.
import type { Container, PodSpec } from './api-types.ts';
import { environment } from './pod-environment.ts';
import type { ContainerPlan, VolumeType, WorkloadPlan } from './plan.ts';

const SERVICE_ACCOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const TOLERATED_S = 300;

const TOLERATIONS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].map((key) => ({
  key,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: TOLERATED_S,
}));

const DAEMON_TOLERATIONS = [
  { operator: 'Exists' },
  ...['not-ready', 'unreachable'].map((name) => ({
    key: `node.kubernetes.io/${name}`,
    operator: 'Exists',
    effect: 'NoExecute',
  })),
  ...['disk-pressure', 'memory-pressure', 'pid-pressure', 'unschedulable'].map((name) => ({
    key: `node.kubernetes.io/${name}`,
    operator: 'Exists',
    effect: 'NoSchedule',
  })),
];

type SpecPlan = Pick<
  WorkloadPlan,
  'kind' | 'name' | 'volumes' | 'hostNetwork' | 'priorityClass' | 'nodeSelector' | 'tolerations'
>;

/** The pod template's spec, without what the scheduler and admission add to each pod. */
export function templateSpec(plan: SpecPlan, containers: readonly ContainerPlan[], restartPolicy = 'Always'): PodSpec {
  const init = containers.filter((each) => each.role !== undefined);
  return {
    ...(plan.volumes
      ? { volumes: Object.entries(plan.volumes).map(([name, type]) => volume(name, type, plan.name)) }
      : {}),
    ...(init.length > 0 ? { initContainers: init.map((each) => container(each, [])) } : {}),
    containers: containers.filter((each) => each.role === undefined).map((each) => container(each, [])),
    restartPolicy,
    terminationGracePeriodSeconds: 30,
    dnsPolicy: plan.hostNetwork ? 'ClusterFirstWithHostNet' : 'ClusterFirst',
    ...(plan.kind === 'DaemonSet' ? { nodeSelector: { 'kubernetes.io/os': 'linux' } } : {}),
    ...(plan.nodeSelector ? { nodeSelector: plan.nodeSelector } : {}),
    ...(plan.tolerations ? { tolerations: plan.tolerations } : {}),
    serviceAccountName: plan.name,
    serviceAccount: plan.name,
    ...(plan.hostNetwork ? { hostNetwork: true } : {}),
    securityContext: plan.hostNetwork ? {} : { runAsNonRoot: true, fsGroup: 10001 },
    schedulerName: 'default-scheduler',
    ...(plan.priorityClass ? { priorityClassName: plan.priorityClass } : {}),
  };
}

/** What a pod's spec has beyond its template's; shared by all pods of one template, so a big world stays small. */
export function podSpec(template: PodSpec, plan: SpecPlan, tokenVolume: string): PodSpec {
  const mount = { name: tokenVolume, readOnly: true, mountPath: SERVICE_ACCOUNT_PATH };
  const withToken = (each: Container): Container => ({
    ...each,
    volumeMounts: [...((each['volumeMounts'] as readonly unknown[] | undefined) ?? []), mount],
  });
  const own = (template['tolerations'] as readonly unknown[] | undefined) ?? [];
  const volumes = [...((template['volumes'] as readonly unknown[] | undefined) ?? []), tokenProjection(tokenVolume)];
  return {
    ...template,
    volumes,
    ...(template.initContainers ? { initContainers: template.initContainers.map(withToken) } : {}),
    containers: template.containers.map(withToken),
    tolerations: [...own, ...(plan.kind === 'DaemonSet' ? DAEMON_TOLERATIONS : TOLERATIONS)],
    ...(plan.priorityClass ? { priority: 2_000_001_000 } : { priority: 0 }),
    enableServiceLinks: true,
    preemptionPolicy: 'PreemptLowerPriority',
  };
}

function container(plan: ContainerPlan, mounts: readonly unknown[]): Container {
  const own = Object.entries(plan.mounts ?? {}).map(([name, mountPath]) => ({ name, mountPath }));
  return {
    name: plan.name,
    image: plan.image,
    ...(plan.command ? { command: plan.command } : {}),
    ...(plan.args ? { args: plan.args } : {}),
    ...(plan.port === undefined
      ? {}
      : { ports: [{ name: plan.portName ?? 'http', containerPort: plan.port, protocol: 'TCP' }] }),
    ...environment(plan),
    resources: {
      ...(plan.limits ? { limits: plan.limits } : {}),
      ...(plan.requests ? { requests: plan.requests } : {}),
    },
    ...(plan.role === 'sidecar' ? { restartPolicy: 'Always' } : {}),
    ...(own.length + mounts.length > 0 ? { volumeMounts: [...own, ...mounts] } : {}),
    ...(plan.probe === undefined ? {} : probes(plan.probe, plan.port ?? 80, plan.startsSlowly)),
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent',
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true },
  };
}

function probes(path: string, port: number, slow = false): object {
  const check = path === 'tcp' ? { tcpSocket: { port } } : { httpGet: { path, port, scheme: 'HTTP' } };
  const timing = { timeoutSeconds: 1, successThreshold: 1, failureThreshold: 3 };
  return {
    livenessProbe: { ...check, initialDelaySeconds: 60, periodSeconds: 10, ...timing },
    readinessProbe: { ...check, initialDelaySeconds: 5, periodSeconds: 3, ...timing },
    ...(slow ? { startupProbe: { ...check, periodSeconds: 5, ...timing, failureThreshold: 60 } } : {}),
  };
}

function volume(name: string, type: VolumeType, owner: string): object {
  switch (type) {
    case 'emptyDir':
      return { name, emptyDir: {} };
    case 'configMap':
      return { name, configMap: { name: `${owner}-${name}`, defaultMode: 420 } };
    case 'secret':
      return { name, secret: { secretName: `${owner}-${name}`, defaultMode: 420 } };
    case 'claim':
      return { name, persistentVolumeClaim: { claimName: `${owner}-${name}` } };
    case 'hostPath':
      return { name, hostPath: { path: `/${name}`, type: '' } };
    default:
      return type satisfies never;
  }
}

function tokenProjection(name: string): object {
  const fieldRef = { apiVersion: 'v1', fieldPath: 'metadata.namespace' };
  const sources = [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    { downwardAPI: { items: [{ path: 'namespace', fieldRef }] } },
  ];
  return { name, projected: { sources, defaultMode: 420 } };
}
