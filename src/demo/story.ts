// The story, step by step: what is wrong in each pretend cluster and when it went wrong. Everything here is data laid
// over the calm plan; the outage has every level of trouble k8s-watch knows.
import { batchJobs } from './batch-jobs.ts';
import type { ReportRuns } from './batch-jobs.ts';
import { platform } from './platform.ts';
import type { ClusterPlan, ContainerPlan, Exit, NodePlan, RevisionPlan, Situation, WorkloadPlan } from './plan.ts';
import { RUNNING } from './plan.ts';
import { CARTS_LIMIT, cartsContainers, catalogueApp, paymentApp, SHOP, sockShop } from './sock-shop.ts';

export const STORY_STEPS = ['calm', 'first-crash', 'outage', 'rollout', 'recovery'] as const;
export type StoryStep = (typeof STORY_STEPS)[number];

/** The step of a name or a number from 1; undefined when it is neither. */
export function storyStep(word: string): StoryStep | undefined {
  return STORY_STEPS.find((step, index) => step === word || String(index + 1) === word);
}

export const CLUSTER_NAMES = ['demo-eu', 'demo-us'] as const;
export type ClusterName = (typeof CLUSTER_NAMES)[number];

type Trouble = Partial<WorkloadPlan>;
type Troubles = Readonly<Record<string, Trouble>>;

const OOM: Exit = { code: 137, reason: 'OOMKilled', agoS: 40 };
const EU = ['eu-node-1', 'eu-node-2', 'eu-node-3', 'eu-node-4', 'eu-node-5', 'eu-node-6'] as const;
const US = ['us-node-1', 'us-node-2', 'us-node-3', 'us-node-4'] as const;
const EU_WORKERS = EU.slice(0, 4);
const LOST_NODE = 'eu-node-6';
const CORDONED_NODE = 'eu-node-5';
const LOST: Situation = { is: 'lost', sinceS: 130 };
/** What stands on the node that will be lost, in every step. */
const PLACED: Troubles = {
  'sock-shop/shipping': { nodes: [EU_WORKERS[0] ?? '', LOST_NODE] },
  'monitoring/prometheus': { nodes: [EU_WORKERS[2] ?? '', LOST_NODE] },
};
const BAD_IMAGE = '0.3.6-rc1';
const NO_ROOM =
  '0/6 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/unreachable: }, 1 node(s) were unschedulable, ' +
  '4 Insufficient memory. preemption: 0/6 nodes are available: 2 Preemption is not helpful for scheduling, ' +
  '4 No preemption victims found for incoming pod.';

function crashing(restarts: number, agoS: number): Situation {
  return { is: 'crash-loop', restarts, exit: { ...OOM, agoS }, container: 'app' };
}

function restarted(restarts: number, agoS: number, exit: Exit = OOM): Situation {
  return { is: 'running', restarts, lastExit: { ...exit, agoS } };
}

function generations(
  old: readonly ContainerPlan[],
  next: readonly ContainerPlan[],
  rest: { kept: readonly Situation[]; fresh: readonly Situation[]; bornS: number },
): RevisionPlan[] {
  return [
    { revision: 1, replicas: rest.kept.length, containers: old, situations: rest.kept },
    { revision: 2, replicas: rest.fresh.length, containers: next, situations: rest.fresh, bornS: rest.bornS },
  ];
}

const CARTS_ROLLING: Trouble = {
  rollout: 'rolling',
  rolloutS: 25,
  revisions: generations(cartsContainers(CARTS_LIMIT), cartsContainers('512Mi'), {
    kept: [RUNNING, crashing(5, 30)],
    fresh: [RUNNING, { is: 'creating', sinceS: 8 }],
    bornS: 60,
  }),
};

const CARTS_CURED: Trouble = {
  revisions: generations(cartsContainers(CARTS_LIMIT), cartsContainers('512Mi'), {
    kept: [],
    fresh: [RUNNING, RUNNING, RUNNING],
    bornS: 300,
  }),
};

const CATALOGUE_STUCK: Trouble = {
  rollout: 'deadline-exceeded',
  rolloutS: 95,
  revisions: generations([catalogueApp('0.3.5')], [catalogueApp(BAD_IMAGE)], {
    kept: [RUNNING, RUNNING],
    fresh: [{ is: 'image-pull', image: `weaveworksdemos/catalogue:${BAD_IMAGE}`, sinceS: 695 }],
    bornS: 695,
  }),
};

const PAYMENT_ROLLING: Trouble = {
  rollout: 'rolling',
  rolloutS: 15,
  revisions: generations([paymentApp('0.4.3')], [paymentApp('0.4.4')], {
    kept: [RUNNING, RUNNING],
    fresh: [{ is: 'creating', sinceS: 15 }],
    bornS: 16,
  }),
};

const PROBE_FAILS: Situation = {
  is: 'not-ready',
  sinceS: 260,
  message: 'Readiness probe failed: HTTP probe failed with statuscode: 503',
};

