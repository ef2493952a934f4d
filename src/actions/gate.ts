// THE gate: the one place where a change leaves for a cluster. Read-only is refused here and nowhere else, and nothing passes without a line in
// the journal before and after. test/house/gate.test.ts holds that no other file takes a cluster's `changes()`.
import { ApiError } from '../cluster/api-error.ts';
import type { ClusterChanges } from '../cluster/cluster-changes.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { ActionError, type Deed } from './action.ts';
import type { Failure, Journal } from './journal.ts';

export type GateOptions = {
  readonly readOnly: boolean;
  readonly journal: Journal;
  /** The connected cluster of a context; undefined while there is none. */
  readonly cluster: (context: string) => Cluster | undefined;
  /** True for contexts in which dialogs ask for a name (protection.ts). */
  readonly isProtected: (context: string) => boolean;
};

export class Gate {
  readonly readOnly: boolean;
  readonly #options: GateOptions;

  constructor(options: GateOptions) {
    this.readOnly = options.readOnly;
    this.#options = options;
  }

  /** For reading. Throws ActionError `not-connected`. */
  cluster(context: string): Cluster {
    const cluster = this.#options.cluster(context);
    if (cluster === undefined) throw new ActionError('not-connected', `${context} is not connected`);
    return cluster;
  }

  isProtected(context: string): boolean {
    return this.#options.isProtected(context);
  }

  /**
   * Runs what changes a cluster; a shell passes for as long as it is open. Rejects with ActionError `read-only` or `not-connected` before anything
   * is sent or written down, else with whatever `run` rejects with.
   */
  async change<T>(deed: Deed, run: (cluster: ClusterChanges) => Promise<T>): Promise<T> {
    if (this.readOnly) throw new ActionError('read-only', READ_ONLY);
    const cluster = this.cluster(deed.target.context);
    const { journal } = this.#options;
    const number = journal.asked(deed);
    let result: T;
    try {
      result = await run(cluster.changes());
    } catch (error) {
      journal.answered(number, deed, failureOf(error));
      throw error;
    }
    journal.answered(number, deed);
    return result;
  }
}

/** Why nothing that changes a cluster works, in a read-only run. */
export const READ_ONLY = 'read-only: started with --read-only';

function failureOf(error: unknown): Failure {
  if (error instanceof ApiError || error instanceof ActionError) return { code: error.code, message: error.message };
  return { code: 'error', message: error instanceof Error ? error.message : String(error) };
}
