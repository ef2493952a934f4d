// Reads one view file. Everything wrong with it is reported at once, with its line, because a person fixes a file in one go.
import { isJson } from '../objects/json.ts';
import { columnValue, columnValues, CONTEXT_VALUE } from './columns.ts';
import type { RowKind } from './row.ts';
import type { ViewError } from './view-error.ts';
import { near, ViewReader, type Path } from './view-reader.ts';
import { LEVEL_SORT } from './view-row.ts';
import type { Align, Column, Sort, View } from './view.ts';

/** `drillLines`: where each drill target stands, for the check that needs all views. */
export type ParsedView = {
  readonly view: View | undefined;
  readonly errors: readonly ViewError[];
  readonly drillLines: ReadonlyMap<string, number>;
};

const FIELDS = ['name', 'title', 'aliases', 'description', 'kinds', 'unowned', 'columns', 'sort', 'drill'] as const;
const COLUMN_FIELDS = ['title', 'value', 'width', 'align', 'priority'] as const;
const SORT_FIELDS = ['column', 'descending'] as const;
const WIDEST = 200;

/** In every view but that of contexts, first, and painted when there are several contexts. */
const CONTEXT_COLUMN: Column = { title: 'CTX', value: CONTEXT_VALUE, width: 12, align: 'left', priority: 1 };

/** A value is fine when one of the view's kinds has it; the rows of the others leave the cell empty. */
function readValue(reader: ViewReader, value: unknown, path: Path, kinds: readonly RowKind[]): string | undefined {
  const name = reader.text(value, path);
  if (name === undefined || kinds.length === 0 || kinds.some((kind) => columnValue(kind, name) !== undefined))
    return name;
  const known = [...new Set(kinds.flatMap((kind) => columnValues(kind)))];
  reader.fail(
    'unknown-value',
    path,
    `${kinds.join(', ')} ${kinds.length === 1 ? 'has' : 'have'} no value "${name}"`,
    near(name, known),
  );
  return undefined;
}

function readAlign(reader: ViewReader, value: unknown, path: Path): Align {
  if (value === undefined || value === 'left' || value === 'right') return value ?? 'left';
  reader.fail('wrong-type', path, 'must be left or right', 'write right for numbers');
  return 'left';
}

function readColumn(reader: ViewReader, value: unknown, path: Path, kinds: readonly RowKind[]): Column | undefined {
  if (!isJson(value)) {
    reader.fail('wrong-type', path, 'must be a mapping', 'write { title: NAME, value: name }');
    return undefined;
  }
  reader.onlyFields(value, COLUMN_FIELDS, path);
  if (value['value'] === undefined) {
    reader.fail('missing-field', path, 'has no value', 'name a column value, for instance value: name');
    return undefined;
  }
  const name = readValue(reader, value['value'], [...path, 'value'], kinds);
  const title = value['title'] === undefined ? name?.toUpperCase() : reader.text(value['title'], [...path, 'title']);
  const rest = {
    width: reader.wholeNumber(value['width'], [...path, 'width'], { least: 0, most: WIDEST, absent: 0 }),
    align: readAlign(reader, value['align'], [...path, 'align']),
    priority: reader.wholeNumber(value['priority'], [...path, 'priority'], { least: 1, most: 9, absent: 3 }),
  };
  return name === undefined || title === undefined ? undefined : { title, value: name, ...rest };
}

function readColumns(reader: ViewReader, value: unknown, kinds: readonly RowKind[]): readonly Column[] {
  if (!Array.isArray(value) || value.length === 0) {
    reader.fail(
      value === undefined ? 'missing-field' : 'wrong-type',
      ['columns'],
      'must be a list of columns',
      'write - { title: NAME, value: name }',
    );
    return [];
  }
  const columns: Column[] = [];
  for (const [index, entry] of value.entries()) {
    const column = readColumn(reader, entry, ['columns', index], kinds);
    if (column === undefined) continue;
    if (columns.some(({ title }) => title === column.title)) {
      reader.fail(
        'duplicate',
        ['columns', index, 'title'],
        `a column is titled "${column.title}" already`,
        'give it another title',
      );
    } else columns.push(column);
  }
  const listsContext = kinds.includes('Context') || columns.some((column) => column.value === CONTEXT_VALUE);
  return listsContext ? columns : [CONTEXT_COLUMN, ...columns];
}

function readSort(reader: ViewReader, value: unknown, columns: readonly Column[]): Sort {
  const worstFirst: Sort = { column: LEVEL_SORT, descending: true };
  if (value === undefined) return worstFirst;
  if (!isJson(value)) {
    reader.fail('wrong-type', ['sort'], 'must be a mapping', 'write { column: NAME, descending: false }');
    return worstFirst;
  }
  reader.onlyFields(value, SORT_FIELDS, ['sort']);
  const titles = [LEVEL_SORT, ...columns.map(({ title }) => title)];
  const column = reader.text(value['column'], ['sort', 'column']);
  if (column !== undefined && !titles.includes(column)) {
    reader.fail('unknown-column', ['sort', 'column'], `no column is titled "${column}"`, near(column, titles));
  }
  const descending = value['descending'];
  if (descending !== undefined && typeof descending !== 'boolean') {
    reader.fail('wrong-type', ['sort', 'descending'], 'must be true or false', 'write descending: true');
  }
  return column === undefined ? worstFirst : { column, descending: descending === true };
}

function readDrill(
  reader: ViewReader,
  value: unknown,
  kinds: readonly RowKind[],
): Readonly<Partial<Record<RowKind, string>>> {
  if (value === undefined || value === null) return {};
  if (!isJson(value)) {
    reader.fail('wrong-type', ['drill'], 'must be a mapping', 'write { Pod: containers }');
    return {};
  }
  const drill: Partial<Record<RowKind, string>> = {};
  for (const [word, target] of Object.entries(value)) {
    const kind = kinds.find((known) => known === word);
    const view = reader.text(target, ['drill', word]);
    if (kind === undefined)
      reader.fail('unknown-kind', ['drill', word], `the view has no rows of kind "${word}"`, near(word, kinds));
    else if (view !== undefined) drill[kind] = view;
  }
  return drill;
}

/** Reads the text of a view file. `file` is what errors call it. With any error there is no view. */
export function parseView(file: string, text: string): ParsedView {
  const reader = new ViewReader(file, text);
  const root = reader.root();
  if (root === undefined) return { view: undefined, errors: reader.errors, drillLines: new Map() };
  reader.onlyFields(root, FIELDS, []);
  for (const field of ['name', 'kinds'] as const) {
    if (root[field] === undefined) reader.fail('missing-field', [], `has no ${field}`, `add ${field}:`);
  }
  const kinds = reader.kinds(root['kinds'], ['kinds']);
  const name = root['name'] === undefined ? undefined : reader.text(root['name'], ['name']);
  const columns = readColumns(reader, root['columns'], kinds);
  const drill = readDrill(reader, root['drill'], kinds);
  const view: View = {
    name: name ?? file,
    title: root['title'] === undefined ? (name ?? file) : (reader.text(root['title'], ['title']) ?? ''),
    aliases: reader.texts(root['aliases'], ['aliases']),
    description: root['description'] === undefined ? '' : (reader.text(root['description'], ['description']) ?? ''),
    kinds,
    unowned: reader.kinds(root['unowned'], ['unowned']),
    columns,
    sort: readSort(reader, root['sort'], columns),
    drill,
    file,
  };
  const drillLines = new Map(Object.keys(drill).map((kind) => [kind, reader.line(['drill', kind])]));
  return { view: reader.errors.length === 0 ? view : undefined, errors: reader.errors, drillLines };
}
