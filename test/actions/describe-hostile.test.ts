// Whatever of an object is missing or of another type, the rest is told: describe never throws on what a server sends.
import { describe, expect, test } from 'vitest';
import { objectLines } from '../../src/actions/describe-lines.ts';
import type { Json } from '../../src/objects/json.ts';
import type { Part } from '../../src/actions/describe-subject.ts';
import { requestsFor } from '../../src/actions/describe-lines.ts';
import { KIND_IDS, type KindId } from '../../src/objects/kind.ts';
import { answersOf, knownWorld, NOW, pathIn, targetIn, type Answers } from './describe-rig.ts';

const world = knownWorld();
const ROUNDS = 150;
const ODD: readonly unknown[] = [
  undefined,
  null,
  0,
  -1,
  1e300,
  '',
  'a\nb',
  true,
  [],
  {},
  [null],
  [[]],
  { a: { b: [] } },
  '\u001b[31m',
  '9'.repeat(400),
];

/** Repeatable numbers in [0, 1) (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Holder = Record<string, unknown>;

/** Every place in a value, with who holds it. */
function places(value: unknown, found: { holder: Holder; name: string }[] = []): { holder: Holder; name: string }[] {
  if (typeof value !== 'object' || value === null) return found;
  for (const name of Object.keys(value)) {
    found.push({ holder: value as Holder, name });
    places((value as Holder)[name], found);
  }
  return found;
}

/** Takes some subtrees away and puts odd things in place of others. */
function spoil(value: unknown, random: () => number): void {
  for (let times = 1 + Math.floor(random() * 8); times > 0; times--) {
    const all = places(value);
    const place = all[Math.floor(random() * all.length)];
    if (place === undefined) return;
    if (random() < 0.5) delete place.holder[place.name];
    else place.holder[place.name] = structuredClone(ODD[Math.floor(random() * ODD.length)]);
  }
}

function told(kind: KindId, answers: Answers): number {
  const object = (answers[pathIn(answersOf(kind))] ?? {}) as Json;
  const target = targetIn(kind);
  const requests = requestsFor(target, object);
  const given = answersOf(kind);
  const parts: Record<string, Part> = Object.fromEntries(
    Object.keys(requestsFor(target, given[pathIn(given)] as Json)).map((name, at) => [
      name,
      { json: Object.values(answers)[at + 1] },
    ]),
  );
  expect(Object.keys(requests)).toContain('events');
  const sight = { graph: world.graph, health: world.engine };
  return objectLines({ target, object, parts, sight, now: NOW }).length;
}

describe('spoilt answers', () => {
  test.each(KIND_IDS)('%s with random subtrees gone or odd is told', (kind) => {
    for (let seed = 1; seed <= ROUNDS; seed++) {
      const answers = answersOf(kind);
      spoil(answers, chance(seed));
      expect(() => told(kind, answers), `seed ${seed}`).not.toThrow();
    }
  });

  test.each(KIND_IDS)('%s of an empty object is told', (kind) => {
    expect(told(kind, { [pathIn(answersOf(kind))]: {} })).toBeGreaterThan(1);
  });

  test('an object nested a thousand deep ends', () => {
    let deep: unknown = 'end';
    for (let depth = 0; depth < 1000; depth++) deep = { deep };
    expect(told('Event', { [pathIn(answersOf('Event'))]: { deep } })).toBeLessThan(100);
  });
});
