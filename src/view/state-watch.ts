// Which rows look different because a context or the watch of a kind is in another state: no object changed, yet a `?` became a number.
import { contextId } from '../graph/node-id.ts';
import type { NodeId } from '../graph/node-id.ts';
import type { HealthReader } from '../health/health-reader.ts';
import type { ContextState } from '../objects/kind-state.ts';
import { keyText } from '../objects/key.ts';
import { kindsNeeded } from './kinds-needed.ts';
import type { Row } from './row.ts';
import { sightOf } from './sight.ts';
import type { View } from './view.ts';

/** Kinds of row whose cells say `?` or `…` by what may be seen. */
const SAYS_SIGHT: ReadonlySet<string> = new Set(['Context', 'Namespace', 'Node', 'Service']);

export class StateWatch {
  readonly #view: View;
  readonly #health: HealthReader;
  readonly #saysSight: boolean;
  #states: readonly ContextState[] = [];
  /** What could be seen in each context, as one text. */
  readonly #sights = new Map<string, string>();

  constructor(view: View, health: HealthReader) {
    this.#view = view;
    this.#health = health;
    this.#saysSight = view.kinds.some((kind) => SAYS_SIGHT.has(kind));
  }

  /** The ids to make anew since the last call; `rows` are those of the table. States are told apart by identity. */
  changed(rows: readonly Pick<Row, 'id' | 'context'>[]): readonly NodeId[] {
    const out = this.#places();
    if (!this.#saysSight) return out;
    for (const { context, namespaces } of this.#states) {
      const said = this.#sightText(context, namespaces ?? []);
      if (this.#sights.get(context) !== said) for (const row of rows) if (row.context === context) out.push(row.id);
      this.#sights.set(context, said);
    }
    return out;
  }

  /** Contexts that changed, and the namespaces asked for in them before and now. */
  #places(): NodeId[] {
    const before = this.#states;
    this.#states = this.#health.contexts();
    const now = this.#states;
    const changed = [
      ...now.filter((state) => !before.includes(state)),
      ...before.filter((state) => !now.includes(state)),
    ];
    return changed.flatMap(({ context, namespaces }) => [
      contextId(context),
      ...(namespaces ?? []).map((name) => keyText(context, 'Namespace', '', name)),
    ]);
  }

  #sightText(context: string, asked: readonly string[]): string {
    const places = [undefined, ...asked];
    return kindsNeeded(this.#view)
      .flatMap((kind) => places.map((namespace) => sightOf(this.#health, context, kind, namespace)))
      .join();
  }
}
