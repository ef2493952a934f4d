// What a kubelet would report of a pod in each situation of the story: phase, conditions, container states.
import type { Condition, Container, ContainerState, ContainerStatus, PodSpec, PodStatus } from './api-types.ts';
import { stamp } from './moment.ts';
import type { Exit, Situation } from './plan.ts';
import { qosClass } from './quality-of-service.ts';

export interface PodFacts {
  spec: PodSpec;
  situation: Situation;
  /** Milliseconds; the step's begin, from which a situation's seconds count back. */
  stepBegun: number;
  created: number;
  podIp: string;
  hostIp: string;
  /** 64 hexadecimal digits for a container's id. */
  digest: (path: string) => string;
  /** The same for an image. */
  imageDigest: (image: string) => string;
  /** How long after its creation the pod reached each point; without it, as long as a healthy pod takes. */
  pace?: Pace;
}

/** Milliseconds after creation. */
export interface Pace {
  initializedMs: number;
  startedMs: number;
  readyMs: number;
}

/** Seconds a healthy pod takes from creation to each point. */
const SCHEDULED_S = 0;
const USUAL: Pace = { initializedMs: 2000, startedMs: 4000, readyMs: 12_000 };

export function podStatus(facts: PodFacts): PodStatus {
  const { situation } = facts;
  switch (situation.is) {
    case 'unschedulable':
      return {
        phase: 'Pending',
        conditions: [
          {
            ...condition('PodScheduled', false, ago(facts, situation.sinceS)),
            reason: 'Unschedulable',
            message: situation.message,
          },
        ],
        qosClass: qosClass(facts.spec),
      };
    case 'creating':
    case 'image-pull':
      return whole('Pending', facts, { ready: false, since: facts.created });
    case 'succeeded':
      return whole('Succeeded', facts, { ready: false, since: ago(facts, situation.finishedS), why: 'PodCompleted' });
    case 'failed':
      return whole('Failed', facts, { ready: false, since: ago(facts, situation.finishedS), why: 'PodFailed' });
    case 'crash-loop':
      return whole('Running', facts, { ready: false, since: ago(facts, situation.exit.agoS) });
    case 'not-ready':
      return whole('Running', facts, { ready: false, since: ago(facts, situation.sinceS) });
    case 'lost':
      return whole('Running', facts, { ready: false, since: ago(facts, situation.sinceS), onlyReady: true });
    case 'running': {
      const since = situation.lastExit
        ? ago(facts, situation.lastExit.agoS) + pace(facts).readyMs
        : facts.created + pace(facts).readyMs;
      return whole('Running', facts, { ready: true, since });
    }
    default:
      return situation satisfies never;
  }
}

interface Readiness {
  ready: boolean;
  since: number;
  why?: string;
  /** Only the Ready condition is false (a lost node: the node controller writes no more than that). */
  onlyReady?: boolean;
}

function pace(facts: PodFacts): Pace {
  return facts.pace ?? USUAL;
}

function ago(facts: PodFacts, seconds: number): number {
  return facts.stepBegun - seconds * 1000;
}

function condition(type: string, holds: boolean, since: number): Condition {
  return { type, status: holds ? 'True' : 'False', lastProbeTime: null, lastTransitionTime: stamp(since) };
}

function whole(phase: string, facts: PodFacts, readiness: Readiness): PodStatus {
  const { spec, created } = facts;
  const started = stamp(created + SCHEDULED_S * 1000);
  const init = (spec.initContainers ?? []).map((each) => initStatus(facts, each));
  return {
    phase,
    conditions: conditions(facts, readiness),
    hostIP: facts.hostIp,
    hostIPs: [{ ip: facts.hostIp }],
    ...(facts.situation.is === 'creating' ? {} : { podIP: facts.podIp, podIPs: [{ ip: facts.podIp }] }),
    startTime: started,
    ...(init.length > 0 ? { initContainerStatuses: init } : {}),
    containerStatuses: spec.containers.map((each, index) => mainStatus(facts, each, index)),
    qosClass: qosClass(spec),
  };
}

function conditions(facts: PodFacts, { ready, since, why, onlyReady }: Readiness): Condition[] {
  const { spec, created, situation } = facts;
  const names = spec.containers.map((each) => each.name).join(' ');
  const blame = ready
    ? {}
    : {
        reason: why ?? 'ContainersNotReady',
        ...(why ? {} : { message: `containers with unready status: [${names}]` }),
      };
  const isCreating = situation.is === 'creating';
  return [
    condition('PodReadyToStartContainers', !isCreating, created + pace(facts).startedMs),
    condition('Initialized', true, created + pace(facts).initializedMs),
    onlyReady ? condition('Ready', false, since) : { ...condition('Ready', ready, since), ...blame },
    onlyReady
      ? condition('ContainersReady', true, created)
      : { ...condition('ContainersReady', ready, since), ...blame },
    condition('PodScheduled', true, created + SCHEDULED_S * 1000),
  ];
}

