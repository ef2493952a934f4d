// A ReplicaSet: how many pods it wants and has, and from which template.
import { countAt, objectAt } from '../objects/json.ts';
import { conditions } from './describe-conditions.ts';
import { podsStatus, selectedRequest } from './describe-owned-pods.ts';
import { nameFields, type KindDescription } from './describe-subject.ts';
import { podTemplate } from './describe-template.ts';
import { controllerText, metadataFields, orNone, selectorText } from './describe-words.ts';

export const replicaSetDescription: KindDescription = {
  also: (object) => ({ pods: selectedRequest(object, '/api/v1', 'pods') }),
  tell(sheet, subject) {
    const { object } = subject;
    nameFields(sheet, object);
    sheet.field('Selector', orNone(selectorText(objectAt(object, 'spec', 'selector'))));
    metadataFields(sheet, object);
    const controller = controllerText(object);
    if (controller !== '') sheet.field('Controlled By', controller);
    sheet.field(
      'Replicas',
      `${countAt(object, 'status', 'replicas')} current / ${countAt(object, 'spec', 'replicas')} desired`,
    );
    podsStatus(sheet, subject);
    podTemplate(sheet, objectAt(object, 'spec', 'template'));
    conditions(sheet, subject);
  },
};
