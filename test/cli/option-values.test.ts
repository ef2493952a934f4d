import { expect, it } from 'vitest';
import { listValues, parseDurationMs, parseSize } from '../../src/cli/option-values.ts';

it.each([
  ['30', 30_000],
  ['0', 0],
  ['500ms', 500],
  ['1m30s', 90_000],
  ['1.5s', 1_500],
  ['2h', 7_200_000],
])('reads the duration %s', (text, ms) => expect(parseDurationMs('--request-timeout', text)).toBe(ms));

it.each(['', '5x', 's', '1m 30s', '-3s'])('refuses the duration %j', (text) =>
  expect(() => parseDurationMs('--request-timeout', text)).toThrow(/not a duration/),
);

it('cuts list values at commas, unless the whole is a known name', () => {
  expect(listValues(['a,b', 'c', 'a,,'])).toEqual(['a', 'b', 'c']);
  expect(listValues(['eu,old', 'us'], new Set(['eu,old']))).toEqual(['eu,old', 'us']);
});

it('reads sizes in cells', () => {
  expect(parseSize('--size', '120x40')).toEqual({ width: 120, height: 40 });
  expect(() => parseSize('--size', '120')).toThrow(/120x40/);
});
