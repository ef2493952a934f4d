// Which pod of a workload or service is meant: the only one, or the one a person picks from a list with the worst first.
import type { GraphReader } from '../graph/graph-reader.ts';
import type { NodeId } from '../graph/node-id.ts';
import { RANK } from '../health/level.ts';
import { levelWord } from '../health/level-word.ts';
import { WORKLOAD_KINDS } from '../objects/kind.ts';
import type { ObjectOf } from '../objects/kube-object.ts';
import type { Tools } from './action.ts';
import type { Target } from './target.ts';

/** Kinds that have pods below them, and pods and containers themselves: what reaches into a container can begin at any of them. */
export const KINDS_WITH_PODS: readonly Target['kind'][] = ['Pod', 'Container', ...WORKLOAD_KINDS, 'Service'];

/**
 * The pods below a node, through replica sets and jobs; each once. A pod's own node gives the pod. One by one, because keys are greyed out at every
 * frame by whether there is one at all, and a service may have thousands.
 */
export function* podsUnder(id: NodeId, graph: GraphReader): Generator<ObjectOf<'Pod'>, undefined> {
  const seen = new Set<NodeId>();
  const waiting: (readonly NodeId[])[] = [[id]];
  for (let ids = waiting.pop(); ids !== undefined; ids = waiting.pop()) {
    for (const next of ids) {
      if (seen.has(next)) continue;
      seen.add(next);
      const object = graph.object(next);
      if (object?.kind === 'Pod') yield object;
      else if (object !== undefined) waiting.push(graph.children(next));
    }
  }
}

/** True when there is at least one. */
export function hasPods(id: NodeId, graph: GraphReader): boolean {
  return podsUnder(id, graph).next().done !== true;
}

/** Gives the pod, undefined when the person cancelled or there is none. `allow` says why a pod cannot be taken. */
export async function pickPod(
  id: NodeId,
  tools: Tools,
  title: string,
  allow: (pod: ObjectOf<'Pod'>) => string | undefined = () => undefined,
): Promise<ObjectOf<'Pod'> | undefined> {
  const rank = (pod: ObjectOf<'Pod'>) => RANK[tools.health.health(pod.key.text).shown];
  const pods = [...podsUnder(id, tools.graph)].toSorted((a, b) => rank(b) - rank(a) || b.createdAt - a.createdAt);
  if (pods.length < 2) return pods[0];
  const picked = await tools.pick(
    title,
    pods.map((pod) => {
      const reason = allow(pod);
      return {
        id: pod.key.text,
        label: pod.key.name,
        note: reason ?? podNote(pod, tools),
        disabled: reason !== undefined,
      };
    }),
  );
  return pods.find((pod) => pod.key.text === picked);
}

/** `critical · 1/2 ready · CrashLoopBackOff`. */
function podNote(pod: ObjectOf<'Pod'>, tools: Tools): string {
  const health = tools.health.health(pod.key.text);
  const statuses = pod.kept.status.containerStatuses;
  const ready = `${statuses.filter((status) => status.ready).length}/${pod.kept.spec.containers.length} ready`;
  const reason = health.culprits[0]?.verdict.reason ?? '';
  return [levelWord(health), ready, reason].filter((part) => part !== '').join(' · ');
}
