// What the first list shows: one context opens on its namespaces, several on the contexts, unless the person said what they want to see.
import { nearest } from '../objects/nearest.ts';
import type { Scope } from '../view/scope.ts';
import type { View } from '../view/view.ts';
import { viewNamed } from './command.ts';
import { scopeFor } from './scope-change.ts';

/** From the command line: `--view`, `-n` (only one narrows the scope), `--filter`. */
export type FirstWishes = {
  readonly view: string | undefined;
  readonly namespaces: readonly string[];
  readonly filter: string;
};
export type FirstPlace = {
  readonly view: View;
  readonly scope: Scope;
  readonly filter: string;
  readonly problem: string | undefined;
};

/** The first list of a fleet of these contexts. `problem` is what could not be done as wished. */
export function firstPlace(wishes: FirstWishes, contexts: readonly string[], views: readonly View[]): FirstPlace {
  const only = contexts.length === 1 ? contexts[0] : undefined;
  const namespace = wishes.namespaces.length === 1 ? wishes.namespaces[0] : undefined;
  const wished = wishes.view === undefined ? undefined : viewNamed(wishes.view, views);
  const view = wished ?? usualView(only !== undefined, namespace !== undefined, views);
  if (view === undefined) throw new Error('there are no views to show');
  const words = views.flatMap((candidate) => [candidate.name, ...candidate.aliases]);
  const missed = wishes.view !== undefined && wished === undefined;
  const problem = missed ? `no view "${wishes.view}"${nearest(wishes.view, words)}` : undefined;
  return {
    view,
    scope: scopeFor(view, { context: only, namespace, within: undefined }),
    filter: wishes.filter,
    problem,
  };
}

function usualView(oneContext: boolean, oneNamespace: boolean, views: readonly View[]): View | undefined {
  const showing = (kind: 'Context' | 'Namespace'): View | undefined => views.find((view) => view.kinds.includes(kind));
  if (oneNamespace) {
    const inside = showing('Namespace')?.drill.Namespace;
    const view = views.find((candidate) => candidate.name === inside);
    if (view !== undefined) return view;
  }
  return showing(oneContext ? 'Namespace' : 'Context') ?? views[0];
}
