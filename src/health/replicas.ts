// How many replicas a workload may miss, and what level the missing ones deserve. Percentages round as the controllers round them.
// Sources: health-rules.md §1; k8s.io/kubernetes/pkg/controller/deployment/util ResolveFenceposts.
import type { ObjectOf } from '../objects/kube-object.ts';
import type { Level } from './level.ts';

/** What the cap of a parent is measured by: `floor` is the number of ready replicas at which it still tolerates what is missing. */
export type Tolerance = { readonly desired: number; readonly ready: number; readonly floor: number };

/** A quarter may be missing where the owner does not say. */
export function usualFloor(desired: number): number {
  return Math.ceil(0.75 * desired);
}

/** An int-or-percent of `total`; 0 when absent or not a number. */
export function resolvePercent(value: number | string | undefined, total: number, round: 'up' | 'down'): number {
  if (value === undefined) return 0;
  if (typeof value === 'number') return value;
  const percent = /^(\d+)%$/.exec(value);
  if (percent === null) return Number.isNaN(Number(value)) ? 0 : Number(value);
  const exact = (Number(percent[1]) * total) / 100;
  return round === 'up' ? Math.ceil(exact) : Math.floor(exact);
}

/** Desired replicas of a workload: an absent spec.replicas means 1. */
export function desiredReplicas(spec: { readonly replicas: number | undefined }): number {
  return spec.replicas ?? 1;
}

/**
 * The ready replicas a Deployment asks for while it rolls: desired − maxUnavailable. Defaults 25 %; surge rounds up, unavailable down, and when both
 * come to 0 one may be unavailable. With strategy Recreate there is no such number and the usual floor holds.
 */
export function deploymentFloor(deployment: ObjectOf<'Deployment'>): number {
  const desired = desiredReplicas(deployment.kept.spec);
  const { type, rollingUpdate } = deployment.kept.spec.strategy;
  if (type === 'Recreate') return usualFloor(desired);
  const surge = resolvePercent(rollingUpdate?.maxSurge ?? '25%', desired, 'up');
  const unavailable = resolvePercent(rollingUpdate?.maxUnavailable ?? '25%', desired, 'down');
  return Math.max(desired - (surge === 0 && unavailable === 0 ? 1 : unavailable), 0);
}

/** The level that missing replicas deserve at most: minor at or above the floor, major below, critical at none; singletons pass through. */
export function capOf({ desired, ready, floor }: Tolerance): Level {
  if (desired === 0) return 'minor';
  if (desired === 1 || ready <= 0) return 'critical';
  return ready >= floor ? 'minor' : 'major';
}

/** Since when replicas are missing: the moment the pod that has been unready longest became so, `otherwise` when all that are seen are ready. */
export function unreadySince(pods: readonly ObjectOf<'Pod'>[], otherwise: number): number {
  let since = Infinity;
  for (const pod of pods) {
    const ready = pod.kept.status.conditions.find(({ type }) => type === 'Ready');
    if (ready?.status === 'True' || pod.kept.status.phase === 'Succeeded') continue;
    since = Math.min(since, ready?.lastTransitionTime ?? pod.createdAt);
  }
  return since === Infinity ? otherwise : since;
}
