// An EndpointSlice: the addresses behind a service, each with its conditions and whose it is.
import type { Json } from '../objects/json.ts';
import { flagAt, hasObject, listAt, textAt, textsAt } from '../objects/json.ts';
import type { Sheet } from './describe-sheet.ts';
import { nameFields, trouble, type KindDescription } from './describe-subject.ts';
import { metadataFields, orNone, orUnset } from './describe-words.ts';

export const endpointSliceDescription: KindDescription = {
  tell(sheet, subject) {
    const { object } = subject;
    nameFields(sheet, object);
    metadataFields(sheet, object);
    sheet.field('AddressType', textAt(object, 'addressType'));
    ports(sheet, listAt(object, 'ports'));
    const endpoints = listAt(object, 'endpoints');
    if (endpoints.length === 0) return sheet.field('Endpoints', '<none>');
    const bad = trouble(subject);
    sheet.section('Endpoints', () => {
      for (const endpoint of endpoints)
        endpointFields(sheet, endpoint, flagAt(endpoint, 'conditions', 'ready') === false ? bad : {});
    });
  },
};

function ports(sheet: Sheet, list: readonly Json[]): void {
  if (list.length === 0) return sheet.field('Ports', '<unset>');
  const rows = list.map((port) => ({
    cells: [orUnset(textAt(port, 'name')), orUnset(textAt(port, 'port')), textAt(port, 'protocol')],
  }));
  sheet.section('Ports', () => sheet.table(['Name', 'Port', 'Protocol'], rows));
}

function endpointFields(sheet: Sheet, endpoint: Json, look: ReturnType<typeof trouble>): void {
  sheet.field('- Addresses', orNone(textsAt(endpoint, 'addresses').join(', ')), look);
  sheet.indented(() => {
    sheet.section('Conditions', () => {
      sheet.field('Ready', orUnset(textAt(endpoint, 'conditions', 'ready')), look);
      for (const [label, field] of [
        ['Serving', 'serving'],
        ['Terminating', 'terminating'],
      ] as const)
        if (flagAt(endpoint, 'conditions', field) !== undefined)
          sheet.field(label, textAt(endpoint, 'conditions', field));
    });
    sheet.field('Hostname', orUnset(textAt(endpoint, 'hostname')));
    if (hasObject(endpoint, 'targetRef'))
      sheet.field('TargetRef', `${textAt(endpoint, 'targetRef', 'kind')}/${textAt(endpoint, 'targetRef', 'name')}`);
    sheet.field('NodeName', orUnset(textAt(endpoint, 'nodeName')));
    sheet.field('Zone', orUnset(textAt(endpoint, 'zone')));
  });
}
