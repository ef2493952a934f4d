// Ages as kubectl writes them: the thresholds of duration.HumanDuration.
import { describe, expect, it } from 'vitest';
import { humanAge } from '../../src/objects/human-age.ts';
import { cellText } from '../../src/view/age.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('humanAge', () => {
  it.each([
    [-2 * SECOND, '0s'],
    [-6 * 60 * SECOND, '<invalid>'],
    [-1999, '0s'],
    [0, '0s'],
    [119 * SECOND, '119s'],
    [2 * MINUTE, '2m'],
    [3 * MINUTE + 20 * SECOND, '3m20s'],
    [10 * MINUTE + 59 * SECOND, '10m'],
    [179 * MINUTE, '179m'],
    [3 * HOUR, '3h'],
    [7 * HOUR + 59 * MINUTE, '7h59m'],
    [8 * HOUR + MINUTE, '8h'],
    [47 * HOUR, '47h'],
    [2 * DAY, '2d'],
    [7 * DAY + 23 * HOUR, '7d23h'],
    [8 * DAY + HOUR, '8d'],
    [729 * DAY, '729d'],
    [730 * DAY, '2y'],
    [2 * 365 * DAY + 31 * DAY, '2y31d'],
    [9 * 365 * DAY, '9y'],
  ])('%i ms is %s', (ms, text) => expect(humanAge(ms)).toBe(text));

  it('is painted from now, alone or behind a value', () => {
    expect(cellText({ text: '', since: 0 }, 4 * DAY)).toBe('4d');
    expect(cellText({ text: '7', since: 0 }, 2 * MINUTE)).toBe('7 (2m)');
    expect(cellText({ text: '7' }, 4 * DAY)).toBe('7');
  });
});
