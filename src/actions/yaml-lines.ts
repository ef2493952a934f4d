// An object as YAML text, as `kubectl get -o yaml` writes it but in the order of the API. Loaded when the first YAML is opened: the package is heavy.
// It is also slow (a fifth of a second for a slice of a thousand endpoints), so what is plain beyond doubt is written here, and the package is asked
// for the rest.
import { Document, isScalar, visit } from 'yaml';
import { isJson, type Json } from '../objects/json.ts';

/** What must not stand in a text as it is: it would steer a terminal or hide from a reader. Line feeds and tabs are YAML's own. */
const UNSAFE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/;
const ALL_UNSAFE = new RegExp(UNSAFE, 'g');

/** Begins with a letter and holds no character that means something in YAML before a blank: a string for every version of YAML unless it is a word. */
const PLAIN = /^[A-Za-z](?:[\w./@+=:-]*[A-Za-z0-9])?$/;
/** What YAML 1.1 takes for something else; `e12` is a number to it. */
const WORD = /^(?:y|n|yes|no|on|off|true|false|null|e[-+]?\d+)$/i;
/** Neither is a number, whatever its digits. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const PLAIN_KEY = /^[A-Za-z][\w./-]{0,200}$/;

/** The lines of the object's YAML. Keys of YAML 1.1 words (`on`, `yes`, `1:30`) are quoted, because Kubernetes reads YAML 1.1. */
export function yamlLines(object: unknown): readonly string[] {
  const writer = new Writer();
  if (isJson(object) && isFull(object)) writer.map(object, '', '');
  else if (Array.isArray(object) && object.length > 0) writer.list(object, '', '');
  else return byPackage(object);
  return writer.lines;
}

/** `lead` stands before the first line of what is written, `indent` before the others. */
class Writer {
  readonly lines: string[] = [];
  readonly #known = new Map<string | number, string>();

  map(map: Json, lead: string, indent: string): void {
    let prefix = lead;
    for (const [key, value] of Object.entries(map)) {
      const scalar = this.#scalar(value);
      const isPlain = PLAIN_KEY.test(key) && !WORD.test(key);
      if (!isPlain) this.#whole({ [key]: value }, prefix, indent);
      else if (scalar !== undefined) this.lines.push(`${prefix}${key}: ${scalar}`);
      else if (Array.isArray(value)) {
        this.lines.push(`${prefix}${key}:`);
        this.list(value, indent, indent);
      } else if (isJson(value)) {
        this.lines.push(`${prefix}${key}:`);
        this.map(value, `${indent}  `, `${indent}  `);
      } else this.#whole({ [key]: value }, prefix, indent);
      prefix = indent;
    }
  }

  list(list: readonly unknown[], lead: string, indent: string): void {
    let prefix = lead;
    for (const value of list) {
      const scalar = this.#scalar(value);
      if (scalar !== undefined) this.lines.push(`${prefix}- ${scalar}`);
      else if (Array.isArray(value)) this.list(value, `${prefix}- `, `${indent}  `);
      else if (isJson(value)) this.map(value, `${prefix}- `, `${indent}  `);
      else this.#whole([value], prefix, indent);
      prefix = indent;
    }
  }

  /** What stands in one line; undefined for a string of many lines and what is not empty. */
  #scalar(value: unknown): string | undefined {
    if (typeof value === 'boolean' || value === null || Number.isSafeInteger(value)) return String(value);
    if (Array.isArray(value)) return value.length === 0 ? '[]' : undefined;
    if (isJson(value)) return isFull(value) ? undefined : '{}';
    if (typeof value !== 'string' && typeof value !== 'number') return undefined;
    if (typeof value === 'string') {
      if (value.includes('\n')) return undefined;
      if ((PLAIN.test(value) && !WORD.test(value)) || UUID.test(value) || IPV4.test(value)) return value;
    }
    let known = this.#known.get(value);
    if (known === undefined) this.#known.set(value, (known = byPackage([value]).join('\n').slice(2)));
    return known;
  }

  #whole(value: unknown, lead: string, indent: string): void {
    byPackage(value).forEach((line, at) => this.lines.push(line === '' ? '' : (at === 0 ? lead : indent) + line));
  }
}

const isFull = (map: Json): boolean => {
  for (const _ in map) return true;
  return false;
};

/** What the package writes: right for whatever it is given. */
function byPackage(object: unknown): readonly string[] {
  const document = new Document(object, { compat: 'yaml-1.1', aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_key, node) {
      if (isScalar(node) && typeof node.value === 'string' && UNSAFE.test(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
  const text = document.toString({
    lineWidth: 0,
    indentSeq: false,
    blockQuote: 'literal',
    doubleQuotedMinMultiLineLength: Infinity,
  });
  // Strings that hold such characters stand in double quotes now, where an escape means the same.
  return text.replace(/\n$/, '').replaceAll(ALL_UNSAFE, escapeOf).split('\n');
}

const escapeOf = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
