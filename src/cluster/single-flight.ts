// Many callers, one run: twenty requests that need a token at once must start one plugin, not twenty.
import { abortedError } from './connection-error.ts';

/**
 * Waits for the promise, but no longer than the signal allows; the promise itself goes on for the others. Rejects with ApiError `aborted`.
 */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal, what: string): Promise<T> {
  if (signal.aborted) return Promise.reject(abortedError(what));
  return new Promise<T>((resolve, reject) => {
    const stop = () => reject(abortedError(what));
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** Runs `start` unless a run is under way; then everybody gets that run's result. Nothing is kept once it has ended. */
export class SingleFlight<T> {
  #running: Promise<T> | undefined;

  run(start: () => Promise<T>): Promise<T> {
    this.#running ??= start().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }
}
