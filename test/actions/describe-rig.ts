// What the tests of describe stand on: answers of a real API server kept as files, one of every kind, and a fleet that knows all of them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe as describeAction } from '../../src/actions/describe-action.ts';
import type { LiveText } from '../../src/actions/live-text.ts';
import type { Target } from '../../src/actions/target.ts';
import type { TextLine } from '../../src/actions/text-line.ts';
import { containerId } from '../../src/graph/node-id.ts';
import { KIND_IDS, kindOf, type KindId } from '../../src/objects/kind.ts';
import type { KubeObject } from '../../src/objects/kube-object.ts';
import { whyPanel } from '../../src/view/why.ts';
import { object as trimmed, World, type Json } from '../health/world.ts';
import { apiError, FakeTools, settled, targetOf } from './fakes.ts';

/** Some minutes after the answers were given. */
export const NOW = Date.parse('2026-11-21T05:40:00Z');

/** Parsed answers by path. */
export type Answers = Record<string, Json>;

export function answersOf(kind: KindId): Answers {
  const name = kind.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase();
  return JSON.parse(readFileSync(join(import.meta.dirname, `fixtures/describe-${name}.json`), 'utf8')) as Answers;
}

/** The path of the object itself: the first that was asked. */
export const pathIn = (answers: Answers): string => Object.keys(answers)[0] ?? '';

export const objectIn = (kind: KindId, answers = answersOf(kind)): KubeObject =>
  trimmed(kind, answers[pathIn(answers)] ?? {});

/** The kind of what a path lists, when the fleet watches it. */
function listed(path: string): KindId | undefined {
  const plural = path.split('?')[0]?.split('/').at(-1);
  return KIND_IDS.find((kind) => kindOf(kind).plural === plural && kind !== 'Event');
}

/** A fleet that holds every object of the fixtures, judged at NOW. */
export function knownWorld(): World {
  const world = new World({ live: false });
  world.now = NOW;
  for (const kind of KIND_IDS) world.state(kind, 'live');
  const all = new Map<string, KubeObject>();
  for (const kind of KIND_IDS) {
    const answers = answersOf(kind);
    for (const [path, { items }] of Object.entries(answers)) {
      const of = listed(path);
      if (Array.isArray(items) && of !== undefined)
        for (const item of items as Json[]) all.set(String((item['metadata'] as Json)['uid']), trimmed(of, item));
    }
    all.set(objectIn(kind).uid, objectIn(kind));
  }
  world.put(...all.values());
  return world;
}

export class DescribeRig {
  readonly world: World;
  readonly tools: FakeTools;
  answers: Answers;
  /** Errors by a part of the path. */
  readonly refusals = new Map<string, Error>();

  constructor(answers: Answers, world = knownWorld()) {
    this.world = world;
    this.answers = answers;
    this.tools = new FakeTools(world, { now: NOW });
    const why = (id: string): TextLine[] =>
      whyPanel(id, world.graph, world.engine, this.tools.clock.now()).lines.map(({ text, level, depth }) => ({
        text: ' '.repeat(depth * 2) + text,
        level,
      }));
    Object.assign(this.tools, { why });
    this.tools.theCluster.read = (path) => this.#answer(path);
  }

  #answer(path: string): Promise<unknown> {
    for (const [part, error] of this.refusals) if (path.includes(part)) return Promise.reject(error);
    const answer = this.answers[path];
    return answer === undefined ? Promise.reject(apiError('not-found', 'not found', 404)) : Promise.resolve(answer);
  }

  /** Opens the description and waits until the first answers are in. */
  async open(target: Target): Promise<LiveText> {
    const text = await this.show(target);
    text.start(() => undefined);
    await settled();
    return text;
  }

  /** The text as the action shows it, not started. */
  async show(target: Target): Promise<LiveText> {
    await describeAction.run([target], this.tools);
    const text = this.tools.shown.at(-1);
    if (text === undefined) throw new Error('describe showed nothing');
    return text;
  }
}

export function targetIn(kind: KindId, container?: string): Target {
  const target = targetOf(objectIn(kind));
  if (container === undefined) return target;
  return { ...target, id: containerId(objectIn(kind).key, container), kind: 'Container', container };
}

export const linesOf = (text: LiveText): readonly TextLine[] => {
  const { lines } = text.content();
  return Array.from({ length: lines.length }, (_, at) => lines.at(at) ?? { text: '' });
};

export const textsOf = (text: LiveText): readonly string[] => linesOf(text).map(({ text }) => text);
