// Label selectors in their full grammar (equality, sets, existence), because clients drill by label and a demo that
// ignored half of a selector would show rows a real server would not.
import type { Labels } from './api-types.ts';
import { badRequest } from './failure.ts';

export type LabelTest = (labels: Labels) => boolean;

const TOKEN = /\s*(notin\b|in\b|!=|==|=|!|>|<|\(|\)|,|[\w./-]+)/y;

/** Parses a labelSelector query; throws 400 as the server does. '' matches everything. */
export function parseLabelSelector(text: string): LabelTest {
  const words = tokens(text);
  const tests: LabelTest[] = [];
  let at = 0;
  const next = (): string => words[at++] ?? '';
  while (at < words.length) {
    tests.push(requirement(next, () => words[at] ?? '', text));
    if (at < words.length && next() !== ',') throw refuse(text);
  }
  return (labels) => tests.every((test) => test(labels));
}

function requirement(next: () => string, peek: () => string, text: string): LabelTest {
  const first = next();
  if (first === '!') {
    const absent = next();
    return (labels) => labels[absent] === undefined;
  }
  if (!/^[\w./-]+$/.test(first)) throw refuse(text);
  if (peek() === '' || peek() === ',') return (labels) => labels[first] !== undefined;
  const operator = next();
  if (operator === 'in' || operator === 'notin') {
    const values = valueSet(next, text);
    if (operator === 'in') return (labels) => values.has(labels[first] ?? '\0');
    return (labels) => !values.has(labels[first] ?? '\0');
  }
  const value = peek() === ',' || peek() === '' ? '' : next();
  switch (operator) {
    case '=':
    case '==':
      return (labels) => labels[first] === value;
    case '!=':
      return (labels) => labels[first] !== value;
    case '>':
      return (labels) => Number(labels[first]) > Number(value);
    case '<':
      return (labels) => Number(labels[first]) < Number(value);
    default:
      throw refuse(text);
  }
}

function valueSet(next: () => string, text: string): ReadonlySet<string> {
  if (next() !== '(') throw refuse(text);
  const values = new Set<string>();
  for (let word = next(); word !== ')'; word = next()) {
    if (word === '') throw refuse(text);
    if (word !== ',') values.add(word);
  }
  return values;
}

function tokens(text: string): string[] {
  const words: string[] = [];
  TOKEN.lastIndex = 0;
  const trimmed = text.trim();
  while (TOKEN.lastIndex < trimmed.length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(trimmed);
    if (!match) throw refuse(`${trimmed.slice(0, from)}»${trimmed.slice(from)}`);
    words.push(match[1] ?? '');
  }
  return words;
}

function refuse(text: string): Error {
  return badRequest(`unable to parse requirement: found unexpected text in label selector "${text}"`);
}
