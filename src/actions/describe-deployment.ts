// A deployment: how far its replicas are, how it rolls out, and between which ReplicaSets.
import { countAt, hasObject, instantAt, objectAt, textAt, valueAt, type Json } from '../objects/json.ts';
import { conditions } from './describe-conditions.ts';
import { ownedBy, selectedRequest } from './describe-owned-pods.ts';
import type { Sheet } from './describe-sheet.ts';
import { itemsOf, nameFields, trouble, type KindDescription, type Subject } from './describe-subject.ts';
import { podTemplate } from './describe-template.ts';
import { dateText, metadataFields, orNone, selectorText } from './describe-words.ts';

/** The label by which a deployment tells its ReplicaSets apart; the only difference between its template and theirs. */
const HASH = 'pod-template-hash';

export const deploymentDescription: KindDescription = {
  also: (object) => ({ replicaSets: selectedRequest(object, '/apis/apps/v1', 'replicasets') }),
  tell(sheet, subject) {
    const { object } = subject;
    nameFields(sheet, object);
    sheet.field('CreationTimestamp', dateText(instantAt(object, 'metadata', 'creationTimestamp')));
    metadataFields(sheet, object);
    sheet.field('Selector', orNone(selectorText(objectAt(object, 'spec', 'selector'))));
    replicas(sheet, subject);
    if (valueAt(object, 'spec', 'paused') === true) sheet.field('Paused', 'true', { level: 'paused' });
    sheet.field('StrategyType', textAt(object, 'spec', 'strategy', 'type'));
    sheet.field('MinReadySeconds', countAt(object, 'spec', 'minReadySeconds'));
    const rolling = objectAt(object, 'spec', 'strategy', 'rollingUpdate');
    if (hasObject(object, 'spec', 'strategy', 'rollingUpdate'))
      sheet.field(
        'RollingUpdateStrategy',
        `${textAt(rolling, 'maxUnavailable')} max unavailable, ${textAt(rolling, 'maxSurge')} max surge`,
      );
    podTemplate(sheet, objectAt(object, 'spec', 'template'));
    conditions(sheet, subject);
    replicaSets(sheet, subject);
  },
};

function replicas(sheet: Sheet, subject: Subject): void {
  const of = (field: string): string => countAt(subject.object, 'status', field);
  const desired = countAt(subject.object, 'spec', 'replicas');
  sheet.field(
    'Replicas',
    `${desired} desired | ${of('updatedReplicas')} updated | ${of('replicas')} total | ${of('availableReplicas')} available | ${of('unavailableReplicas')} unavailable`,
    of('unavailableReplicas') === '0' ? {} : trouble(subject),
  );
}

function replicaSets(sheet: Sheet, subject: Subject): void {
  const items = itemsOf(subject, 'replicaSets');
  if (typeof items === 'string') return sheet.field('NewReplicaSet', items, { level: 'unknown' });
  const sets = ownedBy(subject.object, items).toSorted((a, b) => (birth(a) < birth(b) ? -1 : 1));
  if (sets.length === 0) return;
  const wanted = templateText(subject.object);
  const newest = sets.find((set) => templateText(set) === wanted);
  sheet.field(
    'OldReplicaSets',
    orNone(
      sets
        .filter((set) => set !== newest)
        .map(setText)
        .join(', '),
    ),
  );
  sheet.field('NewReplicaSet', newest === undefined ? '<none>' : setText(newest));
}

const birth = (set: Json): string =>
  `${textAt(set, 'metadata', 'creationTimestamp')} ${textAt(set, 'metadata', 'name')}`;

/** `cart-7f (3/3 replicas created)`. */
function setText(set: Json): string {
  return `${textAt(set, 'metadata', 'name')} (${countAt(set, 'status', 'replicas')}/${countAt(set, 'spec', 'replicas')} replicas created)`;
}

/** A template as one text that is equal when the templates are: without the hash label, fields by name. */
function templateText(object: Json): string {
  return JSON.stringify(objectAt(object, 'spec', 'template'), (name, value: unknown) => {
    if (name === HASH || typeof value !== 'object' || value === null || Array.isArray(value))
      return name === HASH ? undefined : value;
    return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}
