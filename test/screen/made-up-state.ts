// States built by hand, so that a frame under test depends on nothing but painting.
import type { CountByLevel } from '../../src/health/health.ts';
import type { Level } from '../../src/health/level.ts';
import type { ContextState } from '../../src/objects/kind-state.ts';
import type { ListScreen, Rows, State, TextLine, TextScreen } from '../../src/session/state.ts';
import { newText } from '../../src/session/text-keys.ts';
import type { Cell, Row } from '../../src/view/row.ts';
import type { Column, View } from '../../src/view/view.ts';

export const NOW = Date.UTC(2026, 10, 21, 14, 2, 11);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export const NO_COUNTS: CountByLevel = {
  ok: 0,
  done: 0,
  paused: 0,
  progressing: 0,
  minor: 0,
  major: 0,
  critical: 0,
  unknown: 0,
};
export const SOME_PODS: CountByLevel = {
  ...NO_COUNTS,
  critical: 2,
  major: 5,
  minor: 11,
  ok: 1204,
  unknown: 340,
  done: 8,
  progressing: 1,
};

export function context(name: string, is: ContextState['is'] = 'live', secondsAgo = 0): ContextState {
  return { context: name, is, since: NOW - secondsAgo * 1000 };
}

function column(
  title: string,
  value: string,
  width: number,
  priority: number,
  align: Column['align'] = 'left',
): Column {
  return { title, value, width, align, priority };
}

export const PODS_VIEW: View = {
  name: 'pods',
  title: 'Pods',
  aliases: ['po'],
  description: 'Pods of the scope',
  kinds: ['Pod'],
  unowned: [],
  columns: [
    column('CTX', 'context', 7, 2),
    column('NAME', 'name', 0, 1),
    column('READY', 'ready', 5, 2),
    column('STATUS', 'status', 18, 1),
    column('RESTARTS', 'restarts', 9, 3, 'right'),
    column('CPU/R', 'cpu', 5, 5, 'right'),
    column('MEM/L', 'memory', 5, 4, 'right'),
    column('NODE', 'node', 10, 6),
    column('IP', 'ip', 15, 7),
    column('AGE', 'age', 5, 2, 'right'),
  ],
  sort: { column: 'LEVEL', descending: true },
  drill: { Pod: 'containers' },
  file: 'views/pods.yaml',
};

export type PodRow = {
  name: string;
  level?: Level;
  status?: string;
  ready?: string;
  restarts?: Cell;
  unknown?: boolean;
  context?: string;
};

export function podRow(pod: PodRow): Row {
  const cells: Cell[] = [
    { text: pod.context ?? 'prod-eu' },
    { text: pod.name },
    { text: pod.ready ?? '2/2' },
    { text: pod.status ?? 'Running' },
    pod.restarts ?? { text: '0' },
    { text: '38%' },
    { text: '98%', ...(pod.level === 'critical' ? { level: 'major' as const } : {}) },
    { text: 'node-a3' },
    { text: '10.244.1.17' },
    { text: '', since: NOW - 4 * DAY },
  ];
  return {
    id: pod.name,
    uid: pod.name,
    kind: 'Pod',
    context: pod.context ?? 'prod-eu',
    namespace: 'shop',
    name: pod.name,
    level: pod.level ?? 'ok',
    unknown: pod.unknown ?? false,
    unlisted: false,
    cells,
  };
}

/** One row of every level, and one without data. */
export const EVERY_LEVEL: readonly Row[] = [
  podRow({
    name: 'cart-7f9c-x2x1l',
    level: 'critical',
    status: 'CrashLoopBackOff',
    ready: '1/2',
    restarts: { text: '7', since: NOW - 2 * MINUTE },
  }),
  podRow({ name: 'orders-6d5f-9kqzt', level: 'major', status: 'NotReady', ready: '1/2', context: 'prod-us' }),
  podRow({ name: 'cart-7f9c-8klqq', level: 'minor', restarts: { text: '1', since: NOW - 6 * MINUTE } }),
  podRow({ name: 'payment-5bcd-77xkw', level: 'progressing', status: 'ContainerCreating', ready: '0/1' }),
  podRow({ name: 'cart-7f9c-p0wzn' }),
  podRow({ name: 'queue-master-0', level: 'major', status: 'Terminating', unknown: true, context: 'edge' }),
  podRow({ name: 'rabbitmq-0', unknown: true, context: 'edge' }),
  podRow({ name: 'report-28412-abcde', level: 'done', status: 'Completed', ready: '0/1' }),
  podRow({ name: 'load-test-0', level: 'paused', status: 'SchedulingGated', ready: '0/1' }),
];

export function rowsOf(rows: readonly Row[], more: Partial<Rows> = {}): Rows {
  return { rows, total: rows.length, counts: NO_COUNTS, loading: false, remarks: [], ...more };
}

export function listOf(rows: Rows, more: Partial<ListScreen> = {}): ListScreen {
  return {
    type: 'list',
    view: PODS_VIEW,
    scope: { context: undefined, namespace: 'shop', within: { id: 'svc', label: 'svc/cart' } },
    cursorUid: rows.rows[0]?.uid,
    cursor: 0,
    top: 0,
    columnOffset: 0,
    sort: PODS_VIEW.sort,
    filter: '',
    problemsOnly: false,
    marks: new Map(),
    rows,
    ...more,
  };
}

export function textOf(lines: readonly TextLine[], more: Partial<TextScreen> = {}): TextScreen {
  return { ...newText('help', 'Help', lines), ...more };
}

/** Marks on rows of `podRow`. */
export function marked(...names: readonly string[]): ListScreen['marks'] {
  return new Map(names.map((name) => [name, { id: name, uid: name, kind: 'Pod' }]));
}

export const HINTS: State['hints'] = [
  { keys: '?', does: 'help' },
  { keys: 'v', does: 'views' },
  { keys: '/', does: 'filter' },
  { keys: '⏎', does: 'drill' },
  { keys: '⌫', does: 'back' },
  { keys: 'w', does: 'why' },
  { keys: '!', does: 'problems' },
  { keys: 'S', does: 'sort' },
  { keys: 'L', does: 'legend' },
  { keys: 'q', does: 'quit' },
];

export function stateOf(more: Partial<State> = {}): State {
  return {
    size: { width: 80, height: 24 },
    now: NOW,
    contexts: [context('prod-eu'), context('prod-us', 'stale', 41), context('edge', 'auth-expired', 300)],
    pods: SOME_PODS,
    screens: [listOf(rowsOf(EVERY_LEVEL))],
    overlay: undefined,
    notice: undefined,
    why: {
      level: 'critical',
      path: [],
      text: 'container app waiting CrashLoopBackOff · last exit 137 OOMKilled 2 min ago · limit 256Mi',
    },
    hints: HINTS,
    readOnly: false,
    offer: undefined,
    held: undefined,
    quitting: false,
    ...more,
  };
}
