// The plain values of a view file with the place of each, and the errors found while reading them.
import { isMap, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import { nearestWord } from '../objects/nearest.ts';
import { isJson, type Json } from '../objects/json.ts';
import { ROW_KINDS } from './columns.ts';
import type { RowKind } from './row.ts';
import type { ViewError, ViewErrorCode } from './view-error.ts';

export type Path = readonly (string | number)[];

/** Collects errors at their place in the document. */
export class ViewReader {
  readonly errors: ViewError[] = [];
  readonly #file: string;
  readonly #document: Document;
  readonly #lines: LineCounter;

  constructor(file: string, text: string) {
    this.#file = file;
    this.#lines = new LineCounter();
    this.#document = parseDocument(text, { lineCounter: this.#lines });
    for (const { message, pos } of this.#document.errors) {
      const line = this.#lines.linePos(pos[0]).line;
      this.errors.push({
        code: 'syntax',
        file,
        line,
        field: '',
        message: message.split('\n')[0] ?? message,
        cure: 'the file must be YAML',
      });
    }
    this.#refuseAliases();
  }

  /** `[*prod*]` without quotes is YAML's way to repeat an earlier part, and would end as an exception when values are made. */
  #refuseAliases(): void {
    visit(this.#document, {
      Alias: (_key, alias) => {
        if (alias.resolve(this.#document) !== undefined) return;
        const line = this.#lines.linePos(alias.range?.[0] ?? 0).line;
        const message = `*${alias.source} repeats a part that is not there`;
        const cure = `a text that begins with * stands in quotes: "*${alias.source}"`;
        this.errors.push({ code: 'syntax', file: this.#file, line, field: '', message, cure });
      },
    });
  }

  /** The whole file as plain values; undefined when it is not a mapping (`cure`: how one begins). */
  root(cure = 'begin with name: and kinds:'): Json | undefined {
    if (this.errors.length > 0) return undefined;
    let value: unknown;
    try {
      value = this.#document.toJS();
    } catch (error) {
      this.fail('syntax', [], error instanceof Error ? error.message : String(error), 'write the parts out');
      return undefined;
    }
    if (isJson(value)) return value;
    this.fail('syntax', [], 'is not a mapping of fields', cure);
    return undefined;
  }

  /** The line of the field, or of the nearest thing around it that is there. */
  line(path: Path): number {
    for (let depth = path.length; depth > 0; depth--) {
      const at = path.slice(0, depth);
      const parent: unknown = depth === 1 ? this.#document.contents : this.#document.getIn(at.slice(0, -1), true);
      const key = isMap(parent)
        ? parent.items.find((pair) => isScalar(pair.key) && pair.key.value === at.at(-1))?.key
        : undefined;
      const node: unknown = key ?? this.#document.getIn(at, true);
      const range = (node as { readonly range?: readonly number[] } | undefined)?.range;
      if (range?.[0] !== undefined) return this.#lines.linePos(range[0]).line;
    }
    return 1;
  }

  fail(code: ViewErrorCode, path: Path, message: string, cure: string): void {
    this.errors.push({ code, file: this.#file, line: this.line(path), field: fieldText(path), message, cure });
  }

  /** Reports fields that nobody reads: a misspelt one would silently do nothing. */
  onlyFields(value: Json, known: readonly string[], path: Path): void {
    for (const field of Object.keys(value)) {
      if (known.includes(field)) continue;
      this.fail('unknown-field', [...path, field], `there is no field "${field}" here`, near(field, known));
    }
  }

  text(value: unknown, path: Path): string | undefined {
    if (typeof value === 'string' && value.trim() !== '') return value;
    this.fail('wrong-type', path, 'must be a text', 'write a word');
    return undefined;
  }

  /** A list of texts; an absent one is empty. */
  texts(value: unknown, path: Path): readonly string[] {
    if (value === undefined || value === null) return [];
    if (Array.isArray(value))
      return value.map((entry, index) => this.text(entry, [...path, index])).filter((entry) => entry !== undefined);
    this.fail('wrong-type', path, 'must be a list', 'write [one, two]');
    return [];
  }

  wholeNumber(
    value: unknown,
    path: Path,
    bounds: { readonly least: number; readonly most: number; readonly absent: number },
  ): number {
    if (value === undefined) return bounds.absent;
    if (Number.isInteger(value) && (value as number) >= bounds.least && (value as number) <= bounds.most)
      return value as number;
    this.fail(
      'wrong-type',
      path,
      `must be a whole number from ${bounds.least} to ${bounds.most}`,
      `write ${bounds.absent}, or leave it out`,
    );
    return bounds.absent;
  }

  kinds(value: unknown, path: Path): readonly RowKind[] {
    const found: RowKind[] = [];
    for (const [index, word] of this.texts(value, path).entries()) {
      const kind = ROW_KINDS.find((known) => known === word);
      if (kind === undefined)
        this.fail('unknown-kind', [...path, index], `there is no kind "${word}"`, near(word, ROW_KINDS));
      else found.push(kind);
    }
    return found;
  }
}

/** `did you mean x?`, else what there is. */
export function near(word: string, known: readonly string[]): string {
  const found = nearestWord(word, known);
  return found === undefined ? `one of ${known.join(', ')}` : `did you mean ${found}?`;
}

function fieldText(path: Path): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('');
}
