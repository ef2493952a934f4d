// Opens one kubeconfig file as YAML or JSON and hands out its named entries with their lines. A syntax error costs the entries it touches and
// no others, which is why this works on the YAML tree and not on the plain value.
import { LineCounter, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Document, YAMLMap } from 'yaml';

import { isJson, type Json } from '../objects/json.ts';
import type { KubeconfigProblem } from './kubeconfig-entry.ts';

/** One element of `clusters`, `users` or `contexts`; `body` is what stands below `cluster`, `user` or `context`. */
export type NamedEntry = { readonly name: string; readonly line: number; readonly body: Json };

export type KubeconfigDocument = {
  readonly currentContext: string;
  readonly clusters: readonly NamedEntry[];
  readonly users: readonly NamedEntry[];
  readonly contexts: readonly NamedEntry[];
  readonly problems: readonly KubeconfigProblem[];
};

const EMPTY = { currentContext: '', clusters: [], users: [], contexts: [] } as const;
const FIX_ENTRY = 'correct or remove the entry';

type Reading = {
  readonly file: string;
  readonly document: Document.Parsed;
  readonly lineOf: (offset: number | undefined) => number;
  readonly problems: KubeconfigProblem[];
};

/** A name as kubectl reads it: a number or a boolean counts as the text it is written as; '' for anything else. */
export function nameText(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? value : '';
}

/** Reads the text of one file. Never throws; an empty file is a problem and no entries. */
export function readKubeconfigDocument(file: string, text: string): KubeconfigDocument {
  const problems: KubeconfigProblem[] = [];
  const lines = new LineCounter();
  const options = {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'silent',
    uniqueKeys: false,
    strict: false,
  } as const;
  const document = parseDocument(text, options);
  const lineOf = (offset: number | undefined): number => (offset === undefined ? 0 : lines.linePos(offset).line);
  for (const error of document.errors) {
    const message = `not valid YAML: ${firstLine(error.message)}`;
    problems.push({
      code: 'not-yaml',
      file,
      line: lineOf(error.pos[0]),
      message,
      cure: 'correct the line; entries it does not touch are used',
    });
  }
  const root = document.contents;
  const refusal = whyNoKubeconfig(document);
  if (refusal !== undefined || !isMap(root)) {
    const line = root === null ? 0 : lineOf(document.range[0]);
    problems.push({
      code: 'not-a-kubeconfig',
      file,
      line,
      message: refusal ?? '',
      cure: 'name a kubeconfig file, or remove this one from the list',
    });
    return { ...EMPTY, problems };
  }
  const reading: Reading = { file, document, lineOf, problems };
  return {
    currentContext: nameText(document.get('current-context')),
    clusters: entriesOf(reading, root, 'clusters', 'cluster'),
    users: entriesOf(reading, root, 'users', 'user'),
    contexts: entriesOf(reading, root, 'contexts', 'context'),
    problems,
  };
}

function whyNoKubeconfig(document: Document.Parsed): string | undefined {
  const root = document.contents;
  if (root === null || (isScalar(root) && root.value === null)) return 'the file is empty';
  if (!isMap(root)) return 'this is not a kubeconfig: a mapping is expected';
  const kind = document.get('kind');
  return typeof kind === 'string' && kind !== 'Config' ? `this is not a kubeconfig but a ${kind}` : undefined;
}

const firstLine = (text: string): string => (text.split('\n', 1)[0] ?? '').replace(/ at line \d+.*$/, '');

function entriesOf(reading: Reading, root: YAMLMap, list: string, noun: string): NamedEntry[] {
  const { file, problems, lineOf } = reading;
  const node = root.get(list, true) as unknown;
  if (node === undefined || node === null || (isScalar(node) && node.value === null)) return [];
  if (!isSeq(node)) {
    problems.push({
      code: 'bad-entry',
      file,
      line: lineOf(rangeOf(node)?.[0]),
      message: `${list} is not a list`,
      cure: FIX_ENTRY,
    });
    return [];
  }
  const entries = new Map<string, NamedEntry>();
  for (const item of node.items) {
    const line = lineOf(rangeOf(item)?.[0]);
    const entry = entryOf(reading, item, noun);
    if (typeof entry === 'string') problems.push({ code: 'bad-entry', file, line, message: entry, cure: FIX_ENTRY });
    else if (entries.has(entry.name)) {
      const message = `the ${noun} '${entry.name}' is written twice; the first is used`;
      problems.push({ code: 'duplicate', file, line, message, cure: 'remove one' });
    } else entries.set(entry.name, { ...entry, line });
  }
  return [...entries.values()];
}

/** The entry without its line, or what is wrong with it. */
function entryOf({ document }: Reading, item: unknown, noun: string): Omit<NamedEntry, 'line'> | string {
  const range = rangeOf(item);
  const value = plainValue(document, item);
  const name = isJson(value) ? nameText(value['name']) : '';
  if (document.errors.some(({ pos }) => range && pos[0] >= range[0] && pos[0] < range[1])) {
    return `the ${noun} ${name === '' ? 'without a name' : `'${name}'`} has a syntax error in it`;
  }
  if (!isJson(value)) return `an element of ${noun}s is not a mapping`;
  if (name === '') return `a ${noun} has no name`;
  const body = value[noun];
  if (isJson(body)) return { name, body };
  return noun === 'user' && (body === undefined || body === null)
    ? { name, body: {} }
    : `the entry '${name}' has no ${noun}`;
}

const rangeOf = (node: unknown): readonly [number, number, number] | undefined =>
  (node as { range?: readonly [number, number, number] | null } | null)?.range ?? undefined;

function plainValue(document: Document.Parsed, item: unknown): unknown {
  try {
    return (item as { toJS?: (document: Document.Parsed) => unknown } | null)?.toJS?.(document);
  } catch {
    return undefined; // an alias to an anchor that does not exist: reported as "not a mapping"
  }
}
