// One row per kind: its rule. Deletion is asked first and recent warnings are added last, the same for all kinds.
import type { KindId } from '../objects/kind.ts';
import { cronJobVerdicts } from './cron-job-rule.ts';
import { daemonSetVerdicts } from './daemon-set-rule.ts';
import { deploymentVerdicts } from './deployment-rule.ts';
import { eventVerdicts, withWarnings } from './event-rule.ts';
import type { Verdict } from './health.ts';
import { jobVerdicts } from './job-rule.ts';
import { namespaceVerdicts } from './namespace-rule.ts';
import { nodeVerdicts } from './node-rule.ts';
import { judgePod } from './pod-rule.ts';
import { replicaSetVerdicts } from './replica-set-rule.ts';
import type { NodeView, Rule } from './rule.ts';
import { NO_VERDICTS } from './rule.ts';
import { serviceVerdicts } from './service-rule.ts';
import { statefulSetVerdicts } from './stateful-set-rule.ts';
import { terminating } from './terminating-rule.ts';

const RULES: { readonly [K in KindId]: Rule<K> } = {
  Namespace: namespaceVerdicts,
  Node: nodeVerdicts,
  Pod: (view, now) => judgePod(view, now).own,
  Service: serviceVerdicts,
  // An EndpointSlice is evidence: its Service is judged by it.
  EndpointSlice: () => NO_VERDICTS,
  Deployment: deploymentVerdicts,
  ReplicaSet: replicaSetVerdicts,
  StatefulSet: statefulSetVerdicts,
  DaemonSet: daemonSetVerdicts,
  Job: jobVerdicts,
  CronJob: cronJobVerdicts,
  Event: eventVerdicts,
};

/** What an object deserves: `own` its verdicts as its rule gives them, `containers` those of a pod's containers. */
export type Judgement = { readonly own: readonly Verdict[]; readonly containers: readonly Verdict[] };

/** Judges one object at `now` (ms since the epoch). Pure: the same view and instant give the same judgement. */
export function judge(view: NodeView<KindId>, now: number): Judgement {
  const { object, graph } = view;
  if (object.kind === 'Pod') {
    const found = judgePod(view as NodeView<'Pod'>, now);
    const own = withWarnings(object, graph, found.own, now);
    return own === found.own ? found : { own, containers: found.containers };
  }
  const leaving = object.kind === 'Namespace' ? undefined : terminating(object, now);
  const rule = RULES[object.kind] as Rule<KindId>;
  const verdicts = leaving === undefined ? rule(view, now) : [leaving];
  return { own: withWarnings(object, graph, verdicts, now), containers: NO_VERDICTS };
}
