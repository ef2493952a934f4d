// Which entries of a namespace carry a label: the way from a selector to its pods without looking at all pods.
import type { Labels } from '../objects/kube-object.ts';
import { labelsInclude } from '../objects/selector.ts';
import type { Entry } from './entry.ts';

/** One entry alone stands without a Set: most values of pod-name and hash labels occur once. */
type Holders = Entry | Set<Entry>;

export class LabelIndex {
  readonly #byName = new Map<string, Map<string, Holders>>();
  readonly #labelsOf: (entry: Entry) => Labels;

  /** `labelsOf` must give the labels the entry was added with. */
  constructor(labelsOf: (entry: Entry) => Labels) {
    this.#labelsOf = labelsOf;
  }

  get isEmpty(): boolean {
    return this.#byName.size === 0;
  }

  add(labels: Labels, entry: Entry): void {
    for (const name in labels) {
      const value = labels[name] ?? '';
      let byValue = this.#byName.get(name);
      if (byValue === undefined) this.#byName.set(name, (byValue = new Map()));
      const holders = byValue.get(value);
      if (holders === undefined) byValue.set(value, entry);
      else if (holders instanceof Set) holders.add(entry);
      else if (holders !== entry) byValue.set(value, new Set([holders, entry]));
    }
  }

  remove(labels: Labels, entry: Entry): void {
    for (const name in labels) {
      const value = labels[name] ?? '';
      const byValue = this.#byName.get(name);
      const holders = byValue?.get(value);
      if (byValue === undefined || holders === undefined) continue;
      if (holders instanceof Set) holders.delete(entry);
      if (holders === entry || (holders instanceof Set && holders.size === 0)) byValue.delete(value);
      if (byValue.size === 0) this.#byName.delete(name);
    }
  }

  /** Entries that carry every pair of `wanted`; none for an empty `wanted`. Costs the rarest pair. */
  matching(wanted: Labels): Entry[] {
    let rarest: Holders | undefined;
    for (const name in wanted) {
      const holders = this.#byName.get(name)?.get(wanted[name] ?? '');
      if (holders === undefined) return [];
      if (rarest === undefined || sizeOf(holders) < sizeOf(rarest)) rarest = holders;
    }
    if (rarest === undefined) return [];
    const candidates = rarest instanceof Set ? [...rarest] : [rarest];
    return candidates.filter((entry) => labelsInclude(this.#labelsOf(entry), wanted));
  }
}

function sizeOf(holders: Holders): number {
  return holders instanceof Set ? holders.size : 1;
}
