// A description while it is open: shown at once, following the object, and ending with everything it started.
import { beforeEach, describe, expect, test } from 'vitest';
import type { LiveText } from '../../src/actions/live-text.ts';
import { ActionError } from '../../src/actions/action.ts';
import { apiError, settled } from './fakes.ts';
import { answersOf, DescribeRig, knownWorld, NOW, pathIn, targetIn, textsOf, type Answers } from './describe-rig.ts';

const world = knownWorld();
const target = targetIn('Pod');
let rig: DescribeRig;

beforeEach(() => {
  rig = new DescribeRig(answersOf('Pod'), world);
});

/** The pod's answers with its status changed. */
function changed(answers: Answers, phase: string, uid?: string): Answers {
  const copy = structuredClone(answers) as Record<string, { metadata: { uid: string }; status: { phase: string } }>;
  const pod = copy[pathIn(answers)];
  if (pod !== undefined) {
    pod.status.phase = phase;
    pod.metadata.uid = uid ?? pod.metadata.uid;
  }
  return copy;
}

const asked = (): number => rig.tools.theCluster.got.filter((path) => path.endsWith('/pods/rich')).length;
const statusLine = (text: LiveText): string | undefined => textsOf(text).find((line) => line.startsWith('Status:'));

describe('an open description', () => {
  test('is shown before any answer is there, with why the object has its colour', async () => {
    let answer: (value: unknown) => void = () => undefined;
    rig.tools.theCluster.read = () => new Promise((resolve) => (answer = resolve));
    const text = await rig.show(target);
    text.start(() => undefined);
    expect(text.isBusy()).toBe(true);
    expect(text.content().status).toBe('loading …');
    expect(textsOf(text)[0]).toMatch(/^Pod tell\/rich is /);
    expect(textsOf(text).at(-1)).toBe('loading …');
    answer({});
    text.stop();
  });

  test('is the same object until a line changes', async () => {
    const text = await rig.open(target);
    expect(text.isBusy()).toBe(false);
    const before = text.content();
    expect(text.content()).toBe(before);
    rig.tools.touch(target.id);
    expect(text.content()).toBe(before);
    await rig.tools.clock.advance(61_000);
    expect(text.content()).not.toBe(before);
  });

  test('asks again when the object was touched, at most every half second, and tells the change', async () => {
    const text = await rig.open(target);
    rig.answers = changed(rig.answers, 'Failed');
    for (let touches = 0; touches < 10; touches++) rig.tools.touch(target.id);
    await settled();
    expect(asked()).toBe(1);
    await rig.tools.clock.advance(499);
    expect(asked()).toBe(1);
    await rig.tools.clock.advance(1);
    expect(asked()).toBe(2);
    expect(statusLine(text)).toContain('Failed');
  });

  test('a touch while it asks is not lost', async () => {
    const text = await rig.open(target);
    rig.tools.touch(target.id);
    const read = rig.tools.theCluster.read;
    let release: () => void = () => undefined;
    rig.tools.theCluster.read = async (path, signal) => {
      await new Promise<void>((resolve) => (release = resolve));
      return read(path, signal);
    };
    await rig.tools.clock.advance(500);
    expect(text.isBusy()).toBe(true);
    rig.tools.touch(target.id);
    rig.tools.theCluster.read = read;
    release();
    await settled();
    expect(asked()).toBe(2);
    await rig.tools.clock.advance(1000);
    expect(asked()).toBe(3);
  });

  test('a slow server is left four times as long in peace', async () => {
    const read = rig.tools.theCluster.read;
    rig.tools.theCluster.read = async (path, signal) => {
      if (path.endsWith('/pods/rich')) rig.tools.clock.spend(1000);
      return read(path, signal);
    };
    const text = await rig.open(target);
    rig.tools.touch(target.id);
    await rig.tools.clock.advance(2999);
    expect(asked()).toBe(1);
    await rig.tools.clock.advance(1);
    expect(asked()).toBe(2);
    text.stop();
  });

  test('asks for events every ten seconds though nothing was touched', async () => {
    await rig.open(target);
    for (let seconds = 0; seconds < 30; seconds++) await rig.tools.clock.advance(1000);
    expect(asked()).toBeGreaterThanOrEqual(3);
    expect(asked()).toBeLessThanOrEqual(4);
  });

  test('ages grow with the clock', async () => {
    const text = await rig.open(target);
    const before = textsOf(text).find((line) => line.includes('x42'));
    await rig.tools.clock.advance(3_600_000);
    expect(textsOf(text).find((line) => line.includes('x42'))).not.toBe(before);
  });

  test('deleted: the last text stays, and says since when', async () => {
    const text = await rig.open(target);
    rig.answers = {};
    rig.tools.touch(target.id);
    await rig.tools.clock.advance(500);
    expect(text.content()).toMatchObject({ status: 'deleted at 05:40:00', trouble: true });
    expect(statusLine(text)).toContain('Running');
    await rig.tools.clock.advance(11_000);
    await rig.tools.clock.advance(1000);
    expect(text.content().status).toBe('deleted at 05:40:00');
  });

  test('another object of the same name is not taken for it', async () => {
    const text = await rig.open(target);
    rig.answers = changed(rig.answers, 'Pending', 'another-uid');
    rig.tools.touch(target.id);
    await rig.tools.clock.advance(500);
    expect(text.content()).toMatchObject({
      status: 'replaced at 05:40:00: another object has its name now',
      trouble: true,
    });
    expect(statusLine(text)).toContain('Running');
  });

  test('a server that does not answer: since when the text is not up to date, and why; then it follows again', async () => {
    const text = await rig.open(target);
    rig.refusals.set('/pods/rich', apiError('unreachable', 'connection refused'));
    rig.tools.touch(target.id);
    await rig.tools.clock.advance(500);
    expect(text.content().status).toBe('not up to date since 05:40:00: connection refused');
    rig.refusals.clear();
    rig.tools.touch(target.id);
    await rig.tools.clock.advance(500);
    expect(text.content()).toMatchObject({ status: 'following', trouble: false });
  });

  test('an answer that is no object is told without falling over', async () => {
    rig.answers = { [pathIn(rig.answers)]: { metadata: { uid: target.uid } } };
    const text = await rig.open(target);
    expect(text.content().status).toBe('following');
  });

  test('closing it ends timers, watches and requests', async () => {
    const signals: AbortSignal[] = [];
    const text = await rig.show(target);
    rig.tools.theCluster.read = (_path, signal) => {
      signals.push(signal);
      return new Promise(() => undefined);
    };
    let calls = 0;
    text.start(() => (calls += 1));
    await settled();
    text.stop();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(rig.tools.clock.timersLeft).toBe(0);
    expect([...(rig.tools.watchers.get(target.id) ?? [])]).toEqual([]);
    expect(text.isBusy()).toBe(false);
    const after = calls;
    await rig.tools.clock.advance(60_000);
    expect(calls).toBe(after);
  });

  test('a context that is not connected is refused before anything is shown', async () => {
    rig.tools.clusters.clear();
    await expect(rig.show(target)).rejects.toThrow(ActionError);
    expect(rig.tools.shown).toEqual([]);
  });

  test('long lists are fetched page by page, and no more than five pages', async () => {
    const node = targetIn('Node');
    rig = new DescribeRig(answersOf('Node'), world);
    const read = rig.tools.theCluster.read;
    rig.tools.theCluster.read = async (path, signal) => {
      const answer = (await read(path.replace(/&continue=.*/, ''), signal)) as object;
      return path.includes('/pods?') ? { ...answer, metadata: { continue: 'more' } } : answer;
    };
    await rig.open(node);
    expect(rig.tools.theCluster.got.filter((path) => path.includes('/pods?'))).toHaveLength(5);
  });
});

test('the rig stands in the past of nobody', () => expect(new DescribeRig({}, world).tools.clock.now()).toBe(NOW));
