// The volumes of a pod or a pod template: what each is, and where its content comes from.
import type { Json } from '../objects/json.ts';
import { hasObject, listAt, objectAt, pairsAt, textAt, valueAt } from '../objects/json.ts';
import type { Sheet } from './describe-sheet.ts';
import { VOLUME_TYPES, type VolumeType } from './describe-volume-types.ts';
import { annotationFields, mapTexts, orNone, pairFields } from './describe-words.ts';

export function volumes(sheet: Sheet, spec: Json): void {
  const list = listAt(spec, 'volumes');
  if (list.length === 0) return sheet.field('Volumes', '<none>');
  sheet.section('Volumes', () => {
    for (const volume of list) sheet.section(textAt(volume, 'name'), () => source(sheet, volume));
  });
}

function source(sheet: Sheet, volume: Json): void {
  const id = Object.keys(volume).find((field) => field !== 'name' && hasObject(volume, field));
  if (id === undefined) return sheet.line('<unknown>');
  const content = objectAt(volume, id);
  const type = VOLUME_TYPES[id];
  if (type === undefined) return unknownSource(sheet, id, content);
  sheet.field('Type', type.words);
  fields(sheet, content, type);
  if (id === 'projected') for (const part of listAt(content, 'sources')) projection(sheet, part);
  if (id === 'downwardAPI') items(sheet, content);
  if (id === 'ephemeral') claim(sheet, objectAt(content, 'volumeClaimTemplate'));
}

function fields(sheet: Sheet, content: Json, { fields }: VolumeType): void {
  for (const [label, field, absent = ''] of fields) {
    const value = valueAt(content, field);
    if (Array.isArray(value)) sheet.field(label, `[${value.map(String).join(' ')}]`);
    else if (hasObject(content, field) && field === 'secretRef') sheet.field(label, textAt(content, field, 'name'));
    else if (hasObject(content, field)) sheet.fields(label, mapTexts(content, field));
    else sheet.field(label, textAt(content, field) || absent);
  }
}

/** A type that came after this was written is told by its fields. */
function unknownSource(sheet: Sheet, id: string, content: Json): void {
  sheet.field('Type', id);
  for (const [name, value] of pairsAt(content)) sheet.field(name, value);
}

function projection(sheet: Sheet, part: Json): void {
  const optional = (from: string): void => sheet.field('Optional', textAt(part, from, 'optional') || 'false');
  if (hasObject(part, 'secret')) {
    sheet.field('SecretName', textAt(part, 'secret', 'name'));
    optional('secret');
  } else if (hasObject(part, 'configMap')) {
    sheet.field('ConfigMapName', textAt(part, 'configMap', 'name'));
    optional('configMap');
  } else if (hasObject(part, 'downwardAPI')) {
    sheet.field('DownwardAPI', 'true');
    items(sheet, objectAt(part, 'downwardAPI'));
  } else if (hasObject(part, 'serviceAccountToken')) {
    sheet.field('TokenExpirationSeconds', textAt(part, 'serviceAccountToken', 'expirationSeconds'));
  } else if (hasObject(part, 'clusterTrustBundle')) {
    sheet.field(
      'ClusterTrustBundle',
      textAt(part, 'clusterTrustBundle', 'name') || textAt(part, 'clusterTrustBundle', 'signerName'),
    );
  }
}

/** `metadata.labels -> labels` of each file of the downward API. */
function items(sheet: Sheet, downward: Json): void {
  sheet.section('Items', () => {
    for (const item of listAt(downward, 'items')) {
      const from = textAt(item, 'fieldRef', 'fieldPath') || textAt(item, 'resourceFieldRef', 'resource');
      sheet.line(`${from} -> ${textAt(item, 'path')}`);
    }
  });
}

/** The claim an ephemeral volume makes. */
function claim(sheet: Sheet, template: Json): void {
  const beta = textAt(template, 'metadata', 'annotations', 'volume.beta.kubernetes.io/storage-class');
  sheet.field('StorageClass', beta || textAt(template, 'spec', 'storageClassName'));
  sheet.field('Volume', textAt(template, 'spec', 'volumeName'));
  pairFields(sheet, 'Labels', template, 'metadata', 'labels');
  annotationFields(sheet, template);
  sheet.field('Capacity', textAt(template, 'spec', 'resources', 'requests', 'storage'));
  sheet.field('Access Modes', orNone(accessModes(objectAt(template, 'spec'))));
  const mode = textAt(template, 'spec', 'volumeMode');
  if (mode !== '') sheet.field('VolumeMode', mode);
  if (!hasObject(template, 'spec', 'dataSource')) return;
  sheet.section('DataSource', () => {
    const group = textAt(template, 'spec', 'dataSource', 'apiGroup');
    if (group !== '') sheet.field('APIGroup', group);
    sheet.field('Kind', textAt(template, 'spec', 'dataSource', 'kind'));
    sheet.field('Name', textAt(template, 'spec', 'dataSource', 'name'));
  });
}

/** `[ReadWriteOnce ReadOnlyMany]`; '' for none. */
export function accessModes(spec: Json): string {
  const modes = valueAt(spec, 'accessModes');
  return Array.isArray(modes) && modes.length > 0 ? `[${modes.map(String).join(' ')}]` : '';
}
