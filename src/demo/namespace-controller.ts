// The pretend namespace controller: what is in a namespace that is being deleted goes first, then the namespace itself.
import type { Condition } from './api-types.ts';
import type { Backstage } from './backstage.ts';
import { isTerminating, putOrLetGo } from './deletion.ts';
import { SERVED_KINDS } from './kinds.ts';
import type { Plural } from './kinds.ts';
import { stamp } from './moment.ts';
import type { Change } from './world.ts';

const DELAY_MS = 400;
const INSIDE: readonly Plural[] = [
  ...new Set(SERVED_KINDS.filter(({ namespaced }) => namespaced).map(({ plural }) => plural)),
];

export class NamespaceController {
  readonly #stage: Backstage;

  constructor(stage: Backstage) {
    this.#stage = stage;
  }

  onChange({ type, plural, after }: Change): void {
    const { namespace, name } = after.object.metadata;
    if (plural === 'namespaces') {
      if (type !== 'DELETED' && isTerminating(after.object)) this.#later(name);
      return;
    }
    if (type !== 'DELETED' || namespace === undefined) return;
    if (isTerminating(this.#stage.world.get('namespaces', namespace)?.object)) this.#later(namespace);
  }

  #later(name: string): void {
    this.#stage.agenda.once(`namespace ${name}`, DELAY_MS, () => this.#empty(name));
  }

  /** Deletes what is inside and not yet going; finishes the namespace when nothing is left. */
  #empty(name: string): void {
    const { world } = this.#stage;
    const stored = world.get('namespaces', name);
    if (!stored || !isTerminating(stored.object)) return;
    const left: string[] = [];
    for (const plural of INSIDE) {
      const inside = world.keys(plural).filter((key) => key.startsWith(`${name}/`));
      for (const key of inside) {
        if (!isTerminating(world.get(plural, key)?.object))
          this.#stage.delete(plural, key, { propagation: 'Background' });
      }
      const remain = inside.filter((key) => world.get(plural, key)).length;
      if (remain > 0) left.push(`${plural}. has ${remain} resource instances`);
    }
    if (left.length === 0) {
      putOrLetGo(world, 'namespaces', { ...stored.object, spec: {} });
      return;
    }
    const status = { phase: 'Terminating', conditions: conditions(left, stamp(this.#stage.now())) };
    if (JSON.stringify(status) === JSON.stringify(stored.object['status'])) return;
    world.put('namespaces', { ...stored.object, status });
  }
}

function conditions(left: readonly string[], at: string): Condition[] {
  const remaining = `Some resources are remaining: ${left.join(', ')}`;
  const all: readonly (readonly [type: string, status: string, reason: string, message: string])[] = [
    ['NamespaceDeletionDiscoveryFailure', 'False', 'ResourcesDiscovered', 'All resources successfully discovered'],
    [
      'NamespaceDeletionGroupVersionParsingFailure',
      'False',
      'ParsedGroupVersions',
      'All legacy kube types successfully parsed',
    ],
    [
      'NamespaceDeletionContentFailure',
      'False',
      'ContentDeleted',
      'All content successfully deleted, may be waiting on finalization',
    ],
    ['NamespaceContentRemaining', 'True', 'SomeResourcesRemain', remaining],
    ['NamespaceFinalizersRemaining', 'False', 'ContentHasNoFinalizers', 'All content-preserving finalizers finished'],
  ];
  return all.map(([type, status, reason, message]) => ({ type, status, lastTransitionTime: at, reason, message }));
}
