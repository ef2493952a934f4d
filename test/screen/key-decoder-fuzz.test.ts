// Anything may arrive in any pieces. Whatever it is: no exception, the same keys however it is cut, and garbage never becomes hotkeys.
import { expect, test } from 'vitest';
import { KeyDecoder } from '../../src/screen/key-decoder.ts';
import { handClock } from './hand-clock.ts';

/** mulberry32: the same numbers for the same seed. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const PIECES = [
  '\u001b',
  '\u001b[',
  '\u001bO',
  '\u001b]',
  '\u001bP',
  '\u001b\\',
  '[200~',
  '\u001b[201~',
  '\u001b[M',
  '1;2A',
  '~',
  'u',
  '$',
  '<0;1;1M',
  '\u0007',
  'j',
  'q',
  '日',
  '\u0301',
  ';',
  '27;5;',
  ':3',
];

function randomBytes(next: () => number): Buffer {
  const parts: Buffer[] = [];
  const length = 1 + Math.floor(next() * 40);
  for (let index = 0; index < length; index++) {
    const piece = PIECES[Math.floor(next() * PIECES.length)] ?? '';
    parts.push(next() < 0.6 ? Buffer.from(piece) : Buffer.of(Math.floor(next() * 256)));
  }
  return Buffer.concat(parts);
}

/** Events of reads of the given lengths, bursts left aside: those depend on the reads by design. */
function decode(bytes: Buffer, lengths: () => number): string[] {
  const events: string[] = [];
  const clock = handClock();
  const decoder = new KeyDecoder(
    (event) => events.push(event.type === 'paste' ? `paste:${event.text}` : event.key),
    clock,
  );
  for (let at = 0; at < bytes.length;) {
    const length = Math.max(1, lengths());
    decoder.feed(bytes.subarray(at, at + length));
    at += length;
  }
  clock.pass(10_000);
  return events;
}

test('3,000 random inputs: the same events however they are cut, no key that was not sent', () => {
  for (let seed = 1; seed <= 3000; seed++) {
    const next = chance(seed);
    const bytes = randomBytes(next);
    const whole = decode(bytes, () => bytes.length);
    const cut = decode(bytes, () => 1 + Math.floor(next() * 5));
    expect(cut, `seed ${seed}: ${JSON.stringify(bytes.toString('latin1'))}`).toEqual(whole);
    const printable = [...bytes.toString('utf8')].filter((character) => character >= ' ').length;
    const typed = whole.filter((event) => [...event].length === 1).length;
    expect(typed, `seed ${seed}`).toBeLessThanOrEqual(printable);
    for (const event of whole)
      if (!event.startsWith('paste:'))
        expect(event).toMatch(/^(.|[a-z][a-z0-9]*|((ctrl|alt|shift)-)+(.|[a-z][a-z0-9]*))$/u);
  }
});

test('well-formed sequences nobody knows never emit a key', () => {
  const next = chance(7);
  for (let round = 0; round < 3000; round++) {
    const parameters = Array.from(
      { length: Math.floor(next() * 6) },
      () => '0123456789;:<=>?'[Math.floor(next() * 16)],
    ).join('');
    const final = 'EGJKLNTVWXeghilmnoprstvwxz{|}'[Math.floor(next() * 29)] ?? 'x';
    expect(decode(Buffer.from(`\u001b[?${parameters}${final}`), () => 3)).toEqual([]);
  }
});
