// The path to a culprit as words that a view can set in a line:
// `shop ◆ ← svc cart 1/3 ready ← pod cart-7f ← container app: OOMKilled ×4, limit 256Mi`.
import type { GraphReader } from '../graph/graph-reader.ts';
import type { NodeId } from '../graph/node-id.ts';
import type { KindId } from '../objects/kind.ts';
import type { Path } from './health.ts';
import type { HealthReader } from './health-reader.ts';
import type { Level } from './level.ts';
import { desiredReplicas } from './replicas.ts';
import { serviceTolerance } from './service-endpoints.ts';

/** One step: `word` names the kind ('' for namespaces and contexts), `note` what is to be said of it ('' for nothing). */
export type ExplainStep = {
  readonly id: NodeId;
  readonly word: string;
  readonly name: string;
  readonly note: string;
  readonly level: Level;
  readonly unknown: boolean;
};

const WORDS: Readonly<Record<KindId | 'Context', string>> = {
  Context: '',
  Namespace: '',
  Node: 'node',
  Pod: 'pod',
  Service: 'svc',
  EndpointSlice: 'slice',
  Deployment: 'deploy',
  ReplicaSet: 'rs',
  StatefulSet: 'sts',
  DaemonSet: 'ds',
  Job: 'job',
  CronJob: 'cronjob',
  Event: 'event',
};

/** The steps of a path, top first; the last one's note is the culprit's evidence (its reason when it has none). */
export function explain(path: Path, graph: GraphReader, health: HealthReader): readonly ExplainStep[] {
  return path.steps.map((id, at) => {
    const { shown, unknown } = health.health(id);
    const last = at === path.steps.length - 1;
    const note = last ? culpritNote(path) : replicaNote(graph, id);
    return { id, ...nameOf(graph, id), note, level: shown, unknown: unknown !== undefined };
  });
}

/** `OOMKilled ×4, limit 256Mi`; events are for the full view. */
function culpritNote({ verdict }: Path): string {
  const facts = verdict.evidence.filter((fact) => !fact.startsWith('event '));
  const saysWhy = verdict.rule.startsWith('container/') && facts.length > 0;
  return saysWhy ? facts.join(', ') : [verdict.reason, ...facts].join(', ');
}

function nameOf(graph: GraphReader, id: NodeId): { readonly word: string; readonly name: string } {
  const container = graph.container(id);
  if (container !== undefined)
    return { word: container.role === 'main' ? 'container' : container.role, name: container.name };
  const place = graph.place(id);
  return place === undefined ? { word: '', name: id } : { word: WORDS[place.kind], name: place.name };
}

/** `1/3 ready` for what has replicas or endpoints; '' for everything else. */
export function replicaNote(graph: GraphReader, id: NodeId): string {
  const object = graph.object(id);
  switch (object?.kind) {
    case 'Service': {
      const { ready, desired } = serviceTolerance(graph, id);
      return `${ready}/${desired} ready`;
    }
    case 'Deployment':
    case 'ReplicaSet':
    case 'StatefulSet':
      return `${object.kept.status.readyReplicas}/${desiredReplicas(object.kept.spec)} ready`;
    case 'DaemonSet':
      return `${object.kept.status.numberReady}/${object.kept.status.desiredNumberScheduled} ready`;
    default:
      return '';
  }
}
