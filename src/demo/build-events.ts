// Events beside the story, on pods, nodes, jobs and rolling deployments, as far as a real cluster would still keep them.
import type { ApiObject, EventObject, JobObject, Pod, Workload } from './api-types.ts';
import { stamp } from './moment.ts';
import { podHappenings } from './pod-happenings.ts';
import type { Happening } from './pod-happenings.ts';
import type { Scene } from './scene.ts';

/** Happenings older than this have left the cluster, as real events do after an hour. */
const KEPT_MS = 3_600_000;

/** Makes the events of everything the world holds by now. */
export function buildEvents(scene: Scene): void {
  const { world, moment } = scene;
  const say = (happening: Happening | undefined): void => {
    if (happening && moment.stepBegun - happening.lastMs <= KEPT_MS) putEvent(scene, happening);
  };
  for (const { object } of world.all('pods')) podHappenings(object as Pod, moment.stepBegun).forEach(say);
  for (const { object } of world.all('nodes')) say(nodeLost(object));
  for (const { object } of world.all('jobs')) say(jobFailed(object as JobObject));
  for (const { object } of world.all('replicasets')) say(scaledUp(scene, object as Workload));
}

/** Writes one event; the same thing said again of the same object replaces it, counted on. */
export function putEvent(scene: Scene, happening: Happening): void {
  const { about, type, reason, message, component, host, count } = happening;
  const path = `event/${about.kind}/${about.namespace ?? ''}/${about.name}/${reason}/${message}`;
  const name = `${about.name}.${scene.chance.hexDigits(path, 16)}`;
  const namespace = about.namespace ?? 'default';
  const event: EventObject = {
    metadata: scene.meta('Event', { name, namespace, created: happening.firstMs }),
    involvedObject: about,
    reason,
    message,
    source: { component, ...(host === undefined ? {} : { host }) },
    firstTimestamp: stamp(happening.firstMs),
    lastTimestamp: stamp(happening.lastMs),
    count,
    type,
    eventTime: null,
    reportingComponent: component,
    reportingInstance: host ?? '',
  };
  scene.world.put('events', event);
}

function about(kind: string, apiVersion: string, { metadata }: ApiObject): Happening['about'] {
  const { namespace, name, uid } = metadata;
  return { kind, ...(namespace === undefined ? {} : { namespace }), name, uid, apiVersion };
}

function once(at: string | undefined): Pick<Happening, 'count' | 'firstMs' | 'lastMs'> {
  const ms = Date.parse(at ?? '');
  return { count: 1, firstMs: ms, lastMs: ms };
}

function nodeLost(node: ApiObject): Happening | undefined {
  const { conditions } = node['status'] as Pod['status'];
  const ready = conditions.find(({ type }) => type === 'Ready');
  if (ready?.status !== 'Unknown') return undefined;
  const message = `Node ${node.metadata.name} status is now: NodeNotReady`;
  const said = { type: 'Normal', reason: 'NodeNotReady', message, component: 'node-controller' } as const;
  return { about: about('Node', 'v1', node), ...said, ...once(ready.lastTransitionTime) };
}

function jobFailed(job: JobObject): Happening | undefined {
  const failed = job.status.conditions?.find(({ type }) => type === 'Failed');
  if (!failed) return undefined;
  const said = { type: 'Warning', reason: 'BackoffLimitExceeded', component: 'job-controller' } as const;
  return {
    about: about('Job', 'batch/v1', job),
    ...said,
    message: failed.message ?? '',
    ...once(failed.lastTransitionTime),
  };
}

function scaledUp(scene: Scene, set: Workload): Happening | undefined {
  const owner = set.metadata.ownerReferences?.[0]?.name ?? '';
  const deployment = scene.world.get('deployments', `${set.metadata.namespace}/${owner}`)?.object;
  const replicas = set.spec.replicas ?? 0;
  if (!deployment || replicas === 0) return undefined;
  const message = `Scaled up replica set ${set.metadata.name} from 0 to ${replicas}`;
  const said = { type: 'Normal', reason: 'ScalingReplicaSet', message, component: 'deployment-controller' } as const;
  return { about: about('Deployment', 'apps/v1', deployment), ...said, ...once(set.metadata.creationTimestamp) };
}
