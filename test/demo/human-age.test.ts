// Ages must read as kubectl’s do, or the Table answers would differ from a real server’s.
import { expect, test } from 'vitest';

import { ageOf, humanDuration } from '../../src/demo/human-age.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
  [-5, '0s'],
  [119 * SECOND, '119s'],
  [2 * MINUTE, '2m'],
  [9 * MINUTE + 59 * SECOND, '9m59s'],
  [10 * MINUTE + 59 * SECOND, '10m'],
  [179 * MINUTE, '179m'],
  [3 * HOUR, '3h'],
  [7 * HOUR + 59 * MINUTE, '7h59m'],
  [47 * HOUR, '47h'],
  [2 * DAY + 3 * HOUR, '2d3h'],
  [8 * DAY + 3 * HOUR, '8d'],
  [729 * DAY, '729d'],
  [740 * DAY, '2y10d'],
  [9 * 365 * DAY, '9y'],
])('%i ms is %s', (ms, words) => {
  expect(humanDuration(ms)).toBe(words);
});

test('no time has no age', () => {
  expect(ageOf(undefined, 0)).toBe('<unknown>');
});
