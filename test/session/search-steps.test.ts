// A search that is asked to go on twice takes one step, and none before what waits.
import { expect, test } from 'vitest';
import { SearchSteps } from '../../src/session/search-steps.ts';
import { FakeTime } from './fake-time.ts';

test('one step at a time, each after a turn of the clock', () => {
  const clock = new FakeTime();
  let left = 3;
  const steps = new SearchSteps(clock, () => {
    left -= 1;
    if (left > 0) steps.ask();
  });
  steps.ask();
  steps.ask();
  expect([clock.timersLeft, left, steps.isBusy]).toEqual([1, 3, true]);
  clock.advance(10);
  expect([clock.timersLeft, left, steps.isBusy]).toEqual([0, 0, false]);
});
