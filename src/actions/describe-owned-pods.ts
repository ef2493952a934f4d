// The pods a controller counts as its own, and how they are: the line `Pods Status` of every workload.
import type { Json } from '../objects/json.ts';
import { objectAt, textAt } from '../objects/json.ts';
import { PAGE } from './describe-parts.ts';
import type { Sheet } from './describe-sheet.ts';
import { itemsOf, trouble, type Request, type Subject } from './describe-subject.ts';
import { controllerOf, selectorText } from './describe-words.ts';

/** The request for objects of a namespace that a workload's selector picks; `plural` with the path of its group: `/api/v1`, `pods`. */
export function selectedRequest(object: Json, group: string, plural: string): Request {
  const namespace = encodeURIComponent(textAt(object, 'metadata', 'namespace'));
  const selector = encodeURIComponent(selectorText(objectAt(object, 'spec', 'selector')));
  return {
    what: `list ${plural}`,
    path: `${group}/namespaces/${namespace}/${plural}?labelSelector=${selector}&limit=${PAGE}`,
  };
}

/** Those of a list that the object controls. */
export function ownedBy(object: Json, items: readonly Json[]): readonly Json[] {
  const uid = textAt(object, 'metadata', 'uid');
  return items.filter((item) => textAt(controllerOf(item), 'uid') === uid);
}

/** `Pods Status:  1 Running / 0 Waiting / 0 Succeeded / 0 Failed`, from the part `pods`. */
export function podsStatus(sheet: Sheet, subject: Subject): void {
  const items = itemsOf(subject, 'pods');
  if (typeof items === 'string') return sheet.field('Pods Status', items, { level: 'unknown' });
  const pods = ownedBy(subject.object, items);
  const count = (phase: string): number => pods.filter((pod) => textAt(pod, 'status', 'phase') === phase).length;
  const failed = count('Failed');
  sheet.field(
    'Pods Status',
    `${count('Running')} Running / ${count('Pending')} Waiting / ${count('Succeeded')} Succeeded / ${failed} Failed`,
    failed > 0 ? trouble(subject) : {},
  );
}
