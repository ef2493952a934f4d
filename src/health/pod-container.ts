// One container of a pod with its status beside its spec. Statuses without a spec do not count (k9s#4145): iteration starts from the spec.
import type { ContainerRef } from '../graph/graph-reader.ts';
import type { KeptOf } from '../objects/kind.ts';
import type { ObjectOf } from '../objects/kube-object.ts';
import type { NodeView } from './rule.ts';

type PodKept = KeptOf<'Pod'>;

export type PodContainer = {
  readonly view: NodeView<'Pod'>;
  readonly pod: ObjectOf<'Pod'>;
  readonly name: string;
  readonly role: ContainerRef['role'];
  readonly spec: PodKept['spec']['containers'][number];
  readonly status: PodKept['status']['containerStatuses'][number] | undefined;
};

/** The pod's containers: init containers and sidecars first, then main ones. */
export function podContainers(view: NodeView<'Pod'>): readonly PodContainer[] {
  const pod = view.object;
  const { spec, status } = pod.kept;
  const of = (
    role: ContainerRef['role'],
    container: PodContainer['spec'],
    statuses: PodKept['status']['containerStatuses'],
  ) => ({
    view,
    pod,
    name: container.name,
    role,
    spec: container,
    status: statuses.find(({ name }) => name === container.name),
  });
  return [
    ...spec.initContainers.map((init) =>
      of(init.restartPolicy === 'Always' ? 'sidecar' : 'init', init, status.initContainerStatuses),
    ),
    ...spec.containers.map((main) => of('main', main, status.containerStatuses)),
  ];
}

/** `container app`, `init container migrate`, `sidecar proxy`: how messages name it. */
export function containerWord({ role, name }: PodContainer): string {
  return role === 'init' ? `init container ${name}` : role === 'sidecar' ? `sidecar ${name}` : `container ${name}`;
}

/** `limit 256Mi`, when there is a memory limit. */
export function limitFact({ spec }: PodContainer): readonly string[] {
  const limit = spec.resources.limits['memory'];
  return limit === undefined ? [] : [`limit ${limit}`];
}

/** When the kubelet took the pod on; its creation before that. */
export function statusSince(pod: ObjectOf<'Pod'>): number {
  return pod.kept.status.startTime ?? pod.createdAt;
}
