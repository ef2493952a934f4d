// The pretend job controller: a pod until the job has as many successes as it wants, then its end.
import type { Condition, JobObject, Pod } from './api-types.ts';
import type { Backstage } from './backstage.ts';
import { isTerminating } from './deletion.ts';
import { stamp } from './moment.ts';
import { isReady } from './workload-status.ts';
import type { WorkloadControllers } from './workload-controllers.ts';
import { isActive } from './workload-controllers.ts';

export class JobController {
  readonly #stage: Backstage;
  readonly #workloads: WorkloadControllers;

  constructor(stage: Backstage, workloads: WorkloadControllers) {
    this.#stage = stage;
    this.#workloads = workloads;
  }

  attend(key: string): void {
    const job = this.#stage.world.get('jobs', key)?.object as JobObject | undefined;
    if (!job || isTerminating(job) || this.#stage.closed(job.metadata.namespace) || hasEnded(job)) return;
    if (job.spec.suspend === true) return;
    const wanted = job.spec.completions ?? 1;
    const missing = wanted - this.#count(job, 'Succeeded') - this.#pods(job).filter(isActive).length;
    const { template } = job.spec;
    for (let each = 0; each < missing; each += 1) {
      this.#workloads.create('jobs', { owner: job, apiVersion: 'batch/v1', kind: 'Job', template });
    }
    this.#tell(job, wanted);
  }

  #pods(job: JobObject): Pod[] {
    return this.#workloads.podsOf(job);
  }

  #count(job: JobObject, phase: string): number {
    return this.#pods(job).filter(({ status }) => status.phase === phase).length;
  }

  #tell(job: JobObject, wanted: number): void {
    const at = stamp(this.#stage.now());
    const succeeded = this.#count(job, 'Succeeded');
    const failed = this.#count(job, 'Failed');
    const active = this.#pods(job).filter(isActive);
    const done = succeeded >= wanted;
    const status: JobObject['status'] = {
      startTime: job.status.startTime ?? at,
      ...(active.length > 0 ? { active: active.length } : {}),
      ...(succeeded > 0 ? { succeeded } : {}),
      ...(failed > 0 ? { failed } : {}),
      ready: active.filter(isReady).length,
      terminating: 0,
      uncountedTerminatedPods: {},
      ...(done
        ? { completionTime: at, conditions: ['SuccessCriteriaMet', 'Complete'].map((type) => ending(type, at)) }
        : {}),
    };
    if (JSON.stringify(status) !== JSON.stringify(job.status)) this.#stage.world.put('jobs', { ...job, status });
    if (!done) return;
    this.#stage.say('jobs', job, { reason: 'Completed', message: 'Job completed', component: 'job-controller' });
  }
}

function hasEnded(job: JobObject): boolean {
  return (job.status.conditions ?? []).some(
    ({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True',
  );
}

function ending(type: string, at: string): Condition {
  const message = 'Reached expected number of succeeded pods';
  return { type, status: 'True', lastProbeTime: at, lastTransitionTime: at, reason: 'CompletionsReached', message };
}
