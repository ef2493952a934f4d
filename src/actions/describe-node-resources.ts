// What the pods of a node ask of it: per pod, and all together against what it can give.
import { humanAge } from '../objects/human-age.ts';
import type { Json } from '../objects/json.ts';
import { instantAt, objectAt, pairsAt, textAt } from '../objects/json.ts';
import { podAmounts, type Amounts, addTo } from './describe-pod-amounts.ts';
import { amountOf, amountText, percentOf, ZERO, type Amount } from './describe-quantity.ts';
import type { Sheet } from './describe-sheet.ts';
import { itemsOf, type Subject } from './describe-subject.ts';

const POD_HEADS = ['Namespace', 'Name', 'CPU Requests', 'CPU Limits', 'Memory Requests', 'Memory Limits', 'Age'];
/** Resources every node has; the rest of what it can give is told by its own name. */
const ALWAYS = ['cpu', 'memory', 'ephemeral-storage'];
const STANDARD: ReadonlySet<string> = new Set([...ALWAYS, 'pods']);
const ALL = 100;

export function nodeResources(sheet: Sheet, subject: Subject): void {
  const pods = itemsOf(subject, 'pods');
  if (typeof pods === 'string') return sheet.field('Non-terminated Pods', pods, { level: 'unknown' });
  const { object, now } = subject;
  const allocatable = pairsAt(object, 'status', 'allocatable').length > 0 ? 'allocatable' : 'capacity';
  const given = new Map(pairsAt(object, 'status', allocatable).map(([name, text]) => [name, amountOf(text)]));
  const [requests, limits]: [Amounts, Amounts] = [new Map(), new Map()];
  const rows = pods.map((pod) => {
    const asked = { requests: podAmounts(pod, 'requests'), limits: podAmounts(pod, 'limits') };
    addTo(requests, asked.requests);
    addTo(limits, asked.limits);
    return { cells: podCells(pod, asked, given, now) };
  });
  sheet.field('Non-terminated Pods', `(${pods.length} in total)`, { strong: true });
  sheet.indented(() => sheet.table(POD_HEADS, rows));
  sheet.section('Allocated resources', () => {
    sheet.line('(Total limits may be over 100 percent, i.e., overcommitted.)', { dim: true });
    sheet.table(['Resource', 'Requests', 'Limits'], totals(requests, limits, given));
  });
}

function podCells(
  pod: Json,
  { requests, limits }: { readonly requests: Amounts; readonly limits: Amounts },
  given: Amounts,
  now: number,
): readonly string[] {
  const share = (of: Amounts, name: string): string => shareText(of.get(name), given.get(name));
  const metadata = objectAt(pod, 'metadata');
  const createdAt = instantAt(metadata, 'creationTimestamp');
  const shares = ['cpu', 'memory'].flatMap((name) => [share(requests, name), share(limits, name)]);
  const age = createdAt === undefined ? '<unknown>' : humanAge(now - createdAt);
  return [textAt(metadata, 'namespace'), textAt(metadata, 'name'), ...shares, age];
}

/** `250m (12%)`. */
function shareText(amount: Amount = ZERO, whole: Amount = ZERO): string {
  return `${amountText(amount)} (${percentOf(amount, whole)}%)`;
}

function totals(requests: Amounts, limits: Amounts, given: Amounts): Parameters<Sheet['table']>[1] {
  const names = [...given.keys()].filter((name) => !STANDARD.has(name)).toSorted();
  const pages = names.filter((name) => name.startsWith('hugepages-'));
  const others = names.filter((name) => !name.startsWith('hugepages-'));
  const rows = [...ALWAYS, ...pages].map((name) => {
    const isFull = percentOf(requests.get(name) ?? ZERO, given.get(name) ?? ZERO) >= ALL;
    const cells = [name, shareText(requests.get(name), given.get(name)), shareText(limits.get(name), given.get(name))];
    return { cells, ...(isFull && { look: { level: 'minor' as const } }) };
  });
  const plain = (of: Amounts, name: string): string => amountText(of.get(name) ?? ZERO);
  return [...rows, ...others.map((name) => ({ cells: [name, plain(requests, name), plain(limits, name)] }))];
}
