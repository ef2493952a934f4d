// Which namespaces of a context are watched one by one when the kinds may not be listed cluster-wide: ten kinds times each namespace is a
// connection, so there is a limit, and `:ns` beyond it lets go of the one looked at longest ago.

/** At most this many are watched at once (per context). */
const NAMESPACE_LIMIT = 10;

export class WatchedNamespaces {
  /** Asked for by `-n` (or the context's own): these are never let go. */
  readonly #asked: readonly string[];
  /** Added later, the one used last at the end. */
  readonly #added: string[] = [];

  constructor(asked: readonly string[]) {
    this.#asked = [...new Set(asked)].slice(0, NAMESPACE_LIMIT);
  }

  get all(): readonly string[] {
    return [...this.#asked, ...this.#added];
  }

  /** Adds a namespace, or marks it as used. `evicted` is the one let go for it; `added` is false when all ten are asked for. */
  use(namespace: string): { readonly added: boolean; readonly evicted?: string } {
    if (this.#asked.includes(namespace)) return { added: true };
    const at = this.#added.indexOf(namespace);
    if (at >= 0) this.#added.splice(at, 1);
    else if (this.#asked.length >= NAMESPACE_LIMIT) return { added: false };
    this.#added.push(namespace);
    const evicted = this.all.length > NAMESPACE_LIMIT ? this.#added.shift() : undefined;
    return evicted === undefined ? { added: true } : { added: true, evicted };
  }
}
