// Globs decide where a slip of the finger is asked about twice, so each odd shape of a context's name is tried.
import { describe, expect, test } from 'vitest';
import { globMatches, protectedBy, protectGlobs } from '../../src/actions/protection.ts';

const ARN = 'arn:aws:eks:eu-central-1:123456789012:cluster/prod-eu';

describe('a glob', () => {
  test.each([
    ['*prod*', ARN, true],
    ['*/prod-*', ARN, true],
    ['prod*', ARN, false],
    ['*cluster/*', ARN, true],
    ['*', '', true],
    ['*', 'a/b/c', true],
    ['', '', true],
    ['', 'a', false],
    ['prod-??', 'prod-eu', true],
    ['prod-??', 'prod-e', false],
    ['prod-?', 'prod-💥', true],
    ['*Prod*', 'prod', false],
    ['a.c', 'abc', false],
    ['[ab]', 'a', false],
    ['[ab]', '[ab]', true],
    ['a+(b)$', 'a+(b)$', true],
    ['*a*b', 'xaxbxab', true],
    ['*a*b', 'xaxbxabc', false],
    ['**eu', 'prod-eu', true],
  ])('%j on %j is %j', (glob, name, matches) => {
    expect(globMatches(glob, name)).toBe(matches);
  });

  test('made to be slow is not', () => {
    expect(globMatches(`${'*a'.repeat(2_000)}b`, 'a'.repeat(4_000))).toBe(false);
  });
});

test('flags may be repeated and hold commas', () => {
  expect(protectGlobs(['*prod*, live-?', '', ' ,eu'])).toEqual(['*prod*', 'live-?', 'eu']);
});

test('no glob protects nothing, any of several does', () => {
  expect(protectedBy([])('prod')).toBe(false);
  expect(['prod-eu', 'stage', 'live-1'].filter(protectedBy(['*prod*', 'live-*']))).toEqual(['prod-eu', 'live-1']);
});
