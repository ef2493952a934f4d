// A CronJob: did its last Jobs succeed, and does it still run when it should. Being idle is its normal state. Source: health-rules.md §2.
import type { ObjectOf } from '../objects/kube-object.ts';
import { scheduleOf } from './cron-schedule.ts';
import type { Verdict } from './health.ts';
import { jobsOf, outcome } from './job-rule.ts';
import type { NodeView } from './rule.ts';
import { afterGrace, NO_VERDICTS, SECOND, verdict } from './rule.ts';

const REPEATED = 3;

export function cronJobVerdicts(view: NodeView<'CronJob'>, now: number): readonly Verdict[] {
  const { object: cron, id: at } = view;
  if (cron.kept.spec.suspend === true) {
    return [
      verdict({
        rule: 'cron-job/suspended',
        level: 'paused',
        reason: 'Suspended',
        message: 'suspended on purpose',
        since: cron.createdAt,
        at,
      }),
    ];
  }
  return [...lastFailed(view), ...missed(cron, at, now), ...neverSucceeded(cron, at)];
}

function lastFailed(view: NodeView<'CronJob'>): readonly Verdict[] {
  if (!view.sees('Job')) return NO_VERDICTS;
  const ended = jobsOf(view.graph, view.id).filter((job) => outcome(job) !== undefined);
  const last = ended[0];
  if (last === undefined || outcome(last)?.type !== 'Failed') return NO_VERDICTS;
  const firstGood = ended.findIndex((job) => outcome(job)?.type === 'Complete');
  const inARow = firstGood < 0 ? ended.length : firstGood;
  const end = outcome(last);
  return [
    verdict({
      rule: 'cron-job/last-failed',
      level: inARow >= REPEATED ? 'critical' : 'major',
      reason: inARow >= REPEATED ? 'FailsRepeatedly' : 'LastJobFailed',
      message: `its last job ${last.key.name} failed${inARow > 1 ? `, the ${inARow} last in a row` : ''}: ${end?.reason || 'no reason given'}`,
      since: end?.lastTransitionTime ?? last.createdAt,
      at: last.key.text,
      evidence: [`${inARow} failed in a row`],
    }),
  ];
}

/** Missed when the second run after the last one should have been over by the starting deadline. */
function missed(cron: ObjectOf<'CronJob'>, at: string, now: number): readonly Verdict[] {
  const { spec, status } = cron.kept;
  const schedule = scheduleOf(spec.schedule, spec.timeZone);
  if ('words' in schedule) {
    const message = `the schedule "${spec.schedule}" cannot be read, so missed runs cannot be seen: ${schedule.words}`;
    return [
      verdict({
        rule: 'cron-job/unreadable-schedule',
        level: 'minor',
        reason: 'UnreadableSchedule',
        message,
        since: cron.createdAt,
        at,
        evidence: [schedule.words],
      }),
    ];
  }
  if (spec.concurrencyPolicy === 'Forbid' && status.active.length > 0) return NO_VERDICTS; // waits for the one that runs
  const last = status.lastScheduleTime ?? cron.createdAt;
  const first = schedule.next(last);
  const second = first === undefined ? undefined : schedule.next(first);
  if (first === undefined || second === undefined) return NO_VERDICTS;
  const due = second + (spec.startingDeadlineSeconds ?? 0) * SECOND;
  const late = now > due;
  const grace = afterGrace(now, due + 1, 'ok', 'major');
  const message = `no run since ${new Date(last).toISOString()} although two were due`;
  return [
    verdict({
      rule: 'cron-job/missed',
      ...grace,
      reason: 'Missed',
      message,
      since: late ? first : last,
      at,
      evidence: [`schedule ${spec.schedule}`],
    }),
  ];
}

function neverSucceeded(cron: ObjectOf<'CronJob'>, at: string): readonly Verdict[] {
  const { status } = cron.kept;
  const tried = status.lastScheduleTime !== undefined && status.active.length === 0;
  if (!tried || status.lastSuccessfulTime !== undefined) return NO_VERDICTS;
  return [
    verdict({
      rule: 'cron-job/never-succeeded',
      level: 'minor',
      reason: 'NeverSucceeded',
      message: 'none of its jobs has ever succeeded',
      since: cron.createdAt,
      at,
    }),
  ];
}
