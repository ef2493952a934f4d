// All pretend controllers of one cluster behind one start and stop: who is told of which change, and what is then looked
// at again a moment later (as real controllers do, from queues).
import type { NodeObject, Pod, Workload } from './api-types.ts';
import { Agenda } from './agenda.ts';
import { Backstage, pluralOfKind } from './backstage.ts';
import { ByHand } from './by-hand.ts';
import { Dependents } from './dependents.ts';
import { DeploymentController } from './deployment-controller.ts';
import { GarbageCollector } from './garbage.ts';
import { JobController } from './job-controller.ts';
import { PLURALS } from './kinds.ts';
import type { Plural } from './kinds.ts';
import { Kubelet } from './kubelet.ts';
import { NamespaceController } from './namespace-controller.ts';
import type { Reconciler } from './reconcile.ts';
import type { Scene } from './scene.ts';
import { ensureSlice } from './slice-controller.ts';
import { WorkloadControllers } from './workload-controllers.ts';
import type { Change } from './world.ts';

/** Between a change and what a controller makes of it. */
const QUEUE_MS = 250;

export class Controllers {
  readonly byHand: ByHand;
  readonly #stage: Backstage;
  readonly #reconciler: Reconciler;
  readonly #workloads: WorkloadControllers;
  readonly #deployments: DeploymentController;
  readonly #jobs: JobController;
  readonly #kubelet: Kubelet;
  readonly #listeners: readonly { onChange: (change: Change) => void }[];
  #stopListening: (() => void) | undefined;

  /** @param reconciler is asked for counts again, and says when the story itself is writing. */
  constructor(scene: Scene, reconciler: Reconciler, now: () => number) {
    const { world } = scene;
    this.#reconciler = reconciler;
    this.#stage = new Backstage(scene, { agenda: new Agenda(), dependents: new Dependents(world), now });
    this.byHand = new ByHand(world);
    this.#workloads = new WorkloadControllers(this.#stage);
    this.#deployments = new DeploymentController(this.#stage);
    this.#jobs = new JobController(this.#stage, this.#workloads);
    this.#kubelet = new Kubelet(this.#stage);
    this.#listeners = [
      new GarbageCollector(this.#stage),
      new NamespaceController(this.#stage),
      this.#kubelet,
      { onChange: (change) => this.#takeFromStory(change) },
      { onChange: (change) => this.#workloadChanged(change) },
    ];
  }

  start(): void {
    const { world, dependents } = this.#stage;
    for (const plural of PLURALS) {
      if (plural !== 'events') for (const stored of world.all(plural)) dependents.add(plural, stored);
    }
    this.#stopListening = world.onChange((change) => {
      dependents.follow(change);
      if (this.#reconciler.isQuiet || change.plural === 'events') return;
      for (const listener of this.#listeners) listener.onChange(change);
    });
  }

  stop(): void {
    this.#stopListening?.();
    this.#stage.agenda.stop();
  }

  /** What the story has left halfway, and tells no more, goes on by itself. */
  #takeFromStory(change: Change): void {
    if (!this.byHand.note(change)) return;
    const { world } = this.#stage;
    for (const { object } of world.all('pods')) {
      if (this.byHand.covers(world, 'pods', object)) this.#kubelet.goOn(object as Pod);
    }
  }

  #workloadChanged(change: Change): void {
    const { plural, type, after, before } = change;
    switch (plural) {
      case 'pods':
        return this.#podChanged(change);
      case 'nodes':
        if (type === 'ADDED') this.#stage.scene.addNode((after.object as NodeObject).metadata.name);
        if (type !== 'MODIFIED')
          for (const key of this.#stage.world.keys('daemonsets')) this.#attend('daemonsets', key);
        return;
      case 'endpointslices':
        if (type !== 'DELETED') return;
        return this.#attendOwners(after.object.metadata.namespace, after.object.metadata.ownerReferences);
      case 'replicasets':
        if (type === 'DELETED') this.#deployments.remember(after.object as Workload);
        this.#attendOwners(after.object.metadata.namespace, after.object.metadata.ownerReferences);
        break;
      default:
    }
    const isWilled = before?.object['spec'] !== after.object['spec'] || type === 'ADDED';
    if (type !== 'DELETED' && isWilled) this.#attend(plural, after.key);
  }

  /** Readiness alone matters only to those who wait for it; churn would keep the others busy for nothing. */
  #podChanged({ type, after, before }: Change): void {
    const { metadata, status } = after.object as Pod;
    // No client and no controller makes a pod that has run already: a test has put it there, and wants it to stay.
    if (type === 'ADDED' && status.containerStatuses !== undefined) return;
    const was = before?.object as Pod | undefined;
    const steady =
      type === 'MODIFIED' &&
      was?.metadata.deletionTimestamp === metadata.deletionTimestamp &&
      was?.metadata.labels === metadata.labels &&
      was?.metadata.ownerReferences === metadata.ownerReferences &&
      was?.status.phase === status.phase;
    const owners = metadata.ownerReferences ?? [];
    const asked = steady ? owners.filter(({ kind }) => kind === 'StatefulSet' || kind === 'Job') : owners;
    this.#attendOwners(metadata.namespace, asked);
    if (steady || owners === was?.metadata.ownerReferences) return;
    this.#attendOwners(metadata.namespace, was?.metadata.ownerReferences);
  }

  #attendOwners(namespace = '', owners: readonly { kind: string; name: string }[] = []): void {
    for (const { kind, name } of owners) {
      const plural = pluralOfKind(kind);
      if (plural !== undefined) this.#attend(plural, `${namespace}/${name}`, false);
    }
  }

  /** @param changed whether it is itself what has changed, and not something it owns. */
  #attend(plural: Plural, key: string, changed = true): void {
    const name = `attend ${plural} ${key} ${changed}`;
    this.#stage.agenda.once(name, QUEUE_MS, () => this.#work(plural, key, changed));
  }

  #work(plural: Plural, key: string, changed: boolean): void {
    switch (plural) {
      case 'replicasets':
        this.#workloads.replicaSet(key, changed);
        break;
      case 'statefulsets':
        this.#workloads.statefulSet(key);
        break;
      case 'daemonsets':
        this.#workloads.daemonSet(key);
        break;
      case 'deployments':
        this.#deployments.attend(key);
        break;
      case 'jobs':
        return this.#jobs.attend(key);
      case 'services':
        ensureSlice(this.#stage, key);
        break;
      default:
        return;
    }
    this.#reconciler.refresh(plural, key);
  }
}
