// Conditions are how Kubernetes says nearly everything about progress; kinds differ only in which times they carry.

/** The part of a status condition that all kinds share. */
export type Condition = {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  readonly lastTransitionTime: number | undefined;
};

/** The condition of that type, or undefined when the server has not set it (which is not the same as False). */
export function conditionOf<C extends Condition>(conditions: readonly C[], type: string): C | undefined {
  return conditions.find((condition) => condition.type === type);
}
