// The one way news of an object travels from the store onward.
import type { ObjectKey } from './key.ts';
import type { KubeObject } from './kube-object.ts';

/**
 * One object's step: added (no `before`), modified, or deleted (no `after`). In order per object; no order is promised across objects, and
 * a delete followed by a re-creation may look like one update (then the uids differ).
 */
export type StoreChange = {
  readonly key: ObjectKey;
  readonly before: KubeObject | undefined;
  readonly after: KubeObject | undefined;
};
