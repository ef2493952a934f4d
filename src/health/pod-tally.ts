// The header's numbers: pods of a context and namespace by their own shown level, each once, however many parents it has.
import type { CountByLevel } from './health.ts';
import type { Bucket } from './level-counts.ts';
import { LevelCounts } from './level-counts.ts';

export class PodTally {
  readonly #byContext = new Map<
    string,
    { readonly all: LevelCounts; readonly byNamespace: Map<string, LevelCounts> }
  >();

  /** Moves one pod from a bucket to another; undefined on either side: it came or went. */
  move(context: string, namespace: string, from: Bucket | undefined, to: Bucket | undefined): void {
    if (from === to) return;
    let tally = this.#byContext.get(context);
    if (tally === undefined) this.#byContext.set(context, (tally = { all: new LevelCounts(), byNamespace: new Map() }));
    let counts = tally.byNamespace.get(namespace);
    if (counts === undefined) tally.byNamespace.set(namespace, (counts = new LevelCounts()));
    for (const each of [tally.all, counts]) {
      if (from !== undefined) each.add(from, -1);
      if (to !== undefined) each.add(to, 1);
    }
    if (to !== undefined || !counts.isEmpty) return;
    tally.byNamespace.delete(namespace);
    if (tally.byNamespace.size === 0) this.#byContext.delete(context);
  }

  /** Sums over all contexts or namespaces where undefined is given. */
  count(context: string | undefined, namespace: string | undefined): CountByLevel {
    const sum = new LevelCounts();
    const tallies = context === undefined ? this.#byContext.values() : [this.#byContext.get(context)];
    for (const tally of tallies) (namespace === undefined ? tally?.all : tally?.byNamespace.get(namespace))?.addTo(sum);
    return sum.toCount();
  }
}
