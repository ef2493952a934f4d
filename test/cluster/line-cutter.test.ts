import { expect, test } from 'vitest';

import { LineCutter } from '../../src/cluster/line-cutter.ts';

// Where the network cuts a watch can never be seen in its lines.
test('every way of cutting the bytes in two gives the same lines', () => {
  const lines = ['{"a":"ünï 漢字 👩‍🚀"}', '{"b":2}', '{"c":"\\n"}'];
  const bytes = Buffer.from(`${lines.join('\n')}\n\n\r\n`);
  for (let at = 0; at <= bytes.length; at++) {
    const cutter = new LineCutter();
    const found = [bytes.subarray(0, at), bytes.subarray(at)].flatMap((chunk) => cutter.push(chunk)).map(String);
    expect(found).toEqual(lines);
    expect(cutter.hasRest).toBe(false);
  }
});

test('a rest is known as one', () => {
  const cutter = new LineCutter();
  expect(cutter.push(Buffer.from('{"a":1}\n{"b"')).map(String)).toEqual(['{"a":1}']);
  expect(cutter.hasRest).toBe(true);
});
