// How often is painted and how long work may hold the loop: in a fake time, so that it is exact.
import { expect, test } from 'vitest';
import { FramePacer } from '../../src/session/frame-pacer.ts';
import { WorkQueue } from '../../src/session/work-queue.ts';
import { FakeTime } from './fake-time.ts';

function pacer(costMs = 0) {
  const time = new FakeTime(0);
  const frames: number[] = [];
  const made = new FramePacer({
    clock: time,
    monotonic: time.monotonic,
    paint: () => {
      frames.push(time.now());
      time.spend(costMs);
    },
  });
  return { time, frames, pacer: made };
}

test('a key is painted at once, keys held down at most every 16 ms', () => {
  const { time, frames, pacer: frame } = pacer();
  for (let at = 0; at < 50; at += 5) {
    frame.ask('key');
    time.advance(5);
  }
  expect(frames).toEqual([0, 16, 32, 48]);
});

test('a thousand events between two frames cost one frame', () => {
  const { time, frames, pacer: frame } = pacer();
  frame.ask('data');
  time.advance(0);
  for (let event = 0; event < 1000; event++) frame.ask('data');
  time.advance(200);
  expect(frames).toEqual([0, 66]);
});

test('a key does not wait for the frame that data asked for', () => {
  const { time, frames, pacer: frame } = pacer();
  frame.ask('data');
  time.advance(1);
  frame.ask('data');
  time.advance(20);
  frame.ask('key');
  expect(frames).toEqual([0, 21]);
  time.advance(200);
  expect(frames).toEqual([0, 21]);
});

test('a slow terminal is painted less often: at most a third of the time', () => {
  const { time, frames, pacer: frame } = pacer(100);
  for (let step = 0; step < 10; step++) {
    frame.ask('key');
    time.advance(60);
  }
  expect(frames.length).toBeLessThanOrEqual(3);
});

test('painted() waits for the frame that was asked for, and for none when none was', async () => {
  const { time, frames, pacer: frame } = pacer();
  await frame.painted();
  frame.ask('data');
  const done = frame.painted();
  time.advance(100);
  await done;
  expect(frames).toHaveLength(1);
  frame.ask('data');
  frame.stop();
  await frame.painted();
  expect(time.timersLeft).toBe(0);
});

test('work is cut into slices of 4 ms, in order, and the loop turns between them', () => {
  const time = new FakeTime(0);
  const turns: (() => void)[] = [];
  const done: number[] = [];
  const queue = new WorkQueue<number>({
    step: 2,
    monotonic: time.monotonic,
    later: (run) => turns.push(run),
    work: (items) => {
      done.push(...items);
      time.spend(3);
    },
  });
  queue.put([1, 2, 3, 4, 5, 6, 7]);
  expect(done).toEqual([1, 2, 3, 4]);
  queue.put([8]);
  expect(done).toHaveLength(4);
  turns.shift()?.();
  expect(done).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(queue.isIdle).toBe(true);
  expect(turns).toHaveLength(0);
});

test('what items leave behind is done before the next items, in slices too, and the queue is not idle before', () => {
  const time = new FakeTime(0);
  const turns: (() => void)[] = [];
  const done: string[] = [];
  let left = 0;
  const queue = new WorkQueue<string>({
    step: 1,
    monotonic: time.monotonic,
    later: (run) => turns.push(run),
    work: ([item = '']) => {
      done.push(item);
      if (item === 'state') left = 3;
      time.spend(1);
    },
    rest: () => {
      if (left === 0) return false;
      done.push(`rest ${left--}`);
      time.spend(2);
      return true;
    },
  });
  queue.put(['state', 'change']);
  expect(done).toEqual(['state', 'rest 3', 'rest 2']);
  expect(queue.isIdle).toBe(false);
  turns.shift()?.();
  expect(done).toEqual(['state', 'rest 3', 'rest 2', 'rest 1', 'change']);
  expect(queue.isIdle).toBe(true);
  left = 2;
  queue.putRest();
  expect(done.slice(-2)).toEqual(['rest 2', 'rest 1']);
  expect(queue.isIdle).toBe(false);
  turns.shift()?.();
  expect(queue.isIdle).toBe(true);
});
