// How single values are written: instants, labels, selectors, annotations, tolerations. Forms as in kubectl's describe.
import { clockText, twoDigits } from '../objects/clock-text.ts';
import type { Json } from '../objects/json.ts';
import { listAt, numberAt, objectAt, pairsAt, textAt, textsAt, valueAt } from '../objects/json.ts';
import type { Sheet } from './describe-sheet.ts';
import { LAST_APPLIED } from './secret-mask.ts';

/** Longest line of an annotation, in characters; kubectl's. */
const ANNOTATION_WIDTH = 140;

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Mon, 02 Jan 2006 15:04:05 +0100` (RFC 1123 with a numeric zone) in the machine's time zone; `<unknown>` without an instant. */
export function dateText(instant: number | undefined): string {
  if (instant === undefined) return '<unknown>';
  const date = new Date(instant);
  const offset = -date.getTimezoneOffset();
  const zone = `${offset < 0 ? '-' : '+'}${twoDigits(Math.floor(Math.abs(offset) / 60))}${twoDigits(Math.abs(offset) % 60)}`;
  const day = `${DAYS[date.getDay()]}, ${twoDigits(date.getDate())} ${MONTHS[date.getMonth()]} ${date.getFullYear()}`;
  return `${day} ${clockText(instant)} ${zone}`;
}

export const orNone = (text: string): string => (text === '' ? '<none>' : text);
export const orUnset = (text: string): string => (text === '' ? '<unset>' : text);

/** Each pair of a map on its own line: `app=cart`. */
export function pairFields(sheet: Sheet, label: string, json: unknown, ...path: readonly string[]): void {
  sheet.fields(label, mapTexts(json, ...path));
}

/** A map's pairs as `name=value`, by name. */
export function mapTexts(json: unknown, ...path: readonly string[]): readonly string[] {
  return pairsAt(json, ...path).map(([name, value]) => `${name}=${value}`);
}

/** Labels, annotations: the metadata every kind begins with. Long or many-lined annotations stand on lines of their own. */
export function metadataFields(sheet: Sheet, object: Json): void {
  pairFields(sheet, 'Labels', object, 'metadata', 'labels');
  annotationFields(sheet, object);
}

export function annotationFields(sheet: Sheet, object: Json): void {
  const pairs = pairsAt(object, 'metadata', 'annotations').filter(([name]) => name !== LAST_APPLIED);
  sheet.fields(
    'Annotations',
    pairs.flatMap(([name, text]) => {
      const value = text.replace(/\n$/, '');
      if (value.length + name.length + 2 <= ANNOTATION_WIDTH && !value.includes('\n')) return [`${name}: ${value}`];
      return [`${name}:`, ...value.split('\n').map((line) => `  ${shortened(line, ANNOTATION_WIDTH - 2)}`)];
    }),
  );
}

function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}...` : text;
}

/** A label selector as people type it: `app=cart,tier in (a,b),!old`; '' when it selects everything. */
export function selectorText(selector: Json): string {
  const expressions = listAt(selector, 'matchExpressions').map((expression) => {
    const [key, operator] = [textAt(expression, 'key'), textAt(expression, 'operator')];
    const values = textsAt(expression, 'values').toSorted().join(',');
    if (operator === 'In') return `${key} in (${values})`;
    if (operator === 'NotIn') return `${key} notin (${values})`;
    return operator === 'DoesNotExist' ? `!${key}` : key;
  });
  const words = [...mapTexts(selector, 'matchLabels'), ...expressions];
  return words.toSorted((a, b) => (bareKey(a) < bareKey(b) ? -1 : 1)).join(',');
}

function bareKey(word: string): string {
  return word.replace(/^!/, '').replace(/[ =].*$/, '');
}

/** `node.kubernetes.io/not-ready:NoExecute op=Exists for 300s` of each. */
export function tolerationTexts(spec: Json): readonly string[] {
  return listAt(spec, 'tolerations')
    .toSorted((a, b) => (textAt(a, 'key') < textAt(b, 'key') ? -1 : textAt(a, 'key') > textAt(b, 'key') ? 1 : 0))
    .map((toleration) => {
      const [key, value, effect] = [
        textAt(toleration, 'key'),
        textAt(toleration, 'value'),
        textAt(toleration, 'effect'),
      ];
      const what = `${key}${value === '' ? '' : `=${value}`}${effect === '' ? '' : `:${effect}`}`;
      const seconds = numberAt(toleration, 'tolerationSeconds');
      const exists = textAt(toleration, 'operator') === 'Exists' && value === '' ? 'op=Exists' : '';
      return [what, exists, seconds === undefined ? '' : `for ${seconds}s`].filter((word) => word !== '').join(' ');
    });
}

/** `zone:DoNotSchedule when max skew 1 is exceeded for selector app=cart` of each. */
export function spreadTexts(spec: Json): readonly string[] {
  return listAt(spec, 'topologySpreadConstraints')
    .toSorted((a, b) => (textAt(a, 'topologyKey') < textAt(b, 'topologyKey') ? -1 : 1))
    .map((spread) => {
      const selector =
        valueAt(spread, 'labelSelector') === undefined
          ? ''
          : ` for selector ${orNone(selectorText(objectAt(spread, 'labelSelector')))}`;
      const rule = `${textAt(spread, 'topologyKey')}:${textAt(spread, 'whenUnsatisfiable')}`;
      return `${rule} when max skew ${numberAt(spread, 'maxSkew') ?? 0} is exceeded${selector}`;
    });
}

/** `ReplicaSet/cart-7f` of the owner that manages the object; '' when there is none. */
export function controllerText(object: Json): string {
  const owner = controllerOf(object);
  return owner === undefined ? '' : `${textAt(owner, 'kind')}/${textAt(owner, 'name')}`;
}

/** The owner reference that manages the object. */
export function controllerOf(object: Json): Json | undefined {
  return listAt(object, 'metadata', 'ownerReferences').find((owner) => valueAt(owner, 'controller') === true);
}

/** Go's way of printing booleans in describe. */
export function yesText(value: boolean | undefined): string {
  return value === true ? 'True' : 'False';
}
