// The pretend kubelets and the scheduler before them: a new pod gets a node, its containers start and become ready within
// a few seconds; a deleted one is stopped and let go.
import type { Container, Pod, PodStatus } from './api-types.ts';
import type { Backstage } from './backstage.ts';
import { isTerminating } from './deletion.ts';
import { Fates } from './fates.ts';
import type { Fate } from './fates.ts';
import { stamp } from './moment.ts';
import type { Situation } from './plan.ts';
import { podStatus, pullMessage } from './pod-status.ts';
import { isReadyNode, placeFor } from './scheduling.ts';
import { stoppedStatus } from './stopped-pod.ts';
import type { Change } from './world.ts';

const SCHEDULE_MS = 150;
const START_MS = 1200;
const READY_MS = 1300;
/** How long a container of a job works. */
const WORK_MS = 3000;
/** How long containers take to end on SIGTERM, unless the grace is shorter. */
const STOP_MS = 1500;
const RETRY_MS = 5000;
/** How long after its node a pod is collected. */
const NODE_GONE_MS = 1500;

export class Kubelet {
  readonly #stage: Backstage;
  readonly #fates: Fates;
  readonly #started = new Set<string>();

  constructor(stage: Backstage) {
    this.#stage = stage;
    this.#fates = new Fates(stage);
  }

  onChange(change: Change): void {
    const { type, plural, after, before } = change;
    if (plural === 'nodes' && type === 'DELETED') return this.#nodeGone(after.key);
    if (plural !== 'pods') return;
    const pod = after.object as Pod;
    if (type === 'DELETED') {
      this.#started.delete(pod.metadata.uid);
      this.#fates.learn(pod);
      if (pod.spec['hostNetwork'] !== true && pod.status.podIP) this.#stage.scene.releasePodIp(pod.status.podIP);
      return;
    }
    if (type === 'ADDED') return this.#begin(pod);
    const grace = pod.metadata.deletionGracePeriodSeconds;
    if (grace === undefined || grace === before?.object.metadata.deletionGracePeriodSeconds) return;
    this.#fates.learn(pod);
    this.#stop(pod, grace, before !== undefined && !isTerminating(before.object));
  }

