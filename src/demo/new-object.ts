// What defaulting and admission add to objects that clients create, as far as printing and the pretend controllers need
// it; the builders write it out themselves.
import type { ApiObject, Pod } from './api-types.ts';
import type { Plural } from './kinds.ts';

const COUNTED: ReadonlySet<Plural> = new Set<Plural>([
  'cronjobs',
  'daemonsets',
  'deployments',
  'jobs',
  'pods',
  'replicasets',
  'statefulsets',
]);

/** The object with its defaults and an empty status. */
export function withDefaults(plural: Plural, object: ApiObject): ApiObject {
  const counted = COUNTED.has(plural) ? { ...object, metadata: { generation: 1, ...object.metadata } } : object;
  switch (plural) {
    case 'pods':
      return podDefaults(counted as Pod);
    case 'namespaces':
      return {
        ...object,
        metadata: {
          ...object.metadata,
          labels: { ...object.metadata.labels, 'kubernetes.io/metadata.name': object.metadata.name },
        },
        spec: { finalizers: ['kubernetes'] },
        status: { phase: 'Active' },
      };
    case 'services':
      return { ...object, status: { loadBalancer: {} } };
    case 'deployments':
    case 'replicasets':
    case 'statefulsets':
      return { ...counted, spec: { replicas: 1, ...(object['spec'] as object) }, status: {} };
    case 'daemonsets':
      return { ...counted, status: { desiredNumberScheduled: 0, numberMisscheduled: 0 } };
    case 'jobs':
      return jobDefaults(counted);
    case 'cronjobs':
      return { ...counted, spec: { suspend: false, ...(object['spec'] as object) }, status: {} };
    default:
      return object;
  }
}

function podDefaults(pod: Pod): Pod {
  const spec = {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    serviceAccountName: 'default',
    schedulerName: 'default-scheduler',
    ...pod.spec,
    containers: pod.spec.containers.map((each) => ({ imagePullPolicy: 'IfNotPresent', resources: {}, ...each })),
  };
  return { ...pod, spec, status: { phase: 'Pending', conditions: [], qosClass: 'BestEffort' } };
}

function jobDefaults(job: ApiObject): ApiObject {
  const spec = (job['spec'] ?? {}) as { template?: { metadata?: { labels?: object } } };
  const { uid, name } = job.metadata;
  const labels = {
    ...spec.template?.metadata?.labels,
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
  };
  const defaults = { parallelism: 1, completions: 1, backoffLimit: 6, completionMode: 'NonIndexed', suspend: false };
  const selector = { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } };
  const template = { ...spec.template, metadata: { ...spec.template?.metadata, labels } };
  return { ...job, spec: { ...defaults, ...spec, selector, template }, status: { uncountedTerminatedPods: {} } };
}
