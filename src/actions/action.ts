// What an action is: one file each, gathered in catalogue.ts. An action reads as a person's walk: it asks, shows, does, and says what came of it.
import type { AccessQuestion, Cluster } from '../cluster/cluster.ts';
import type { ClusterChanges } from '../cluster/cluster-changes.ts';
import type { GraphReader } from '../graph/graph-reader.ts';
import type { NodeId } from '../graph/node-id.ts';
import type { HealthReader } from '../health/health-reader.ts';
import type { Clock } from '../objects/clock.ts';
import type { LiveText } from './live-text.ts';
import type { Target } from './target.ts';
import type { TextLine } from './text-line.ts';
import type { Tty } from './tty.ts';

/** Adding one here, the compiler asks for its row in catalogue.ts; its key is a row of session/action-bindings.ts. */
export type ActionId = 'describe' | 'yaml' | 'logs' | 'previous-logs' | 'shell' | 'attach' | 'delete' | 'kill';

/** What is known of the fleet without asking a server. */
export type Sight = { readonly graph: GraphReader; readonly health: HealthReader };

export type Action = {
  readonly kinds: readonly Target['kind'][];
  /** What any other kind lacks, as the end of `a Node …`: `has no logs`. */
  readonly lacks: string;
  /** True when a cluster may be another one afterwards; shells count. Such an action reaches the cluster through `tools.change` only. */
  readonly changes: boolean;
  /** True when it takes all marked objects at once; otherwise it gets exactly one. */
  readonly many: boolean;
  /** Rights without which it cannot work; empty when reading the kind is enough. */
  needs(target: Target): readonly AccessQuestion[];
  /** Why it cannot work on this target just now, besides read-only and rights: no container is running. */
  whyNot?(target: Target, sight: Sight): string | undefined;
  /** Rejects with ApiError or ActionError; the session says it in a notice. */
  run(targets: readonly Target[], tools: Tools): Promise<void>;
};

/** One of several answers or picks; `id` goes back to whoever asked. `note` says what it means, or why it is `disabled`. */
export type Choice = {
  readonly id: string;
  readonly label: string;
  readonly note?: string;
  readonly disabled?: boolean;
};

/** A question over the screen. The first answer is marked and must be the harmless one. `typed`: the others need this text typed first. */
export type Question = {
  readonly title: string;
  readonly lines: readonly TextLine[];
  readonly answers: readonly Choice[];
  readonly typed?: { readonly wanted: string; readonly what: string };
};

/** What is done to whom, for the journal; `detail` holds what else matters and no secrets. */
export type Deed = {
  readonly action: ActionId;
  readonly target: Target;
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
};

/** What an action works with. Every promise of a person's answer gives undefined when they cancelled. */
export interface Tools extends Sight {
  readonly clock: Clock;
  /** Aborted when the session ends. */
  readonly signal: AbortSignal;
  /** For reading. Throws ActionError when the context is not connected. */
  cluster(context: string): Cluster;
  /** THE gate: the only way to change a cluster. Rejects with ActionError when read-only; writes the journal before and after. */
  change<T>(deed: Deed, run: (cluster: ClusterChanges) => Promise<T>): Promise<T>;
  /** True when the context is protected: dialogs there ask for the name to be typed. */
  isProtected(context: string): boolean;
  /** Why a node has its colour: the lines of the why panel, with glyph-less text and depth as indentation. */
  why(id: NodeId): readonly TextLine[];
  /** Calls when an object of the graph or anything beside it may have changed; returns the unsubscribe function. A container changes with its pod. */
  watch(object: NodeId, changed: () => void): () => void;
  pick(title: string, picks: readonly Choice[]): Promise<string | undefined>;
  ask(question: Question): Promise<string | undefined>;
  show(text: LiveText): void;
  /**
   * Holds keys back from now until the terminal is handed over or the action ends: what is typed is meant for what is being opened. Aborted when the
   * person gives up.
   */
  hold(words: string): AbortSignal;
  /** Hands the terminal over, raw, until `run` ends. Rejects with ActionError where there is none (`snapshot`). */
  terminal<T>(run: (tty: Tty) => Promise<T>): Promise<T>;
  notice(text: string, level: 'info' | 'ok' | 'minor' | 'major'): void;
  /** Takes the marks of these targets away: the work on them is done. */
  unmark(targets: readonly Target[]): void;
}

/** Why an action did not do its work, in a sentence for the screen. */
export class ActionError extends Error {
  readonly code: 'read-only' | 'not-connected' | 'no-terminal' | 'gone' | 'impossible';

  constructor(code: ActionError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ActionError';
    this.code = code;
  }
}
