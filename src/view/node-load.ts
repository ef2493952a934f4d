// How many pods each node carries and what they ask for, kept by sums that change with each pod: a pod's change must not count all pods again.
import type { NodeId } from '../graph/node-id.ts';
import { keyText } from '../objects/key.ts';
import type { ObjectOf } from '../objects/kube-object.ts';
import { parseQuantity } from '../objects/quantity.ts';
import type { ViewGraph } from './view-graph.ts';

/** `cpu` in cores and `memory` in bytes, as requested; ended pods ask for nothing and are not counted. */
export type NodeLoad = { readonly pods: number; readonly cpu: number; readonly memory: number };

type Share = NodeLoad & { readonly node: NodeId };

const NOTHING: NodeLoad = Object.freeze({ pods: 0, cpu: 0, memory: 0 });

/** What the scheduler reserves: the sum of main containers and sidecars, or the largest init container when that is more. */
function requested(pod: ObjectOf<'Pod'>, resource: string): number {
  const ask = (container: { readonly resources: { readonly requests: Readonly<Record<string, string>> } }): number =>
    parseQuantity(container.resources.requests[resource] ?? '0') ?? 0;
  let running = 0;
  let starting = 0;
  for (const container of pod.kept.spec.initContainers) {
    if (container.restartPolicy === 'Always') running += ask(container);
    else starting = Math.max(starting, running + ask(container));
  }
  for (const container of pod.kept.spec.containers) running += ask(container);
  return Math.max(running, starting);
}

function shareOf(pod: ObjectOf<'Pod'>): Share | undefined {
  const { nodeName } = pod.kept.spec;
  const ended = pod.kept.status.phase === 'Succeeded' || pod.kept.status.phase === 'Failed';
  if (nodeName === '' || ended) return undefined;
  const node = keyText(pod.key.context, 'Node', '', nodeName);
  return { node, pods: 1, cpu: requested(pod, 'cpu'), memory: requested(pod, 'memory') };
}

/** Sums per node; `refresh` follows one pod and says which nodes changed. */
export class NodeLoads {
  readonly #graph: ViewGraph;
  readonly #shares = new Map<NodeId, Share>();
  readonly #sums = new Map<NodeId, NodeLoad>();

  constructor(graph: ViewGraph) {
    this.#graph = graph;
    for (const pod of graph.objects('Pod')) this.#replace(pod.key.text, shareOf(pod));
  }

  /** The load of a node; nothing for a node without pods. */
  of(node: NodeId): NodeLoad {
    return this.#sums.get(node) ?? NOTHING;
  }

  /** Follows the pod at `id` (which may be gone) and returns the nodes whose sums it is or was part of. */
  refresh(id: NodeId): readonly NodeId[] {
    const pod = this.#graph.object(id);
    const before = this.#shares.get(id);
    const after = pod?.kind === 'Pod' ? shareOf(pod) : undefined;
    this.#replace(id, after);
    return [before?.node, after?.node].filter((node) => node !== undefined);
  }

  #replace(id: NodeId, after: Share | undefined): void {
    const before = this.#shares.get(id);
    if (before !== undefined) this.#add(before, -1);
    if (after === undefined) this.#shares.delete(id);
    else {
      this.#shares.set(id, after);
      this.#add(after, 1);
    }
  }

  #add(share: Share, sign: 1 | -1): void {
    const sum = this.of(share.node);
    const pods = sum.pods + sign;
    if (pods === 0) this.#sums.delete(share.node); // exact again, whatever the fractions added up to
    else
      this.#sums.set(share.node, { pods, cpu: sum.cpu + sign * share.cpu, memory: sum.memory + sign * share.memory });
  }
}
