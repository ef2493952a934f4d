import { describe, expect, it } from 'vitest';
import { readLine } from '../../src/actions/log-line.ts';
import { LogRing } from '../../src/actions/log-ring.ts';
import { seeded } from './log-fake-kubelet.ts';

const line = (text: string | Buffer, seconds = 1, nanos = 2) => ({
  ...readLine(Buffer.from(text), 0, { seconds: 0, nanos: 0 }),
  seconds,
  nanos,
});

describe('a ring of log lines', () => {
  it('gives back what it took', () => {
    const ring = new LogRing(64 * 1024);
    ring.append(line('plain', 1_800_000_000, 999_999_999), 0);
    ring.append(line(''), 3);
    ring.append(line('grün ✓'), 255, true);
    expect([0, 1, 2].map((index) => ring.read(index))).toEqual([
      { seconds: 1_800_000_000, nanos: 999_999_999, source: 0, mark: false, plain: true, text: 'plain' },
      { seconds: 1, nanos: 2, source: 3, mark: false, plain: true, text: '' },
      { seconds: 1, nanos: 2, source: 255, mark: true, plain: false, text: 'grün ✓' },
    ]);
    expect([ring.read(-1), ring.read(3)]).toEqual([undefined, undefined]);
  });

  it('keeps the newest lines that fit, whatever their lengths', () => {
    const random = seeded(5);
    const ring = new LogRing(40_000);
    const all: string[] = [];
    for (let i = 0; i < 5000; i++) {
      const text = `${i} ${'x'.repeat(Math.floor(random() ** 6 * 3000))}`;
      all.push(text);
      ring.append(line(text), 0);
      expect(ring.bytes).toBeLessThanOrEqual(40_000);
    }
    expect(ring.end).toBe(5000);
    expect(ring.first).toBeGreaterThan(4000);
    expect(ring.read(ring.first - 1)).toBeUndefined();
    for (let index = ring.first; index < ring.end; index++) expect(ring.read(index)?.text).toBe(all[index]);
    let kept = 0;
    for (let index = ring.first; index < ring.end; index++) kept += all[index]?.length ?? 0;
    expect(kept).toBeGreaterThan(20_000);
  });

  it('keeps one line that is larger than all of it', () => {
    const ring = new LogRing(2000);
    ring.append(line('small'), 0);
    ring.append(line('y'.repeat(5000)), 0);
    expect([ring.first, ring.end, ring.read(1)?.text.length]).toEqual([1, 2, 5000]);
    ring.append(line('small again'), 0);
    expect([ring.first, ring.read(2)?.text]).toEqual([2, 'small again']);
    expect(ring.bytes).toBeLessThanOrEqual(2000);
  });

  it('holds 100,000 lines of a megabyte each way within its bytes', () => {
    const ring = new LogRing(1 << 20);
    for (let i = 0; i < 100_000; i++) ring.append(line(`line ${i} of a hundred thousand`), 0);
    expect(ring.bytes).toBeLessThanOrEqual(1 << 20);
    expect(ring.end - ring.first).toBeGreaterThan(17_000); // 50 bytes each
    expect(ring.read(99_999)?.text).toBe('line 99999 of a hundred thousand');
  });
});
