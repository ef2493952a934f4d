// One YAML file per verdict: plain Kubernetes objects, an instant, and what a rule must say. A rule without a fixture, and a fixture with a word
// nobody knows, fail.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { containerId } from '../../src/graph/node-id.ts';
import { LEVELS } from '../../src/health/level.ts';
import { RULE_NAMES } from '../../src/health/rule-name.ts';
import { objectKey } from '../../src/objects/key.ts';
import type { KindId } from '../../src/objects/kind.ts';
import { kindNamed } from '../../src/objects/kind.ts';
import type { Json } from './world.ts';
import { CONTEXT, World, object } from './world.ts';

type Expected = { rule: string; level: string; reason: string; evidence?: string[] };
type Fixture = {
  now: string;
  subject: string;
  objects: (Json & { kind: string })[];
  expect: Expected[];
  unknown?: string;
};

const FIELDS = new Set(['now', 'subject', 'objects', 'expect', 'unknown']);
const VERDICT_FIELDS = new Set(['rule', 'level', 'reason', 'evidence']);
const folder = new URL('./fixtures/', import.meta.url);
const files = readdirSync(folder).toSorted();

function read(file: string): Fixture {
  const fixture = parse(readFileSync(new URL(file, folder), 'utf8')) as Fixture;
  for (const field of Object.keys(fixture)) if (!FIELDS.has(field)) throw new Error(`${file}: unknown field ${field}`);
  for (const verdict of fixture.expect) {
    for (const field of Object.keys(verdict))
      if (!VERDICT_FIELDS.has(field)) throw new Error(`${file}: unknown field ${field}`);
    if (!(RULE_NAMES as readonly string[]).includes(verdict.rule))
      throw new Error(`${file}: no such rule: ${verdict.rule}`);
    if (!(LEVELS as readonly string[]).includes(verdict.level))
      throw new Error(`${file}: no such level: ${verdict.level}`);
  }
  return fixture;
}

/** `Kind/namespace/name`, and `/container` for one of a pod's. */
function subjectId(subject: string): string {
  const [kind = '', namespace = '', name = '', container] = subject.split('/');
  const key = objectKey(CONTEXT, kindNamed(kind) as KindId, namespace, name);
  return container === undefined ? key.text : containerId(key, container);
}

describe('rules', () => {
  for (const file of files) {
    it(file.replace('.yaml', ''), () => {
      const fixture = read(file);
      const world = new World({ hysteresis: false });
      world.now = Date.parse(fixture.now);
      world.put(...fixture.objects.map((json) => object(json.kind as KindId, json)));
      const health = world.engine.health(subjectId(fixture.subject));
      const found = health.own.map(({ rule, level, reason, evidence }, at) => ({
        rule,
        level,
        reason,
        ...(fixture.expect[at]?.evidence === undefined ? {} : { evidence }),
      }));
      expect(found).toEqual(fixture.expect);
      expect(health.unknown?.why).toBe(fixture.unknown);
      for (const verdict of health.own) expect(verdict.message).not.toBe('');
    });
  }

  it('every rule has a fixture', () => {
    const covered = new Set(files.flatMap((file) => read(file).expect.map(({ rule }) => rule)));
    expect(RULE_NAMES.filter((rule) => !covered.has(rule))).toEqual([]);
  });
});
