// A StatefulSet: its replicas, how it updates them, and the claims each of its pods gets.
import { countAt, instantAt, listAt, objectAt, textAt, type Json } from '../objects/json.ts';
import { conditions } from './describe-conditions.ts';
import { podsStatus, selectedRequest } from './describe-owned-pods.ts';
import type { Sheet } from './describe-sheet.ts';
import { nameFields, type KindDescription } from './describe-subject.ts';
import { podTemplate } from './describe-template.ts';
import { accessModes } from './describe-volumes.ts';
import { dateText, metadataFields, orNone, pairFields, selectorText } from './describe-words.ts';

export const statefulSetDescription: KindDescription = {
  also: (object) => ({ pods: selectedRequest(object, '/api/v1', 'pods') }),
  tell(sheet, subject) {
    const { object } = subject;
    nameFields(sheet, object);
    sheet.field('CreationTimestamp', dateText(instantAt(object, 'metadata', 'creationTimestamp')));
    sheet.field('Selector', orNone(selectorText(objectAt(object, 'spec', 'selector'))));
    metadataFields(sheet, object);
    sheet.field('Service Name', textAt(object, 'spec', 'serviceName'));
    sheet.field(
      'Replicas',
      `${countAt(object, 'spec', 'replicas')} desired | ${countAt(object, 'status', 'replicas')} total`,
    );
    update(sheet, objectAt(object, 'spec', 'updateStrategy'));
    podsStatus(sheet, subject);
    podTemplate(sheet, objectAt(object, 'spec', 'template'));
    claims(sheet, listAt(object, 'spec', 'volumeClaimTemplates'));
    conditions(sheet, subject);
  },
};

function update(sheet: Sheet, strategy: Json): void {
  sheet.field('Update Strategy', textAt(strategy, 'type'));
  const partition = textAt(strategy, 'rollingUpdate', 'partition');
  const unavailable = textAt(strategy, 'rollingUpdate', 'maxUnavailable');
  sheet.indented(() => {
    if (partition !== '') sheet.field('Partition', partition);
    if (unavailable !== '') sheet.field('MaxUnavailable', unavailable);
  });
}

function claims(sheet: Sheet, templates: readonly Json[]): void {
  if (templates.length === 0) return sheet.field('Volume Claims', '<none>');
  sheet.section('Volume Claims', () => {
    for (const template of templates) {
      sheet.field('Name', textAt(template, 'metadata', 'name'));
      const beta = textAt(template, 'metadata', 'annotations', 'volume.beta.kubernetes.io/storage-class');
      sheet.field('StorageClass', beta || textAt(template, 'spec', 'storageClassName'));
      pairFields(sheet, 'Labels', template, 'metadata', 'labels');
      pairFields(sheet, 'Annotations', template, 'metadata', 'annotations');
      sheet.field('Capacity', textAt(template, 'spec', 'resources', 'requests', 'storage') || '<default>');
      sheet.field('Access Modes', orNone(accessModes(objectAt(template, 'spec'))));
    }
  });
}
