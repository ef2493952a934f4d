// What a replacement of a broken pod comes to: an image that could not be pulled still cannot, a container that was
// killed for its memory is killed again. Deleting a pod cures no cause.
import type { ContainerStatus, Pod } from './api-types.ts';
import type { Backstage } from './backstage.ts';
import { isTerminating } from './deletion.ts';
import { stamp } from './moment.ts';
import { backOffMessage } from './pod-status.ts';

interface LastExit {
  container: string;
  code: number;
  reason: string;
}

export type Fate = { is: 'runs' } | { is: 'no-image'; image: string } | { is: 'crashes'; exit: LastExit };

/** How long a doomed container works before it is killed. */
const LASTS_MS = 12_000;
/** After so many restarts the pod stays in its back-off and turns with the other crash loops. */
const RESTARTS_TOLD = 3;

export class Fates {
  readonly #stage: Backstage;
  readonly #badImages = new Set<string>();
  /** By the uid of the pods' owner. */
  readonly #doomed = new Map<string, LastExit>();

  constructor(stage: Backstage) {
    this.#stage = stage;
  }

  /** Remembers what ailed a pod that is going. */
  learn(pod: Pod): void {
    const owner = pod.metadata.ownerReferences?.[0]?.uid;
    for (const status of pod.status.containerStatuses ?? []) {
      if (status.state.waiting?.reason === 'ImagePullBackOff') this.#badImages.add(status.image);
      const exit = loopsBy(status);
      if (exit && owner !== undefined) this.#doomed.set(owner, exit);
    }
  }

  of(pod: Pod): Fate {
    const owner = pod.metadata.ownerReferences?.[0]?.uid ?? '';
    const siblings = owner === '' ? [] : this.#stage.dependents.of(owner);
    for (const { plural, stored } of siblings) if (plural === 'pods') this.learn(stored.object as Pod);
    const bad = pod.spec.containers.find(({ image }) => this.#badImages.has(image));
    if (bad) return { is: 'no-image', image: bad.image };
    const exit = this.#doomed.get(owner);
    return exit ? { is: 'crashes', exit } : { is: 'runs' };
  }

  /** Lets a pod's container be killed again and again until it is in a crash loop like the others. */
  crashLater({ metadata }: Pod, exit: LastExit): void {
    const key = `${metadata.namespace ?? ''}/${metadata.name}`;
    this.#stage.agenda.after(LASTS_MS, () => {
      const pod = this.#stage.world.get('pods', key)?.object as Pod | undefined;
      if (!pod || pod.metadata.uid !== metadata.uid || isTerminating(pod)) return;
      const crashed = afterCrash(pod, exit, stamp(this.#stage.now()));
      this.#stage.world.put('pods', crashed);
      const status = crashed.status.containerStatuses?.find(({ name }) => name === exit.container);
      const { namespace = '', name, uid } = metadata;
      this.#stage.say('pods', pod, {
        type: 'Warning',
        reason: 'BackOff',
        message: `Back-off restarting failed container ${exit.container} in pod ${name}_${namespace}(${uid})`,
        component: 'kubelet',
        host: pod.spec.nodeName,
        fieldPath: `spec.containers{${exit.container}}`,
      });
      if (status && status.restartCount < RESTARTS_TOLD) this.crashLater(pod, exit);
    });
  }
}

function loopsBy({ name, state, lastState, restartCount }: ContainerStatus): LastExit | undefined {
  const last = lastState.terminated;
  if (!last || restartCount < RESTARTS_TOLD || (!state.waiting && !state.running)) return undefined;
  return { container: name, code: last.exitCode, reason: last.reason };
}

function afterCrash(pod: Pod, exit: LastExit, at: string): Pod {
  const containerStatuses = (pod.status.containerStatuses ?? []).map((each) => {
    if (each.name !== exit.container) return each;
    const restartCount = each.restartCount + 1;
    const startedAt = each.state.running?.startedAt ?? at;
    const terminated = { exitCode: exit.code, reason: exit.reason, startedAt, finishedAt: at };
    const waiting = { reason: 'CrashLoopBackOff', message: backOffMessage(restartCount, each.name) };
    return { ...each, state: { waiting }, lastState: { terminated }, ready: false, started: false, restartCount };
  });
  const conditions = pod.status.conditions.map((condition) => {
    if (condition.type !== 'Ready' && condition.type !== 'ContainersReady') return condition;
    const message = `containers with unready status: [${exit.container}]`;
    return { ...condition, status: 'False', reason: 'ContainersNotReady', message, lastTransitionTime: at };
  });
  return { ...pod, status: { ...pod.status, conditions, containerStatuses } };
}
