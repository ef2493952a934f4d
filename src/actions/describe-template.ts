// The pod template of a workload: what its pods will be made from.
import { listAt, objectAt, pairsAt, textAt, type Json } from '../objects/json.ts';
import { containers } from './describe-container.ts';
import type { Sheet } from './describe-sheet.ts';
import { volumes } from './describe-volumes.ts';
import { annotationFields, pairFields, spreadTexts, tolerationTexts } from './describe-words.ts';

/** `template`: a PodTemplateSpec. */
export function podTemplate(sheet: Sheet, template: Json): void {
  const spec = objectAt(template, 'spec');
  sheet.section('Pod Template', () => {
    pairFields(sheet, 'Labels', template, 'metadata', 'labels');
    if (pairsAt(template, 'metadata', 'annotations').length > 0) annotationFields(sheet, template);
    const account = textAt(spec, 'serviceAccountName');
    if (account !== '') sheet.field('Service Account', account);
    const init = listAt(spec, 'initContainers');
    if (init.length > 0) containers(sheet, 'Init Containers', init);
    containers(sheet, 'Containers', listAt(spec, 'containers'));
    volumes(sheet, spec);
    const spread = spreadTexts(spec);
    if (spread.length > 0) sheet.fields('Topology Spread Constraints', spread);
    const priority = textAt(spec, 'priorityClassName');
    if (priority !== '') sheet.field('Priority Class Name', priority);
    pairFields(sheet, 'Node-Selectors', spec, 'nodeSelector');
    sheet.fields('Tolerations', tolerationTexts(spec));
  });
}
