// From bytes to lines and looks: chunks, characters, times, control sequences.
import { describe, expect, it } from 'vitest';
import { readLine, timeText } from '../../src/actions/log-line.ts';
import { logTextLine } from '../../src/actions/log-look.ts';
import { LONGEST_LINE, LogSplitter } from '../../src/actions/log-splitter.ts';

const NO_TIME = { seconds: 0, nanos: 0 };
const LOOK = { timestamps: false, colours: false, sources: undefined };

function split(chunks: readonly Buffer[]): string[] {
  const splitter = new LogSplitter();
  const lines: string[] = [];
  const take = (bytes: Buffer, over: number) => lines.push(`${bytes.toString()}${over === 0 ? '' : `+${over}`}`);
  for (const chunk of chunks) splitter.feed(chunk, take);
  const rest = splitter.partial();
  return rest === undefined ? lines : [...lines, `~${rest.toString()}`];
}

const shown = (raw: string | Buffer, colours = false) => {
  const line = readLine(Buffer.from(raw), 0, NO_TIME);
  const text = line.bytes.toString(line.plain ? 'latin1' : 'utf8');
  return logTextLine({ ...line, source: 0, mark: false, text }, { ...LOOK, colours });
};

describe('cutting into lines', () => {
  it('does not mind where chunks end, not even within a character', () => {
    const whole = Buffer.from('grün ✓\r\n\n😀 x\ny\r\nrest');
    const lines = ['grün ✓', '', '😀 x', 'y', '~rest'];
    for (let cut = 0; cut <= whole.length; cut++)
      expect(split([whole.subarray(0, cut), whole.subarray(cut)])).toEqual(lines);
    expect(split(Array.from(whole, (byte) => Buffer.of(byte)))).toEqual(lines);
  });

  it('cuts a line that is too long and counts the rest, in one chunk or many', () => {
    const long = Buffer.from(`${'z'.repeat(LONGEST_LINE + 5)}\nnext\n`);
    const lines = [`${'z'.repeat(LONGEST_LINE)}+5`, 'next'];
    expect(split([long])).toEqual(lines);
    expect(split([long.subarray(0, 70_000 - 4464 - 1), long.subarray(70_000 - 4464 - 1)])).toEqual(lines);
    const many = Array.from({ length: Math.ceil(long.length / 999) }, (_, i) => long.subarray(i * 999, i * 999 + 999));
    expect(split(many)).toEqual(lines);
  });

  it('says how much of a line is not there, and breaks no character', () => {
    const raw = Buffer.from('2026-11-21T14:02:11Z aé').subarray(0, -1);
    expect(readLine(raw, 1200, NO_TIME).bytes.toString()).toBe('a…(+1200 bytes)');
  });
});

describe('times', () => {
  it.each([
    ['2026-11-21T14:02:11.123456789Z a b', '2026-11-21T14:02:11.123456789Z', 'a b'],
    ['2026-11-21T14:02:11.5Z ', '2026-11-21T14:02:11.500000000Z', ''],
    ['2026-11-21T14:02:11Z', '2026-11-21T14:02:11.000000000Z', ''],
    ['2026-11-21T16:02:11.000000042+02:00 x', '2026-11-21T14:02:11.000000042Z', 'x'],
    ['2026-11-21T08:32:11.25-05:30  y', '2026-11-21T14:02:11.250000000Z', ' y'],
  ])('reads %s', (raw, time, text) => {
    const line = readLine(Buffer.from(raw), 0, NO_TIME);
    expect([timeText(line), line.bytes.toString()]).toEqual([time, text]);
  });

  it.each([
    'failed to try resolving symlinks',
    '2026-11-21 14:02:11 x',
    '2026-11-21T14:02:1xZ a',
    '2026-11-21T14:02:11Zx a',
  ])('takes a line without one as a line of the time before: %s', (raw) => {
    const line = readLine(Buffer.from(raw), 0, { seconds: 7, nanos: 8 });
    expect([line.seconds, line.nanos, line.bytes.toString()]).toEqual([7, 8, raw]);
  });
});

describe('what is shown of hostile bytes', () => {
  it.each([
    ['\u001b[2J\u001b[1;1Hgone', 'gone'],
    ['\u001b]0;title\u0007after', 'after'],
    ['\u001b]52;c;cGFzdGU=\u001b\\x', 'x'],
    ['\u001b]8;;http://x\u001b[31mred', 'red'],
    ['a\u001b[31mb\u001b[0mc', 'abc'],
    ['ab\tc', 'ab      c'],
    ['\t\u001b[1mx', '        x'],
    ['\u202egnp.exe', 'gnp.exe'],
    ['50%\r100%', '50% 100%'],
    ['\ufdd0\ufdd1', '\ufffd\ufffd'],
    ['\u009b31mx', 'x'],
    ['日本', '日本'],
  ])('%j', (raw, text) => {
    expect(shown(raw)).toEqual({ text });
  });

  it('replaces bytes that are no UTF-8', () => {
    expect(shown(Buffer.from([0x41, 0xff, 0xfe, 0x00, 0x42])).text).toBe('A\ufffd\ufffdB');
  });

  it('keeps colours as looks when asked', () => {
    expect(
      shown('\u001b[1;31mERR\u001b[0m ok \u001b[38;5;208mhot\u001b[22;39m \u001b[38;2;255;0;0mtrue', true),
    ).toEqual({
      text: 'ERR ok hot true',
      parts: [
        { from: 0, to: 3, look: { colour: 1, bold: true } },
        { from: 7, to: 10, look: { colour: 208 } },
        { from: 11, to: 15, look: { colour: 196 } },
      ],
    });
    expect(shown('\u001b[48;5;1m\u001b[94mx\u001b[38:2::0:0:255my\u001b[38;5;999mz', true).parts).toEqual([
      { from: 0, to: 1, look: { colour: 12 } },
      { from: 1, to: 2, look: { colour: 21 } },
    ]);
  });

  it('puts time and source in front', () => {
    const line = readLine(Buffer.from('2026-11-21T14:02:11Z \u001b[32mx'), 0, NO_TIME);
    const record = { ...line, source: 7, mark: false, text: line.bytes.toString() };
    const sources = Array.from({ length: 8 }, (_, index) => `c${index}`);
    expect(logTextLine(record, { timestamps: true, colours: true, sources })).toEqual({
      text: '2026-11-21T14:02:11.000000000Z c7 x',
      parts: [
        { from: 0, to: 30, look: 'comment' },
        { from: 31, to: 33, look: 'source-1' },
        { from: 34, to: 35, look: { colour: 2 } },
      ],
    });
  });
});
