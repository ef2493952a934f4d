// The events about an object, as a table: what happened to it, newest last.
import { humanAge } from '../objects/human-age.ts';
import type { Json } from '../objects/json.ts';
import { hasObject, instantAt, numberAt, textAt } from '../objects/json.ts';
import type { Sheet, TableRow } from './describe-sheet.ts';
import { itemsOf, type Request, type Subject } from './describe-subject.ts';
import type { Target } from './target.ts';

/** More are never shown at once: a list of events is no log. */
const MOST_EVENTS = 500;
/** A pod made from a file on its node; its events carry the file's uid. */
const MIRROR = 'kubernetes.io/config.mirror';

/** The request for the events about an object, Normal ones too. */
export function eventsRequest(target: Target, object: Json): Request {
  const uid = textAt(object, 'metadata', 'annotations', MIRROR) || textAt(object, 'metadata', 'uid');
  // A kubelet signs the events of its node with the node's name in place of the uid.
  const which =
    target.kind === 'Node'
      ? `involvedObject.kind=Node,involvedObject.name=${target.name}`
      : `involvedObject.uid=${uid}`;
  const at = target.namespace === '' ? '' : `/namespaces/${encodeURIComponent(target.namespace)}`;
  return {
    what: 'list events',
    path: `/api/v1${at}/events?fieldSelector=${encodeURIComponent(which)}&limit=${MOST_EVENTS}`,
  };
}

/** `Events:` with their table. */
export function events(sheet: Sheet, subject: Subject): void {
  const found = itemsOf(subject, 'events');
  if (typeof found === 'string') return sheet.field('Events', found, { level: 'unknown' });
  if (found.length === 0) return sheet.field('Events', '<none>');
  const rows = found.toSorted((a, b) => lastSeen(a) - lastSeen(b));
  sheet.section('Events', () => {
    if (found.length >= MOST_EVENTS)
      sheet.line(`the first ${MOST_EVENTS} the server gave; there may be more`, { dim: true });
    sheet.table(
      ['Type', 'Reason', 'Age', 'From', 'Message'],
      rows.map((event) => row(event, subject.now)),
    );
  });
}

/** When it happened last. Newer components fill in `eventTime` and `series` only. */
function lastSeen(event: Json): number {
  const series = instantAt(event, 'series', 'lastObservedTime');
  return series ?? instantAt(event, 'lastTimestamp') ?? instantAt(event, 'eventTime') ?? 0;
}

function row(event: Json, now: number): TableRow {
  const from = textAt(event, 'source', 'component') || textAt(event, 'reportingComponent');
  const type = textAt(event, 'type');
  return {
    cells: [type, textAt(event, 'reason'), ageText(event, now), from, textAt(event, 'message')],
    ...(type !== 'Normal' && { look: { level: 'minor' } }),
  };
}

/** `2m (x7 over 10m)`, or the age of the one time it was seen. */
function ageText(event: Json, now: number): string {
  const age = (instant: number | undefined): string => (instant === undefined ? '<unknown>' : humanAge(now - instant));
  const first = age(instantAt(event, 'eventTime') ?? instantAt(event, 'firstTimestamp'));
  if (hasObject(event, 'series'))
    return `${age(instantAt(event, 'series', 'lastObservedTime'))} (x${numberAt(event, 'series', 'count') ?? 0} over ${first})`;
  const count = numberAt(event, 'count') ?? 0;
  return count > 1 ? `${age(instantAt(event, 'lastTimestamp'))} (x${count} over ${first})` : first;
}
