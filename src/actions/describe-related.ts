// What the fleet knows of an object's surroundings, which no request would tell: who owns it, who serves it, what stands below it,
// and what keeps it from going away.
import type { NodeId } from '../graph/node-id.ts';
import { LEVELS } from '../health/level.ts';
import { LEVEL_WORDS, levelWord } from '../health/level-word.ts';
import { clockText } from '../objects/clock-text.ts';
import { humanAge } from '../objects/human-age.ts';
import { instantAt, numberAt, textsAt } from '../objects/json.ts';
import type { Sheet } from './describe-sheet.ts';
import { type Subject } from './describe-subject.ts';
import { objectKeyOf } from './target.ts';

/** Names of children that are listed; the rest are counted. */
const MOST_CHILDREN = 20;
/** Owners above owners; more would be a circle made of hostile references. */
const MOST_OWNERS = 8;

const HOLDS: Readonly<Record<string, string>> = {
  kubernetes: 'until everything in the namespace is gone',
  foregroundDeletion: 'until everything it owns is gone',
  orphan: 'until what it owns is set free',
  'batch.kubernetes.io/job-tracking': 'until its job has counted it',
  'kubernetes.io/pvc-protection': 'while a pod uses it',
  'kubernetes.io/pv-protection': 'while a claim is bound to it',
  'service.kubernetes.io/load-balancer-cleanup': 'until the cloud has removed its load balancer',
};

export function related(sheet: Sheet, subject: Subject): void {
  deletion(sheet, subject);
  finalizers(sheet, subject);
  const key = objectKeyOf(subject.target);
  const { graph } = subject.sight;
  const owners = ownersOf(subject, key.text);
  if (owners.length > 0)
    sheet.field('Owner Chain', owners.map((id) => named(subject, id)).join(' > '), worstLook(subject, owners));
  if (key.kind === 'Pod') {
    const services = graph.parents(key.text).filter((id) => graph.object(id)?.kind === 'Service');
    if (services.length > 0)
      sheet.fields(
        'Served By',
        services.map((id) => named(subject, id)),
      );
    const machine = graph.machine(key.text);
    if (machine !== undefined)
      sheet.field('Runs On', named(subject, machine.key.text), worstLook(subject, [machine.key.text]));
  } else below(sheet, subject, key.text);
}

/** From the topmost owner down to the object's own. */
function ownersOf({ sight: { graph } }: Subject, id: NodeId): readonly NodeId[] {
  const owners: NodeId[] = [];
  for (let owner = graph.owner(id); owner !== undefined && owners.length < MOST_OWNERS; owner = graph.owner(owner))
    owners.unshift(owner);
  return owners;
}

/** `Service/cart (critical)`. */
function named({ sight }: Subject, id: NodeId): string {
  const place = sight.graph.place(id);
  return place === undefined ? '?' : `${place.kind}/${place.name} (${levelWord(sight.health.health(id))})`;
}

function worstLook({ sight }: Subject, ids: readonly NodeId[]): { readonly level?: (typeof LEVELS)[number] } {
  const worst = LEVELS.toReversed().find((level) => ids.some((id) => sight.health.health(id).shown === level));
  return worst === undefined || worst === 'ok' || worst === 'done' ? {} : { level: worst };
}

function below(sheet: Sheet, subject: Subject, id: NodeId): void {
  const { graph, health } = subject.sight;
  const counts = health.health(id).children;
  const words = [...LEVELS, 'unknown' as const]
    .filter((level) => counts[level] > 0)
    .map((level) => `${counts[level]} ${LEVEL_WORDS[level]}`);
  const place = graph.place(id);
  if (words.length === 0) return;
  const ids = place?.kind === 'Namespace' || place?.kind === 'Node' ? [] : graph.children(id);
  const names = ids.slice(0, MOST_CHILDREN).map((child) => named(subject, child));
  if (ids.length > MOST_CHILDREN) names.push(`and ${ids.length - MOST_CHILDREN} more`);
  sheet.fields('Below It', [words.join(', '), ...names]);
}

function deletion(sheet: Sheet, { object, now }: Subject): void {
  const endsAt = instantAt(object, 'metadata', 'deletionTimestamp');
  if (endsAt === undefined) return;
  const grace = numberAt(object, 'metadata', 'deletionGracePeriodSeconds') ?? 0;
  const askedAt = endsAt - grace * 1000;
  const rest =
    grace === 0 ? '' : `, its grace of ${grace} s ${endsAt > now ? 'ends' : 'ended'} at ${clockText(endsAt)}`;
  sheet.field('Deletion', `asked for ${humanAge(now - askedAt)} ago at ${clockText(askedAt)}${rest}`, {
    level: 'progressing',
  });
}

function finalizers(sheet: Sheet, { object, target }: Subject): void {
  const isGoing = instantAt(object, 'metadata', 'deletionTimestamp') !== undefined;
  const ofNamespace = target.kind === 'Namespace' && isGoing ? textsAt(object, 'spec', 'finalizers') : [];
  const all = [...textsAt(object, 'metadata', 'finalizers'), ...ofNamespace];
  if (all.length === 0) return;
  sheet.fields(
    'Finalizers',
    all.map(
      (name) =>
        `${name} (${isGoing ? 'holds it' : 'will hold its deletion'} ${HOLDS[name] ?? 'until its controller takes it off'})`,
    ),
    isGoing ? { level: 'progressing' } : {},
  );
}
