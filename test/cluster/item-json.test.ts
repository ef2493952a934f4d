import { describe, expect, test } from 'vitest';

import { parseItem } from '../../src/cluster/item-json.ts';

const parse = (text: string): unknown => parseItem(Buffer.from(text));

describe('parseItem', () => {
  test('leaves managedFields out, whatever they hold, and nothing else', () => {
    const managedFields = [
      { manager: 'a]"\\', fieldsV1: { 'k:{"type":"x"}': {}, list: [[], ['[']] } },
      { manager: '漢字' },
    ];
    const object = { metadata: { name: 'é', managedFields, labels: { a: 'b' } }, spec: { list: [1, [2]] } };
    expect(parse(JSON.stringify(object))).toEqual({ ...object, metadata: { ...object.metadata, managedFields: [] } });
  });

  test('a text that looks like them stays what it is', () => {
    const object = { message: '"managedFields":[ is only text', 'x"managedFields': [1] };
    expect(parse(JSON.stringify(object))).toEqual(object);
    expect(parse('{"managedFields":null}')).toEqual({ managedFields: null });
    expect(parse('{"managedFields":[]}')).toEqual({ managedFields: [] });
  });

  test('what is not JSON is refused', () => {
    expect(() => parse('{"managedFields":[{"a"')).toThrow(SyntaxError);
    expect(() => parse('{"a":nonsense}')).toThrow(SyntaxError);
  });
});
