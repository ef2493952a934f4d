// Which selectors of a namespace may pick an object with given labels: the way from a pod to its services without asking every service.
import type { Labels } from '../objects/kube-object.ts';
import type { LabelSelector } from '../objects/selector.ts';
import { selectorMatches } from '../objects/selector.ts';
import type { Entry } from './entry.ts';

type Place = {
  readonly selector: LabelSelector;
  readonly bucket: Set<Entry>;
  readonly name: string;
  readonly value: string;
};

export class SelectorIndex {
  /** Every selector stands under one of its pairs only: the one shared with the fewest others when it came. */
  readonly #byName = new Map<string, Map<string, Set<Entry>>>();
  /** Selectors by expressions alone; every label set has to be tried on them. */
  readonly #loose = new Set<Entry>();
  readonly #places = new Map<Entry, Place>();

  get isEmpty(): boolean {
    return this.#places.size === 0;
  }

  /** Adds or replaces an entry's selector. An empty selector picks nothing and is not held. */
  set(entry: Entry, selector: LabelSelector): void {
    this.remove(entry);
    const names = Object.keys(selector.matchLabels);
    if (names.length === 0 && selector.matchExpressions.length === 0) return;
    let name = '';
    let value = '';
    let bucket = this.#loose;
    for (const candidate of names) {
      const pair = selector.matchLabels[candidate] ?? '';
      const shared = this.#byName.get(candidate)?.get(pair) ?? new Set<Entry>();
      if (bucket !== this.#loose && shared.size >= bucket.size) continue;
      [name, value, bucket] = [candidate, pair, shared];
    }
    if (bucket !== this.#loose) {
      let byValue = this.#byName.get(name);
      if (byValue === undefined) this.#byName.set(name, (byValue = new Map()));
      byValue.set(value, bucket);
    }
    bucket.add(entry);
    this.#places.set(entry, { selector, bucket, name, value });
  }

  remove(entry: Entry): void {
    const place = this.#places.get(entry);
    if (place === undefined) return;
    this.#places.delete(entry);
    place.bucket.delete(entry);
    if (place.bucket.size > 0 || place.bucket === this.#loose) return;
    const byValue = this.#byName.get(place.name);
    byValue?.delete(place.value);
    if (byValue?.size === 0) this.#byName.delete(place.name);
  }

  /** Entries whose selector picks these labels. */
  matching(labels: Labels): Entry[] {
    const found: Entry[] = [];
    if (this.#byName.size > 0) {
      for (const name in labels) {
        const bucket = this.#byName.get(name)?.get(labels[name] ?? '');
        if (bucket !== undefined) this.#collect(bucket, labels, found);
      }
    }
    if (this.#loose.size > 0) this.#collect(this.#loose, labels, found);
    return found;
  }

  #collect(bucket: ReadonlySet<Entry>, labels: Labels, found: Entry[]): void {
    for (const entry of bucket) {
      const place = this.#places.get(entry);
      if (place !== undefined && selectorMatches(place.selector, labels)) found.push(entry);
    }
  }
}
