// Which kinds must be visible for a node's level to be the whole truth. A parent whose children cannot be seen is `?`, not ok.
import type { KindId } from '../objects/kind.ts';
import { KIND_IDS, WORKLOAD_KINDS } from '../objects/kind.ts';

type Needing = KindId | 'Context';

/** Besides its own kind. A Job judges by its own status; a Namespace shows what may be below it. */
const NEEDS: Readonly<Record<Needing, readonly KindId[]>> = {
  Namespace: ['Pod', 'Service', ...WORKLOAD_KINDS],
  Node: [],
  Pod: [],
  Service: ['Pod', 'EndpointSlice'],
  EndpointSlice: [],
  Deployment: ['Pod', 'ReplicaSet'],
  ReplicaSet: ['Pod'],
  StatefulSet: ['Pod'],
  DaemonSet: ['Pod'],
  Job: [],
  CronJob: ['Job'],
  Event: [],
  Context: ['Namespace', 'Node'],
};

/** The kinds whose objects must all be held for a node of `kind` to be judged whole. */
export function needsOf(kind: Needing): readonly KindId[] {
  return NEEDS[kind];
}

const DEPENDENTS = new Map<KindId, readonly Needing[]>(
  KIND_IDS.map((kind) => [kind, ([...KIND_IDS, 'Context'] as const).filter((other) => NEEDS[other].includes(kind))]),
);

/** The kinds of node that need `kind`, besides itself. */
export function dependentsOf(kind: KindId): readonly Needing[] {
  return DEPENDENTS.get(kind) ?? [];
}
