// A node: its state, what it has, what runs on it, and how much of it is promised away.
import { instantAt, listAt, objectAt, pairsAt, textAt, textsAt, valueAt, type Json } from '../objects/json.ts';
import { isTrouble } from './describe-conditions.ts';
import { nodeResources } from './describe-node-resources.ts';
import type { Sheet } from './describe-sheet.ts';
import { trouble, type KindDescription, type Subject } from './describe-subject.ts';
import { dateText, metadataFields, orUnset } from './describe-words.ts';
import { PAGE } from './describe-parts.ts';

const ROLE_PREFIX = 'node-role.kubernetes.io/';
const ROLE = 'kubernetes.io/role';
const SYSTEM = [
  ['Machine ID', 'machineID'],
  ['System UUID', 'systemUUID'],
  ['Boot ID', 'bootID'],
  ['Kernel Version', 'kernelVersion'],
  ['OS Image', 'osImage'],
  ['Operating System', 'operatingSystem'],
  ['Architecture', 'architecture'],
  ['Container Runtime Version', 'containerRuntimeVersion'],
  ['Kubelet Version', 'kubeletVersion'],
  ['Kube-Proxy Version', 'kubeProxyVersion'],
] as const;

export const nodeDescription: KindDescription = {
  also(object) {
    const name = textAt(object, 'metadata', 'name');
    const which = encodeURIComponent(`spec.nodeName=${name},status.phase!=Succeeded,status.phase!=Failed`);
    const lease = `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${encodeURIComponent(name)}`;
    return {
      pods: { what: 'list pods', path: `/api/v1/pods?fieldSelector=${which}&limit=${PAGE}` },
      lease: { what: 'get its lease', path: lease },
    };
  },
  tell(sheet, subject) {
    const { object } = subject;
    identity(sheet, subject);
    lease(sheet, subject);
    conditions(sheet, subject);
    sheet.section('Addresses', () => {
      for (const address of listAt(object, 'status', 'addresses'))
        sheet.field(textAt(address, 'type'), textAt(address, 'address'));
    });
    for (const [label, list] of [
      ['Capacity', 'capacity'],
      ['Allocatable', 'allocatable'],
    ] as const) {
      const pairs = pairsAt(object, 'status', list);
      if (pairs.length > 0) sheet.section(label, () => pairs.forEach(([name, amount]) => sheet.field(name, amount)));
    }
    sheet.section('System Info', () => {
      for (const [label, field] of SYSTEM) sheet.field(label, textAt(object, 'status', 'nodeInfo', field));
    });
    network(sheet, objectAt(object, 'spec'));
    nodeResources(sheet, subject);
  },
};

function identity(sheet: Sheet, { object }: Subject): void {
  sheet.field('Name', textAt(object, 'metadata', 'name'));
  sheet.field('Roles', roles(object).join(',') || '<none>');
  metadataFields(sheet, object);
  sheet.field('CreationTimestamp', dateText(instantAt(object, 'metadata', 'creationTimestamp')));
  const taints = listAt(object, 'spec', 'taints').toSorted((a, b) => (taintOrder(a) < taintOrder(b) ? -1 : 1));
  sheet.fields(
    'Taints',
    taints.map((taint) => taintText(taint)),
  );
  const isClosed = valueAt(object, 'spec', 'unschedulable') === true;
  sheet.field('Unschedulable', String(isClosed), isClosed ? { level: 'minor' } : {});
}

function roles(object: Json): readonly string[] {
  const found = pairsAt(object, 'metadata', 'labels').map(([name, value]) =>
    name.startsWith(ROLE_PREFIX) ? name.slice(ROLE_PREFIX.length) : name === ROLE ? value : '',
  );
  return [...new Set(found.filter((role) => role !== ''))].toSorted();
}

const taintOrder = (taint: Json): string => `${textAt(taint, 'effect')},${textAt(taint, 'key')}`;

/** `key=value:Effect`. */
function taintText(taint: Json): string {
  const [value, effect] = [textAt(taint, 'value'), textAt(taint, 'effect')];
  return `${textAt(taint, 'key')}${value === '' ? '' : `=${value}`}${effect === '' && value === '' ? '' : `:${effect}`}`;
}

/** When the kubelet last said that it lives. */
function lease(sheet: Sheet, { parts }: Subject): void {
  const part = parts['lease'];
  if (part === undefined || 'why' in part)
    return sheet.field('Lease', part?.why ?? 'not asked for', { level: 'unknown' });
  const spec = objectAt(part.json, 'spec');
  const date = (field: string): string => {
    const instant = instantAt(spec, field);
    return instant === undefined ? '<unset>' : dateText(instant);
  };
  sheet.section('Lease', () => {
    sheet.field('HolderIdentity', orUnset(textAt(spec, 'holderIdentity')));
    sheet.field('AcquireTime', date('acquireTime'));
    sheet.field('RenewTime', date('renewTime'));
  });
}

function conditions(sheet: Sheet, subject: Subject): void {
  const rows = listAt(subject.object, 'status', 'conditions').map((condition) => ({
    cells: [
      textAt(condition, 'type'),
      textAt(condition, 'status'),
      dateText(instantAt(condition, 'lastHeartbeatTime')),
      dateText(instantAt(condition, 'lastTransitionTime')),
      textAt(condition, 'reason'),
      textAt(condition, 'message'),
    ],
    ...(isTrouble(condition) && { look: trouble(subject) }),
  }));
  const heads = ['Type', 'Status', 'LastHeartbeatTime', 'LastTransitionTime', 'Reason', 'Message'];
  if (rows.length > 0) sheet.section('Conditions', () => sheet.table(heads, rows));
}

function network(sheet: Sheet, spec: Json): void {
  const optional: readonly (readonly [string, string])[] = [
    ['PodCIDR', textAt(spec, 'podCIDR')],
    ['PodCIDRs', textsAt(spec, 'podCIDRs').join(',')],
    ['ProviderID', textAt(spec, 'providerID')],
  ];
  for (const [label, value] of optional) if (value !== '') sheet.field(label, value);
}
