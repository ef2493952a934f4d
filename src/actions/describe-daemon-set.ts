// A DaemonSet: on how many nodes its pods should be and are.
import { countAt, objectAt } from '../objects/json.ts';
import { conditions } from './describe-conditions.ts';
import { podsStatus, selectedRequest } from './describe-owned-pods.ts';
import { nameFields, trouble, type KindDescription } from './describe-subject.ts';
import { podTemplate } from './describe-template.ts';
import { mapTexts, metadataFields, orNone, selectorText } from './describe-words.ts';

const COUNTS = [
  ['Desired Number of Nodes Scheduled', 'desiredNumberScheduled'],
  ['Current Number of Nodes Scheduled', 'currentNumberScheduled'],
  ['Number of Nodes Scheduled with Up-to-date Pods', 'updatedNumberScheduled'],
  ['Number of Nodes Scheduled with Available Pods', 'numberAvailable'],
  ['Number of Nodes Misscheduled', 'numberMisscheduled'],
] as const;

export const daemonSetDescription: KindDescription = {
  also: (object) => ({ pods: selectedRequest(object, '/api/v1', 'pods') }),
  tell(sheet, subject) {
    const { object } = subject;
    nameFields(sheet, object);
    sheet.field('Selector', orNone(selectorText(objectAt(object, 'spec', 'selector'))));
    sheet.field('Node-Selector', orNone(mapTexts(object, 'spec', 'template', 'spec', 'nodeSelector').join(',')));
    metadataFields(sheet, object);
    const bad = trouble(subject);
    const desired = countAt(object, 'status', 'desiredNumberScheduled');
    for (const [label, field] of COUNTS) {
      const count = countAt(object, 'status', field);
      const isWrong = field === 'numberMisscheduled' ? count !== '0' : count !== desired;
      sheet.line(`${label}: ${count}`, isWrong ? bad : {});
    }
    podsStatus(sheet, subject);
    podTemplate(sheet, objectAt(object, 'spec', 'template'));
    conditions(sheet, subject);
  },
};
