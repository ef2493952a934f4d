// A Job judges its pods by its own counts: a failed pod is an attempt, not an outage. Source: health-rules.md §2; kstatus; Argo CD.
import type { GraphReader } from '../graph/graph-reader.ts';
import { conditionOf } from '../objects/condition.ts';
import type { ObjectOf } from '../objects/kube-object.ts';
import { firstLine } from './exit-words.ts';
import type { Verdict } from './health.ts';
import type { NodeView } from './rule.ts';
import { afterGrace, compare, SECOND, verdict } from './rule.ts';

type Job = ObjectOf<'Job'>;

export function jobVerdicts(view: NodeView<'Job'>, now: number): readonly Verdict[] {
  const { object: job, id: at } = view;
  const { spec, status } = job.kept;
  const end = outcome(job);
  if (end?.type === 'Failed') return [failed(view, end)];
  if (end !== undefined) {
    const since = status.completionTime ?? end.lastTransitionTime ?? job.createdAt;
    return [
      verdict({
        rule: 'job/complete',
        level: 'done',
        reason: 'Complete',
        message: `job ${job.key.name} has finished`,
        since,
        at,
      }),
    ];
  }
  const suspended = conditionOf(status.conditions, 'Suspended');
  if (spec.suspend === true || suspended?.status === 'True') {
    const since = suspended?.lastTransitionTime ?? job.createdAt;
    return [
      verdict({
        rule: 'job/suspended',
        level: 'paused',
        reason: 'Suspended',
        message: `job ${job.key.name} is suspended`,
        since,
        at,
      }),
    ];
  }
  return active(job, at, now);
}

/** The condition that ended the job: Complete or Failed, whichever is True; undefined while it runs. */
export function outcome(job: Job): Job['kept']['status']['conditions'][number] | undefined {
  return job.kept.status.conditions.find(
    ({ type, status }) => status === 'True' && (type === 'Complete' || type === 'Failed'),
  );
}

function active(job: Job, at: string, now: number): readonly Verdict[] {
  const { spec, status } = job.kept;
  const since = status.startTime ?? job.createdAt;
  const running = `${status.active} running`;
  const found: Verdict[] = [];
  if (status.failed > 0 && status.active > 0) {
    const message = `${status.failed} pods failed, ${running}; it gives up after ${spec.backoffLimit ?? 6} retries`;
    found.push(
      verdict({
        rule: 'job/pod-failures',
        level: 'minor',
        reason: 'PodFailures',
        message,
        since,
        at,
        evidence: [`${status.failed} failed`, running],
      }),
    );
  }
  const deadline = spec.activeDeadlineSeconds;
  if (status.active > 0 && deadline !== undefined && status.startTime !== undefined) {
    const near = afterGrace(now, status.startTime + deadline * SECOND * 0.9, 'ok', 'minor');
    const message = `it is ended after ${deadline} s and has used nine tenths of them`;
    found.push(
      verdict({
        rule: 'job/near-deadline',
        ...near,
        reason: 'NearDeadline',
        message,
        since: status.startTime,
        at,
        evidence: [`deadline ${deadline}s`],
      }),
    );
  }
  const message =
    status.active > 0 ? `${status.active} ${status.active === 1 ? 'pod runs' : 'pods run'}` : 'no pod has started yet';
  return [
    ...found,
    verdict({
      rule: 'job/active',
      level: 'progressing',
      reason: status.active > 0 ? 'Running' : 'Starting',
      message,
      since,
      at,
    }),
  ];
}

function failed(view: NodeView<'Job'>, end: Job['kept']['status']['conditions'][number]): Verdict {
  const { object: job, id: at } = view;
  const newer = newerSuccess(view);
  const words = firstLine(end.message) || end.reason || 'it gives no reason';
  return verdict({
    rule: 'job/failed',
    level: newer === undefined ? 'critical' : 'minor',
    reason: end.reason || 'Failed',
    message: `job ${job.key.name} failed: ${words}${newer === undefined ? '' : `; the newer ${newer.key.name} succeeded`}`,
    since: end.lastTransitionTime ?? job.createdAt,
    at,
    evidence: [`${job.kept.status.failed} failed`],
  });
}

function newerSuccess(view: NodeView<'Job'>): Job | undefined {
  const owner = view.graph.owner(view.id);
  if (owner === undefined) return undefined;
  return jobsOf(view.graph, owner).find(
    (job) => job.createdAt > view.object.createdAt && outcome(job)?.type === 'Complete',
  );
}

/** The Jobs of a CronJob, newest first. */
export function jobsOf(graph: GraphReader, cronJob: string): readonly Job[] {
  const jobs = graph.children(cronJob).flatMap((id) => {
    const object = graph.object(id);
    return object?.kind === 'Job' ? [object] : [];
  });
  return jobs.toSorted((a, b) => b.createdAt - a.createdAt || compare(a.key.text, b.key.text));
}
