// What views and sessions may ask of health.
import type { NodeId } from '../graph/node-id.ts';
import type { KindId } from '../objects/kind.ts';
import type { ContextState, KindState } from '../objects/kind-state.ts';
import type { CountByLevel, Health } from './health.ts';

export interface HealthReader {
  /** Health of a node; a node that is not in the graph has level ok and is unknown. */
  health(id: NodeId): Health;
  /** Last known state of a kind in a context; `namespace` when it is watched namespace by namespace. Undefined before anything was said. */
  kindState(context: string, kind: KindId, namespace?: string): KindState | undefined;
  /** Last known state of a context. */
  contextState(context: string): ContextState | undefined;
  contexts(): readonly ContextState[];
  /** Pods of the scope by own shown level, each once; maintained incrementally per context and namespace, so asking is cheap. */
  podCounts(context: string | undefined, namespace: string | undefined): CountByLevel;
}
