// The environment of a container as its spec says it. Secrets are named and never fetched.
import type { Json } from '../objects/json.ts';
import { flagAt, hasObject, listAt, objectAt, textAt } from '../objects/json.ts';
import { amountOf, timesIn } from './describe-quantity.ts';
import type { Sheet } from './describe-sheet.ts';
import { mapTexts } from './describe-words.ts';

/** `Environment Variables from` and `Environment`. `pod` resolves references to the pod's own fields; undefined in a template. */
export function environment(sheet: Sheet, container: Json, pod: Json | undefined): void {
  const sources = listAt(container, 'envFrom');
  if (sources.length > 0)
    sheet.section('Environment Variables from', () => sources.forEach((from) => sourceLine(sheet, from)));
  const variables = listAt(container, 'env');
  if (variables.length === 0) return sheet.field('Environment', '<none>');
  sheet.section('Environment', () => {
    for (const variable of variables) sheet.field(textAt(variable, 'name'), valueText(variable, container, pod));
  });
}

function sourceLine(sheet: Sheet, from: Json): void {
  const kind = hasObject(from, 'configMapRef') ? 'ConfigMap' : 'Secret';
  const source = objectAt(from, kind === 'ConfigMap' ? 'configMapRef' : 'secretRef');
  const prefix = textAt(from, 'prefix');
  sheet.cells(
    textAt(source, 'name'),
    prefix === '' ? kind : `${kind} with prefix '${prefix}'`,
    `Optional: ${flagAt(source, 'optional') ?? false}`,
  );
}

function valueText(variable: Json, container: Json, pod: Json | undefined): string {
  if (!hasObject(variable, 'valueFrom')) return textAt(variable, 'value');
  const from = objectAt(variable, 'valueFrom');
  if (hasObject(from, 'secretKeyRef')) return keyText(objectAt(from, 'secretKeyRef'), 'in secret');
  if (hasObject(from, 'configMapKeyRef')) return keyText(objectAt(from, 'configMapKeyRef'), 'of config map');
  if (hasObject(from, 'resourceFieldRef')) return resourceText(objectAt(from, 'resourceFieldRef'), container);
  if (hasObject(from, 'fieldRef')) {
    const [version, path] = [textAt(from, 'fieldRef', 'apiVersion'), textAt(from, 'fieldRef', 'fieldPath')];
    return `${pod === undefined ? '' : ownField(pod, path)} (${version}:${path})`;
  }
  return `<set from ${Object.keys(from).join(', ')}>`;
}

function keyText(ref: Json, of: string): string {
  return `<set to the key '${textAt(ref, 'key')}' ${of} '${textAt(ref, 'name')}'>  Optional: ${flagAt(ref, 'optional') ?? false}`;
}

/** `100 (limits.cpu)`: what the container sees. Without a limit it sees what the node has. */
function resourceText(ref: Json, container: Json): string {
  const resource = textAt(ref, 'resource');
  const [list = '', ...name] = resource.split('.');
  const amount = amountOf(textAt(container, 'resources', list, name.join('.')));
  const divisor = amountOf(textAt(ref, 'divisor'));
  const value = timesIn(amount, divisor.nano === 0n ? amountOf('1') : divisor);
  const isOpen = value === '0' && (resource === 'limits.cpu' || resource === 'limits.memory');
  return `${isOpen ? 'node allocatable' : value} (${resource})`;
}

/** A field of the pod by the downward API's path, `metadata.labels['app']` too. */
function ownField(pod: Json, path: string): string {
  const subscript = /^(metadata\.(?:labels|annotations))\['(.*)'\]$/u.exec(path);
  if (subscript !== null) return textAt(pod, ...(subscript[1] ?? '').split('.'), subscript[2] ?? '');
  if (path === 'metadata.labels' || path === 'metadata.annotations')
    return mapTexts(pod, ...path.split('.')).join('\n');
  if (path === 'status.podIPs')
    return listAt(pod, 'status', 'podIPs')
      .map((ip) => textAt(ip, 'ip'))
      .join(',');
  return textAt(pod, ...path.split('.'));
}
