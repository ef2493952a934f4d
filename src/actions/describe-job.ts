// A job: how many of its pods must succeed, how many did, and when it gives up.
import { humanAge } from '../objects/human-age.ts';
import { countAt, instantAt, objectAt, textAt, valueAt, type Json } from '../objects/json.ts';
import { conditions } from './describe-conditions.ts';
import type { Sheet } from './describe-sheet.ts';
import { nameFields, trouble, type KindDescription, type Subject } from './describe-subject.ts';
import { podTemplate } from './describe-template.ts';
import { controllerText, dateText, metadataFields, orUnset, selectorText } from './describe-words.ts';

/** Characters of the list of completed indexes. */
const INDEXES_WIDTH = 50;

export const jobDescription: KindDescription = {
  tell(sheet, subject) {
    const { object } = subject;
    nameFields(sheet, object);
    sheet.field('Selector', selectorText(objectAt(object, 'spec', 'selector')));
    metadataFields(sheet, object);
    plan(sheet, object);
    times(sheet, object);
    statuses(sheet, subject);
    podTemplate(sheet, objectAt(object, 'spec', 'template'));
    conditions(sheet, subject);
  },
};

function plan(sheet: Sheet, object: Json): void {
  const spec = (field: string): string => textAt(object, 'spec', field);
  const optional: readonly (readonly [string, string])[] = [
    ['Controlled By', controllerText(object)],
    ['Parallelism', spec('parallelism')],
    ['Completions', orUnset(spec('completions'))],
    ['Completion Mode', spec('completionMode')],
    ['Suspend', spec('suspend')],
    ['Backoff Limit', spec('backoffLimit')],
    ['TTL Seconds After Finished', spec('ttlSecondsAfterFinished')],
  ];
  for (const [label, value] of optional) if (value !== '') sheet.field(label, value);
}

function times(sheet: Sheet, object: Json): void {
  const startedAt = instantAt(object, 'status', 'startTime');
  const completedAt = instantAt(object, 'status', 'completionTime');
  if (startedAt !== undefined) sheet.field('Start Time', dateText(startedAt));
  if (completedAt !== undefined) sheet.field('Completed At', dateText(completedAt));
  if (startedAt !== undefined && completedAt !== undefined) sheet.field('Duration', humanAge(completedAt - startedAt));
  const deadline = textAt(object, 'spec', 'activeDeadlineSeconds');
  if (deadline !== '') sheet.field('Active Deadline Seconds', `${deadline}s`);
}

function statuses(sheet: Sheet, subject: Subject): void {
  const { object } = subject;
  const of = (field: string): string => countAt(object, 'status', field);
  const ready = valueAt(object, 'status', 'ready') === undefined ? '' : ` (${of('ready')} Ready)`;
  sheet.field(
    'Pods Statuses',
    `${of('active')} Active${ready} / ${of('succeeded')} Succeeded / ${of('failed')} Failed`,
    of('failed') === '0' ? {} : trouble(subject),
  );
  if (textAt(object, 'spec', 'completionMode') !== 'Indexed') return;
  sheet.field('Completed Indexes', indexesText(textAt(object, 'status', 'completedIndexes')));
}

/** The list cut behind the first comma after fifty characters. */
function indexesText(indexes: string): string {
  if (indexes === '') return '<none>';
  const comma = indexes.indexOf(',', INDEXES_WIDTH);
  return comma < 0 ? indexes : `${indexes.slice(0, comma + 1)}...`;
}
