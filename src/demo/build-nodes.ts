// Nodes, their leases and namespaces.
import type { Condition, NodeObject } from './api-types.ts';
import { madeBy } from './managed-fields.ts';
import { daysBefore, stamp } from './moment.ts';
import type { NodePlan } from './plan.ts';
import type { Scene } from './scene.ts';

const NODE_AGE_DAYS = 63;
const HEARTBEAT_S = 17;
const CAPACITY = {
  cpu: '8',
  memory: '32863444Ki',
  'ephemeral-storage': '101430960Ki',
  pods: '110',
  'hugepages-2Mi': '0',
};
const ALLOCATABLE = { ...CAPACITY, cpu: '7910m', memory: '31736340Ki', 'ephemeral-storage': '93478772Ki' };
/** The largest images every node has pulled, with their sizes in bytes. */
const NODE_IMAGES: readonly (readonly [name: string, sizeBytes: number])[] = [
  ['quay.io/cilium/cilium:v1.18.2', 236_482_112],
  ['docker.io/weaveworksdemos/carts:0.4.8', 197_912_643],
  ['docker.io/library/mongo:4.4', 176_480_211],
  ['docker.io/weaveworksdemos/front-end:0.3.12', 121_230_080],
  ['registry.k8s.io/kube-proxy:v1.34.1', 25_963_718],
  ['registry.k8s.io/pause:3.10.1', 318_731],
];
const KUBELET_SAYS: readonly (readonly [type: string, reason: string, message: string])[] = [
  ['MemoryPressure', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
];
const SILENT = { reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' };

export function buildNamespace(scene: Scene, name: string): void {
  const labels = { 'kubernetes.io/metadata.name': name };
  const created = daysBefore(scene.moment, NODE_AGE_DAYS);
  const metadata = scene.meta('Namespace', { name, created, labels });
  scene.world.put('namespaces', { metadata, spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } });
}

export function buildNode(scene: Scene, plan: NodePlan): void {
  scene.addNode(plan.name);
  const created = daysBefore(scene.moment, NODE_AGE_DAYS);
  const role = plan.role ? { [`node-role.kubernetes.io/${plan.role}`]: '' } : {};
  const labels = {
    'beta.kubernetes.io/arch': 'amd64',
    'beta.kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': plan.name,
    'kubernetes.io/os': 'linux',
    'node.kubernetes.io/instance-type': 'm6i.2xlarge',
    'topology.kubernetes.io/region': plan.zone.replace(/[a-z]$/, ''),
    'topology.kubernetes.io/zone': plan.zone,
    ...role,
  };
  const managedFields = madeBy('kubelet', 'v1', stamp(created), ['podCIDR', 'podCIDRs', 'providerID']);
  const annotations = {
    'node.alpha.kubernetes.io/ttl': '0',
    'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
  };
  const metadata = scene.meta('Node', { name: plan.name, created, labels, annotations, managedFields });
  const node: NodeObject = { metadata, spec: nodeSpec(scene, plan), status: nodeStatus(scene, plan, created) };
  scene.world.put('nodes', node);
  buildLease(scene, plan, created);
}

function nodeSpec(scene: Scene, plan: NodePlan): NodeObject['spec'] {
  const podCIDR = `${scene.podIp(plan.name, `cidr/${plan.name}`).replace(/\.\d+$/, '.0')}/24`;
  const providerID = `demo:///${plan.zone}/i-${scene.chance.hexDigits(`instance/${plan.name}`, 17)}`;
  const taints = [
    ...(plan.cordoned
      ? [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule', timeAdded: at(scene, 600) }]
      : []),
    ...(plan.lostS === undefined ? [] : lostTaints(at(scene, plan.lostS))),
  ];
  return {
    podCIDR,
    podCIDRs: [podCIDR],
    providerID,
    ...(plan.cordoned ? { unschedulable: true } : {}),
    ...(taints.length > 0 ? { taints } : {}),
  };
}

function lostTaints(timeAdded: string): { key: string; effect: string; timeAdded: string }[] {
  const key = 'node.kubernetes.io/unreachable';
  return ['NoSchedule', 'NoExecute'].map((effect) => ({ key, effect, timeAdded }));
}

function at(scene: Scene, secondsBeforeStep: number): string {
  return stamp(scene.moment.stepBegun - secondsBeforeStep * 1000);
}

function nodeStatus(scene: Scene, plan: NodePlan, created: number): NodeObject['status'] {
  const address = scene.hostIp(plan.name);
  return {
    capacity: CAPACITY,
    allocatable: ALLOCATABLE,
    conditions: nodeConditions(scene, plan, created),
    addresses: [
      { type: 'InternalIP', address },
      { type: 'Hostname', address: plan.name },
    ],
    images: NODE_IMAGES.map(([name, sizeBytes]) => ({
      names: [`${name.replace(/:[^:]*$/, '')}@sha256:${scene.chance.hexDigits(name, 64)}`, name],
      sizeBytes,
    })),
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: {
      machineID: scene.chance.hexDigits(`machine/${plan.name}`, 32),
      systemUUID: scene.chance.uid(`system/${plan.name}`),
      bootID: scene.chance.uid(`boot/${plan.name}`),
      kernelVersion: '6.1.148-173.267.amzn2023.x86_64',
      osImage: 'Amazon Linux 2023.9.20250929',
      containerRuntimeVersion: 'containerd://2.1.4',
      kubeletVersion: 'v1.34.1',
      kubeProxyVersion: '',
      operatingSystem: 'linux',
      architecture: 'amd64',
    },
  };
}

function nodeConditions(scene: Scene, plan: NodePlan, created: number): Condition[] {
  const heard = at(scene, plan.lostS === undefined ? HEARTBEAT_S : plan.lostS + 40);
  const lost = plan.lostS === undefined ? undefined : { ...SILENT, lastTransitionTime: at(scene, plan.lostS) };
  const all: readonly (readonly [type: string, reason: string, message: string])[] = [
    ...KUBELET_SAYS,
    ['Ready', 'KubeletReady', 'kubelet is posting ready status'],
  ];
  return all.map(([type, reason, message]) => {
    const changed = plan.backS === undefined ? stamp(created + 30_000) : at(scene, plan.backS);
    const base = { type, lastHeartbeatTime: heard };
    if (lost) return { ...base, status: 'Unknown', ...lost };
    return { ...base, status: type === 'Ready' ? 'True' : 'False', lastTransitionTime: changed, reason, message };
  });
}

function buildLease(scene: Scene, plan: NodePlan, created: number): void {
  const renewed = at(scene, plan.lostS === undefined ? 3 : plan.lostS + 40).replace('Z', '.000000Z');
  const metadata = scene.meta('Lease', { name: plan.name, namespace: 'kube-node-lease', created });
  const spec = { holderIdentity: plan.name, leaseDurationSeconds: 40, renewTime: renewed };
  scene.world.put('leases', { metadata, spec });
}
