// A namespace: its state and conditions, and the quotas and limits that hold in it.
import { listAt, objectAt, pairsAt, textAt, textsAt, type Json } from '../objects/json.ts';
import { conditions } from './describe-conditions.ts';
import { PAGE } from './describe-parts.ts';
import { amountOf } from './describe-quantity.ts';
import type { Sheet } from './describe-sheet.ts';
import { itemsOf, type KindDescription, type Request, type Subject } from './describe-subject.ts';
import { metadataFields } from './describe-words.ts';

const SCOPES: Readonly<Record<string, string>> = {
  Terminating:
    'Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.',
  NotTerminating:
    'Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.',
  BestEffort:
    'Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.',
  NotBestEffort:
    'Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.',
};
/** The lists of a limit range, in the order of the table's columns. */
const LIMITS = ['min', 'max', 'defaultRequest', 'default', 'maxLimitRequestRatio'] as const;
const LIMIT_HEADS = ['Type', 'Resource', 'Min', 'Max', 'Default Request', 'Default Limit', 'Max Limit/Request Ratio'];

export const namespaceDescription: KindDescription = {
  also(object) {
    const at = `/api/v1/namespaces/${encodeURIComponent(textAt(object, 'metadata', 'name'))}`;
    const list = (plural: string): Request => ({ what: `list ${plural}`, path: `${at}/${plural}?limit=${PAGE}` });
    return { quotas: list('resourcequotas'), limits: list('limitranges') };
  },
  tell(sheet, subject) {
    const { object } = subject;
    sheet.field('Name', textAt(object, 'metadata', 'name'));
    metadataFields(sheet, object);
    const phase = textAt(object, 'status', 'phase');
    sheet.field('Status', phase, phase === 'Terminating' ? { level: 'progressing' } : {});
    conditions(sheet, subject);
    sheet.blank();
    quotas(sheet, subject);
    sheet.blank();
    limitRanges(sheet, subject);
  },
};

function quotas(sheet: Sheet, subject: Subject): void {
  const items = itemsOf(subject, 'quotas');
  if (typeof items === 'string') return sheet.field('Resource Quotas', items, { level: 'unknown' });
  if (items.length === 0) return sheet.line('No resource quota.');
  const byName = items.toSorted((a, b) => (textAt(a, 'metadata', 'name') < textAt(b, 'metadata', 'name') ? -1 : 1));
  sheet.line('Resource Quotas', { strong: true });
  sheet.indented(() => byName.forEach((quota) => quotaFields(sheet, quota)));
}

function quotaFields(sheet: Sheet, quota: Json): void {
  sheet.field('Name', textAt(quota, 'metadata', 'name'));
  const scopes = textsAt(quota, 'spec', 'scopes').toSorted();
  if (scopes.length > 0) sheet.field('Scopes', scopes.join(', '));
  for (const scope of scopes) if (SCOPES[scope] !== undefined) sheet.line(`* ${SCOPES[scope]}`);
  const rows = pairsAt(quota, 'status', 'hard').map(([resource, hard]) => {
    const used = textAt(quota, 'status', 'used', resource) || '0';
    const isFull = amountOf(hard).nano > 0n && amountOf(used).nano >= amountOf(hard).nano;
    return { cells: [resource, used, hard], ...(isFull && { look: { level: 'minor' as const } }) };
  });
  sheet.table(['Resource', 'Used', 'Hard'], rows);
}

function limitRanges(sheet: Sheet, subject: Subject): void {
  const items = itemsOf(subject, 'limits');
  if (typeof items === 'string') return sheet.field('Resource Limits', items, { level: 'unknown' });
  if (items.length === 0) return sheet.line('No LimitRange resource.');
  const rows = items.flatMap((range) => listAt(range, 'spec', 'limits')).flatMap((limit) => limitRows(limit));
  sheet.line('Resource Limits', { strong: true });
  sheet.indented(() => sheet.table(LIMIT_HEADS, rows));
}

function limitRows(limit: Json): readonly { readonly cells: readonly string[] }[] {
  const resources = new Set(LIMITS.flatMap((list) => Object.keys(objectAt(limit, list))));
  return [...resources].toSorted().map((resource) => ({
    cells: [textAt(limit, 'type'), resource, ...LIMITS.map((list) => textAt(limit, list, resource) || '-')],
  }));
}
