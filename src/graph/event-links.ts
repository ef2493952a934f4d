// Events hang on what they are about, by name: the object may come later, be gone already, or be of a kind that is not watched.
import { kindOf, KIND_IDS } from '../objects/kind.ts';
import type { KindId } from '../objects/kind.ts';
import type { ObjectOf } from '../objects/kube-object.ts';
import type { Edges, Touched } from './edges.ts';
import type { Entry } from './entry.ts';

/** Takes an Event's step into the graph. `entry.object` is already `after`. */
export function linkEvent(edges: Edges, entry: Entry, after: ObjectOf<'Event'> | undefined, touched: Touched): void {
  const about = after === undefined ? undefined : entryAbout(edges, after);
  const left = entry.owner;
  entry.owner = about;
  if (about !== undefined) {
    (about.events ??= new Set()).add(entry);
    touched.add(about.id);
  }
  if (left === undefined || left === about) return;
  left.events?.delete(entry);
  touched.add(left.id);
  edges.leave(left, touched);
}

function entryAbout(edges: Edges, event: ObjectOf<'Event'>): Entry | undefined {
  const { kind, namespace, name } = event.kept.involvedObject;
  const known = KIND_IDS.find((id) => id === kind);
  if (known === undefined || known === 'Event' || name === '') return undefined;
  return edges.table.of(event.key.context, known, inNamespace(known, namespace, event.key.namespace), name);
}

function inNamespace(kind: KindId, said: string, own: string): string {
  if (!kindOf(kind).namespaced) return '';
  return said === '' ? own : said;
}

/** When an event last happened: ms since the epoch. Newer writers fill eventTime and series, older ones lastTimestamp. */
export function eventTime(event: ObjectOf<'Event'>): number {
  const { series, lastTimestamp, eventTime, firstTimestamp } = event.kept;
  return (
    Math.max(series?.lastObservedTime ?? 0, lastTimestamp ?? 0, eventTime ?? 0, firstTimestamp ?? 0) || event.createdAt
  );
}

/** How often an event has happened, at least 1. */
export function eventCount(event: ObjectOf<'Event'>): number {
  return Math.max(event.kept.series?.count ?? 0, event.kept.count, 1);
}
