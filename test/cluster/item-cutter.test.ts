import { describe, expect, test } from 'vitest';

import { ItemCutter } from '../../src/cluster/item-cutter.ts';

function cut(
  body: string | Buffer,
  sizes: () => number,
): { items: unknown[]; envelope: Readonly<Record<string, unknown>> } {
  const bytes = Buffer.from(body);
  const cutter = new ItemCutter();
  const items: unknown[] = [];
  for (let at = 0; at < bytes.length;) {
    const size = Math.max(1, sizes());
    for (const item of cutter.push(bytes.subarray(at, at + size))) items.push(JSON.parse(item.toString('utf8')));
    at += size;
  }
  return { items, envelope: cutter.end() };
}

const whole = (body: string) => cut(body, () => 1e9);

/** Small, fast, seeded: the same numbers on every machine. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const NASTY = [
  '{',
  '}',
  '[',
  ']',
  '"',
  '\\',
  '\\\\"',
  '"items":[',
  'ünï',
  '漢字',
  '👩‍🚀',
  '\n',
  '\u0000',
  ',',
  ' ',
  'a\\',
];

function randomValue(random: () => number, depth: number): unknown {
  const kind = Math.floor(random() * (depth > 3 ? 3 : 6));
  const word = () =>
    Array.from({ length: Math.floor(random() * 4) }, () => NASTY[Math.floor(random() * NASTY.length)]).join('');
  if (kind === 0) return word();
  if (kind === 1) return Math.floor(random() * 1e6) / 7;
  if (kind === 2) return random() < 0.5 ? null : random() < 0.5;
  if (kind === 3) return Array.from({ length: Math.floor(random() * 4) }, () => randomValue(random, depth + 1));
  return Object.fromEntries(
    Array.from({ length: Math.floor(random() * 5) }, () => [
      random() < 0.1 ? 'items' : word(),
      randomValue(random, depth + 1),
    ]),
  );
}

describe('ItemCutter', () => {
  // The property everything else rests on: where the network cuts the bytes can never be seen in the items.
  test('random lists in random pieces give the items of JSON.parse', () => {
    const random = chance(7);
    for (let round = 0; round < 400; round++) {
      const items = Array.from({ length: Math.floor(random() * 6) }, (_, n) => ({ n, v: randomValue(random, 0) }));
      const rest = { kind: 'PodList', metadata: { resourceVersion: String(round), note: randomValue(random, 2) } };
      const list = random() < 0.5 ? { ...rest, items } : { items, ...rest };
      const text = JSON.stringify(list, null, random() < 0.3 ? 2 : 0);
      const largest = random() < 0.3 ? 1 : 40;
      const found = cut(text, () => Math.ceil(random() * largest));
      expect(found.items).toEqual(JSON.parse(JSON.stringify(items)));
      expect(found.envelope).toEqual(JSON.parse(JSON.stringify({ ...list, items: [] })));
    }
  });

  test.each([
    ['items null', '{"kind":"PodList","metadata":{"resourceVersion":"1"},"items":null}', 0],
    ['items empty', '{"items":[],"metadata":{}}', 0],
    ['items empty with spaces', '{ "items" : [ \n ] , "metadata" : {} }\n', 0],
    ['metadata behind the items', '{"items":[{"a":1},{"b":2}],"metadata":{"resourceVersion":"1"}}', 2],
    ['items deeper down', '{"metadata":{"items":[1,2]},"items":[{}]}', 1],
    ['a list beside items', '{"columnDefinitions":[{"name":"x"}],"items":[{}]}', 1],
    ['"items":[ inside a string', '{"note":"\\"items\\":[","items":[{"x":"}]"}]}', 1],
  ])('%s', (_name, body, count) => {
    expect(whole(body).items).toHaveLength(count);
    expect(cut(body, () => 1).items).toEqual(whole(body).items);
    expect(cut(body, () => 1).envelope).toEqual(whole(body).envelope);
  });

  test.each([
    ['', 'cut-short'],
    ['{"items":[{"a":1},{"b"', 'cut-short'],
    ['{"items":[{"a":1}', 'cut-short'],
    ['{"items":[{"a":1}]', 'cut-short'],
    ['{"items":[{"a":"}', 'cut-short'],
    ['<html>', 'not-json'],
    ['[1]', 'not-json'],
    ['{"items":[1,2]}', 'not-json'],
    ['{"items":[{}]} and more', 'not-json'],
  ])('%j is refused as %s', (body, code) => {
    expect(() => whole(body)).toThrow(expect.objectContaining({ code }));
    expect(() => cut(body, () => 1)).toThrow(expect.objectContaining({ code }));
  });
});
