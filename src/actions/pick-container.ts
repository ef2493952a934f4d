// Which container of a pod is meant: the only one, or the one a person picks; what each is doing stands beside its name.
import { containersOf } from '../graph/pod-containers.ts';
import type { ContainerRef } from '../graph/graph-reader.ts';
import { countText } from '../objects/count-text.ts';
import type { ObjectOf } from '../objects/kube-object.ts';
import { ActionError, type Tools } from './action.ts';
import { endWords, statusOf, type ContainerStatus } from './container-status.ts';

export type ContainerChoice = {
  readonly name: string;
  readonly role: ContainerRef['role'];
  /** Undefined before the kubelet has said anything. */
  readonly status: ContainerStatus | undefined;
};

const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';
const ORDER: readonly ContainerRef['role'][] = ['main', 'sidecar', 'init', 'ephemeral'];

/**
 * The containers of a pod: the one its annotation names first, then main ones, sidecars, init and ephemeral ones. Ephemeral containers are known
 * by their status alone.
 */
export function containerChoices(pod: ObjectOf<'Pod'>): readonly ContainerChoice[] {
  const spec = containersOf(pod).map(({ name, role }) => ({ name, role, status: statusOf(pod, name) }));
  const ephemeral = pod.kept.status.ephemeralContainerStatuses.map((status) => ({
    name: status.name,
    role: 'ephemeral' as const,
    status,
  }));
  const first = pod.annotations[DEFAULT_CONTAINER];
  const rank = ({ name, role }: ContainerChoice) => (name === first ? -1 : ORDER.indexOf(role));
  return [...spec, ...ephemeral].toSorted((a, b) => rank(a) - rank(b));
}

/**
 * Gives the name of the container, undefined when the person cancelled. One container is no question. `allow` says why a container cannot be taken;
 * rejects with ActionError when none can.
 */
export async function pickContainer(
  pod: ObjectOf<'Pod'>,
  tools: Tools,
  title: string,
  allow: (container: ContainerChoice) => string | undefined,
): Promise<string | undefined> {
  const choices = containerChoices(pod);
  const reasons = choices.map(allow);
  if (reasons.every((reason) => reason !== undefined))
    throw new ActionError('impossible', `${pod.key.name}: ${reasons[0] ?? 'it has no container'}`);
  if (choices.length === 1) return choices[0]?.name;
  return tools.pick(
    title,
    choices.map((choice, index) => {
      const reason = reasons[index];
      return {
        id: choice.name,
        label: choice.name,
        note: containerNote(choice, reason),
        disabled: reason !== undefined,
      };
    }),
  );
}

/** `sidecar · running, not ready · restarted 3 times`; what keeps one from taking it stands in the place of its state. */
function containerNote({ role, status }: ContainerChoice, reason: string | undefined): string {
  const restarts = status?.restartCount ?? 0;
  return [
    role === 'main' ? '' : role === 'init' ? 'init container' : role === 'ephemeral' ? 'ephemeral container' : role,
    reason ?? stateWords(role, status),
    restarts === 0 ? '' : `restarted ${restarts === 1 ? 'once' : `${countText(restarts)} times`}`,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function stateWords(role: ContainerRef['role'], status: ContainerChoice['status']): string {
  const { running, terminated, waiting } = status?.state ?? {};
  if (running !== undefined) {
    const judged = role === 'main' || role === 'sidecar';
    return judged && status?.ready === false ? 'running, not ready' : 'running';
  }
  if (terminated !== undefined) return `ended: ${endWords(terminated)}`;
  const reason = waiting?.reason ?? '';
  return reason === '' ? 'not started' : `waiting: ${reason}`;
}
