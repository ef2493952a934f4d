// From a row to the object an action is done to. The row says which uid was under the cursor; when another object has that name by now, there is
// no target: nothing may be done to what nobody looked at.
import type { Target } from '../actions/target.ts';
import type { GraphReader } from '../graph/graph-reader.ts';
import { idParts, withoutContainer } from '../view/subject.ts';
import type { MarkedRow } from './state.ts';

/** Undefined for contexts, and for what is gone or was replaced. */
export function targetOf({ id, uid, kind }: MarkedRow, graph: GraphReader): Target | undefined {
  if (kind === 'Context') return undefined;
  const { context, namespace, name, container } = idParts(id);
  const object = graph.object(withoutContainer(id));
  // A namespace that may not be listed is a row without an object: it can be looked at by its name.
  if (object === undefined && !(kind === 'Namespace' && graph.has(id))) return undefined;
  const isSame = uid === id || uid === `${context}\u0000${object?.uid ?? ''}`;
  if (!isSame) return undefined;
  return { id, kind, context, namespace, name, uid: object?.uid ?? '', container };
}
