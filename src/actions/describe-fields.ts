// A kind without words of its own, field by field, as kubectl describes what it does not know.
import type { Json } from '../objects/json.ts';
import { textAt } from '../objects/json.ts';
import type { Sheet } from './describe-sheet.ts';
import { nameFields, type KindDescription } from './describe-subject.ts';
import { metadataFields } from './describe-words.ts';

/** Told above, or nothing a person wants to read. */
const SKIPPED: ReadonlySet<string> = new Set([
  'metadata.managedFields',
  'metadata.name',
  'metadata.namespace',
  'metadata.labels',
  'metadata.annotations',
]);
const ACRONYMS: ReadonlySet<string> = new Set(['API', 'URL', 'UID', 'OSB', 'GUID']);
/** Objects nest no deeper; a hostile one must not end the stack. */
const DEEPEST = 50;

export const fieldsDescription: KindDescription = {
  tell(sheet, { object }) {
    nameFields(sheet, object);
    metadataFields(sheet, object);
    fields(sheet, object, '', 0);
  },
};

function fields(sheet: Sheet, json: Json, path: string, depth: number): void {
  if (depth > DEEPEST) return sheet.line('…');
  for (const name of Object.keys(json).toSorted()) {
    const [value, here] = [json[name], path === '' ? name : `${path}.${name}`];
    if (SKIPPED.has(here)) continue;
    if (Array.isArray(value))
      sheet.section(labelOf(name), () => value.forEach((item: unknown) => listItem(sheet, item, here, depth)));
    else if (typeof value === 'object' && value !== null)
      sheet.section(labelOf(name), () => fields(sheet, value as Json, here, depth + 1));
    else sheet.field(labelOf(name), value === null ? '<nil>' : textAt(json, name));
  }
}

function listItem(sheet: Sheet, item: unknown, path: string, depth: number): void {
  if (Array.isArray(item)) sheet.line(JSON.stringify(item));
  else if (typeof item === 'object' && item !== null) fields(sheet, item as Json, path, depth + 1);
  else sheet.line(String(item));
}

/** `resourceVersion` → `Resource Version`, `apiVersion` → `API Version`; names with other signs stay as they are. */
function labelOf(name: string): string {
  if (!/^[\p{L}-]+$/u.test(name)) return name;
  const words = name.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}+|[^\p{Lu}\p{Ll}]+/gu) ?? [name];
  return words
    .map((word) => (ACRONYMS.has(word.toUpperCase()) ? word.toUpperCase() : word[0]?.toUpperCase() + word.slice(1)))
    .join(' ');
}
