// How each kind is described. A new kind gets its row here; one without words of its own is told field by field.
import type { KindId } from '../objects/kind.ts';
import { cronJobDescription } from './describe-cron-job.ts';
import { daemonSetDescription } from './describe-daemon-set.ts';
import { deploymentDescription } from './describe-deployment.ts';
import { endpointSliceDescription } from './describe-endpoint-slice.ts';
import { fieldsDescription } from './describe-fields.ts';
import { jobDescription } from './describe-job.ts';
import { namespaceDescription } from './describe-namespace.ts';
import { nodeDescription } from './describe-node.ts';
import { podDescription } from './describe-pod.ts';
import { replicaSetDescription } from './describe-replica-set.ts';
import { serviceDescription } from './describe-service.ts';
import { statefulSetDescription } from './describe-stateful-set.ts';
import type { KindDescription } from './describe-subject.ts';

export const KIND_DESCRIPTIONS: Readonly<Record<KindId, KindDescription>> = {
  Namespace: namespaceDescription,
  Node: nodeDescription,
  Pod: podDescription,
  Service: serviceDescription,
  EndpointSlice: endpointSliceDescription,
  Deployment: deploymentDescription,
  ReplicaSet: replicaSetDescription,
  StatefulSet: statefulSetDescription,
  DaemonSet: daemonSetDescription,
  Job: jobDescription,
  CronJob: cronJobDescription,
  Event: fieldsDescription,
};
