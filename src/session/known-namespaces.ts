// The namespaces a person could mean: those the servers list, and those that are watched because they were asked for.
import type { LiveFleet } from './live-fleet.ts';

/** Names in the order of the alphabet, each once; of one context when it is named. */
export function namespacesOf(fleet: LiveFleet, context: string | undefined): readonly string[] {
  const names = new Set<string>();
  for (const namespace of fleet.graph.objects('Namespace', context)) names.add(namespace.key.name);
  for (const state of fleet.contextStates()) {
    if (context === undefined || state.context === context) for (const name of state.namespaces ?? []) names.add(name);
  }
  return [...names].toSorted();
}
