// The small parts that wait: none may leave a timer or a listener behind.
import { describe, expect, test } from 'vitest';
import { Backoff } from '../../src/informer/backoff.ts';
import { ConnectingSlots } from '../../src/informer/connecting-slots.ts';
import { pause } from '../../src/informer/pause.ts';
import { watchWallClock } from '../../src/informer/wall-clock.ts';
import { FakeClock } from './fake-clock.ts';

test('backoff doubles up to its cap, jitters over the whole width, and starts anew after a reset', () => {
  const highest = new Backoff({ baseMs: 100, capMs: 1_000 }, () => 1);
  expect(Array.from({ length: 6 }, () => highest.next())).toEqual([100, 200, 400, 800, 1_000, 1_000]);
  highest.reset();
  expect(highest.next()).toBe(100);
  const lowest = new Backoff({ baseMs: 100, capMs: 1_000 }, () => 0);
  expect([lowest.next(), lowest.next(), lowest.failures]).toEqual([0, 0, 2]);
});

describe('pause', () => {
  test('ends at its time', async () => {
    const clock = new FakeClock();
    let over = false;
    const paused = pause(clock, 1_000, new AbortController().signal).then(() => (over = true));
    await clock.advance(999);
    expect(over).toBe(false);
    await clock.advance(1);
    await paused;
    expect(over).toBe(true);
  });

  test('ends with its signal, and leaves no timer', async () => {
    const clock = new FakeClock();
    const stop = new AbortController();
    const paused = pause(clock, 1_000, stop.signal);
    stop.abort();
    await paused;
    await pause(clock, 1_000, stop.signal);
    expect(clock.timersLeft).toBe(0);
  });
});

describe('connecting slots', () => {
  test('are given in order, and giving one back twice gives one', async () => {
    const slots = new ConnectingSlots(2);
    const { signal } = new AbortController();
    const given: number[] = [];
    const backs: (() => void)[] = [];
    const take = async (i: number): Promise<void> => {
      const back = await slots.take(signal);
      given.push(i);
      if (back !== undefined) backs.push(back);
    };
    for (let i = 0; i < 5; i++) void take(i);
    const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
    await settle();
    expect(given).toEqual([0, 1]);
    backs[0]?.();
    backs[0]?.();
    await settle();
    expect(given).toEqual([0, 1, 2]);
  });

  test('who leaves the queue takes no slot', async () => {
    const slots = new ConnectingSlots(1);
    const stop = new AbortController();
    const back = await slots.take(new AbortController().signal);
    const left = slots.take(stop.signal);
    const next = slots.take(new AbortController().signal);
    stop.abort();
    expect(await left).toBeUndefined();
    back?.();
    expect(await next).toBeTypeOf('function');
    expect(await slots.take(stop.signal)).toBeUndefined();
  });
});

test('a jump of the wall clock is told once, in both directions; time that passes is not', async () => {
  const clock = new FakeClock();
  const jumps: number[] = [];
  const end = watchWallClock(clock, (byMs) => jumps.push(byMs));
  await clock.advance(3_600_000);
  expect(jumps).toEqual([]);
  await clock.jump(600_000);
  await clock.advance(20_000);
  await clock.jump(-600_000);
  await clock.advance(20_000);
  expect(jumps).toEqual([600_000, -600_000]);
  end();
  expect(clock.timersLeft).toBe(0);
});
