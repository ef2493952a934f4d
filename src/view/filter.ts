// The filter line: words that must all be found, `!word` that must not, `/pattern/`, and comparisons of the level. Anything else is plain text,
// so that a filter half typed never fails (k9s#2379, #3294): what is not understood is said in a hint.
import type { Level } from '../health/level.ts';
import { LEVELS } from '../health/level.ts';
import { sortRank } from '../health/level-word.ts';

type SeenLevel = Level | 'unknown';
type Comparison = '>=' | '<=' | '!=' | '=' | '>' | '<';

/** `text` is lower case; `not` turns the term round. */
export type Term =
  | { readonly type: 'text'; readonly text: string; readonly not: boolean }
  | { readonly type: 'pattern'; readonly pattern: RegExp; readonly not: boolean }
  | { readonly type: 'level'; readonly comparison: Comparison; readonly level: SeenLevel; readonly not: boolean };

/** `hint` says what was not understood of the line; the rest still works. */
export type Filter = { readonly text: string; readonly terms: readonly Term[]; readonly hint: string | undefined };

/**
 * What a filter looks into: a row's name, namespace, context, text cells and `label=value`. `contains` takes lower case; `lines` gives all of
 * them, one a line.
 */
export type Filtered = { readonly seen: SeenLevel; contains(lower: string): boolean; lines(): string };

export const NO_FILTER: Filter = { text: '', terms: [], hint: undefined };

/** A pattern between slashes may hold spaces; everything else is split at them. */
const TOKENS = /!?\/(?:\\.|[^/\\])+\/(?=\s|$)|\S+/gu;
const PATTERN = /^\/(.+)\/$/u;
const LEVEL = /^level(>=|<=|!=|=|>|<)(\S*)$/iu;

/** The words people may write for a level: those of the rules, and those of the screen. */
const LEVEL_OF: ReadonlyMap<string, SeenLevel> = new Map<string, SeenLevel>([
  ...LEVELS.map((level) => [level, level] as const),
  ['unknown', 'unknown'],
  ['?', 'unknown'],
  ['changing', 'progressing'],
]);

/** Reads a filter line. Never throws. */
export function parseFilter(text: string): Filter {
  const terms: Term[] = [];
  let hint: string | undefined;
  for (const token of text.match(TOKENS) ?? []) {
    const not = token.startsWith('!');
    const body = not ? token.slice(1) : token;
    if (body === '') continue;
    const read = termOf(body, not);
    if (read.term !== undefined) terms.push(read.term);
    hint = read.hint ?? hint;
  }
  return { text, terms, hint };
}

type ReadTerm = { readonly term: Term | undefined; readonly hint: string | undefined };

function termOf(body: string, not: boolean): ReadTerm {
  const level = LEVEL.exec(body);
  if (level !== null) return levelTerm(level[1] as Comparison, level[2] ?? '', not);
  const source = PATTERN.exec(body)?.[1];
  const literal: Term = { type: 'text', text: body.toLowerCase(), not };
  if (source === undefined) return { term: literal, hint: undefined };
  try {
    return { term: { type: 'pattern', pattern: new RegExp(source, 'imu'), not }, hint: undefined };
  } catch (error) {
    return {
      term: literal,
      hint: `${body} is taken as plain text: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

/** A level that is not one yet (still being typed) asks for nothing. */
function levelTerm(comparison: Comparison, word: string, not: boolean): ReadTerm {
  const level = LEVEL_OF.get(word.toLowerCase());
  if (level === undefined) return { term: undefined, hint: `level is one of ${LEVELS.join(', ')}, unknown` };
  return { term: { type: 'level', comparison, level, not }, hint: undefined };
}

/** True when a row passes every term. */
export function passes(filter: Filter, row: Filtered): boolean {
  for (const term of filter.terms) if (found(term, row) === term.not) return false;
  return true;
}

function found(term: Term, row: Filtered): boolean {
  switch (term.type) {
    case 'text':
      return row.contains(term.text);
    case 'pattern':
      return term.pattern.test(row.lines());
    case 'level':
      return compares(row.seen, term.comparison, term.level);
  }
}

/** `=` and `!=` compare words (`done` is not `ok`), the others ranks; unknown ranks between changing and minor. */
function compares(seen: SeenLevel, comparison: Comparison, level: SeenLevel): boolean {
  switch (comparison) {
    case '=':
      return seen === level;
    case '!=':
      return seen !== level;
    case '>=':
      return sortRank(seen) >= sortRank(level);
    case '<=':
      return sortRank(seen) <= sortRank(level);
    case '>':
      return sortRank(seen) > sortRank(level);
    case '<':
      return sortRank(seen) < sortRank(level);
  }
}

/** True when whatever passes `next` also passed `before`, so that only those rows need looking at: what typing on at the end does. */
export function narrows(next: Filter, before: Filter): boolean {
  return before.terms.every((old) => next.terms.some((term) => implies(term, old)));
}

/** True when a row that passes `term` passes `old`. A shorter word excluded excludes more. */
function implies(term: Term, old: Term): boolean {
  if (term.not !== old.not) return false;
  if (term.type === 'text' && old.type === 'text')
    return term.not ? old.text.includes(term.text) : term.text.includes(old.text);
  if (term.type === 'pattern' && old.type === 'pattern') return term.pattern.source === old.pattern.source;
  return (
    term.type === 'level' && old.type === 'level' && term.comparison === old.comparison && term.level === old.level
  );
}
