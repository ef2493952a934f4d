// One workload of a plan, whatever its kind, and the service before it.
import { buildDeployment } from './build-deployment.ts';
import { buildService } from './build-services.ts';
import { buildDaemonSet, buildStatefulSet } from './build-sets.ts';
import type { WorkloadPlan } from './plan.ts';
import type { Scene } from './scene.ts';

export function buildWorkload(scene: Scene, plan: WorkloadPlan): void {
  switch (plan.kind) {
    case 'Deployment':
      buildDeployment(scene, plan);
      break;
    case 'StatefulSet':
      buildStatefulSet(scene, plan);
      break;
    case 'DaemonSet':
      buildDaemonSet(scene, plan);
      break;
    default:
      plan.kind satisfies never;
  }
  if (plan.service) buildService(scene, plan, plan.service);
}
