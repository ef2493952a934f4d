// StatefulSets and DaemonSets with their pods: ordinals and one pod per node.
import type { ObjectMeta, Workload } from './api-types.ts';
import { PodBuilder } from './build-pods.ts';
import type { PodPlan } from './build-pods.ts';
import { madeBy } from './managed-fields.ts';
import { stamp } from './moment.ts';
import { RUNNING } from './plan.ts';
import type { WorkloadPlan } from './plan.ts';
import { ownedBy } from './scene.ts';
import type { Scene } from './scene.ts';
import {
  labelsOf,
  madeAt,
  selectorOf,
  SPEC_FIELDS,
  STATUS_FIELDS,
  templateHash,
  templateOf,
} from './workload-template.ts';

/** Seconds between the starts of two pods of a set. */
const ONE_BY_ONE_S = 20;

export function buildStatefulSet(scene: Scene, plan: WorkloadPlan): void {
  const revision = `${plan.name}-${templateHash(scene, plan, 1)}`;
  const set: Workload = {
    metadata: metaOf(scene, plan),
    spec: {
      ...specOf(plan),
      replicas: plan.replicas,
      serviceName: plan.name,
      podManagementPolicy: 'OrderedReady',
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
    },
    status: { observedGeneration: 1, collisionCount: 0, currentRevision: revision, updateRevision: revision },
  };
  scene.world.put('statefulsets', set);
  buildPods(scene, plan, set, plan.replicas, (index) => {
    const name = `${plan.name}-${index}`;
    const ordinal = { 'apps.kubernetes.io/pod-index': String(index), 'statefulset.kubernetes.io/pod-name': name };
    return { name, labels: { 'controller-revision-hash': revision, ...ordinal } };
  });
}

export function buildDaemonSet(scene: Scene, plan: WorkloadPlan): void {
  const set: Workload = {
    metadata: metaOf(scene, plan),
    spec: {
      ...specOf(plan),
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
    },
    status: { observedGeneration: 1, desiredNumberScheduled: plan.nodes.length, numberMisscheduled: 0 },
  };
  scene.world.put('daemonsets', set);
  const labels = { 'controller-revision-hash': templateHash(scene, plan, 1), 'pod-template-generation': '1' };
  buildPods(scene, plan, set, plan.nodes.length, (_, node) => {
    const suffix = scene.chance.suffix(`pod/${plan.namespace}/${plan.name}/${node}`, 5);
    return { name: `${plan.name}-${suffix}`, labels };
  });
}

function metaOf(scene: Scene, plan: WorkloadPlan): ObjectMeta {
  const { namespace, name } = plan;
  const created = madeAt(scene, plan);
  const managedFields = madeBy('helm', 'apps/v1', stamp(created), SPEC_FIELDS, STATUS_FIELDS);
  return scene.meta(plan.kind, { name, namespace, created, labels: labelsOf(plan), generation: 1, managedFields });
}

function specOf(plan: WorkloadPlan): Workload['spec'] {
  const selector = { matchLabels: selectorOf(plan) };
  return { selector, template: templateOf(plan, plan.containers), revisionHistoryLimit: 10 };
}

function buildPods(
  scene: Scene,
  plan: WorkloadPlan,
  set: Workload,
  count: number,
  identity: (index: number, node: string) => Pick<PodPlan, 'name' | 'labels'>,
): void {
  const owner = ownedBy('apps/v1', plan.kind, set);
  const { namespace, name } = plan;
  const builder = new PodBuilder(scene, {
    namespace,
    plan,
    template: set.spec.template,
    owner,
    generateName: `${name}-`,
  });
  const first = madeAt(scene, plan) + 1000;
  for (let index = 0; index < count; index += 1) {
    const node = plan.nodes[index % plan.nodes.length] ?? '';
    const created = first + index * ONE_BY_ONE_S * 1000;
    builder.build({ ...identity(index, node), node, created, situation: plan.situations?.[index] ?? RUNNING });
  }
}