const OUTAGE: Troubles = {
  'sock-shop/carts': { situations: [RUNNING, crashing(4, 40), crashing(4, 75)] },
  'sock-shop/catalogue': CATALOGUE_STUCK,
  'sock-shop/orders': {
    replicas: 3,
    situations: [RUNNING, RUNNING, { is: 'unschedulable', message: NO_ROOM, sinceS: 210 }],
  },
  'sock-shop/queue-master': { situations: [PROBE_FAILS] },
  'sock-shop/payment': PAYMENT_ROLLING,
  'sock-shop/user': { situations: [restarted(1, 240, { code: 2, reason: 'Error', agoS: 240 }), RUNNING] },
  'sock-shop/shipping': { situations: [RUNNING, LOST] },
  'monitoring/prometheus': { situations: [RUNNING, LOST] },
  ...Object.fromEntries(
    ['kube-system/kube-proxy', 'kube-system/cilium', 'monitoring/node-exporter'].map((name) => [
      name,
      { situations: EU.map((node) => (node === LOST_NODE ? LOST : RUNNING)) },
    ]),
  ),
};

const EU_TROUBLES: Record<StoryStep, Troubles> = {
  calm: {},
  'first-crash': {
    'sock-shop/carts': {
      situations: [RUNNING, { ...PROBE_FAILS, sinceS: 35, restarts: 1, lastExit: { ...OOM, agoS: 35 } }, RUNNING],
    },
  },
  outage: OUTAGE,
  rollout: {
    'sock-shop/carts': CARTS_ROLLING,
    'sock-shop/orders': { replicas: 3, situations: [RUNNING, RUNNING, { is: 'creating', sinceS: 6 }] },
    'sock-shop/queue-master': { situations: [restarted(1, 50, { code: 143, reason: 'Error', agoS: 50 })] },
    'sock-shop/payment': { revisions: paymentDone(120) },
  },
  recovery: {
    'sock-shop/carts': CARTS_CURED,
    'sock-shop/orders': { replicas: 3 },
    'sock-shop/queue-master': { situations: [restarted(1, 200, { code: 143, reason: 'Error', agoS: 200 })] },
    'sock-shop/payment': { revisions: paymentDone(300) },
  },
};

function paymentDone(bornS: number): RevisionPlan[] {
  return generations([paymentApp('0.4.3')], [paymentApp('0.4.4')], { kept: [], fresh: [RUNNING, RUNNING], bornS });
}

const REPORTS: Record<StoryStep, ReportRuns> = {
  calm: 'succeed',
  'first-crash': 'fail-then-retried',
  outage: 'fail',
  rollout: 'fail',
  recovery: 'fail-then-retried',
};

const US_TROUBLE: Troubles = {
  'sock-shop/user': { situations: [restarted(1, 300, { code: 2, reason: 'Error', agoS: 300 })] },
  'monitoring/grafana': { situations: [restarted(1, 480, { code: 2, reason: 'Error', agoS: 480 })] },
};

function laid(workloads: readonly WorkloadPlan[], troubles: Troubles): WorkloadPlan[] {
  return workloads.map((plan) => ({ ...plan, ...troubles[`${plan.namespace}/${plan.name}`] }));
}

function euNodes(step: StoryStep): NodePlan[] {
  return EU.map((name, index) => ({
    name,
    zone: `eu-central-1${'abc'.charAt(index % 3)}`,
    ...(index === 0 ? { role: 'control-plane' } : {}),
    ...(step === 'outage' && name === LOST_NODE ? { lostS: 130 } : {}),
    ...(step === 'rollout' && name === LOST_NODE ? { backS: 30 } : {}),
    ...((step === 'outage' || step === 'rollout') && name === CORDONED_NODE ? { cordoned: true } : {}),
  }));
}

function usNodes(step: StoryStep): NodePlan[] {
  return US.map((name, index) => ({
    name,
    zone: `us-east-2${'abc'.charAt(index % 3)}`,
    ...(index === 0 ? { role: 'control-plane' } : {}),
    ...(step !== 'calm' && index === 3 ? { cordoned: true } : {}),
  }));
}

const NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system', 'batch', 'monitoring', SHOP];

/** Everything a cluster holds at a step that begins `now` (milliseconds), before the load pods of `--pods`. */
export function clusterPlan(cluster: ClusterName, step: StoryStep, now: number): ClusterPlan {
  const eu = cluster === 'demo-eu';
  const nodes = eu ? euNodes(step) : usNodes(step);
  const names = nodes.map((node) => node.name);
  const workers = eu ? EU_WORKERS : US.slice(0, 3);
  const shop = sockShop(workers, eu ? '203.0.113.10' : '198.51.100.24', !eu);
  const rest = platform(names, workers, eu ? [workers[2] ?? '', workers[3] ?? ''] : [workers[2] ?? '']);
  const troubles = eu ? EU_TROUBLES[step] : step === 'calm' ? {} : US_TROUBLE;
  const orphan = {
    namespace: 'monitoring',
    name: 'pushgateway',
    selector: { 'app.kubernetes.io/name': 'pushgateway' },
    port: 9091,
  };
  return {
    namespaces: NAMESPACES,
    nodes,
    workloads: laid(eu ? laid([...shop, ...rest], PLACED) : [...shop, ...rest], troubles),
    ...batchJobs(workers[1] ?? '', eu ? REPORTS[step] : 'succeed', now),
    orphanServices: eu && REPORTS[step] === 'fail' ? [orphan] : [],
  };
}
