// A clock turned by hand, in the shape the decoder and the terminal take theirs.
import type { DecoderClock } from '../../src/screen/key-decoder.ts';

export type HandClock = DecoderClock & { readonly pass: (ms: number) => void };

export function handClock(): HandClock {
  let now = 0;
  const timers = new Map<symbol, { at: number; call: () => void }>();
  return {
    after: (delayMs, call) => {
      const timer = Symbol('timer');
      timers.set(timer, { at: now + delayMs, call });
      return timer;
    },
    cancel: (timer) => void timers.delete(timer as symbol),
    pass: (ms) => {
      now += ms;
      for (const [timer, { at, call }] of timers) {
        if (at > now) continue;
        timers.delete(timer);
        call();
      }
    },
  };
}
