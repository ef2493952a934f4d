// A CronJob: its schedule, what it keeps, the jobs it makes and those that run.
import { instantAt, listAt, objectAt, textAt, valueAt } from '../objects/json.ts';
import { nameFields, type KindDescription } from './describe-subject.ts';
import { podTemplate } from './describe-template.ts';
import { dateText, metadataFields, orNone, orUnset, selectorText, yesText } from './describe-words.ts';

export const cronJobDescription: KindDescription = {
  tell(sheet, { object }) {
    const spec = (...path: string[]): string => textAt(object, 'spec', ...path);
    const seconds = (text: string): string => (text === '' ? '<unset>' : `${text}s`);
    nameFields(sheet, object);
    metadataFields(sheet, object);
    sheet.field('Schedule', spec('schedule'));
    if (spec('timeZone') !== '') sheet.field('Time Zone', spec('timeZone'));
    sheet.field('Concurrency Policy', spec('concurrencyPolicy'));
    const suspend = valueAt(object, 'spec', 'suspend');
    sheet.field(
      'Suspend',
      suspend === undefined ? '<unset>' : yesText(suspend === true),
      suspend === true ? { level: 'paused' } : {},
    );
    sheet.field('Successful Job History Limit', orUnset(spec('successfulJobsHistoryLimit')));
    sheet.field('Failed Job History Limit', orUnset(spec('failedJobsHistoryLimit')));
    sheet.field('Starting Deadline Seconds', seconds(spec('startingDeadlineSeconds')));
    const job = ['jobTemplate', 'spec'] as const;
    sheet.field('Selector', orUnset(selectorText(objectAt(object, 'spec', ...job, 'selector'))));
    sheet.field('Parallelism', orUnset(spec(...job, 'parallelism')));
    sheet.field('Completions', orUnset(spec(...job, 'completions')));
    const deadline = spec(...job, 'activeDeadlineSeconds');
    if (deadline !== '') sheet.field('Active Deadline Seconds', seconds(deadline));
    podTemplate(sheet, objectAt(object, 'spec', ...job, 'template'));
    const [last, succeeded] = [
      instantAt(object, 'status', 'lastScheduleTime'),
      instantAt(object, 'status', 'lastSuccessfulTime'),
    ];
    sheet.field('Last Schedule Time', last === undefined ? '<unset>' : dateText(last));
    if (succeeded !== undefined) sheet.field('Last Successful Time', dateText(succeeded));
    sheet.field(
      'Active Jobs',
      orNone(
        listAt(object, 'status', 'active')
          .map((active) => textAt(active, 'name'))
          .join(', '),
      ),
    );
  },
};
