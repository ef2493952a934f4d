// Which kinds a view waits for: those of its rows, and those that their cells and levels are made of.
import type { KindId } from '../objects/kind.ts';
import { KIND_IDS, WORKLOAD_KINDS } from '../objects/kind.ts';
import type { RowKind } from './row.ts';
import type { View } from './view.ts';

const PODS_OF: readonly KindId[] = ['Pod'];
const WORKLOADS: readonly KindId[] = ['Service', 'EndpointSlice', ...WORKLOAD_KINDS, 'Pod'];

const NEEDS: Readonly<Record<RowKind, readonly KindId[]>> = {
  Context: ['Namespace', 'Node', ...WORKLOADS],
  Namespace: ['Namespace', ...WORKLOADS],
  Node: ['Node', 'Pod'],
  Pod: ['Pod'],
  Container: PODS_OF,
  Service: ['Service', 'EndpointSlice', 'Pod'],
  EndpointSlice: ['EndpointSlice'],
  Deployment: ['Deployment', 'ReplicaSet', 'Pod'],
  ReplicaSet: ['ReplicaSet', 'Pod'],
  StatefulSet: ['StatefulSet', 'Pod'],
  DaemonSet: ['DaemonSet', 'Pod'],
  Job: ['Job', 'Pod'],
  CronJob: ['CronJob', 'Job', 'Pod'],
  Event: ['Event'],
};

/** The kinds whose absence a view must speak of, in the order of the table of kinds. */
export function kindsNeeded(view: Pick<View, 'kinds'>): readonly KindId[] {
  const needed = new Set(view.kinds.flatMap((kind) => NEEDS[kind]));
  return KIND_IDS.filter((kind) => needed.has(kind));
}
