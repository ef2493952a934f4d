// Columns of nodes: state, what they are, and what is asked of them.
import type { ObjectOf } from '../objects/kube-object.ts';
import { conditionOf } from '../objects/condition.ts';
import { parseQuantity } from '../objects/quantity.ts';
import { COMING, HIDDEN, numberColumn, textColumn, type ColumnTable } from './cell.ts';
import type { NodeLoad } from './node-load.ts';
import type { Cell } from './row.ts';
import { sightOf } from './sight.ts';
import type { Around } from './subject.ts';

type Node = ObjectOf<'Node'>;

const ROLE_LABEL = 'node-role.kubernetes.io/';
const PRESSURES = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable'] as const;

/** kubectl's STATUS, and the pressures it does not print. */
function statusText({ kept: { spec, status } }: Node): string {
  const ready = conditionOf(status.conditions, 'Ready')?.status;
  const words = [ready === 'True' ? 'Ready' : ready === 'False' ? 'NotReady' : 'Unknown'];
  for (const pressure of PRESSURES)
    if (conditionOf(status.conditions, pressure)?.status === 'True') words.push(pressure);
  if (spec.unschedulable) words.push('SchedulingDisabled');
  return words.join(',');
}

function rolesText({ labels }: Node): string {
  const roles = Object.keys(labels)
    .filter((label) => label.startsWith(ROLE_LABEL))
    .map((label) => label.slice(ROLE_LABEL.length));
  const old = labels['kubernetes.io/role'];
  if (old !== undefined && !roles.includes(old)) roles.push(old);
  return roles.toSorted().join(',') || '<none>';
}

const addressText = ({ kept }: Node, type: string): string =>
  kept.status.addresses.find((address) => address.type === type)?.address ?? '';

/** A number from the pods of the node; `?` when pods may not be seen, `…` before they came. */
function fromPods(node: Node, { loads, health }: Around, make: (load: NodeLoad) => Cell): Cell {
  const sight = sightOf(health, node.key.context, 'Pod');
  if (loads === undefined || sight === 'hidden') return HIDDEN;
  const load = loads.of(node.key.text);
  return sight === 'coming' && load.pods === 0 ? COMING : make(load);
}

/** Cores with at most one decimal: `3.5`. */
function coresText(cores: number): string {
  return String(Math.round(cores * 10) / 10);
}

/** Bytes in the largest binary unit that leaves a number: `3.9Gi`. */
function bytesText(bytes: number): string {
  const units = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'];
  let index = 0;
  let rest = bytes;
  while (rest >= 1024 && index < units.length - 1) {
    rest /= 1024;
    index++;
  }
  return `${rest >= 100 ? Math.round(rest) : Math.round(rest * 10) / 10}${units[index]}`;
}

function allocatable({ kept }: Node, resource: string): number {
  return parseQuantity(kept.status.allocatable[resource] ?? '0') ?? 0;
}

/** `1.5/4`: requested of allocatable, sorted by the share. */
function requestedCell(asked: number, there: number, write: (amount: number) => string): Cell {
  return { text: `${write(asked)}/${write(there)}`, sort: there === 0 ? 0 : asked / there };
}

export const nodeColumns: ColumnTable<'Node'> = {
  status: textColumn('Ready, NotReady or Unknown; pressures; SchedulingDisabled', statusText),
  roles: textColumn('its roles', rolesText),
  version: textColumn('version of its kubelet', ({ kept }) => kept.status.nodeInfo.kubeletVersion),
  'internal-ip': textColumn('its address inside', (node) => addressText(node, 'InternalIP')),
  'external-ip': textColumn('its address outside', (node) => addressText(node, 'ExternalIP')),
  os: textColumn('operating system', ({ kept }) => kept.status.nodeInfo.osImage),
  kernel: textColumn('kernel version', ({ kept }) => kept.status.nodeInfo.kernelVersion),
  runtime: textColumn('container runtime', ({ kept }) => kept.status.nodeInfo.containerRuntimeVersion),
  arch: textColumn('architecture', ({ kept }) => kept.status.nodeInfo.architecture),
  taints: numberColumn('how many taints', ({ kept }) => kept.spec.taints.length),
  pods: numberColumn('pods that run on it, of those allowed', (node, around) =>
    fromPods(node, around, ({ pods }) => ({ text: `${pods}/${allocatable(node, 'pods')}`, sort: pods })),
  ),
  cpu: numberColumn('cpu allocatable, in cores', (node) => ({
    text: coresText(allocatable(node, 'cpu')),
    sort: allocatable(node, 'cpu'),
  })),
  memory: numberColumn('memory allocatable', (node) => ({
    text: bytesText(allocatable(node, 'memory')),
    sort: allocatable(node, 'memory'),
  })),
  'cpu-requested': numberColumn('cpu its pods ask for, of what it has', (node, around) =>
    fromPods(node, around, ({ cpu }) => requestedCell(cpu, allocatable(node, 'cpu'), coresText)),
  ),
  'memory-requested': numberColumn('memory its pods ask for, of what it has', (node, around) =>
    fromPods(node, around, ({ memory }) => requestedCell(memory, allocatable(node, 'memory'), bytesText)),
  ),
};
