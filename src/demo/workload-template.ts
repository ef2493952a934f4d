// What every workload of a plan has alike: its labels, its pod template and the hash of that template.
import type { Labels, PodTemplate } from './api-types.ts';
import { daysBefore } from './moment.ts';
import type { WorkloadPlan } from './plan.ts';
import { templateSpec } from './pod-spec.ts';
import type { Scene } from './scene.ts';

const DEFAULT_AGE_DAYS = 21;

/** Fields that managedFields names for a workload's spec and status. */
export const SPEC_FIELDS = [
  'progressDeadlineSeconds',
  'replicas',
  'revisionHistoryLimit',
  'selector',
  'strategy',
  'template',
];
export const STATUS_FIELDS = [
  'availableReplicas',
  'conditions',
  'observedGeneration',
  'readyReplicas',
  'replicas',
  'updatedReplicas',
];

export function selectorOf(plan: WorkloadPlan): Labels {
  return { 'app.kubernetes.io/name': plan.name };
}

export function labelsOf(plan: WorkloadPlan): Labels {
  return { ...selectorOf(plan), ...plan.labels };
}

/** When the workload was made, in milliseconds. */
export function madeAt(scene: Scene, plan: WorkloadPlan): number {
  return daysBefore(scene.moment, plan.ageDays ?? DEFAULT_AGE_DAYS);
}

/** The pod template with these containers; `extra` labels are those a controller adds. */
export function templateOf(
  plan: WorkloadPlan,
  containers: WorkloadPlan['containers'],
  extra: Labels = {},
): PodTemplate {
  return { metadata: { labels: { ...labelsOf(plan), ...extra } }, spec: templateSpec(plan, containers) };
}

export function templateHash(scene: Scene, plan: WorkloadPlan, revision: number): string {
  return scene.chance.suffix(`template/${plan.namespace}/${plan.name}/${revision}`, 10);
}
