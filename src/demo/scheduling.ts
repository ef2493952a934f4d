// The pretend scheduler: which node a new pod goes to, or why none will have it.
import type { NodeObject, Pod } from './api-types.ts';
import type { Backstage } from './backstage.ts';
import { isLoad } from './load.ts';

/** A node's name, or the scheduler's words. Pods spread by chance over what is ready and open to them. */
export function placeFor(stage: Backstage, pod: Pod): { node: string } | { why: string } {
  const nodes = stage.world
    .all('nodes')
    .map(({ object }) => object as NodeObject)
    .filter((node) => isLoad(node) === isLoad(pod));
  const open = nodes.filter((node) => isOpen(node) && matches(node, pod));
  if (open.length === 0) return { why: refusal(nodes, pod) };
  const draw = stage.fresh(`node/${pod.metadata.namespace ?? ''}/${pod.metadata.name}`);
  return { node: open[stage.scene.chance.below(open.length, draw)]?.metadata.name ?? '' };
}

export function isReadyNode(node: NodeObject | undefined): boolean {
  return node?.status.conditions.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}

function isOpen(node: NodeObject): boolean {
  const tainted = (node.spec.taints ?? []).some(({ effect }) => effect === 'NoSchedule' || effect === 'NoExecute');
  return isReadyNode(node) && node.spec.unschedulable !== true && !tainted;
}

function matches(node: NodeObject, pod: Pod): boolean {
  const wanted = (pod.spec['nodeSelector'] ?? {}) as Record<string, string>;
  return Object.entries(wanted).every(([key, value]) => node.metadata.labels?.[key] === value);
}

function refusal(nodes: readonly NodeObject[], pod: Pod): string {
  const closed = nodes.filter((node) => node.spec.unschedulable === true).length;
  const unlike = nodes.filter((node) => isOpen(node) && !matches(node, pod)).length;
  const tainted = nodes.length - closed - unlike;
  const reasons = [
    [tainted, 'node(s) had untolerated taint(s)'],
    [closed, 'node(s) were unschedulable'],
    [unlike, "node(s) didn't match Pod's node affinity/selector"],
  ] as const;
  const told = reasons.filter(([count]) => count > 0).map(([count, reason]) => `${count} ${reason}`);
  return [`0/${nodes.length} nodes are available`, told.join(', ')].filter((part) => part !== '').join(': ') + '.';
}
