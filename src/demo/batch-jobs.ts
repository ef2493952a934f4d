// The batch namespace's CronJobs and the jobs of their last runs, at the times their schedules say.
import { BATCH, container } from './platform.ts';
import type { ContainerPlan, CronJobPlan, JobPlan, Situation } from './plan.ts';

const BACKUP = container('backup', 'ghcr.io/sock-shop/db-backup:1.4.1', { command: ['/backup.sh', '--all'] });
const REPORT = container('report', 'ghcr.io/sock-shop/stock-report:0.7.0', { command: ['python', '-m', 'report'] });
const CLEANUP = container('cleanup', 'ghcr.io/sock-shop/cleanup-carts:1.0.3', { command: ['/cleanup'] });
const MIGRATE = container('migrate', 'ghcr.io/sock-shop/db-migrate:12', { command: ['/migrate', 'up'] });
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const REPORT_EVERY_MS = 15 * MINUTE_MS;
/** A run that began less than this ago may still go on, so the run before it is the last one told. */
const RUN_LASTS_MS = 3 * MINUTE_MS;
/** Seconds before the step at which the report was run again by hand. */
const RETRIED_S = 100;

export interface BatchPlan {
  cronJobs: CronJobPlan[];
  jobs: JobPlan[];
}

/** How the stock report fares: its last three runs succeeded or failed, or one by hand succeeded after three failures. */
export type ReportRuns = 'succeed' | 'fail' | 'fail-then-retried';

/** The batch namespace's jobs as of `now` (milliseconds). */
export function batchJobs(node: string, reports: ReportRuns, now: number): BatchPlan {
  const backup = lastSlot(now, HOUR_MS);
  const report = lastSlot(now, REPORT_EVERY_MS);
  const migrated = secondsBetween(lastSlot(now, DAY_MS) - 9 * HOUR_MS, now);
  const migration = { namespace: BATCH, name: 'db-migrate-12', container: MIGRATE, startedS: migrated, node };
  const nightly = run('db-backup', backup, now, node);
  const jobs: JobPlan[] = [
    { ...migration, attempts: [success(migrated, 60)] },
    { ...nightly, container: BACKUP, attempts: [success(nightly.startedS, 60)] },
    ...[0, 1, 2].map((each) => reportRun(report - each * REPORT_EVERY_MS, now, node, reports !== 'succeed')),
    ...(reports === 'fail-then-retried' ? [retry(node)] : []),
  ];
  return { cronJobs: cronJobs({ backup, report, now, reports }), jobs };
}

/** A run started by hand, as `kubectl create job --from=cronjob/stock-report` does. */
function retry(node: string): JobPlan {
  const place = { namespace: BATCH, name: 'stock-report-retry', cronJob: 'stock-report', container: REPORT, node };
  return { ...place, startedS: RETRIED_S, attempts: [success(RETRIED_S, 50)] };
}

interface Slots {
  /** Milliseconds: when each was last due, and the present. */
  backup: number;
  report: number;
  now: number;
  reports: ReportRuns;
}

function cronJobs({ backup, report, now, reports }: Slots): CronJobPlan[] {
  const ago = (slot: number): number => secondsBetween(slot, now);
  const lastGood = ago(reports === 'fail' ? report - 3 * REPORT_EVERY_MS : report);
  const succeededS = (reports === 'fail-then-retried' ? RETRIED_S : lastGood) - 50;
  const cleanup = ago(lastSlot(now, DAY_MS) - 6 * DAY_MS);
  return [
    cronJob('db-backup', '0 * * * *', BACKUP, { scheduledS: ago(backup), succeededS: ago(backup) - 60 }),
    cronJob('stock-report', '*/15 * * * *', REPORT, { scheduledS: ago(report), succeededS }),
    {
      ...cronJob('cleanup-carts', '30 3 * * *', CLEANUP, { scheduledS: cleanup, succeededS: cleanup - 40 }),
      suspend: true,
    },
  ];
}

function cronJob(
  name: string,
  schedule: string,
  work: ContainerPlan,
  last: { scheduledS: number; succeededS: number },
): CronJobPlan {
  const times = { lastScheduledS: last.scheduledS, lastSucceededS: last.succeededS };
  return { namespace: BATCH, name, schedule, container: work, ...times };
}

function secondsBetween(from: number, to: number): number {
  return Math.round((to - from) / 1000);
}

/** The last time of a schedule with this period whose run is over. */
function lastSlot(now: number, periodMs: number): number {
  return Math.floor((now - RUN_LASTS_MS) / periodMs) * periodMs;
}

function success(startedS: number, lastsS: number): Situation {
  return { is: 'succeeded', finishedS: startedS - lastsS, tookS: lastsS - 5 };
}

/** A CronJob's job is named after its scheduled time in minutes since the epoch. */
function run(
  cronJob: string,
  slot: number,
  now: number,
  node: string,
): Pick<JobPlan, 'namespace' | 'name' | 'cronJob' | 'startedS' | 'node'> {
  return {
    namespace: BATCH,
    name: `${cronJob}-${slot / MINUTE_MS}`,
    cronJob,
    startedS: Math.round((now - slot) / 1000),
    node,
  };
}

function reportRun(slot: number, now: number, node: string, failing: boolean): JobPlan {
  const base = { ...run('stock-report', slot, now, node), container: REPORT };
  if (!failing) return { ...base, attempts: [success(base.startedS, 50)] };
  const message = 'psycopg.OperationalError: connection to server at "catalogue-db" failed: timeout expired';
  const attempts = [0, 1, 2].map((attempt) => {
    const finishedS = base.startedS - 40 - attempt * 45;
    return {
      is: 'failed',
      finishedS,
      tookS: 31,
      exit: { code: 1, reason: 'Error', agoS: finishedS, message },
    } as const;
  });
  return { ...base, attempts };
}
