// Waiting that can be called off, and that leaves no timer behind when it is.
import type { Clock } from '../objects/clock.ts';

/** Resolves after `delayMs`, or at once when the signal is (or becomes) aborted. Never rejects. */
export function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = (): void => {
      cancel();
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const cancel = clock.setTimer(delayMs, finish);
    signal.addEventListener('abort', finish);
  });
}
