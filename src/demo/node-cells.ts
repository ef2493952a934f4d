// The node row of a Table answer.
import type { ApiObject, NodeObject } from './api-types.ts';
import { age } from './cell-text.ts';

const ROLE_PREFIX = 'node-role.kubernetes.io/';

export function nodeCells(object: ApiObject, now: number): unknown[] {
  const node = object as NodeObject;
  const info = node.status.nodeInfo;
  const address = (type: string): string =>
    node.status.addresses.find((each) => each.type === type)?.address ?? '<none>';
  return [
    node.metadata.name,
    statusText(node),
    roles(node),
    age(node, now),
    info['kubeletVersion'],
    address('InternalIP'),
    address('ExternalIP'),
    info['osImage'],
    info['kernelVersion'],
    info['containerRuntimeVersion'],
  ];
}

function statusText(node: NodeObject): string {
  const ready = node.status.conditions.find((condition) => condition.type === 'Ready');
  const word = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return node.spec.unschedulable ? `${word},SchedulingDisabled` : word;
}

function roles(node: NodeObject): string {
  const found = Object.keys(node.metadata.labels ?? {})
    .filter((label) => label.startsWith(ROLE_PREFIX))
    .map((label) => label.slice(ROLE_PREFIX.length));
  return found.length === 0 ? '<none>' : found.toSorted().join(',');
}
