// Columns of jobs and of the schedules that make them.
import { conditionOf } from '../objects/condition.ts';
import type { ObjectOf } from '../objects/kube-object.ts';
import { ageColumn, numberColumn, ratioCell, textColumn, type ColumnTable } from './cell.ts';
import { humanAge } from '../objects/human-age.ts';
import { controllerText } from './columns-pod.ts';
import type { Cell } from './row.ts';

type Job = ObjectOf<'Job'>;
type CronJob = ObjectOf<'CronJob'>;

/** kubectl's STATUS of a job. */
function jobStatus({ kept, deletedAt }: Job): string {
  const { conditions } = kept.status;
  if (conditionOf(conditions, 'Complete')?.status === 'True') return 'Complete';
  if (conditionOf(conditions, 'Failed')?.status === 'True') return 'Failed';
  if (deletedAt !== undefined) return 'Terminating';
  if (conditionOf(conditions, 'Suspended')?.status === 'True') return 'Suspended';
  if (conditionOf(conditions, 'FailureTarget')?.status === 'True') return 'FailureTarget';
  if (conditionOf(conditions, 'SuccessCriteriaMet')?.status === 'True') return 'SuccessCriteriaMet';
  return 'Running';
}

/** Without `completions` a job with parallelism is done when one pod says so (work queue). */
function completionsCell({ kept: { spec, status } }: Job): Cell {
  if (spec.completions !== undefined) return ratioCell(status.succeeded, spec.completions);
  const parallelism = spec.parallelism ?? 1;
  return parallelism > 1
    ? { text: `${status.succeeded}/1 of ${parallelism}`, sort: status.succeeded }
    : ratioCell(status.succeeded, 1);
}

/** How long it took, or an age that still grows. */
function durationCell({ kept: { status } }: Job): Cell | undefined {
  const { startTime, completionTime } = status;
  if (startTime === undefined) return undefined;
  const endedAt = completionTime ?? conditionOf(status.conditions, 'Failed')?.lastTransitionTime;
  if (endedAt === undefined) return { text: '', since: startTime, sort: Number.MAX_SAFE_INTEGER - startTime };
  return { text: humanAge(endedAt - startTime), sort: endedAt - startTime };
}

export const jobColumns: ColumnTable<'Job'> = {
  status: textColumn('Running, Complete, Failed or Suspended', jobStatus),
  ready: numberColumn('pods succeeded of those wanted', completionsCell),
  completions: numberColumn('pods succeeded of those wanted', completionsCell),
  duration: numberColumn('how long it took, or has been running', durationCell),
  active: numberColumn('pods running', ({ kept }) => kept.status.active),
  failed: numberColumn('pods failed', ({ kept }) => kept.status.failed),
  controller: textColumn('the cron job that made it', controllerText),
  detail: textColumn('its status', jobStatus),
};

const suspended = ({ kept }: CronJob): boolean => kept.spec.suspend === true;

export const cronJobColumns: ColumnTable<'CronJob'> = {
  schedule: textColumn('when it runs', ({ kept }) => kept.spec.schedule),
  timezone: textColumn('the time zone of its schedule', ({ kept }) => kept.spec.timeZone),
  suspend: textColumn('whether it is suspended', (cronJob) => (suspended(cronJob) ? 'yes' : 'no')),
  status: textColumn('Suspended, or Scheduled', (cronJob) => (suspended(cronJob) ? 'Suspended' : 'Scheduled')),
  active: numberColumn('jobs running now', ({ kept }) => kept.status.active.length),
  'last-schedule': ageColumn('how long ago it last started a job', ({ kept }) => kept.status.lastScheduleTime),
  'last-success': ageColumn('how long ago a job last succeeded', ({ kept }) => kept.status.lastSuccessfulTime),
  detail: textColumn(
    'its schedule',
    (cronJob) => `${cronJob.kept.spec.schedule}${suspended(cronJob) ? ' suspended' : ''}`,
  ),
};
