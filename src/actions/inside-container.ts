// What being inside a container asks for, by a shell or attached: a right on the pod, and a container that runs.
import type { AccessQuestion } from '../cluster/cluster.ts';
import type { Sight } from './action.ts';
import { runs, whyNotRunning } from './container-status.ts';
import { hasPods, podsUnder } from './pick-pod.ts';
import type { Target } from './target.ts';

/**
 * The upgrade to a websocket is a GET, so the server asks for `get`; from 1.35 on also for `create`, which its refusal then names.
 * https://kubernetes.io/docs/reference/access-authn-authz/authorization
 */
export const rightInside = (subresource: 'exec' | 'attach', { namespace }: Target): readonly AccessQuestion[] => [
  { verb: 'get', group: '', resource: 'pods', subresource, namespace },
];

/** For `Action.whyNot`. */
export function nothingRuns(target: Target, { graph }: Sight): string | undefined {
  if (target.container !== undefined) {
    const pod = graph.container(target.id)?.pod;
    const reason = pod === undefined ? 'is gone' : whyNotRunning(pod, target.container);
    return reason === undefined ? undefined : `container ${target.container} ${reason}`;
  }
  if (!hasPods(target.id, graph)) return 'there is no pod below this';
  for (const pod of podsUnder(target.id, graph)) if (runs(pod)) return undefined;
  return 'no container is running';
}
