// How the scope narrows by drilling and changes by commands. Every change is a new screen on the stack, so that Backspace always undoes it.
import { kindOf } from '../objects/kind.ts';
import type { Row, RowKind } from '../view/row.ts';
import type { Scope } from '../view/scope.ts';
import { idParts } from '../view/subject.ts';
import type { View } from '../view/view.ts';

/** What is below a row: a context or namespace narrows the scope itself, anything else becomes what the rows must be within. */
export function scopeBelow(scope: Scope, row: Row): Scope {
  if (row.kind === 'Context') return { context: row.context, namespace: undefined, within: undefined };
  if (row.kind === 'Namespace') return { context: row.context, namespace: row.name, within: undefined };
  const namespace = isNamespaced(row.kind) ? row.namespace : scope.namespace;
  return { context: row.context, namespace, within: { id: row.id, label: `${shortName(row.kind)}/${row.name}` } };
}

/** The scope another view takes over from the present one: what it cannot mean falls away. */
export function scopeFor(view: View, scope: Scope): Scope {
  if (view.kinds.includes('Context')) return { context: undefined, namespace: undefined, within: undefined };
  if (!view.kinds.some(isNamespaced)) return { context: scope.context, namespace: undefined, within: undefined };
  return scope;
}

/** True when rows of that kind stand in a namespace. */
export function isNamespaced(kind: RowKind): boolean {
  if (kind === 'Context') return false;
  return kind === 'Container' || kindOf(kind).namespaced;
}

/** The word of the breadcrumb for a kind: `svc`, `deploy`, `pod`; `no` for a node would be read as a word. */
function shortName(kind: RowKind): string {
  if (kind === 'Container' || kind === 'Context' || kind === 'Pod' || kind === 'Node') return kind.toLowerCase();
  return kindOf(kind).short[0] ?? kind.toLowerCase();
}

/** How far down the drill a kind stands; rows can only be within something that stands higher. */
function depthOf(kind: string): number {
  if (kind === 'Container') return 3;
  return kind === 'Pod' ? 2 : 1;
}

/** The scope of another view of the same thing: what the list was narrowed to is kept where the view's rows can be within it. */
export function scopeWithin(view: View, scope: Scope): Scope {
  const kept = scopeFor(view, scope);
  if (kept.within === undefined) return kept;
  const above = idParts(kept.within.id).kind ?? 'Context';
  const below = view.kinds.every((kind) => depthOf(kind) > depthOf(above) && isNamespaced(kind));
  return below ? kept : { ...kept, within: undefined };
}
