// A node of the graph in a few words: `svc cart`, `pod cart-7f`, `container app`.
import type { NodeId } from '../graph/node-id.ts';
import type { KindId } from '../objects/kind.ts';
import { kindOf } from '../objects/kind.ts';
import { idParts } from './subject.ts';

/** Kinds whose short name says less than the word itself. */
const WORDS: Readonly<Partial<Record<KindId, string>>> = {
  Pod: 'pod',
  Node: 'node',
  Namespace: 'namespace',
  EndpointSlice: 'slice',
  CronJob: 'cronjob',
  Event: 'event',
};

/** Kind and name of what an id names. */
export function nodeLabel(id: NodeId): string {
  const { context, kind, name, container } = idParts(id);
  if (kind === undefined) return `context ${context}`;
  if (container !== undefined) return `container ${container}`;
  return `${WORDS[kind] ?? kindOf(kind).short[0] ?? kind.toLowerCase()} ${name}`;
}