function ids(
  facts: PodFacts,
  container: Container,
  hasRun: boolean,
): Pick<ContainerStatus, 'image' | 'imageID' | 'containerID'> {
  const repository = container.image.replace(/:[^:/]*$/, '');
  if (!hasRun) return { image: container.image, imageID: '' };
  return {
    image: container.image,
    imageID: `${repository}@sha256:${facts.imageDigest(container.image)}`,
    containerID: `containerd://${facts.digest(`${facts.podIp}/${container.name}`)}`,
  };
}

function initStatus(facts: PodFacts, container: Container): ContainerStatus {
  const from = facts.created + 1000;
  const sidecar = container.restartPolicy === 'Always';
  const waits = facts.situation.is === 'creating';
  const state: ContainerState = waits
    ? { waiting: { reason: 'PodInitializing' } }
    : sidecar
      ? { running: { startedAt: stamp(from) } }
      : { terminated: { exitCode: 0, reason: 'Completed', startedAt: stamp(from), finishedAt: stamp(from + 1000) } };
  const name = container.name;
  return {
    name,
    state,
    lastState: {},
    ready: !waits,
    started: sidecar && !waits,
    restartCount: 0,
    ...ids(facts, container, !waits),
  };
}

function mainStatus(facts: PodFacts, container: Container, index: number): ContainerStatus {
  const { situation } = facts;
  const struck =
    'container' in situation && situation.container !== undefined
      ? container.name === situation.container
      : index === 0;
  const running = stamp(facts.created + pace(facts).startedMs);
  const healthy = {
    state: { running: { startedAt: running } },
    lastState: {},
    ready: true,
    started: true,
    restartCount: 0,
  };
  const told = struck ? struckState(facts, container) : healthy;
  const hasRun = situation.is !== 'creating' && !(struck && situation.is === 'image-pull');
  const waits = situation.is === 'creating' ? { ...struckState(facts, container) } : told;
  return { name: container.name, ...waits, ...ids(facts, container, hasRun) };
}

type Told = Pick<ContainerStatus, 'state' | 'lastState' | 'ready' | 'started' | 'restartCount'>;

function struckState(facts: PodFacts, container: Container): Told {
  const { situation } = facts;
  const notReady = { lastState: {}, ready: false, started: false, restartCount: 0 };
  switch (situation.is) {
    case 'creating':
      return { ...notReady, state: { waiting: { reason: 'ContainerCreating' } } };
    case 'image-pull':
      return { ...notReady, state: { waiting: { reason: 'ImagePullBackOff', message: pullMessage(situation.image) } } };
    case 'crash-loop':
      return {
        ...notReady,
        state: { waiting: { reason: 'CrashLoopBackOff', message: backOffMessage(situation.restarts, container.name) } },
        lastState: exited(facts, container, situation.exit),
        restartCount: situation.restarts,
      };
    case 'succeeded':
      return {
        ...notReady,
        state: exited(facts, container, { code: 0, reason: 'Completed', agoS: situation.finishedS }, situation.tookS),
      };
    case 'failed':
      return {
        ...notReady,
        state: exited(facts, container, { ...situation.exit, agoS: situation.finishedS }, situation.tookS),
      };
    case 'running':
    case 'not-ready':
    case 'lost':
      return runningState(facts, container);
    default:
      return { ...notReady, state: {} };
  }
}

function runningState(facts: PodFacts, container: Container): Told {
  const { situation } = facts;
  const lastExit = 'lastExit' in situation ? situation.lastExit : undefined;
  const startedAt = stamp(lastExit ? ago(facts, lastExit.agoS) + 1000 : facts.created + pace(facts).startedMs);
  const restartCount = 'restarts' in situation ? (situation.restarts ?? 0) : 0;
  const lastState = lastExit ? exited(facts, container, lastExit) : {};
  const ready = situation.is !== 'not-ready';
  return { state: { running: { startedAt } }, lastState, ready, started: true, restartCount };
}

function exited(facts: PodFacts, container: Container, exit: Exit, tookS = 37): ContainerState {
  const finished = ago(facts, exit.agoS);
  return {
    terminated: {
      exitCode: exit.code,
      reason: exit.reason,
      ...(exit.message === undefined ? {} : { message: exit.message }),
      startedAt: stamp(finished - tookS * 1000),
      finishedAt: stamp(finished),
      containerID: `containerd://${facts.digest(`${facts.podIp}/${container.name}/last`)}`,
    },
  };
}

export function pullMessage(image: string): string {
  const cause = `failed to resolve reference "docker.io/${image}": docker.io/${image}: not found`;
  return `Back-off pulling image "${image}": ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/${image}": ${cause}`;
}

/** The kubelet's back-off doubles from 10 s to 5 min. */
export function backOffMessage(restarts: number, container: string): string {
  const delayS = Math.min(300, 10 * 2 ** Math.max(0, restarts - 1));
  const words = delayS < 60 ? `${delayS}s` : `${Math.floor(delayS / 60)}m${delayS % 60}s`;
  return `back-off ${words} restarting failed container=${container} pod`;
}
