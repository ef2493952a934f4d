// A row of a view: text made once per change of its object, with the level beside it. Colour is looked up from the level; it is never parsed
// back out of the text (k9s's trap).
import type { NodeId } from '../graph/node-id.ts';
import type { Level } from '../health/level.ts';
import type { ObjectKey } from '../objects/key.ts';
import type { KindId } from '../objects/kind.ts';

/** What a row stands for: an object of a kind, a container of a pod, or a whole context. */
export type RowKind = KindId | 'Context' | 'Container';

/**
 * `text` is what is painted (raw from the cluster: the screen strips control sequences); `level` colours this one cell when it differs from the
 * row's. With `since` (an instant) the cell holds an age that grows by itself: paint `cellText(cell, now)` of age.ts, never `text` alone.
 * `sort` is what the column is sorted by; without it, the text.
 */
export type Cell = {
  readonly text: string;
  readonly level?: Level | 'unknown';
  readonly since?: number;
  readonly sort?: number | string;
};

/**
 * `uid` is what the cursor follows: context and uid of an object (two contexts may show one cluster), or for containers and contexts their node
 * id. `key` is absent for contexts; for a container it is its pod's, and `container` its name. `cells` are in the order of the view's columns and
 * are made on first read: only visible rows pay for them. `unlisted` marks a namespace that was asked for but may not be listed by the server.
 */
export type Row = {
  readonly id: NodeId;
  readonly uid: string;
  readonly kind: RowKind;
  readonly context: string;
  readonly namespace: string;
  readonly name: string;
  readonly key?: ObjectKey | undefined;
  readonly container?: string | undefined;
  readonly level: Level;
  readonly unknown: boolean;
  readonly unlisted: boolean;
  readonly cells: readonly Cell[];
};
