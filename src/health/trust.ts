// Why a node's level cannot be trusted, all causes together: a lost machine, a broken watch, a missing right, children that cannot be seen.
import type { GraphReader } from '../graph/graph-reader.ts';
import type { NodeId } from '../graph/node-id.ts';
import { conditionOf } from '../objects/condition.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import type { Unknown } from './health.ts';
import type { KnownStates } from './known-states.ts';
import { machineLost } from './machine.ts';
import { statusSince } from './pod-container.ts';

type Place = NonNullable<ReturnType<GraphReader['place']>>;

/** The node's own cause; what is unknown of its children comes up by propagation. */
export function unknownOf(
  id: NodeId,
  place: Place,
  graph: GraphReader,
  states: KnownStates,
  now: number,
): Unknown | undefined {
  const { context, kind } = place;
  if (kind === 'Context') return states.ofContext(context, now);
  const object = graph.object(id);
  const own =
    object === undefined ? undefined : (lost(object, graph) ?? states.ofObject(context, kind, place.namespace, now));
  return own ?? states.ofNeeds(context, kind, kind === 'Namespace' ? place.name : place.namespace, now);
}

function lost(object: KubeObject, graph: GraphReader): Unknown | undefined {
  if (object.kind === 'Node') {
    const ready = conditionOf(object.kept.status.conditions, 'Ready');
    if (ready?.status !== 'Unknown') return undefined;
    return {
      why: 'node-lost',
      since: ready.lastTransitionTime ?? object.createdAt,
      detail: `node ${object.key.name} no longer answers`,
    };
  }
  if (object.kind !== 'Pod') return undefined;
  const { phase, reason } = object.kept.status;
  if (phase === 'Succeeded' || phase === 'Failed') return undefined;
  const machine = machineLost(graph, object.key.text);
  if (machine !== undefined)
    return { why: 'node-lost', since: machine.since, detail: `node ${machine.name} no longer answers` };
  if (reason !== 'NodeLost' && phase !== 'Unknown') return undefined;
  return {
    why: 'node-lost',
    since: statusSince(object),
    detail: `node ${object.kept.spec.nodeName} no longer answers`,
  };
}

export function sameUnknown(a: Unknown | undefined, b: Unknown | undefined): boolean {
  return (
    a === b || (a !== undefined && b !== undefined && a.why === b.why && a.since === b.since && a.detail === b.detail)
  );
}
