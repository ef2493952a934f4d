// The pretend controllers of pods: as many as are wanted, no more and no less, with events as the real ones tell them.
// Deployments and jobs, which are about more than a count, have files of their own.
import type { ApiObject, JobObject, Labels, NodeObject, Pod, Workload } from './api-types.ts';
import type { Backstage } from './backstage.ts';
import { isTerminating } from './deletion.ts';
import { isLoad } from './load.ts';
import { createPod } from './new-pod.ts';
import type { NewPod } from './new-pod.ts';
import { ownedBy } from './scene.ts';
import { isReady } from './workload-status.ts';

const COMPONENT = { ReplicaSet: 'replicaset', StatefulSet: 'statefulset', DaemonSet: 'daemonset', Job: 'job' } as const;

export class WorkloadControllers {
  readonly #stage: Backstage;

  constructor(stage: Backstage) {
    this.#stage = stage;
  }

  /** @param cull whether pods too many go; only a changed set is reason for it, a pod put beside the others is not. */
  replicaSet(key: string, cull: boolean): void {
    const set = this.#living('replicasets', key);
    if (!set) return;
    this.#release(set);
    this.#adopt(set);
    const active = this.podsOf(set).filter(isActive);
    const wanted = set.spec.replicas ?? 1;
    for (let missing = wanted - active.length; missing > 0; missing -= 1) {
      this.create('replicasets', {
        owner: set,
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        template: set.spec.template,
      });
    }
    if (!cull) return;
    for (const pod of active.toSorted(byWorth).slice(0, Math.max(0, active.length - wanted))) {
      this.#remove('replicasets', 'ReplicaSet', set, pod);
    }
  }

  /** One pod after the other: each is waited for before the next one comes or goes. */
  statefulSet(key: string): void {
    const set = this.#living('statefulsets', key);
    if (!set) return;
    const { name, namespace = '' } = set.metadata;
    const wanted = set.spec.replicas ?? 1;
    for (let index = 0; index < wanted; index += 1) {
      const podName = `${name}-${index}`;
      const pod = this.#stage.world.get('pods', `${namespace}/${podName}`)?.object as Pod | undefined;
      if (pod && isReady(pod) && !isTerminating(pod)) continue;
      if (!pod) {
        const known = set.status['updateRevision'];
        const revision = typeof known === 'string' ? known : `${name}-1`;
        const ordinal = {
          'apps.kubernetes.io/pod-index': String(index),
          'statefulset.kubernetes.io/pod-name': podName,
        };
        const labels: Labels = { 'controller-revision-hash': revision, ...ordinal };
        const { template } = set.spec;
        this.create('statefulsets', {
          owner: set,
          apiVersion: 'apps/v1',
          kind: 'StatefulSet',
          template,
          name: podName,
          labels,
        });
      }
      return;
    }
    const ordinal = (pod: Pod): number => Number(pod.metadata.name.slice(name.length + 1));
    const surplus = this.podsOf(set).toSorted((a, b) => ordinal(b) - ordinal(a))[0];
    if (!surplus || ordinal(surplus) < wanted || isTerminating(surplus)) return;
    this.#remove('statefulsets', 'StatefulSet', set, surplus);
  }

  daemonSet(key: string): void {
    const set = this.#living('daemonsets', key);
    if (!set) return;
    const nodes = this.#stage.world
      .all('nodes')
      .map(({ object }) => object as NodeObject)
      .filter((node) => !isLoad(node));
    const names = new Set(nodes.map(({ metadata }) => metadata.name));
    if (set.status['desiredNumberScheduled'] !== names.size) {
      this.#stage.world.put('daemonsets', { ...set, status: { ...set.status, desiredNumberScheduled: names.size } });
    }
    const taken = new Set(this.podsOf(set).map((pod) => pod.spec.nodeName));
    const { name } = set.metadata;
    const labels = { 'controller-revision-hash': `${name}-1`, 'pod-template-generation': '1' };
    for (const nodeName of names) {
      if (taken.has(nodeName)) continue;
      const { template } = set.spec;
      this.create('daemonsets', { owner: set, apiVersion: 'apps/v1', kind: 'DaemonSet', template, labels, nodeName });
    }
  }

  podsOf(owner: ApiObject): Pod[] {
    return this.#stage.dependents
      .of(owner.metadata.uid)
      .filter(({ plural }) => plural === 'pods')
      .map(({ stored }) => stored.object as Pod);
  }

  create(plural: 'replicasets' | 'statefulsets' | 'daemonsets' | 'jobs', plan: NewPod): void {
    const { owner, kind } = plan;
    const name = createPod(this.#stage, plan);
    const message =
      kind === 'StatefulSet'
        ? `create Pod ${name} in StatefulSet ${owner.metadata.name} successful`
        : `Created pod: ${name}`;
    this.#stage.say(plural, owner, { reason: 'SuccessfulCreate', message, component: `${COMPONENT[kind]}-controller` });
  }

  #remove(plural: 'replicasets' | 'statefulsets', kind: 'ReplicaSet' | 'StatefulSet', owner: Workload, pod: Pod): void {
    const { name, namespace = '' } = pod.metadata;
    this.#stage.delete('pods', `${namespace}/${name}`);
    const message =
      kind === 'StatefulSet'
        ? `delete Pod ${name} in StatefulSet ${owner.metadata.name} successful`
        : `Deleted pod: ${name}`;
    this.#stage.say(plural, owner, { reason: 'SuccessfulDelete', message, component: `${COMPONENT[kind]}-controller` });
  }

  #living(plural: 'replicasets' | 'statefulsets' | 'daemonsets', key: string): Workload | undefined {
    const object = this.#stage.world.get(plural, key)?.object as Workload | undefined;
    return !object || isTerminating(object) || this.#stage.closed(object.metadata.namespace) ? undefined : object;
  }

  /** A pod whose labels have left the selector is on its own, and one is missing. */
  #release(set: Workload): void {
    for (const pod of this.podsOf(set)) {
      if (isTerminating(pod) || selects(set, pod)) continue;
      const { ownerReferences: _, ...metadata } = pod.metadata;
      this.#stage.world.put('pods', { ...pod, metadata });
    }
  }

  #adopt(set: Workload): void {
    for (const { object } of this.#stage.dependents.ownerless('pods', set.metadata.namespace ?? '')) {
      if (isTerminating(object) || !isActive(object as Pod) || !selects(set, object)) continue;
      const metadata = { ...object.metadata, ownerReferences: [ownedBy('apps/v1', 'ReplicaSet', set)] };
      this.#stage.world.put('pods', { ...object, metadata });
    }
  }
}

/** What counts towards the wanted number: neither ended nor going. */
export function isActive(pod: Pod): boolean {
  return !isTerminating(pod) && pod.status.phase !== 'Succeeded' && pod.status.phase !== 'Failed';
}

/** Whether a workload's selector takes this object. */
export function selects(owner: Workload | JobObject, { metadata }: ApiObject): boolean {
  const wanted = Object.entries(owner.spec.selector?.matchLabels ?? {});
  return wanted.length > 0 && wanted.every(([key, value]) => metadata.labels?.[key] === value);
}

/** Who goes first when there are too many: without a node, not ready, the youngest. */
function byWorth(a: Pod, b: Pod): number {
  const worth = (pod: Pod): number => Number(pod.spec.nodeName !== undefined) + Number(isReady(pod)) * 2;
  const older = a.metadata.creationTimestamp < b.metadata.creationTimestamp ? 1 : -1;
  return worth(a) - worth(b) || older;
}
