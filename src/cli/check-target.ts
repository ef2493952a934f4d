// What `check` is asked about: NAMESPACE[/KIND[/NAME]], read and found in the graph.
import type { GraphReader } from '../graph/graph-reader.ts';
import type { NodeId } from '../graph/node-id.ts';
import { keyText } from '../objects/key.ts';
import type { KindId } from '../objects/kind.ts';
import { KIND_IDS, kindNamed, kindOf } from '../objects/kind.ts';
import { nearest } from '../objects/nearest.ts';
import { UsageError } from './exit-code.ts';

/** `namespace` is undefined for cluster-scoped kinds (written `-/node/NAME`) and for a kind in all namespaces (`-/pod`). */
export type CheckTarget = {
  readonly text: string;
  readonly namespace: string | undefined;
  readonly kind: KindId | undefined;
  readonly name: string | undefined;
};

/** Reads a target; throws UsageError with the nearest kind when the kind is not one we know. */
export function parseTarget(text: string): CheckTarget {
  const [namespace = '', kindWord, name, ...rest] = text.split('/');
  if (rest.length > 0 || namespace === '' || kindWord === '' || name === '') {
    throw new UsageError(
      `check: '${text}' is not NAMESPACE, NAMESPACE/KIND or NAMESPACE/KIND/NAME (- as the namespace for cluster-scoped kinds)`,
    );
  }
  const kind = kindWord === undefined ? undefined : kindNamed(kindWord);
  if (kindWord !== undefined && kind === undefined) {
    throw new UsageError(`check: no kind is called '${kindWord}'${nearest(kindWord, KIND_IDS)}`);
  }
  const everywhere = namespace === '-';
  if (kind === undefined && everywhere) throw new UsageError("check: '-' needs a kind, for instance -/node");
  if (kind !== undefined && !kindOf(kind).namespaced && !everywhere) {
    throw new UsageError(
      `check: a ${kind} has no namespace; write -/${kindWord}${name === undefined ? '' : `/${name}`}`,
    );
  }
  if (everywhere && name !== undefined && kind !== undefined && kindOf(kind).namespaced) {
    throw new UsageError(`check: name the namespace of the ${kind}, for instance default/${kindWord}/${name}`);
  }
  return { text, namespace: everywhere ? undefined : namespace, kind, name };
}

/** The nodes of the graph a target means, in any of the contexts; empty when there is none. */
export function targetNodes(graph: GraphReader, target: CheckTarget, contexts: readonly string[]): readonly NodeId[] {
  return contexts.flatMap((context) => {
    const { kind, namespace, name } = target;
    if (kind === undefined) return namespaceNodes(graph, context, namespace ?? '');
    if (name !== undefined)
      return [keyText(context, kind, namespace ?? '', name)].filter((id) => graph.object(id) !== undefined);
    const objects = namespace === undefined ? graph.objects(kind, context) : graph.objectsIn(kind, context, namespace);
    return [...objects].map((object) => object.key.text);
  });
}

/** A namespace counts as there when it is listed, or when members are seen though namespaces may not be listed. */
function namespaceNodes(graph: GraphReader, context: string, namespace: string): readonly NodeId[] {
  const id = keyText(context, 'Namespace', '', namespace);
  return graph.object(id) !== undefined || graph.children(id).length > 0 ? [id] : [];
}
