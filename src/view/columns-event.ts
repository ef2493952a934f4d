// Columns of events. An event carries its times and count in one of two places, by who wrote it (events.k8s.io counts in `series`).
import type { ObjectOf } from '../objects/kube-object.ts';
import { ageColumn, numberColumn, textColumn, type ColumnTable } from './cell.ts';

type Event = ObjectOf<'Event'>;

/** When the event was last seen. */
export function lastSeen({ kept, createdAt }: Event): number {
  return kept.series?.lastObservedTime ?? kept.lastTimestamp ?? kept.eventTime ?? kept.firstTimestamp ?? createdAt;
}

/** How often it was seen; one when nobody counts. */
export function timesSeen({ kept }: Event): number {
  return kept.series?.count || kept.count || 1;
}

const objectText = ({ kept }: Event): string => `${kept.involvedObject.kind}/${kept.involvedObject.name}`;

export const eventColumns: ColumnTable<'Event'> = {
  'last-seen': ageColumn('how long ago it was last seen', lastSeen),
  'first-seen': ageColumn(
    'how long ago it was first seen',
    ({ kept, createdAt }) => kept.firstTimestamp ?? kept.eventTime ?? createdAt,
  ),
  type: textColumn('Warning or Normal', ({ kept }) => kept.type),
  reason: textColumn('why, in one word', ({ kept }) => kept.reason),
  object: textColumn('what it is about', objectText),
  message: textColumn('what happened', ({ kept }) => kept.message),
  count: numberColumn('how often', timesSeen),
  source: textColumn('who says so', ({ kept }) => kept.source.component || kept.reportingComponent),
  'event-node': textColumn('on which host', ({ kept }) => kept.source.host),
};