  /** A pod that comes with a status (as tests write them) has its own story. */
  #begin(pod: Pod): void {
    if (pod.status.phase !== 'Pending' || pod.status.containerStatuses !== undefined) return;
    this.#after(SCHEDULE_MS, pod, (found) => this.#schedule(found));
  }

  /** Starts the containers of a pod that is only being created, unless that is under way. */
  goOn(pod: Pod): void {
    const statuses = pod.status.containerStatuses ?? [];
    const waits = statuses.length > 0 && statuses.every(({ state }) => state.waiting?.reason === 'ContainerCreating');
    if (!waits || this.#started.has(pod.metadata.uid)) return;
    this.#started.add(pod.metadata.uid);
    this.#after(START_MS, pod, (found) => this.#start(found, this.#fates.of(found)));
  }

  /** Goes on with the pod as it is then, if it is still the same one. */
  #after(delayMs: number, { metadata }: Pod, work: (pod: Pod) => void): void {
    const key = `${metadata.namespace ?? ''}/${metadata.name}`;
    this.#stage.agenda.after(delayMs, () => {
      const found = this.#stage.world.get('pods', key)?.object as Pod | undefined;
      if (found && found.metadata.uid === metadata.uid && !isTerminating(found)) work(found);
    });
  }

  #schedule(pod: Pod): void {
    const place = pod.spec.nodeName === undefined ? placeFor(this.#stage, pod) : { node: pod.spec.nodeName };
    if ('why' in place) {
      this.#report(pod, { is: 'unschedulable', message: place.why, sinceS: 0 });
      const saying = { type: 'Warning', reason: 'FailedScheduling', message: place.why } as const;
      this.#stage.say('pods', pod, { ...saying, component: 'default-scheduler' });
      return this.#after(RETRY_MS, pod, (found) => this.#schedule(found));
    }
    const bound: Pod = { ...pod, spec: { nodeName: place.node, ...pod.spec } };
    this.#report(bound, { is: 'creating', sinceS: 0 });
    const { namespace = '', name } = pod.metadata;
    const message = `Successfully assigned ${namespace}/${name} to ${place.node}`;
    this.#stage.say('pods', pod, { reason: 'Scheduled', message, component: 'default-scheduler' });
    const stored = this.#stage.world.get('pods', `${namespace}/${name}`);
    if (stored) this.goOn(stored.object as Pod);
  }

  #start(pod: Pod, fate: Fate): void {
    if (fate.is === 'no-image') return this.#failToPull(pod, fate.image);
    for (const container of [...(pod.spec.initContainers ?? []), ...pod.spec.containers])
      this.#sayStarted(pod, container);
    this.#report(pod, { is: 'not-ready', sinceS: 0, message: '' });
    if (pod.spec['restartPolicy'] !== 'Always') {
      const tookS = WORK_MS / 1000;
      return this.#after(WORK_MS, pod, (found) => this.#report(found, { is: 'succeeded', finishedS: 0, tookS }));
    }
    this.#after(READY_MS, pod, (found) => {
      this.#report(found, { is: 'running' });
      if (fate.is === 'crashes') this.#fates.crashLater(found, fate.exit);
    });
  }

  #failToPull(pod: Pod, image: string): void {
    const why = pullMessage(image);
    const cause = why.split('ErrImagePull: ')[1] ?? '';
    this.#report(pod, { is: 'image-pull', image, sinceS: 0 });
    for (const [reason, message] of [
      ['Failed', `Failed to pull image "${image}": ${cause}`],
      ['Failed', 'Error: ErrImagePull'],
      ['BackOff', `Back-off pulling image "${image}"`],
    ] as const) {
      this.#fromKubelet(pod, { type: 'Warning', reason, message });
    }
  }

  #sayStarted(pod: Pod, container: Container): void {
    const { name, image } = container;
    const pulled = `Container image "${image}" already present on machine`;
    const created = `Created container: ${name}`;
    for (const [reason, message] of [
      ['Pulled', pulled],
      ['Created', created],
      ['Started', `Started container ${name}`],
    ] as const) {
      const list = pod.spec.containers.includes(container) ? 'containers' : 'initContainers';
      this.#fromKubelet(pod, { reason, message, fieldPath: `spec.${list}{${name}}` });
    }
  }

  #fromKubelet(pod: Pod, saying: { type?: 'Warning'; reason: string; message: string; fieldPath?: string }): void {
    this.#stage.say('pods', pod, { ...saying, component: 'kubelet', host: pod.spec.nodeName });
  }

  /** Writes the status a kubelet reports of a pod to which this happens now. */
  #report(pod: Pod, situation: Situation): void {
    const { scene, now, world } = this.#stage;
    const { metadata, spec, status } = pod;
    const path = `${metadata.namespace ?? ''}/${metadata.name}/${metadata.uid}`;
    const node = spec.nodeName;
    const hostIp = node === undefined ? '' : scene.hostIp(node);
    const hasNetwork = node !== undefined && situation.is !== 'creating';
    const podIp = spec['hostNetwork'] === true ? hostIp : (status.podIP ?? (hasNetwork ? scene.podIp(node, path) : ''));
    const created = Date.parse(metadata.creationTimestamp);
    const sinceMs = now() - created;
    const next = podStatus({
      spec,
      situation,
      stepBegun: now(),
      created,
      podIp,
      hostIp,
      digest: (text) => scene.chance.hexDigits(`${metadata.uid}/${text}`, 64),
      imageDigest: (image) => scene.chance.hexDigits(image, 64),
      pace: { initializedMs: sinceMs, startedMs: sinceMs, readyMs: sinceMs },
    });
    world.put('pods', { ...pod, status: continued(next, status) });
  }

  /** A kubelet that is not heard from cannot stop anything: its pods stay until their grace is over. */
  #stop(pod: Pod, graceS: number, first: boolean): void {
    const { agenda, world } = this.#stage;
    const { namespace = '', name, uid } = pod.metadata;
    const key = `${namespace}/${name}`;
    const node = world.get('nodes', pod.spec.nodeName ?? '')?.object;
    const alive = isReadyNode(node as Parameters<typeof isReadyNode>[0]);
    const delayMs = alive ? Math.min(STOP_MS, graceS * 1000) : graceS * 1000;
    if (first && alive) {
      for (const each of pod.spec.containers) {
        const fieldPath = `spec.containers{${each.name}}`;
        this.#fromKubelet(pod, { reason: 'Killing', message: `Stopping container ${each.name}`, fieldPath });
      }
    }
    agenda.replace(`stop ${uid}`, delayMs, () => {
      const found = world.get('pods', key)?.object as Pod | undefined;
      if (found?.metadata.uid !== uid || found.metadata.deletionGracePeriodSeconds === 0) return;
      world.put('pods', { ...found, status: stoppedStatus(found.status, stamp(this.#stage.now())) });
      this.#stage.delete('pods', key, { graceSeconds: 0 });
    });
  }

  #nodeGone(node: string): void {
    this.#stage.delete('leases', `kube-node-lease/${node}`);
    this.#stage.agenda.once(`node gone ${node}`, NODE_GONE_MS, () => {
      if (this.#stage.world.get('nodes', node)) return;
      for (const { key, object } of this.#stage.world.all('pods')) {
        if ((object as Pod).spec.nodeName === node) this.#stage.delete('pods', key, { graceSeconds: 0 });
      }
    });
  }
}

/** What came to pass before keeps its time: conditions that already held, and containers that already ran. */
function continued(next: PodStatus, before: PodStatus): PodStatus {
  const conditions = next.conditions.map((condition) => {
    const same = before.conditions.find(({ type, status }) => type === condition.type && status === condition.status);
    return same
      ? { ...condition, lastTransitionTime: same.lastTransitionTime ?? condition.lastTransitionTime }
      : condition;
  });
  const containerStatuses = next.containerStatuses?.map((status) => {
    const was = before.containerStatuses?.find(({ name }) => name === status.name)?.state;
    if (was?.running && status.state.running) return { ...status, state: was };
    const terminated = status.state.terminated;
    if (!was?.running || !terminated) return status;
    return { ...status, state: { terminated: { ...terminated, startedAt: was.running.startedAt } } };
  });
  const initContainerStatuses = next.initContainerStatuses?.map((status) => {
    const was = before.initContainerStatuses?.find(({ name }) => name === status.name);
    return was && !was.state.waiting ? was : status;
  });
  return {
    ...next,
    conditions: conditions.map((each) => ({ ...each, lastTransitionTime: each.lastTransitionTime ?? '' })),
    ...(initContainerStatuses ? { initContainerStatuses } : {}),
    ...(containerStatuses ? { containerStatuses } : {}),
  };
}
