// The rows of workloads and jobs in Table answers.
import type { ApiObject, CronJobObject, JobObject, Workload } from './api-types.ts';
import { age, labelText, templateCells } from './cell-text.ts';
import { ageOf, humanDuration } from './human-age.ts';

type Cells = (object: ApiObject, now: number) => unknown[];

function counts(workload: Workload, ...fields: string[]): number[] {
  return fields.map((field) => Number(workload.status[field] ?? 0));
}

function withTemplate(cells: (workload: Workload, now: number) => unknown[]): Cells {
  return (object, now) => {
    const workload = object as Workload;
    return [
      ...cells(workload, now),
      ...templateCells(workload.spec.template),
      labelText(workload.spec.selector.matchLabels),
    ];
  };
}

const DAEMON_COUNTS = [
  'desiredNumberScheduled',
  'currentNumberScheduled',
  'numberReady',
  'updatedNumberScheduled',
  'numberAvailable',
];

export const workloadCells = {
  deployments: withTemplate((deployment, now) => {
    const [ready, updated, available] = counts(deployment, 'readyReplicas', 'updatedReplicas', 'availableReplicas');
    return [
      deployment.metadata.name,
      `${ready}/${deployment.spec.replicas ?? 0}`,
      updated,
      available,
      age(deployment, now),
    ];
  }),
  replicasets: withTemplate((set, now) => [
    set.metadata.name,
    set.spec.replicas ?? 0,
    ...counts(set, 'replicas', 'readyReplicas'),
    age(set, now),
  ]),
  statefulsets: ((object, now) => {
    const set = object as Workload;
    const [ready] = counts(set, 'readyReplicas');
    return [
      set.metadata.name,
      `${ready}/${set.spec.replicas ?? 0}`,
      age(set, now),
      ...templateCells(set.spec.template),
    ];
  }) satisfies Cells,
  daemonsets: withTemplate((set, now) => {
    const nodes = set.spec.template.spec['nodeSelector'] as Record<string, string> | undefined;
    return [set.metadata.name, ...counts(set, ...DAEMON_COUNTS), labelText(nodes), age(set, now)];
  }),
};

export function jobCells(object: ApiObject, now: number): unknown[] {
  const job = object as JobObject;
  const { startTime, completionTime } = job.status;
  const end = completionTime === undefined ? now : Date.parse(completionTime);
  return [
    job.metadata.name,
    jobStatus(job),
    `${job.status.succeeded ?? 0}/${job.spec.completions ?? 1}`,
    startTime === undefined ? '' : humanDuration(end - Date.parse(startTime)),
    age(job, now),
    ...templateCells(job.spec.template),
    labelText(job.spec.selector?.matchLabels),
  ];
}

function jobStatus(job: JobObject): string {
  const holds = (type: string): boolean =>
    (job.status.conditions ?? []).some((condition) => condition.type === type && condition.status === 'True');
  if (holds('Complete')) return 'Complete';
  if (holds('Failed')) return 'Failed';
  if (job.metadata.deletionTimestamp !== undefined) return 'Terminating';
  return holds('Suspended') ? 'Suspended' : 'Running';
}

export function cronJobCells(object: ApiObject, now: number): unknown[] {
  const cronJob = object as CronJobObject;
  const { spec, status } = cronJob;
  return [
    cronJob.metadata.name,
    spec.schedule,
    spec.timeZone ?? '<none>',
    spec.suspend ? 'True' : 'False',
    status.active?.length ?? 0,
    status.lastScheduleTime === undefined ? '<none>' : ageOf(status.lastScheduleTime, now),
    age(cronJob, now),
    ...templateCells(spec.jobTemplate.spec.template),
    labelText(spec.jobTemplate.spec.selector?.matchLabels),
  ];
}
