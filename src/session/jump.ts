// Where a node of the graph is seen: the view, the scope and the row. Jumps (why, node of this, owner of this) are nothing but this answer.
import type { GraphReader } from '../graph/graph-reader.ts';
import type { NodeId } from '../graph/node-id.ts';
import { keyText } from '../objects/key.ts';
import type { RowKind } from '../view/row.ts';
import type { Scope } from '../view/scope.ts';
import { idParts, withoutContainer } from '../view/subject.ts';
import type { View } from '../view/view.ts';
import type { Effect, Message } from './message.ts';

/** `cursorUid` is the node's id: its row is found by it, whatever its uid. */
export type Place = { readonly view: View; readonly scope: Scope; readonly cursorUid: string };

/** The place where a node stands; undefined when no view shows its kind. */
export function placeOfNode(id: NodeId, views: readonly View[]): Place | undefined {
  const { context, kind, namespace, name, container } = idParts(id);
  const rowKind: RowKind = container !== undefined ? 'Container' : (kind ?? 'Context');
  const view = viewOf(rowKind, views);
  if (view === undefined) return undefined;
  if (rowKind === 'Context')
    return { view, cursorUid: id, scope: { context: undefined, namespace: undefined, within: undefined } };
  const within = container === undefined ? undefined : { id: withoutContainer(id), label: `pod/${name}` };
  return { view, cursorUid: id, scope: { context, namespace: namespace === '' ? undefined : namespace, within } };
}

/** The view made for a kind: of those that show all its rows, the one with the fewest other kinds. */
function viewOf(kind: RowKind, views: readonly View[]): View | undefined {
  const showing = views.filter((view) => view.kinds.includes(kind) && !view.unowned.includes(kind));
  return showing.toSorted((a, b) => a.kinds.length - b.kinds.length)[0];
}

/** The Node a pod (or a container's pod) runs on; undefined while it has none. */
function machineOf(id: NodeId, graph: GraphReader): NodeId | undefined {
  const pod = graph.object(withoutContainer(id));
  if (pod?.kind !== 'Pod' || pod.kept.spec.nodeName === '') return undefined;
  return keyText(pod.key.context, 'Node', '', pod.kept.spec.nodeName);
}

/** The nearest owner that some view shows: a container's pod, a pod's replica set, or above. */
function ownerOf(id: NodeId, views: readonly View[], graph: GraphReader): NodeId | undefined {
  if (graph.container(id) !== undefined) return withoutContainer(id);
  let owner = graph.owner(id);
  while (owner !== undefined && viewOf(idParts(owner).kind ?? 'Context', views) === undefined)
    owner = graph.owner(owner);
  return owner;
}

/** The answer to a `jump`: the place to open, or why there is none. */
export function jumpMessage(
  jump: Extract<Effect, { type: 'jump' }>,
  views: readonly View[],
  graph: GraphReader,
): Message {
  const target = targetOf(jump, views, graph);
  if (target === undefined)
    return {
      type: 'notice',
      text: jump.to === 'machine' ? 'it runs on no node yet' : 'nothing owns it that is watched',
      level: 'info',
    };
  const place = placeOfNode(target, views);
  if (place === undefined) return { type: 'notice', text: 'no view shows it', level: 'info' };
  return { type: 'open', ...place };
}

function targetOf(
  jump: Extract<Effect, { type: 'jump' }>,
  views: readonly View[],
  graph: GraphReader,
): NodeId | undefined {
  switch (jump.to) {
    case 'machine':
      return machineOf(jump.id, graph);
    case 'owner':
      return ownerOf(jump.id, views, graph);
    case 'node':
      return jump.id;
  }
}
