// When nodes want to be asked again because time alone may change the answer. One heap for all of them: the next instant is known without a
// scan, and moving a node's instant leaves an outdated entry behind that is skipped when it comes up.
type Wake = { readonly at: number; readonly id: string };

export class WakeTimes {
  #heap: Wake[] = [];
  readonly #due = new Map<string, number>();

  /** Sets (or moves, or with undefined forgets) the instant, ms since the epoch, at which `id` wants to be asked. */
  set(id: string, at: number | undefined): void {
    if (at === undefined || at === Infinity) {
      this.#due.delete(id);
      return;
    }
    if (this.#due.get(id) === at) return;
    this.#due.set(id, at);
    if (this.#heap.length > 64 && this.#heap.length > 2 * this.#due.size) this.#rebuild();
    else this.#push({ at, id });
  }

  /** The next instant somebody wants to be asked at; undefined when nobody does. */
  next(): number | undefined {
    this.#dropOutdated();
    return this.#heap[0]?.at;
  }

  /** Takes out all that are due at `now`, earliest first. */
  takeDue(now: number): string[] {
    const ids: string[] = [];
    for (let at = this.next(); at !== undefined && at <= now; at = this.next()) {
      const { id } = this.#pop();
      this.#due.delete(id);
      ids.push(id);
    }
    return ids;
  }

  #dropOutdated(): void {
    for (let top = this.#heap[0]; top !== undefined && this.#due.get(top.id) !== top.at; top = this.#heap[0])
      this.#pop();
  }

  #rebuild(): void {
    this.#heap = [...this.#due].map(([id, at]) => ({ at, id })).toSorted((a, b) => a.at - b.at);
  }

  #push(wake: Wake): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(wake);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] as Wake;
      if (above.at <= wake.at) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = wake;
  }

  #pop(): Wake {
    const heap = this.#heap;
    const top = heap[0] as Wake;
    const last = heap.pop() as Wake;
    if (heap.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && (heap[child + 1] as Wake).at < (heap[child] as Wake).at) child++;
      if ((heap[child] as Wake).at >= last.at) break;
      heap[at] = heap[child] as Wake;
      at = child;
    }
    heap[at] = last;
    return top;
  }
}
