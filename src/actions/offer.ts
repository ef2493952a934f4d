// Why an action cannot work here, in words, before anybody tries: the greyed-out key says it. Nothing here waits: a right that is not known yet
// lets the key through, and the server decides.
import type { AccessQuestion, Cluster } from '../cluster/cluster.ts';
import type { Action, Sight } from './action.ts';
import { READ_ONLY } from './gate.ts';
import type { Target } from './target.ts';

/** What decides besides the target. */
export type Around = {
  readonly sight: Sight;
  readonly readOnly: boolean;
  /** The connected cluster of a context; undefined while there is none. */
  readonly cluster: (context: string) => Cluster | undefined;
};

/** One sentence, or undefined when nothing is known against it. `target` is undefined where no object is under the cursor. */
export function whyNot(action: Action, target: Target | undefined, around: Around): string | undefined {
  if (target === undefined) return 'there is no object under the cursor';
  if (!action.kinds.includes(target.kind)) return `${withArticle(target.kind)} ${action.lacks}`;
  if (action.changes && around.readOnly) return READ_ONLY;
  const cluster = around.cluster(target.context);
  if (cluster === undefined) return `${target.context} is not connected`;
  const denied = action.needs(target).find((question) => cluster.knownRight(question)?.allowed === false);
  return denied === undefined ? action.whyNot?.(target, around.sight) : deniedWords(denied);
}

/** The rights worth asking for before the key is pressed: those that are not known yet. */
export function rightsToAsk(action: Action, target: Target, around: Around): readonly AccessQuestion[] {
  const cluster = around.cluster(target.context);
  if (cluster === undefined || !action.kinds.includes(target.kind) || (action.changes && around.readOnly)) return [];
  return action.needs(target).filter((question) => cluster.knownRight(question) === undefined);
}

/** `you may not delete pods in shop`: verb and resource, as they must be asked for. */
export function deniedWords({ verb, group, resource, subresource, namespace }: AccessQuestion): string {
  const kind = group === '' ? resource : `${resource}.${group}`;
  const path = subresource === undefined ? kind : `${kind}/${subresource}`;
  const where = namespace === '' ? '' : resource === 'namespaces' ? ` called ${namespace}` : ` in ${namespace}`;
  return `you may not ${verb} ${path}${where}`;
}

function withArticle(kind: Target['kind']): string {
  return `${/^[AEIOU]/.test(kind) ? 'an' : 'a'} ${kind}`;
}
