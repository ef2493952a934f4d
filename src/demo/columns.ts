// What kubectl's table of each kind shows: columns (those with priority 1 only in -o wide) and the cells of a row.
import type { ApiObject, EventObject, Pod } from './api-types.ts';
import { age } from './cell-text.ts';
import { ageOf } from './human-age.ts';
import type { Plural } from './kinds.ts';
import { networkCells } from './network-cells.ts';
import { podCells } from './pod-cells.ts';
import { nodeCells } from './node-cells.ts';
import { cronJobCells, jobCells, workloadCells } from './workload-cells.ts';

interface Column {
  name: string;
  type: string;
  format: string;
  description: string;
  priority: number;
}

export interface Printer {
  columns: readonly Column[];
  cells(object: ApiObject, now: number): unknown[];
}

/** Columns from a line of names; a leading `+` means only in -o wide. */
function columns(line: string): readonly Column[] {
  return line.split(', ').map((word) => {
    const name = word.replace(/^\+/, '');
    const description = name === 'Name' ? 'Name must be unique within a namespace.' : `${name} of the object.`;
    return {
      name,
      type: 'string',
      format: name === 'Name' ? 'name' : '',
      description,
      priority: word.startsWith('+') ? 1 : 0,
    };
  });
}

function printer(line: string, cells: Printer['cells']): Printer {
  return { columns: columns(line), cells };
}

const TEMPLATE = '+Containers, +Images, +Selector';

const PRINTERS: Record<Plural, Printer> = {
  pods: printer('Name, Ready, Status, Restarts, Age, +IP, +Node, +Nominated Node, +Readiness Gates', (object, now) =>
    podCells(object as Pod, now),
  ),
  nodes: printer(
    'Name, Status, Roles, Age, Version, +Internal-IP, +External-IP, +OS-Image, +Kernel-Version, +Container-Runtime',
    nodeCells,
  ),
  namespaces: printer('Name, Status, Age', (object, now) => [
    object.metadata.name,
    (object['status'] as { phase: string }).phase,
    age(object, now),
  ]),
  services: printer('Name, Type, Cluster-IP, External-IP, Port(s), Age, +Selector', networkCells.services),
  endpointslices: printer('Name, AddressType, Ports, Endpoints, Age', networkCells.endpointslices),
  events: printer(
    'Last Seen, Type, Reason, Object, +Subobject, +Source, Message, +First Seen, +Count, +Name',
    (object, now) => eventCells(object as EventObject, now),
  ),
  deployments: printer(`Name, Ready, Up-to-date, Available, Age, ${TEMPLATE}`, workloadCells.deployments),
  replicasets: printer(`Name, Desired, Current, Ready, Age, ${TEMPLATE}`, workloadCells.replicasets),
  statefulsets: printer('Name, Ready, Age, +Containers, +Images', workloadCells.statefulsets),
  daemonsets: printer(
    `Name, Desired, Current, Ready, Up-to-date, Available, Node Selector, Age, ${TEMPLATE}`,
    workloadCells.daemonsets,
  ),
  jobs: printer(`Name, Status, Completions, Duration, Age, ${TEMPLATE}`, jobCells),
  cronjobs: printer(`Name, Schedule, Timezone, Suspend, Active, Last Schedule, Age, ${TEMPLATE}`, cronJobCells),
  leases: printer('Name, Holder, Age', (object, now) => [
    object.metadata.name,
    (object['spec'] as { holderIdentity?: string }).holderIdentity ?? '',
    age(object, now),
  ]),
  resourcequotas: printer('Name, Age, Request, Limit', (object, now) => [
    object.metadata.name,
    age(object, now),
    '',
    '',
  ]),
  limitranges: printer('Name, Created At', (object) => [object.metadata.name, object.metadata.creationTimestamp]),
};

export function printerOf(plural: Plural): Printer {
  return PRINTERS[plural];
}

function eventCells(event: EventObject, now: number): unknown[] {
  const about = event.involvedObject;
  const source = [event.source.component, event.source.host].filter((part) => part !== undefined).join(', ');
  return [
    ageOf(event.lastTimestamp, now),
    event.type,
    event.reason,
    `${about.kind.toLowerCase()}/${about.name}`,
    about.fieldPath ?? '',
    source,
    event.message.trim(),
    ageOf(event.firstTimestamp, now),
    event.count,
    event.metadata.name,
  ];
}
