// What health says of a node of the graph: its own verdicts, the level that is shown, and the paths to what causes it.
import type { NodeId } from '../graph/node-id.ts';
import type { KindState } from '../objects/kind-state.ts';
import type { Level } from './level.ts';

/** The name of a rule, `<kind>/<clause>` in kebab case, for instance `container/waiting-error`. */
export type RuleId = string;

/**
 * One rule's finding. `reason` is CamelCase as Kubernetes writes reasons; `message` one sentence in words; `evidence` short facts
 * (`OOMKilled ×4`, `limit 256Mi`). `since` and `askAgainAt` are instants; `askAgainAt` is when time alone could change the answer.
 */
export type Verdict = {
  readonly rule: RuleId;
  readonly level: Level;
  readonly reason: string;
  readonly message: string;
  readonly since: number;
  readonly at: NodeId;
  readonly evidence: readonly string[];
  readonly askAgainAt?: number;
};

/**
 * From a node down to the node that causes its level; `verdict` is the culprit's. `steps[0]` is the node itself, the last step the culprit.
 * `arrives` is how bad the culprit is for `steps[0]`: less than its verdict where a service still serves, more where nothing is left that does.
 */
export type Path = { readonly steps: readonly NodeId[]; readonly verdict: Verdict; readonly arrives: Level };

/** How many nodes per level; `unknown` counts those without data (badge `?`), each node once, under its level or under unknown. */
export type CountByLevel = Readonly<Record<Level | 'unknown', number>>;

/** Why a node's level cannot be trusted. `forbidden`, `unavailable`, `waiting` …: state of the kinds it depends on. */
export type Unknown = {
  readonly why: KindState['is'] | 'node-lost' | 'unreachable';
  readonly since: number;
  readonly detail: string;
};

/**
 * Health of one node. `own` are its verdicts (worst first, none of level ok), `verdictLevel` the level from verdicts and children without
 * hysteresis (`check` uses it), `shown` the level after hysteresis (screens use it). `unknown` is a badge beside the level, never below it:
 * with it, an ok level reads `?`. `culprits` are worst first, then newest, at most 20. `children` counts shown levels of direct children.
 */
export type Health = {
  readonly own: readonly Verdict[];
  readonly verdictLevel: Level;
  readonly shown: Level;
  readonly unknown: Unknown | undefined;
  readonly culprits: readonly Path[];
  readonly children: CountByLevel;
};
