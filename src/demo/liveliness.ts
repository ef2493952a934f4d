// What happens between the steps of the story: crash-looping containers start and die again, and `--churn` makes pods
// lose and regain readiness at a steady rate.
import type { ContainerStatus, NodeObject, Pod } from './api-types.ts';
import type { Chance } from './chance.ts';
import { isLoad } from './load.ts';
import { stamp } from './moment.ts';
import { backOffMessage } from './pod-status.ts';
import type { Stored, World } from './world.ts';

/** Pods that churn has made unready at one time, at most. */
const UNREADY_AT_ONCE = 20;

/**
 * One turn of the crash loops: who waits in back-off starts, who was started dies and is counted. Pods take turns, so
 * that not all die at once; the load's pods stand still, so that an idle big world is idle.
 */
export function turnCrashLoops(world: World, now: number, turn: number): void {
  const looping = world.all('pods').filter(mayTurn);
  for (const [index, { object }] of looping.entries()) {
    if ((index + turn) % 2 !== 0) continue;
    const pod = object as Pod;
    const containerStatuses = (pod.status.containerStatuses ?? []).map((each) =>
      isLooping(each) ? turned(each, now) : each,
    );
    world.put('pods', { ...pod, status: { ...pod.status, containerStatuses } });
  }
}

/** The kubelets' heartbeats: every node's lease but those of lost nodes is renewed. */
export function renewLeases(world: World, now: number): void {
  for (const { object, key } of world.all('leases')) {
    const node = world.get('nodes', key.slice(key.indexOf('/') + 1))?.object as NodeObject | undefined;
    if (!node?.status.conditions.some(({ type, status }) => type === 'Ready' && status === 'True')) continue;
    const renewTime = new Date(now).toISOString().replace('Z', '000Z');
    world.put('leases', { ...object, spec: { ...(object['spec'] as object), renewTime } });
  }
}

function mayTurn({ object }: Stored): boolean {
  if (object.metadata.deletionTimestamp !== undefined) return false;
  return !isLoad(object) && ((object as Pod).status.containerStatuses ?? []).some(isLooping);
}

function isLooping({ state, ready, lastState, restartCount }: ContainerStatus): boolean {
  if (state.waiting?.reason === 'CrashLoopBackOff') return true;
  return state.running !== undefined && !ready && lastState.terminated !== undefined && restartCount >= 3;
}

function turned(status: ContainerStatus, now: number): ContainerStatus {
  if (status.state.waiting) {
    return {
      ...status,
      state: { running: { startedAt: stamp(now) } },
      started: true,
      restartCount: status.restartCount + 1,
    };
  }
  const last = status.lastState.terminated;
  const startedAt = status.state.running?.startedAt ?? stamp(now);
  const terminated = {
    ...last,
    exitCode: last?.exitCode ?? 1,
    reason: last?.reason ?? 'Error',
    startedAt,
    finishedAt: stamp(now),
  };
  const waiting = { reason: 'CrashLoopBackOff', message: backOffMessage(status.restartCount, status.name) };
  return { ...status, state: { waiting }, lastState: { terminated }, started: false };
}

/** Flips the readiness of one pod per call: a ready one becomes unready, and when enough are unready the oldest recovers. */
export class Churn {
  readonly #world: World;
  readonly #chance: Chance;
  readonly #now: () => number;
  readonly #unready: string[] = [];
  #turn = 0;

  constructor(world: World, chance: Chance, now: () => number) {
    this.#world = world;
    this.#chance = chance;
    this.#now = now;
  }

  /** Writes one changed pod; does nothing when no pod is fit for it. */
  next(): void {
    this.#turn += 1;
    const recovers = this.#unready.length >= UNREADY_AT_ONCE || (this.#turn % 2 === 0 && this.#unready.length > 0);
    const key = recovers ? this.#unready.shift() : this.#pick();
    if (key === undefined) return;
    const pod = this.#world.get('pods', key)?.object as Pod | undefined;
    if (!pod) return;
    if (!recovers) this.#unready.push(key);
    this.#world.put('pods', withReadiness(pod, recovers, stamp(this.#now())));
  }

  #pick(): string | undefined {
    const keys = this.#world.keys('pods');
    for (let tries = 0; tries < 20; tries += 1) {
      const stored = this.#world.get(
        'pods',
        keys[this.#chance.below(keys.length, `churn/${this.#turn}/${tries}`)] ?? '',
      );
      if (stored && isWhollyReady(stored.object as Pod)) return stored.key;
    }
    return undefined;
  }
}

function isWhollyReady(pod: Pod): boolean {
  const statuses = pod.status.containerStatuses ?? [];
  if (pod.metadata.deletionTimestamp !== undefined) return false;
  return pod.status.phase === 'Running' && statuses.length > 0 && statuses.every((status) => status.ready);
}

/** The pod with its last container ready or not, and the conditions that follow from it. */
function withReadiness(pod: Pod, ready: boolean, at: string): Pod {
  const statuses = pod.status.containerStatuses ?? [];
  const last = statuses.length - 1;
  const containerStatuses = statuses.map((status, index) => (index === last ? { ...status, ready } : status));
  const names = statuses[last]?.name ?? '';
  const blame = { reason: 'ContainersNotReady', message: `containers with unready status: [${names}]` };
  const conditions = pod.status.conditions.map((condition) => {
    if (condition.type !== 'Ready' && condition.type !== 'ContainersReady') return condition;
    const { type } = condition;
    const base = { type, status: ready ? 'True' : 'False', lastProbeTime: null, lastTransitionTime: at };
    return ready ? base : { ...base, ...blame };
  });
  return { ...pod, status: { ...pod.status, conditions, containerStatuses } };
}
