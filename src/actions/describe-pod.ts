// A pod: where it runs and how it is, its containers, conditions, volumes and where it may be scheduled.
import { humanAge } from '../objects/human-age.ts';
import { hasObject, instantAt, listAt, numberAt, objectAt, textAt, type Json } from '../objects/json.ts';
import { containers, container, resources, seccomp } from './describe-container.ts';
import type { Sheet } from './describe-sheet.ts';
import { nameFields, trouble, type KindDescription, type Subject } from './describe-subject.ts';
import { volumes } from './describe-volumes.ts';
import {
  controllerText,
  dateText,
  metadataFields,
  orNone,
  pairFields,
  spreadTexts,
  tolerationTexts,
} from './describe-words.ts';

/** The lists of containers a pod has, with the list of their statuses. */
const CONTAINER_LISTS = [
  ['Init Containers', 'initContainers', 'initContainerStatuses'],
  ['Containers', 'containers', 'containerStatuses'],
  ['Ephemeral Containers', 'ephemeralContainers', 'ephemeralContainerStatuses'],
] as const;

export const podDescription: KindDescription = { tell: pod };

function pod(sheet: Sheet, subject: Subject): void {
  const { object } = subject;
  const [spec, status] = [objectAt(object, 'spec'), objectAt(object, 'status')];
  identity(sheet, object, spec, status);
  metadataFields(sheet, object);
  condition(sheet, subject, status);
  seccomp(sheet, spec);
  addresses(sheet, object, status);
  if (hasObject(spec, 'resources')) sheet.section('Resources', () => resources(sheet, objectAt(spec, 'resources')));
  for (const [label, list, statuses] of CONTAINER_LISTS) {
    const specs = listAt(spec, list);
    if (specs.length > 0 || list === 'containers')
      containers(sheet, label, specs, { subject, statuses: listAt(status, statuses) });
  }
  conditions(sheet, subject, spec, status);
  volumes(sheet, spec);
  sheet.field('QoS Class', textAt(status, 'qosClass'));
  pairFields(sheet, 'Node-Selectors', spec, 'nodeSelector');
  sheet.fields('Tolerations', tolerationTexts(spec));
  const spread = spreadTexts(spec);
  if (spread.length > 0) sheet.fields('Topology Spread Constraints', spread);
}

/** The section of one container of the pod by itself; says so when the pod has none of that name. */
export function containerOfPod(sheet: Sheet, subject: Subject, name: string): void {
  const { object } = subject;
  for (const [, list, statuses] of CONTAINER_LISTS) {
    const spec = listAt(object, 'spec', list).find((one) => textAt(one, 'name') === name);
    if (spec === undefined) continue;
    return sheet.section(`Container ${name}`, () =>
      container(sheet, spec, { subject, statuses: listAt(object, 'status', statuses) }),
    );
  }
  sheet.line(`the pod has no container ${name} any more`, { level: 'unknown' });
}

function identity(sheet: Sheet, object: Json, spec: Json, status: Json): void {
  nameFields(sheet, object);
  const optional: readonly (readonly [string, string])[] = [
    ['Priority', textAt(spec, 'priority')],
    ['Priority Class Name', textAt(spec, 'priorityClassName')],
    ['Runtime Class Name', textAt(spec, 'runtimeClassName')],
    ['Service Account', textAt(spec, 'serviceAccountName')],
  ];
  for (const [label, value] of optional) if (value !== '') sheet.field(label, value);
  const node = textAt(spec, 'nodeName');
  sheet.field('Node', node === '' ? '<none>' : `${node}/${textAt(status, 'hostIP')}`);
  const startedAt = instantAt(status, 'startTime');
  if (startedAt !== undefined) sheet.field('Start Time', dateText(startedAt));
}

function condition(sheet: Sheet, subject: Subject, status: Json): void {
  const phase = textAt(status, 'phase');
  const endsAt = instantAt(subject.object, 'metadata', 'deletionTimestamp');
  const look = phase === 'Failed' || phase === 'Unknown' ? trouble(subject) : {};
  if (endsAt !== undefined && phase !== 'Failed' && phase !== 'Succeeded') {
    sheet.field('Status', `Terminating (lasts ${humanAge(subject.now - endsAt)})`);
    const grace = numberAt(subject.object, 'metadata', 'deletionGracePeriodSeconds');
    if (grace !== undefined) sheet.field('Termination Grace Period', `${grace}s`);
  } else sheet.field('Status', phase, look);
  const [reason, message] = [textAt(status, 'reason'), textAt(status, 'message')];
  if (reason !== '') sheet.field('Reason', reason, look);
  if (message !== '') sheet.field('Message', message, look);
}

function addresses(sheet: Sheet, object: Json, status: Json): void {
  sheet.field('IP', textAt(status, 'podIP'));
  const ips = listAt(status, 'podIPs');
  if (ips.length === 0) sheet.field('IPs', '<none>');
  else sheet.section('IPs', () => ips.forEach((ip) => sheet.field('IP', textAt(ip, 'ip'))), { strong: false });
  const controller = controllerText(object);
  if (controller !== '') sheet.field('Controlled By', controller);
  const nominated = textAt(status, 'nominatedNodeName');
  if (nominated !== '') sheet.field('NominatedNodeName', nominated);
}

/** Readiness gates and conditions; a condition that is not true says why, which kubectl leaves out. */
function conditions(sheet: Sheet, subject: Subject, spec: Json, status: Json): void {
  const list = listAt(status, 'conditions');
  const gates = listAt(spec, 'readinessGates').map((gate) => {
    const type = textAt(gate, 'conditionType');
    const found = list.find((one) => textAt(one, 'type') === type);
    return { cells: [type, orNone(found === undefined ? '' : textAt(found, 'status'))] };
  });
  if (gates.length > 0) sheet.section('Readiness Gates', () => sheet.table(['Type', 'Status'], gates));
  if (list.length === 0) return;
  const isDone = textAt(status, 'phase') === 'Succeeded';
  const rows = list.map((one) => ({
    cells: ['type', 'status', 'reason', 'message'].map((field) => textAt(one, field)),
    ...(textAt(one, 'status') === 'False' && !isDone && isGood(one) && { look: trouble(subject) }),
  }));
  sheet.section('Conditions', () => sheet.table(['Type', 'Status', 'Reason', 'Message'], rows));
}

/** Conditions of a pod of which False is bad news. */
function isGood(condition: Json): boolean {
  return !['DisruptionTarget', 'PodResizePending', 'PodResizeInProgress'].includes(textAt(condition, 'type'));
}
