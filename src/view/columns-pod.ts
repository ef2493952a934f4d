// Columns of pods, in kubectl's words.
import type { OwnerRef } from '../objects/kube-object.ts';
import { ageCell, numberColumn, ratioCell, textColumn, type ColumnTable } from './cell.ts';
import { podStatus, type Pod } from './pod-status.ts';
import type { Cell } from './row.ts';

/** `7 (2m)`: how often, and how long ago the last one was. */
export function restartsCell(restarts: number, lastAt: number | undefined): Cell {
  const text = String(restarts);
  return lastAt === undefined || restarts === 0 ? { text, sort: restarts } : { text, since: lastAt, sort: restarts };
}

/** The names of the images, each once, in the order of the containers. */
export function imagesText(containers: readonly { readonly image: string }[]): string {
  const [first] = containers;
  if (containers.length < 2) return first?.image ?? '';
  return [...new Set(containers.map(({ image }) => image))].join(',');
}

/** The controlling owner as `rs/cart-7f9c`; '' for a bare object. */
export function controllerText(object: { readonly owners: readonly OwnerRef[] }): string {
  const owner = object.owners.find(({ controller }) => controller);
  return owner === undefined ? '' : `${owner.kind}/${owner.name}`;
}

/** A readiness gate is passed when the pod's condition of that type is True. */
function gatesCell(pod: Pod): Cell | undefined {
  const gates = pod.kept.spec.readinessGates;
  if (gates.length === 0) return undefined;
  const passed = gates.filter(({ conditionType }) =>
    pod.kept.status.conditions.some(({ type, status }) => type === conditionType && status === 'True'),
  );
  return ratioCell(passed.length, gates.length);
}

export const podColumns: ColumnTable<'Pod'> = {
  ready: numberColumn('ready containers of all, sidecars included', (pod) => {
    const { ready, total } = podStatus(pod);
    return ratioCell(ready, total);
  }),
  status: textColumn('what it does, in the words of kubectl get pods', (pod) => podStatus(pod).status),
  restarts: numberColumn('restarts of all containers, and how long ago the last was', (pod) => {
    const { restarts, lastRestartAt } = podStatus(pod);
    return restartsCell(restarts, lastRestartAt);
  }),
  ip: textColumn('its address', (pod) => pod.kept.status.podIP),
  node: textColumn('the node it runs on', (pod) => pod.kept.spec.nodeName),
  'node-ip': textColumn('the address of its node', (pod) => pod.kept.status.hostIP),
  gates: numberColumn('readiness gates passed of all', gatesCell),
  qos: textColumn('quality of service class', (pod) => pod.kept.status.qosClass),
  images: textColumn('images of its containers', (pod) => imagesText(pod.kept.spec.containers)),
  controller: textColumn('kind and name of its controlling owner', controllerText),
  started: {
    about: 'how long ago the kubelet took it on',
    is: 'age',
    make: (pod) => ageCell(pod.kept.status.startTime),
  },
};
