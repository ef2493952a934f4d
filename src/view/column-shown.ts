// Which columns say something in a scope. Context and namespace are in every view; where there is only one of them, they only take room.
import { CONTEXT_VALUE } from './columns.ts';
import type { Scope } from './scope.ts';
import { idParts } from './subject.ts';
import type { Column } from './view.ts';

/**
 * Whether to paint the column: the context column needs two contexts in view, the namespace column a scope of more than one namespace, a container's
 * pod a scope of more than one pod.
 */
export function columnShown(column: Pick<Column, 'value'>, scope: Scope, contextCount: number): boolean {
  if (column.value === CONTEXT_VALUE) return scope.context === undefined && contextCount > 1;
  if (column.value === 'pod') return scope.within === undefined || idParts(scope.within.id).kind !== 'Pod';
  return column.value !== 'namespace' || scope.namespace === undefined;
}
