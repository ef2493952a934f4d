// Lines of several containers come out in the order they were written, as long as none is later than the others by more than the hold.
import { describe, expect, it } from 'vitest';
import { type LogLine, readLine } from '../../src/actions/log-line.ts';
import { LogMerge } from '../../src/actions/log-merge.ts';
import { FakeClock } from '../informer/fake-clock.ts';
import { seeded } from './log-fake-kubelet.ts';

const HOLD_MS = 200;

const line = (nanos: number, text: string): LogLine => ({
  ...readLine(Buffer.from(text), 0, { seconds: 0, nanos: 0 }),
  seconds: 1,
  nanos,
});

describe('merging', () => {
  it.each(Array.from({ length: 20 }, (_, seed) => seed))(
    'orders lines that are late by less: seed %i',
    async (seed) => {
      const random = seeded(seed + 1);
      const clock = new FakeClock();
      const out: string[] = [];
      const merge = new LogMerge(
        3,
        clock,
        HOLD_MS,
        ({ bytes }) => out.push(bytes.toString()),
        () => {},
      );
      const arrivals: { at: number; source: number; nanos: number }[] = [];
      const lastArrival = [0, 0, 0];
      for (let written = 0; written < 300; written++) {
        const source = Math.floor(random() * 3);
        const at = Math.max(lastArrival[source] ?? 0, written * 10 + random() * (HOLD_MS - 60));
        lastArrival[source] = at;
        arrivals.push({ at, source, nanos: written });
      }
      let now = 0;
      for (const { at, source, nanos } of arrivals.toSorted((a, b) => a.at - b.at || a.nanos - b.nanos)) {
        await clock.advance(at - now);
        now = at;
        merge.push(source, line(nanos, String(nanos)), false);
        merge.release();
      }
      await clock.advance(HOLD_MS + 1);
      expect(out).toEqual(arrivals.map(({ nanos }) => String(nanos)));
      expect(clock.timersLeft).toBe(0);
    },
  );

  it('gives a source its own order, whatever its times say', async () => {
    const clock = new FakeClock();
    const out: string[] = [];
    const merge = new LogMerge(
      2,
      clock,
      HOLD_MS,
      ({ bytes }) => out.push(bytes.toString()),
      () => {},
    );
    for (const [nanos, text] of [
      [5, 'a'],
      [1, 'b'],
      [9, 'c'],
    ] as const)
      merge.push(0, line(nanos, text), false);
    merge.push(1, line(6, 'x'), false);
    merge.release();
    await clock.advance(HOLD_MS);
    expect(out).toEqual(['a', 'b', 'x', 'c']);
  });

  it('leaves no timer behind when it is stopped', () => {
    const clock = new FakeClock();
    const merge = new LogMerge(
      2,
      clock,
      HOLD_MS,
      () => {},
      () => {},
    );
    merge.push(0, line(1, 'a'), false);
    merge.release();
    expect(clock.timersLeft).toBe(1);
    merge.stop();
    expect(clock.timersLeft).toBe(0);
  });
});
