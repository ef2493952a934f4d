// The right that deleting takes; killing takes the same. The keys ask for it beforehand, and a refusal is told in its words.
import type { AccessQuestion } from '../cluster/cluster.ts';
import { kindOf } from '../objects/kind.ts';
import type { Target } from './target.ts';

/** Verb delete on the object's kind. A request for a Namespace object is judged inside that namespace, so the question names it. */
export function rightToDelete({ kind, namespace, name }: Target): readonly AccessQuestion[] {
  if (kind === 'Container') return [];
  const { group, plural } = kindOf(kind);
  return [{ verb: 'delete', group, resource: plural, namespace: kind === 'Namespace' ? name : namespace }];
}
