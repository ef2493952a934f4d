// How many endpoints of a Service are ready. Counted by the pod they mean, over all slices and address types: dual-stack has every pod twice.
import type { GraphReader } from '../graph/graph-reader.ts';
import type { ObjectOf } from '../objects/kube-object.ts';
import type { Tolerance } from './replicas.ts';
import { usualFloor } from './replicas.ts';

/** `total` and `ready` count endpoints, `slices` the slices that exist. */
export type Endpoints = { readonly slices: number; readonly total: number; readonly ready: number };

export function endpointsOf(graph: GraphReader, service: string): Endpoints {
  const slices = graph.slices(service);
  const all = new Set<string>();
  const ready = new Set<string>();
  for (const slice of slices) {
    for (const { targetRef, addresses, conditions } of slice.kept.endpoints) {
      const who = targetRef?.uid ? targetRef.uid : (addresses[0] ?? '');
      all.add(who);
      if (conditions.ready !== false) ready.add(who);
    }
  }
  return { slices: slices.length, total: all.size, ready: ready.size };
}

/** The service's pods that should serve: not finished, not failed, not leaving. */
export function servingPods(graph: GraphReader, service: string): readonly ObjectOf<'Pod'>[] {
  return graph
    .podsBelow(service)
    .filter(
      ({ deletedAt, kept: { status } }) =>
        deletedAt === undefined && status.phase !== 'Succeeded' && status.phase !== 'Failed',
    );
}

/** What a Service's cap is measured by: as many as there are pods that should serve, a quarter of them may be missing. */
export function serviceTolerance(graph: GraphReader, service: string): Tolerance {
  const { ready } = endpointsOf(graph, service);
  const desired = Math.max(servingPods(graph, service).length, ready);
  return { desired, ready, floor: usualFloor(desired) };
}
