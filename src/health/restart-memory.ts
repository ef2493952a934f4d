// Which restarts were seen to happen. A pod's status keeps only a total and the last end, so "three in an hour" needs somebody who watched; this is
// the only memory that rules read, and it is handed to them as part of what they look at.
import type { NodeId } from '../graph/node-id.ts';
import type { ObjectOf } from '../objects/kube-object.ts';
import type { StoreChange } from '../objects/store-change.ts';

/** Rises are of use for an hour. */
const KEPT_MS = 3_600_000;
const NO_RISES: readonly number[] = Object.freeze([]);

export interface RestartReader {
  /** Instants at which the container's restartCount was seen to rise, oldest first, once per restart; at most the last hour's. */
  rises(pod: NodeId, container: string): readonly number[];
  /** Since when pods of the context are watched; undefined before the first. */
  watchingSince(context: string): number | undefined;
}

export class RestartMemory implements RestartReader {
  readonly #rises = new Map<NodeId, Map<string, readonly number[]>>();
  readonly #since = new Map<string, number>();

  /** Takes note of a pod's step; other kinds pass by. `now`: ms since the epoch. */
  note(change: StoreChange, now: number): void {
    const { key, before, after } = change;
    if (key.kind !== 'Pod') return;
    if (!this.#since.has(key.context)) this.#since.set(key.context, now);
    if (after?.kind !== 'Pod' || before?.kind !== 'Pod' || before.uid !== after.uid) {
      this.#rises.delete(key.text);
      return;
    }
    this.#compare(before, after, now);
  }

  rises(pod: NodeId, container: string): readonly number[] {
    return this.#rises.get(pod)?.get(container) ?? NO_RISES;
  }

  watchingSince(context: string): number | undefined {
    return this.#since.get(context);
  }

  #compare(before: ObjectOf<'Pod'>, after: ObjectOf<'Pod'>, now: number): void {
    const [old, current] = [before.kept.status, after.kept.status];
    for (const list of ['containerStatuses', 'initContainerStatuses'] as const) {
      if (old[list] === current[list]) continue;
      for (const status of current[list]) {
        const was = old[list].find(({ name }) => name === status.name);
        if (was === undefined || status.restartCount <= was.restartCount) continue;
        const ended = Math.min(status.lastState.terminated?.finishedAt ?? now, now);
        const rises = Array.from({ length: Math.min(status.restartCount - was.restartCount, 1000) }, () => ended);
        this.#add(after.key.text, status.name, was.lastState.terminated?.finishedAt, rises, now);
      }
    }
  }

  /** `earlier`: an end from before our first rise, which counts as one. */
  #add(pod: NodeId, container: string, earlier: number | undefined, rises: readonly number[], now: number): void {
    let byName = this.#rises.get(pod);
    if (byName === undefined) this.#rises.set(pod, (byName = new Map()));
    const known = byName.get(container) ?? (earlier === undefined ? NO_RISES : [earlier]);
    byName.set(container, [...known.filter((rise) => rise > now - KEPT_MS), ...rises]);
  }
}
