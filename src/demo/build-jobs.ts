// Jobs with the pods of their attempts, and CronJobs.
import type { Condition, CronJobObject, JobObject, Labels, PodTemplate } from './api-types.ts';
import { PodBuilder } from './build-pods.ts';
import { madeBy } from './managed-fields.ts';
import { beforeStep, daysBefore } from './moment.ts';
import type { ContainerPlan, CronJobPlan, JobPlan } from './plan.ts';
import { templateSpec } from './pod-spec.ts';
import { ownedBy } from './scene.ts';
import type { Scene } from './scene.ts';

const CRON_AGE_DAYS = 40;
const BACKOFF_LIMIT = 2;
const SPEC_FIELDS = ['backoffLimit', 'completionMode', 'completions', 'parallelism', 'suspend', 'template'];

function template(name: string, container: ContainerPlan, labels: Labels): PodTemplate {
  return { metadata: { labels }, spec: templateSpec({ kind: 'Deployment', name }, [container], 'Never') };
}

function jobSpec(
  name: string,
  plan: { container: ContainerPlan; suspended?: boolean },
  labels: Labels,
  uid?: string,
): JobObject['spec'] {
  return {
    parallelism: 1,
    completions: 1,
    backoffLimit: BACKOFF_LIMIT,
    ...(uid === undefined ? {} : { selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } } }),
    template: template(name, plan.container, labels),
    completionMode: 'NonIndexed',
    suspend: plan.suspended ?? false,
    podReplacementPolicy: 'TerminatingOrFailed',
  };
}

export function buildCronJob(scene: Scene, plan: CronJobPlan): void {
  const { namespace, name } = plan;
  const created = daysBefore(scene.moment, CRON_AGE_DAYS);
  const labels = { 'app.kubernetes.io/name': name };
  const managedFields = madeBy('kubectl-client-side-apply', 'batch/v1', beforeStep(scene.moment, 86_400), [
    'jobTemplate',
    'schedule',
    'suspend',
  ]);
  const metadata = scene.meta('CronJob', { name, namespace, created, labels, generation: 1, managedFields });
  const cronJob: CronJobObject = {
    metadata,
    spec: {
      schedule: plan.schedule,
      concurrencyPolicy: 'Forbid',
      suspend: plan.suspend ?? false,
      jobTemplate: { metadata: { labels }, spec: jobSpec(name, plan, labels) } as CronJobObject['spec']['jobTemplate'],
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 3,
    },
    status: {
      lastScheduleTime: beforeStep(scene.moment, plan.lastScheduledS),
      ...(plan.lastSucceededS === undefined
        ? {}
        : { lastSuccessfulTime: beforeStep(scene.moment, plan.lastSucceededS) }),
    },
  };
  scene.world.put('cronjobs', cronJob);
}

export function buildJob(scene: Scene, plan: JobPlan): void {
  const { namespace, name } = plan;
  const created = scene.moment.stepBegun - plan.startedS * 1000;
  const uid = scene.chance.uid(`Job/${namespace}/${name}`);
  const labels = {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
  };
  const parent =
    plan.cronJob === undefined ? undefined : scene.world.get('cronjobs', `${namespace}/${plan.cronJob}`)?.object;
  const metadata = scene.meta('Job', {
    name,
    namespace,
    created,
    labels,
    generation: 1,
    ...(parent ? { owner: ownedBy('batch/v1', 'CronJob', parent) } : {}),
    managedFields: madeBy('kube-controller-manager', 'batch/v1', beforeStep(scene.moment, plan.startedS), SPEC_FIELDS, [
      'conditions',
      'failed',
      'ready',
      'startTime',
    ]),
  });
  const spec = jobSpec(plan.cronJob ?? name, plan, labels, uid);
  const job: JobObject = { metadata, spec, status: jobStatus(scene, plan) };
  scene.world.put('jobs', job);
  const owner = ownedBy('batch/v1', 'Job', job);
  const podPlan = { kind: 'Deployment', name: plan.cronJob ?? name } as const;
  const builder = new PodBuilder(scene, {
    namespace,
    plan: podPlan,
    template: spec.template,
    owner,
    generateName: `${name}-`,
  });
  for (const [index, situation] of plan.attempts.entries()) {
    const suffix = scene.chance.suffix(`pod/${namespace}/${name}/${index}`, 5);
    builder.build({ name: `${name}-${suffix}`, node: plan.node, created: created + 1000 + index * 30_000, situation });
  }
}

function jobStatus(scene: Scene, plan: JobPlan): JobObject['status'] {
  const succeeded = plan.attempts.filter((each) => each.is === 'succeeded').length;
  const failed = plan.attempts.filter((each) => each.is === 'failed').length;
  const active = plan.attempts.length - succeeded - failed;
  const last = plan.attempts.at(-1);
  const finished = last && 'finishedS' in last ? beforeStep(scene.moment, last.finishedS) : undefined;
  const conditions = finished === undefined ? [] : ending(succeeded > 0, finished);
  return {
    startTime: beforeStep(scene.moment, plan.startedS),
    ...(plan.suspended
      ? {
          conditions: [
            condition('Suspended', beforeStep(scene.moment, plan.startedS), 'JobSuspended', 'Job suspended'),
          ],
        }
      : {}),
    ...(conditions.length > 0 ? { conditions } : {}),
    ...(succeeded > 0 && finished !== undefined ? { succeeded, completionTime: finished } : {}),
    ...(failed > 0 ? { failed } : {}),
    ...(active > 0 ? { active } : {}),
    ready: active,
    terminating: 0,
    uncountedTerminatedPods: {},
  };
}

function condition(type: string, at: string, reason: string, message: string): Condition {
  return { type, status: 'True', lastProbeTime: at, lastTransitionTime: at, reason, message };
}

function ending(well: boolean, at: string): Condition[] {
  const types = well ? ['SuccessCriteriaMet', 'Complete'] : ['FailureTarget', 'Failed'];
  const reason = well ? 'CompletionsReached' : 'BackoffLimitExceeded';
  const message = well ? 'Reached expected number of succeeded pods' : 'Job has reached the specified backoff limit';
  return types.map((type) => condition(type, at, reason, message));
}
