// Logs of a container, followed, and of the run before this one. On a workload or service one of its pods is picked first.
import type { ObjectOf } from '../objects/kube-object.ts';
import { type Action, ActionError, type Tools } from './action.ts';
import { containerChoices, pickContainer } from './pick-container.ts';
import { hasPods, KINDS_WITH_PODS, pickPod } from './pick-pod.ts';
import { objectKeyOf, type Target, targetName } from './target.ts';

export const logs: Action = logsAction(false);
export const previousLogs: Action = logsAction(true);

function logsAction(previous: boolean): Action {
  return {
    kinds: KINDS_WITH_PODS,
    lacks: 'has no logs',
    changes: false,
    many: false,
    needs: ({ namespace }) => [{ verb: 'get', group: '', resource: 'pods', subresource: 'log', namespace }],
    whyNot: (target, { graph }) =>
      hasPods(objectKeyOf(target).text, graph) ? undefined : `${targetName(target)} has no pods`,
    run: async ([target], tools) => {
      if (target !== undefined) await openLogs(target, tools, previous);
    },
  };
}

async function openLogs(target: Target, tools: Tools, previous: boolean): Promise<void> {
  const which = previous ? 'Previous logs' : 'Logs';
  if (!hasPods(objectKeyOf(target).text, tools.graph))
    throw new ActionError('gone', `${targetName(target)} has no pods any more`);
  const pod = await pickPod(objectKeyOf(target).text, tools, `${which} of ${targetName(target)}: which pod?`);
  if (pod === undefined) return;
  const isOther = (target.kind === 'Pod' || target.kind === 'Container') && pod.uid !== target.uid;
  if (isOther) throw new ActionError('gone', `${targetName(target)} was replaced by another pod of its name`);
  const container =
    target.container ??
    (await pickContainer(pod, tools, `${which} of ${pod.key.name}: which container?`, () => undefined));
  if (container !== undefined) await show(pod, container, tools, previous);
}

async function show(pod: ObjectOf<'Pod'>, container: string, tools: Tools, previous: boolean): Promise<void> {
  const { context, namespace, name, text } = pod.key;
  const { LogText } = await import('./log-text.ts');
  const options = {
    pod: { context, namespace, pod: name, uid: pod.uid },
    container,
    containers: containerChoices(pod).map((choice) => choice.name),
    previous,
  };
  const followTools = {
    cluster: () => tools.cluster(context),
    clock: tools.clock,
    random: Math.random,
    watch: (changed: () => void) => tools.watch(text, changed),
  };
  tools.show(new LogText(options, followTools));
}
