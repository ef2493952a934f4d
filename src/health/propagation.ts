// How health goes up one step: the worst child, capped by what the parent tolerates. Never an average (averages hide seven failing replicas).
// Source: health-rules.md §1.
import type { GraphReader } from '../graph/graph-reader.ts';
import { conditionOf } from '../objects/condition.ts';
import type { KindId } from '../objects/kind.ts';
import { excusedPods } from './daemon-set-rule.ts';
import type { Level } from './level.ts';
import { RANK, worse } from './level.ts';
import type { LevelCounts } from './level-counts.ts';
import type { Tolerance } from './replicas.ts';
import { capOf, deploymentFloor, desiredReplicas, usualFloor } from './replicas.ts';
import type { NodeView } from './rule.ts';
import { serviceTolerance, servingPods } from './service-endpoints.ts';

/** `capped`: by its tolerance; `all`: whole; `none`: its own rule has already taken its children in. */
export type Intake = 'capped' | 'all' | 'none';

const INTAKE: Readonly<Record<KindId | 'Context', Intake>> = {
  Context: 'all',
  Namespace: 'all',
  Service: 'capped',
  Deployment: 'capped',
  ReplicaSet: 'capped',
  StatefulSet: 'capped',
  DaemonSet: 'capped',
  Pod: 'none',
  Job: 'none',
  CronJob: 'none',
  Node: 'none',
  EndpointSlice: 'none',
  Event: 'none',
};

export function intakeOf(kind: KindId | 'Context'): Intake {
  return INTAKE[kind];
}

/** A parent's level from its own verdicts' level and its children's levels. */
export function levelOf(
  intake: Intake,
  own: Level,
  children: LevelCounts | undefined,
  tolerance: Tolerance | undefined,
): Level {
  if (intake === 'none' || children === undefined) return own;
  const worst = children.worst();
  return worse(own, intake === 'capped' && tolerance !== undefined ? atMost(worst, capOf(tolerance)) : worst);
}

function atMost(level: Level, limit: Level): Level {
  return RANK[level] > RANK[limit] ? limit : level;
}

/** What a capped parent's cap is measured by; undefined for the others. Readiness is what the server says of it. */
export function toleranceOf(view: NodeView<KindId>): Tolerance | undefined {
  const { object, graph } = view;
  switch (object.kind) {
    case 'Service':
      return view.sees('EndpointSlice') ? serviceTolerance(graph, view.id) : toleranceByPods(graph, view.id);
    case 'Deployment':
      return {
        desired: desiredReplicas(object.kept.spec),
        ready: object.kept.status.readyReplicas,
        floor: deploymentFloor(object),
      };
    case 'ReplicaSet':
    case 'StatefulSet': {
      const desired = desiredReplicas(object.kept.spec);
      return { desired, ready: object.kept.status.readyReplicas, floor: usualFloor(desired) };
    }
    case 'DaemonSet': {
      const desired = object.kept.status.desiredNumberScheduled;
      return {
        desired,
        ready: object.kept.status.numberReady + excusedPods(object, graph),
        floor: usualFloor(desired),
      };
    }
    default:
      return undefined;
  }
}

/** Where endpoint slices may not be seen, the pods' own word has to do. */
function toleranceByPods(graph: GraphReader, service: string): Tolerance {
  const pods = servingPods(graph, service);
  const ready = pods.filter((pod) => conditionOf(pod.kept.status.conditions, 'Ready')?.status === 'True').length;
  return { desired: pods.length, ready, floor: usualFloor(pods.length) };
}
