import { describe, expect, it } from 'vitest';
import { clockText } from '../../src/objects/clock-text.ts';
import { counted } from '../../src/objects/count-text.ts';
import { keyText, objectKey } from '../../src/objects/key.ts';
import { kindNamed } from '../../src/objects/kind.ts';
import { nearest } from '../../src/objects/nearest.ts';
import { parseQuantity } from '../../src/objects/quantity.ts';
import { redact } from '../../src/objects/redact.ts';
import { labelsInclude, selectorMatches } from '../../src/objects/selector.ts';

describe('keys', () => {
  it('never collide where names meet (a-b/c and a/b-c)', () => {
    expect(keyText('x', 'Pod', 'a-b', 'c')).not.toBe(keyText('x', 'Pod', 'a', 'b-c'));
    expect(objectKey('x', 'Pod', 'a', 'b').text).toBe(keyText('x', 'Pod', 'a', 'b'));
  });
});

describe('kinds', () => {
  it.each([
    ['po', 'Pod'],
    ['pods', 'Pod'],
    ['POD', 'Pod'],
    ['deploy', 'Deployment'],
    ['eps', undefined],
  ])('%s is %s', (word, kind) => expect(kindNamed(word)).toBe(kind));
});

describe('counts and times', () => {
  it.each([
    [0, '0 lines'],
    [1, '1 line'],
    [1204, '1,204 lines'],
    [1_000_000, '1,000,000 lines'],
  ])('%i counted', (count, words) => expect(counted(count, 'line')).toBe(words));

  it('a time of day has two digits everywhere', () =>
    expect(clockText(Date.UTC(2026, 0, 1, 3, 4, 5))).toBe('03:04:05'));
});

describe('nearest word', () => {
  it.each([
    ['pdos', " (did you mean 'pods'?)"],
    ['nam', " (did you mean 'namespaces'?)"],
    ['pds', " (did you mean 'pods'?)"],
    ['zzzz', ''],
  ])('%s', (word, said) => expect(nearest(word, ['ds', 'pods', 'nodes', 'namespaces'])).toBe(said));
});

describe('quantities', () => {
  it.each([
    ['250m', 0.25],
    ['1Gi', 2 ** 30],
    ['0.5', 0.5],
    ['1e3', 1000],
    ['12E', 12e18],
    ['.5k', 500],
    ['100n', 1e-7],
  ])('%s', (text, value) => expect(parseQuantity(text)).toBeCloseTo(value, 12));
  it.each(['', 'x', '1GiB', '1 2'])('%j is none', (text) => expect(parseQuantity(text)).toBeUndefined());
});

describe('redaction', () => {
  it.each([
    'Authorization: Bearer abc.def-ghi123',
    '{"token":"s3cr3t-value"}',
    'client-key-data: LS0tLS1CRUdJTg==',
    'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZG1pbiJ9.c2lnbmF0dXJl',
    '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----',
    '--password=hunter22',
  ])('hides the secret of %s', (text) => {
    const kept = redact(text);
    expect(kept).toContain('[redacted]');
    for (const secret of ['ghi123', 's3cr3t', 'LS0tLS1', 'c2lnbmF0dXJl', 'MIIE', 'hunter22'])
      expect(kept).not.toContain(secret);
  });
  it('leaves other text alone', () =>
    expect(redact('list pods: 403 forbidden, token expired')).toBe('list pods: 403 forbidden, token expired'));
});

describe('selectors', () => {
  it('never read an empty selector as everything', () => {
    expect(labelsInclude({ a: '1' }, {})).toBe(false);
    expect(selectorMatches({ matchLabels: {}, matchExpressions: [] }, { a: '1' })).toBe(false);
  });
  it.each([
    ['In', ['1'], true],
    ['NotIn', ['1'], false],
    ['Exists', [], true],
    ['DoesNotExist', [], false],
  ])('%s', (operator, values, matches) =>
    expect(selectorMatches({ matchLabels: {}, matchExpressions: [{ key: 'a', operator, values }] }, { a: '1' })).toBe(
      matches,
    ),
  );
});
