// What the pretend controllers and kubelets have still to do: timers under names, all ended by one stop. They run on real
// time even when the demo's clock stands still, so that what was begun comes to its end there too.

export class Agenda {
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #unnamed = 0;

  /** Does `work` after a delay. */
  after(delayMs: number, work: () => void): void {
    this.#unnamed += 1;
    this.replace(`unnamed ${this.#unnamed}`, delayMs, work);
  }

  /** The same, but once: while something of this name is waiting, more of it is dropped. */
  once(name: string, delayMs: number, work: () => void): void {
    if (!this.#timers.has(name)) this.replace(name, delayMs, work);
  }

  /** The same, but what was waiting under this name is dropped. */
  replace(name: string, delayMs: number, work: () => void): void {
    clearTimeout(this.#timers.get(name));
    const timer = setTimeout(() => {
      this.#timers.delete(name);
      work();
    }, delayMs).unref();
    this.#timers.set(name, timer);
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
