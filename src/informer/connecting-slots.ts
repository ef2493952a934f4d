// At most so many contexts are connecting at once: each may run a credential plugin and a dozen lists, and a fleet has a hundred of them.

type Waiting = { readonly take: () => void };

/** Slots are given in the order they were asked for. */
export class ConnectingSlots {
  readonly #queue: Waiting[] = [];
  #free: number;

  constructor(limit: number) {
    this.#free = limit;
  }

  /** Resolves with the function that gives the slot back (calling it again does nothing); with undefined when the signal is aborted first. */
  take(signal: AbortSignal): Promise<(() => void) | undefined> {
    if (signal.aborted) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const waiting: Waiting = {
        take: () => {
          signal.removeEventListener('abort', leave);
          this.#free -= 1;
          resolve(this.#giveBackOnce());
        },
      };
      const leave = (): void => {
        this.#queue.splice(this.#queue.indexOf(waiting), 1);
        resolve(undefined);
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#queue.push(waiting);
      this.#serve();
    });
  }

  #giveBackOnce(): () => void {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#free += 1;
      this.#serve();
    };
  }

  #serve(): void {
    while (this.#free > 0) {
      const next = this.#queue.shift();
      if (next === undefined) return;
      next.take();
    }
  }
}
