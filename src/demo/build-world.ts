// From a plan to a consistent world: objects in the order of their dependence, then every status worked out.
import type { Chance } from './chance.ts';
import { buildEvents } from './build-events.ts';
import { buildCronJob, buildJob } from './build-jobs.ts';
import { buildNamespace, buildNode } from './build-nodes.ts';
import { buildSelecting } from './build-services.ts';
import { buildWorkload } from './build-workloads.ts';
import type { Moment } from './moment.ts';
import type { ClusterPlan } from './plan.ts';
import { Reconciler } from './reconcile.ts';
import { Scene } from './scene.ts';
import { World } from './world.ts';

/** Where a cluster's versions begin: a number as long as those of real clusters. */
const FIRST_VERSION = 184_000_000;

/** Builds all of a plan. The reconciler that is returned has not been started. */
export function buildWorld(
  plan: ClusterPlan,
  chance: Chance,
  moment: Moment,
): { world: World; reconciler: Reconciler; scene: Scene } {
  const world = new World(FIRST_VERSION + chance.below(900_000, 'version'));
  const scene = new Scene(world, chance, moment);
  for (const name of plan.namespaces) buildNamespace(scene, name);
  for (const node of plan.nodes) buildNode(scene, node);
  for (const workload of plan.workloads) buildWorkload(scene, workload);
  for (const { namespace, name, selector, port } of plan.orphanServices) {
    buildSelecting(scene, { namespace, name }, { port }, selector);
  }
  for (const cronJob of plan.cronJobs) buildCronJob(scene, cronJob);
  for (const job of plan.jobs) buildJob(scene, job);
  buildEvents(scene);
  const reconciler = new Reconciler(world, () => moment.stepBegun);
  reconciler.reconcileAll();
  return { world, reconciler, scene };
}
