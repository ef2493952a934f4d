// Notices that the wall clock jumped: the machine slept, or its time was set. Connections that slept are often dead without knowing.
import type { Clock } from '../objects/clock.ts';

const TICK_MS = 5_000;
/** Smaller differences are a busy event loop or a clock being slewed. */
const JUMP_MS = 10_000;

/** Calls `jumped` with the size of the jump in milliseconds (negative when set back). Returns what ends it. */
export function watchWallClock(clock: Clock, jumped: (byMs: number) => void): () => void {
  let cancel: () => void;
  const wait = (): void => {
    const expected = clock.now() + TICK_MS;
    cancel = clock.setTimer(TICK_MS, () => {
      const byMs = clock.now() - expected;
      wait();
      if (Math.abs(byMs) >= JUMP_MS) jumped(byMs);
    });
  };
  wait();
  return () => cancel();
}
