// The many plain pods that `--pods N` asks for beyond the story's: namespaces load-1…, each with ten deployments of
// fifty pods and their services, on nodes of their own.
import type { ApiObject } from './api-types.ts';
import type { Chance } from './chance.ts';
import { RUNNING } from './plan.ts';
import type { ContainerPlan, NodePlan, Situation, WorkloadPlan } from './plan.ts';

const PREFIX = 'load-';
const PODS_PER_DEPLOYMENT = 50;
const DEPLOYMENTS_PER_NAMESPACE = 10;
const PODS_PER_NODE = 100;
/** One pod in this many has some trouble when the story is not calm. */
const TROUBLE_IN = 200;

const WORK: ContainerPlan = {
  name: 'work',
  image: 'ghcr.io/sock-shop/load-worker:3.1.4',
  port: 8080,
  probe: '/healthz',
  env: { GOMAXPROCS: '2', LOG_LEVEL: 'info', QUEUE: 'amqp://rabbitmq.sock-shop.svc:5672' },
  requests: { cpu: '25m', memory: '48Mi' },
  limits: { cpu: '250m', memory: '96Mi' },
};
const SHIP_LOGS: ContainerPlan = {
  name: 'ship-logs',
  image: 'fluent/fluent-bit:4.1.0',
  role: 'sidecar',
  requests: { cpu: '5m', memory: '16Mi' },
  limits: { memory: '64Mi' },
};

/** Whether an object is part of the load, and so none of the story's. */
export function isLoad({ metadata }: ApiObject): boolean {
  return metadata.name.startsWith(PREFIX) || (metadata.namespace ?? '').startsWith(PREFIX);
}

export interface LoadPlan {
  namespaces: string[];
  nodes: NodePlan[];
  workloads: WorkloadPlan[];
}

/** Plans `pods` pods; `calm` leaves them all well. */
export function loadPlan(pods: number, chance: Chance, calm: boolean): LoadPlan {
  const nodes = Array.from({ length: Math.ceil(pods / PODS_PER_NODE) }, (_, index) => ({
    name: `${PREFIX}node-${index + 1}`,
    zone: `eu-central-1${'abc'.charAt(index % 3)}`,
  }));
  const workloads: WorkloadPlan[] = [];
  for (let left = pods; left > 0; left -= PODS_PER_DEPLOYMENT) {
    const number = workloads.length;
    workloads.push(deployment(number, Math.min(left, PODS_PER_DEPLOYMENT), nodes, { chance, calm }));
  }
  return { namespaces: [...new Set(workloads.map((plan) => plan.namespace))], nodes, workloads };
}

function deployment(
  number: number,
  replicas: number,
  nodes: readonly NodePlan[],
  luck: { chance: Chance; calm: boolean },
): WorkloadPlan {
  const namespace = `${PREFIX}${Math.floor(number / DEPLOYMENTS_PER_NAMESPACE) + 1}`;
  const name = `worker-${String((number % DEPLOYMENTS_PER_NAMESPACE) + 1).padStart(2, '0')}`;
  const situations = Array.from({ length: replicas }, (_, index) =>
    luck.calm ? RUNNING : situation(luck.chance, `load/${namespace}/${name}/${index}`),
  );
  return {
    kind: 'Deployment',
    namespace,
    name,
    containers: [SHIP_LOGS, WORK],
    replicas,
    nodes: Array.from({ length: replicas }, (_, index) => nodes[(number * 7 + index) % nodes.length]?.name ?? ''),
    situations,
    service: { port: 80, targetPort: 8080 },
    labels: { 'app.kubernetes.io/part-of': 'load' },
    ageDays: 2 + (number % 11),
  };
}

function situation(chance: Chance, path: string): Situation {
  const agoS = 60 + chance.below(1800, `${path}/ago`);
  switch (chance.below(TROUBLE_IN, path)) {
    case 0:
      return {
        is: 'crash-loop',
        restarts: 3 + (agoS % 9),
        exit: { code: 1, reason: 'Error', agoS },
        container: 'work',
      };
    case 1:
      return { is: 'running', restarts: 1, lastExit: { code: 2, reason: 'Error', agoS } };
    case 2:
      return { is: 'not-ready', sinceS: agoS, message: 'Readiness probe failed: connection refused' };
    default:
      return RUNNING;
  }
}
