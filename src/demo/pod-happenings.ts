// What kubelet and scheduler would have said of a pod in its situation: read from the pod's own status, so that the
// events beside a pod always fit it.
import type { ContainerStatus, ObjectReference, Pod } from './api-types.ts';

export interface Happening {
  about: ObjectReference;
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  component: string;
  host?: string | undefined;
  count: number;
  /** Milliseconds. */
  firstMs: number;
  lastMs: number;
}

/** All happenings of a pod as of `now` (milliseconds), some of them long ago. */
export function podHappenings(pod: Pod, now: number): Happening[] {
  const { name, namespace = '', uid } = pod.metadata;
  const { nodeName } = pod.spec;
  const born = Date.parse(pod.metadata.creationTimestamp);
  const about = { kind: 'Pod', namespace, name, uid, apiVersion: 'v1' };
  const scheduler = { about, component: 'default-scheduler', firstMs: born };
  const found: Happening[] = [];
  if (nodeName !== undefined) {
    const message = `Successfully assigned ${namespace}/${name} to ${nodeName}`;
    found.push({ ...scheduler, type: 'Normal', reason: 'Scheduled', message, count: 1, lastMs: born });
  }
  const unschedulable = pod.status.conditions.find((condition) => condition.reason === 'Unschedulable');
  if (unschedulable) {
    const message = unschedulable.message ?? '';
    found.push({ ...scheduler, type: 'Warning', reason: 'FailedScheduling', message, count: 4, lastMs: now - 20_000 });
  }
  for (const status of pod.status.containerStatuses ?? []) {
    const of = {
      about: { ...about, fieldPath: `spec.containers{${status.name}}` },
      component: 'kubelet',
      host: nodeName,
    };
    found.push(...restarts(of, status), ...pulls(of, status, { born, now }), ...probes(of, status, now));
    if (status.state.waiting?.reason !== 'CrashLoopBackOff') continue;
    const finished = exitMs(status) ?? now;
    const message = `Back-off restarting failed container ${status.name} in pod ${name}_${namespace}(${uid})`;
    const times = { count: status.restartCount * 3, firstMs: finished - 90_000, lastMs: now - 8000 };
    found.push({ ...of, type: 'Warning', reason: 'BackOff', message, ...times });
  }
  return found;
}

type Subject = Pick<Happening, 'about' | 'component' | 'host'>;

function exitMs(status: ContainerStatus): number | undefined {
  const exit = status.lastState.terminated;
  return exit ? Date.parse(exit.finishedAt) : undefined;
}

function restarts(of: Subject, status: ContainerStatus): Happening[] {
  const finished = exitMs(status);
  if (finished === undefined) return [];
  const message = `Started container ${status.name}`;
  const count = status.restartCount + 1;
  return [
    { ...of, type: 'Normal', reason: 'Started', message, count, firstMs: finished + 1000, lastMs: finished + 1000 },
  ];
}

function pulls(of: Subject, status: ContainerStatus, { born, now }: { born: number; now: number }): Happening[] {
  const { waiting } = status.state;
  if (waiting?.reason !== 'ImagePullBackOff') return [];
  const cause = (waiting.message ?? '').split('ErrImagePull: ')[1] ?? '';
  const warning = { ...of, type: 'Warning', firstMs: born + 2000 } as const;
  const pull = `Failed to pull image "${status.image}": ${cause}`;
  return [
    { ...warning, reason: 'Failed', message: pull, count: 4, lastMs: now - 45_000 },
    { ...warning, reason: 'Failed', message: 'Error: ErrImagePull', count: 4, lastMs: now - 45_000 },
    {
      ...warning,
      reason: 'BackOff',
      message: `Back-off pulling image "${status.image}"`,
      count: 21,
      lastMs: now - 6000,
    },
  ];
}

function probes(of: Subject, status: ContainerStatus, now: number): Happening[] {
  if (!status.state.running || status.ready) return [];
  const message = 'Readiness probe failed: HTTP probe failed with statuscode: 503';
  return [
    { ...of, type: 'Warning', reason: 'Unhealthy', message, count: 47, firstMs: now - 260_000, lastMs: now - 3000 },
  ];
}
