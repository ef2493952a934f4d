// The YAML must mean the object it shows, whatever strings it holds, and each part of a line must be known for what it is.
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { lookedAt } from '../../src/actions/yaml-look.ts';
import { yamlLines } from '../../src/actions/yaml-lines.ts';
import type { TextLine, TextLines } from '../../src/actions/text-line.ts';

const HOSTILE = {
  escape: 'x\u001b[31mred\u0007',
  bidi: 'a\u202eb\u0085c\u2028d',
  block: 'one\n  two\n\nthree\n',
  bare: 'one\ntwo',
  blank: '\n',
  trailing: 'a \nb\n\n',
  controlInBlock: 'one\n\u001b]0;title\u0007two\n',
  tabs: 'all:\n\tmake\n',
  words: ['yes', 'on', 'n', '~', 'null', '1e3', '0x1f', '012', '1:30', '2026-01-01', '', ' '],
  marks: ['#x', '*x', '&x', '!x', '- x', '? x', 'a: b', "it's", '"', '[', '{', '%', '@', '`', '|', '>', '[masked]'],
  nested: [['a', ['b']], [{ c: 'd\ne', f: 1 }], {}, [], null, true, -1.5e-7],
  long: 'w '.repeat(20_000),
  '': 'empty key',
  'a: b': 'odd key',
  'k\u001bey': 1,
  yes: 2,
  emoji: '💥',
};

/** Pieces from which strings are put together that look like something else to one YAML or another. */
const PIECES = [
  'a',
  'e',
  'x',
  'Y',
  '1',
  '0',
  '-',
  '+',
  '.',
  '_',
  '/',
  ':',
  '#',
  ' ',
  '\n',
  "'",
  '"',
  '=',
  '~',
  '[',
  '{',
  '&',
  '!',
  '|',
  'no',
];
const WORDS = [
  'yes',
  'Off',
  'null',
  'True',
  'e12',
  'E+3',
  '.nan',
  '1:30',
  '0x1f',
  '012',
  '2026-01-01',
  '10.0.0.1',
  '-.inf',
  '=',
];

/** Objects as varied as the numbers of a small generator (LCG of Numerical Recipes) make them; the same every time. */
function* oddObjects(count: number): Generator {
  let seed = 7;
  const below = (limit: number): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * limit);
  };
  const text = (): string =>
    below(3) === 0
      ? (WORDS[below(WORDS.length)] ?? '')
      : Array.from({ length: below(6) }, () => PIECES[below(PIECES.length)]).join('');
  const value = (depth: number): unknown => {
    const kind = below(depth > 3 ? 5 : 8);
    if (kind < 3) return text();
    if (kind === 3) return below(2) === 0 ? below(1e6) - 5e5 : below(1e6) / 10 ** below(20);
    if (kind === 4) return [true, false, null][below(3)];
    if (kind === 5) return Array.from({ length: below(4) }, () => value(depth + 1));
    return Object.fromEntries(Array.from({ length: below(5) }, () => [text(), value(depth + 1)]));
  };
  for (let made = 0; made < count; made++) yield value(0);
}

describe('the text', () => {
  // Most of it is written by us for speed; what a string must look like is the package's knowledge.
  test.each(['1.1', '1.2'] as const)('means the same to YAML %s, whatever is in it', (version) => {
    for (const object of oddObjects(1500))
      expect(parse(yamlLines(object).join('\n') + '\n', { version })).toEqual(object);
  });

  test('means the same object', () => {
    expect(parse(yamlLines(HOSTILE).join('\n'))).toEqual(HOSTILE);
  });

  test('holds nothing that steers a terminal', () => {
    expect(yamlLines(HOSTILE).join('')).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2028]/);
  });

  test('keeps the order of the API, lists not indented, long lines whole', () => {
    const long = `a ${'b'.repeat(500)} c`;
    expect(yamlLines({ kind: 'Pod', apiVersion: 'v1', spec: { args: [long, 'x'] } })).toEqual([
      'kind: Pod',
      'apiVersion: v1',
      'spec:',
      '  args:',
      `  - ${long}`,
      '  - x',
    ]);
  });

  test('objects that stand in two places are written twice', () => {
    const shared = { a: 1 };
    expect(yamlLines({ x: shared, z: shared })).toEqual(['x:', '  a: 1', 'z:', '  a: 1']);
  });
});

/** The lines as an array. */
const all = (lines: TextLines): readonly TextLine[] =>
  Array.from({ length: lines.length }, (_, index) => lines.at(index) ?? { text: '' });

/** Parts as `look:text`. */
const looks = (object: unknown): string[] =>
  all(lookedAt(yamlLines(object))).map(({ text, parts = [] }) =>
    parts.map(({ from, to, look }) => `${typeof look === 'string' ? look : 'sgr'}:${text.slice(from, to)}`).join(' '),
  );

describe('the looks', () => {
  test.each([
    [{ a: 'x' }, ['label:a: string:x']],
    [{ a: 12, b: -0.5 }, ['label:a: number:12', 'label:b: number:-0.5']],
    [{ a: '12' }, ['label:a: string:"12"']],
    [
      { a: true, b: null, c: {}, d: [] },
      ['label:a: word:true', 'label:b: word:null', 'label:c: word:{}', 'label:d: word:[]'],
    ],
    [{ a: 'true' }, ['label:a: string:"true"']],
    [{ a: '[masked]' }, ['label:a: comment:"[masked]"']],
    [{ a: [{ b: 1, c: 'x' }, 'z'] }, ['label:a:', 'label:b: number:1', 'label:c: string:x', 'string:z']],
    [{ a: [['x']] }, ['label:a:', 'string:x']],
    [{ 'k:ey': 1, 'a: b': 2 }, ['label:k:ey: number:1', 'label:"a: b": number:2']],
    [{ url: 'http://x:80/a' }, ['label:url: string:http://x:80/a']],
    [
      { a: 'k: v\n# no comment\n- 1\n', b: 1 },
      ['label:a: word:|', 'string:k: v', 'string:# no comment', 'string:- 1', 'label:b: number:1'],
    ],
    [{ a: ['x: 1\ny'], b: 1 }, ['label:a:', 'word:|-', 'string:x: 1', 'string:y', 'label:b: number:1']],
    [{ a: [{ b: 'x\n\ny', c: 1 }] }, ['label:a:', 'label:b: word:|-', 'string:x', '', 'string:y', 'label:c: number:1']],
    [{ a: '  x\ny' }, ['label:a: word:|2-', 'string:x', 'string:y']],
  ])('%j', (object, expected) => {
    expect(looks(object)).toEqual(expected);
  });

  test('parts stand in order inside their line', () => {
    for (const { text, parts = [] } of all(lookedAt(yamlLines(HOSTILE)))) {
      let at = 0;
      for (const { from, to } of parts) {
        expect([from >= at, to > from, to <= text.length]).toEqual([true, true, true]);
        at = to;
      }
    }
  });
});
