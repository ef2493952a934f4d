// The conditions of a workload or a namespace: a table, with a colour on those that tell of trouble.
import type { Json } from '../objects/json.ts';
import { instantAt, listAt, textAt } from '../objects/json.ts';
import type { Sheet } from './describe-sheet.ts';
import { trouble, type Subject } from './describe-subject.ts';
import { dateText } from './describe-words.ts';

/** Conditions of which False is the good news. */
const BAD_WHEN_TRUE =
  /Failure|Failed|Pressure|Unavailable|NamespaceDeletion|NamespaceContent|NamespaceFinalizers|FailureTarget|Problem|Deadlock/;

/** True when a condition tells of trouble: Available is False, ReplicaFailure is True, anything is Unknown. */
export function isTrouble(condition: Json): boolean {
  const status = textAt(condition, 'status');
  if (status === 'Unknown') return true;
  return status === (BAD_WHEN_TRUE.test(textAt(condition, 'type')) ? 'True' : 'False');
}

export function conditions(sheet: Sheet, subject: Subject): void {
  const list = listAt(subject.object, 'status', 'conditions');
  if (list.length === 0) return;
  const rows = list.map((condition) => ({
    cells: [
      textAt(condition, 'type'),
      textAt(condition, 'status'),
      dateText(instantAt(condition, 'lastTransitionTime')),
      textAt(condition, 'reason'),
      textAt(condition, 'message'),
    ],
    ...(isTrouble(condition) && { look: trouble(subject) }),
  }));
  sheet.section('Conditions', () => sheet.table(['Type', 'Status', 'LastTransitionTime', 'Reason', 'Message'], rows));
}
