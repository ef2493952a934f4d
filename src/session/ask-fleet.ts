// The effects that need the fleet: what is asked of it, and the message that answers.
import { whyPanel } from '../view/why.ts';
import { jumpMessage } from './jump.ts';
import { namespacesOf } from './known-namespaces.ts';
import type { LiveFleet } from './live-fleet.ts';
import type { Effect, Message } from './message.ts';
import type { Model } from './model.ts';

export type FleetEffect = Extract<
  Effect,
  { type: 'explain' | 'jump' | 'gather-namespaces' | 'add-namespace' | 'reconnect' }
>;

/** Does what the effect asks; the answer, when it has one, is to be handled next. */
export function askFleet(fleet: LiveFleet, effect: FleetEffect, { now, memory }: Model): Message | undefined {
  switch (effect.type) {
    case 'explain':
      return { type: 'why-panel', ...whyPanel(effect.id, fleet.graph, fleet.health, now) };
    case 'jump':
      return jumpMessage(effect, memory.views, fleet.graph);
    case 'gather-namespaces':
      return { type: 'namespaces', namespaces: namespacesOf(fleet, effect.context) };
    case 'add-namespace':
      return addNamespace(fleet, effect.context, effect.namespace);
    case 'reconnect':
      fleet.reconnect();
      return undefined;
  }
}

/** Watches the namespace in the contexts that do not list theirs; says so when one had to be let go for it, or there was no room. */
function addNamespace(fleet: LiveFleet, wanted: string | undefined, namespace: string): Message | undefined {
  let message: Message | undefined;
  for (const { context, namespaces } of fleet.contextStates()) {
    if (wanted !== undefined && wanted !== context) continue;
    const result = fleet.addNamespace(context, namespace);
    if (result === undefined || namespaces === undefined) continue;
    if (!result.added && !result.watched.includes(namespace)) {
      const text = `${context}: ${result.watched.length} namespaces are watched already, no room for ${namespace}`;
      message = { type: 'notice', text, level: 'minor' };
    } else if (result.evicted !== undefined) {
      message = {
        type: 'notice',
        text: `${context}: ${result.evicted} is no longer watched, to make room for ${namespace}`,
        level: 'info',
      };
    }
  }
  return message;
}
