// Warnings: an Event's own level, and what recent ones add to the object they are about. A warning alone is never more than minor, and one
// from before the object last became well is history. Source: health-rules.md §2, Event.
import { eventCount, eventTime } from '../graph/event-links.ts';
import type { GraphReader } from '../graph/graph-reader.ts';
import { conditionOf } from '../objects/condition.ts';
import type { KubeObject, ObjectOf } from '../objects/kube-object.ts';
import { times } from './container-restarts.ts';
import { firstLine } from './exit-words.ts';
import type { Verdict } from './health.ts';
import { RANK } from './level.ts';
import type { NodeView } from './rule.ts';
import { byWorst, MINUTE, NO_VERDICTS, verdict } from './rule.ts';

const RECENT = 10 * MINUTE;
const SHOWN = 3;

export function eventVerdicts(view: NodeView<'Event'>, now: number): readonly Verdict[] {
  const { object: event, id: at } = view;
  const since = eventTime(event);
  if (event.kept.type !== 'Warning') return NO_VERDICTS;
  const message = firstLine(event.kept.message);
  const reason = event.kept.reason || 'Warning';
  // Over, but not well: green would say that what it warned of is as specified.
  if (now >= since + RECENT) return [verdict({ rule: 'event/past', level: 'done', reason, message, since, at })];
  return [
    verdict({
      rule: 'event/warning',
      level: 'minor',
      reason,
      message,
      since,
      at,
      askAgainAt: since + RECENT,
    }),
  ];
}

/** The verdicts with what recent warnings about the object add: evidence on the worst one, or a minor verdict when nothing else is wrong. */
export function withWarnings(
  object: KubeObject,
  graph: GraphReader,
  verdicts: readonly Verdict[],
  now: number,
): readonly Verdict[] {
  const about = graph.warnings(object.key.text);
  if (about.length === 0 || object.kind === 'Event') return verdicts;
  const from = Math.max(now - RECENT + 1, wellSince(object) + 1);
  const recent = about.filter((event) => event.kept.type === 'Warning' && eventTime(event) >= from);
  const newest = recent[0];
  if (newest === undefined) return verdicts;
  const facts = recent.slice(0, SHOWN).map((event) => `event ${times(event.kept.reason, eventCount(event))}`);
  const askAgainAt = Math.min(...recent.map((event) => eventTime(event) + RECENT));
  const worst = verdicts.toSorted(byWorst)[0];
  if (worst !== undefined && RANK[worst.level] > 0) {
    const due = Math.min(askAgainAt, worst.askAgainAt ?? Infinity);
    return verdicts.map((found) =>
      found === worst ? { ...found, evidence: [...found.evidence, ...facts], askAgainAt: due } : found,
    );
  }
  const message = `${newest.kept.reason}: ${firstLine(newest.kept.message)}`;
  return [
    ...verdicts,
    verdict({
      rule: 'object/warning-event',
      level: 'minor',
      reason: newest.kept.reason || 'Warning',
      message,
      since: eventTime(newest),
      at: object.key.text,
      evidence: facts,
      askAgainAt,
    }),
  ];
}

/** When the object last became well, by its own word; 0 when it has none. Warnings from before that (a probe that failed while it started) are over. */
function wellSince(object: KubeObject): number {
  switch (object.kind) {
    case 'Pod':
      return transition(object, 'Ready', object.kept.status.phase === 'Succeeded' ? undefined : 'True');
    case 'Node':
      return transition(object, 'Ready', 'True');
    case 'Deployment':
      return transition(object, 'Available', 'True');
    case 'Job':
      return object.kept.status.completionTime ?? 0;
    default:
      return 0;
  }
}

function transition(
  object: ObjectOf<'Pod'> | ObjectOf<'Node'> | ObjectOf<'Deployment'>,
  type: string,
  status: string | undefined,
): number {
  const condition = conditionOf<{
    type: string;
    status: string;
    reason: string;
    message: string;
    lastTransitionTime: number | undefined;
  }>(object.kept.status.conditions, type);
  return condition !== undefined && (status === undefined || condition.status === status)
    ? (condition.lastTransitionTime ?? 0)
    : 0;
}
