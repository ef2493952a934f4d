// A fleet in memory as a session sees it: the views' fake graph and health behind the door of a LiveFleet.
import type { GraphReader } from '../../src/graph/graph-reader.ts';
import type { NodeId } from '../../src/graph/node-id.ts';
import { keyText } from '../../src/objects/key.ts';
import type { LiveFleet } from '../../src/session/live-fleet.ts';
import type { FakeFleet } from '../view/fake-fleet.ts';

export type FakeLiveFleet = LiveFleet & {
  /** Says that these nodes changed. */
  touch(ids: readonly NodeId[]): void;
  /** What the session asked the fleet to do, in order. */
  readonly asked: string[];
};

export function liveFleetOf(fleet: FakeFleet): FakeLiveFleet {
  const listeners = new Set<(touched: readonly NodeId[]) => void>();
  const asked: string[] = [];
  const owner = (id: NodeId): NodeId | undefined => {
    const object = fleet.object(id);
    const controller = object?.owners.find((candidate) => candidate.controller);
    if (object === undefined || controller === undefined) return undefined;
    return keyText(object.key.context, controller.kind as 'ReplicaSet', object.key.namespace, controller.name);
  };
  const graph: GraphReader = Object.assign(fleet, {
    owner,
    warnings: () => [],
    place: () => undefined,
    machine: () => undefined,
    podsBelow: () => [],
    picksAnyPod: () => false,
    idleWorkload: () => undefined,
  });
  return {
    graph,
    health: fleet,
    kindStates: () => [...fleet.kinds.values()],
    contextStates: () => fleet.contexts(),
    whenSynced: () => Promise.resolve(),
    isIdle: () => true,
    onTouched(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reconnect: () => asked.push('reconnect'),
    cluster: () => undefined,
    addNamespace: (context, namespace) => {
      asked.push(`add ${namespace} in ${context}`);
      return { added: true, watched: [namespace] };
    },
    stop: () => Promise.resolve(void asked.push('stop')),
    touch(ids) {
      for (const listener of listeners) listener(ids);
    },
    asked,
  };
}
