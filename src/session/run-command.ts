// What a line of the `:` prompt does once it is understood.
import type { Scope } from '../view/scope.ts';
import type { View } from '../view/view.ts';
import type { Command } from './command.ts';
import type { Effect } from './message.ts';
import type { Model, Step } from './model.ts';
import { nearestList, openList, unchanged } from './model.ts';
import { isNamespaced, scopeFor } from './scope-change.ts';

const WHOLE_FLEET: Scope = { context: undefined, namespace: undefined, within: undefined };

/** The commands that open a list; the others are the caller's. */
export type ListCommand = Exclude<Command, { readonly type: 'quit' | 'help' | 'views' | 'wrong' }>;

export function runListCommand(state: Model, command: ListCommand): Step {
  const present = nearestList(state)?.scope ?? WHOLE_FLEET;
  switch (command.type) {
    case 'view':
      return openView(
        state,
        command.view,
        rescoped(scopeFor(command.view, present), command.namespace, command.context),
      );
    case 'namespace':
      return openView(state, viewBelow(state, 'Namespace'), rescoped(present, command.namespace, undefined));
    case 'context':
      return openView(state, viewBelow(state, 'Context'), rescoped(present, undefined, command.context));
  }
}

/** A command names a place of its own, so what the last list was narrowed to falls away; another context begins with all its namespaces. */
function rescoped(scope: Scope, namespace: string | null | undefined, context: string | undefined): Scope {
  const kept = context === undefined || context === scope.context ? scope.namespace : undefined;
  return {
    context: context ?? scope.context,
    namespace: namespace === undefined ? kept : (namespace ?? undefined),
    within: undefined,
  };
}

/** The present view where it can show what is inside a namespace (or a context); else the one Enter opens from there. */
function viewBelow(state: Model, kind: 'Namespace' | 'Context'): View | undefined {
  const present = nearestList(state)?.view;
  const fits =
    kind === 'Namespace'
      ? present?.kinds.some(isNamespaced)
      : present !== undefined && !present.kinds.includes('Context');
  if (fits === true) return present;
  const target = state.memory.views.find((view) => view.drill[kind] !== undefined)?.drill[kind];
  return state.memory.views.find((view) => view.name === target) ?? present;
}

function openView(state: Model, view: View | undefined, scope: Scope): Step {
  if (view === undefined) return unchanged(state);
  const step = openList(state, { view, scope });
  const watching: readonly Effect[] =
    scope.namespace === undefined
      ? []
      : [{ type: 'add-namespace', context: scope.context, namespace: scope.namespace }];
  return { state: step.state, effects: [...watching, ...step.effects] };
}
