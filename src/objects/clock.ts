// Time as a parameter: whatever waits or tells the time is given a Clock, so that tests own the hour and stop() can leave no timer behind.

/** `now` is the wall clock in milliseconds since the epoch. */
export type Clock = {
  now(): number;
  /** Runs `run` once after `delayMs` (0 or more). The returned function cancels it; calling it twice or too late does nothing. */
  setTimer(delayMs: number, run: () => void): () => void;
};

/** The machine's clock. Its timers keep the process alive until they ran or were cancelled. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
