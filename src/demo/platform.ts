// What runs all the time in a cluster besides the shop: kube-system, monitoring, and what rests in batch.
import type { ContainerPlan, WorkloadPlan } from './plan.ts';

const SYSTEM = 'kube-system';
const MONITORING = 'monitoring';
export const BATCH = 'batch';

const SMALL = { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } };
const MIDDLE = { requests: { cpu: '100m', memory: '70Mi' }, limits: { memory: '170Mi' } };
const LARGE = { requests: { cpu: '250m', memory: '1Gi' }, limits: { cpu: '1', memory: '2Gi' } };

export function container(name: string, image: string, rest: Partial<ContainerPlan>): ContainerPlan {
  return { name, image, ...SMALL, ...rest };
}

function system(nodes: readonly string[], workers: readonly string[]): WorkloadPlan[] {
  const shared = { namespace: SYSTEM, priorityClass: 'system-node-critical', hostNetwork: true, ageDays: 63 } as const;
  const proxy = container('kube-proxy', 'registry.k8s.io/kube-proxy:v1.34.1', {
    command: ['/usr/local/bin/kube-proxy', '--config=/var/lib/kube-proxy/config.conf'],
  });
  const cni = container('cilium-agent', 'quay.io/cilium/cilium:v1.18.2', { port: 4244, portName: 'peer', ...MIDDLE });
  const config = container('config', 'quay.io/cilium/cilium:v1.18.2', {
    role: 'init',
    command: ['cilium-dbg', 'build-config'],
  });
  const dns = container('coredns', 'registry.k8s.io/coredns/coredns:v1.12.1', {
    port: 53,
    portName: 'dns-tcp',
    args: ['-conf', '/etc/coredns/Corefile'],
    probe: 'tcp',
    ...MIDDLE,
  });
  const metrics = container('metrics-server', 'registry.k8s.io/metrics-server/metrics-server:v0.8.0', {
    port: 10250,
    portName: 'https',
    probe: '/livez',
  });
  const critical = {
    namespace: SYSTEM,
    priorityClass: 'system-cluster-critical',
    ageDays: 63,
    nodes: workers,
  } as const;
  return [
    { ...shared, kind: 'DaemonSet', name: 'kube-proxy', containers: [proxy], replicas: nodes.length, nodes },
    { ...shared, kind: 'DaemonSet', name: 'cilium', containers: [config, cni], replicas: nodes.length, nodes },
    {
      ...critical,
      kind: 'Deployment',
      name: 'coredns',
      containers: [dns],
      replicas: 2,
      service: { port: 53, portName: 'dns-tcp' },
    },
    {
      ...critical,
      kind: 'Deployment',
      name: 'metrics-server',
      containers: [metrics],
      replicas: 1,
      service: { port: 443, targetPort: 10250, portName: 'https' },
    },
  ];
}

function monitoring(nodes: readonly string[], prometheusNodes: readonly string[]): WorkloadPlan[] {
  const exporter = container('node-exporter', 'quay.io/prometheus/node-exporter:v1.9.1', {
    port: 9100,
    portName: 'metrics',
  });
  const prometheus = container('prometheus', 'quay.io/prometheus/prometheus:v3.6.0', {
    port: 9090,
    portName: 'web',
    probe: '/-/ready',
    args: ['--storage.tsdb.retention.time=15d', '--web.enable-lifecycle'],
    mounts: { db: '/prometheus' },
    ...LARGE,
  });
  const reloader = container('config-reloader', 'quay.io/prometheus-operator/prometheus-config-reloader:v0.85.0', {
    port: 8080,
    portName: 'reloader',
  });
  const grafana = container('grafana', 'grafana/grafana:12.2.0', { port: 3000, probe: '/api/health', ...MIDDLE });
  const shared = { namespace: MONITORING, ageDays: 48 } as const;
  return [
    {
      ...shared,
      kind: 'DaemonSet',
      name: 'node-exporter',
      containers: [exporter],
      replicas: nodes.length,
      nodes,
      hostNetwork: true,
    },
    {
      ...shared,
      kind: 'StatefulSet',
      name: 'prometheus',
      containers: [prometheus, reloader],
      replicas: prometheusNodes.length,
      nodes: prometheusNodes,
      volumes: { db: 'emptyDir' },
      service: { type: 'Headless', port: 9090, portName: 'web' },
    },
    {
      ...shared,
      kind: 'Deployment',
      name: 'grafana',
      containers: [grafana],
      replicas: 1,
      nodes: prometheusNodes,
      service: { port: 80, targetPort: 3000 },
    },
  ];
}

/** Two deployments that are meant to do nothing: one scaled to 0, one paused in the middle of nothing. */
function resting(workers: readonly string[]): WorkloadPlan[] {
  const renderer = container('renderer', 'ghcr.io/sock-shop/report-renderer:2.3.0', { port: 8080 });
  const mailer = container('mailer', 'ghcr.io/sock-shop/invoice-mailer:1.9.2', { port: 8080 });
  const shared = { kind: 'Deployment', namespace: BATCH, nodes: workers, ageDays: 30 } as const;
  return [
    { ...shared, name: 'report-renderer', containers: [renderer], replicas: 0 },
    { ...shared, name: 'invoice-mailer', containers: [mailer], replicas: 1, rollout: 'paused' },
  ];
}

export function platform(
  nodes: readonly string[],
  workers: readonly string[],
  prometheusNodes: readonly string[],
): WorkloadPlan[] {
  return [...system(nodes, workers), ...monitoring(nodes, prometheusNodes), ...resting(workers)];
}
