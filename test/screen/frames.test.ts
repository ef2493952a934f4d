// Every kind of screen as text, read in the diff. Rewritten by `vitest run test/screen/frames.test.ts -u`.
import { describe, expect, test } from 'vitest';
import { frameText } from '../../src/screen/frame.ts';
import { paint } from '../../src/screen/paint.ts';
import { theme } from '../../src/screen/theme.ts';
import type { Choice, Size, State, TextLine } from '../../src/session/state.ts';
import { context, EVERY_LEVEL, listOf, marked, podRow, rowsOf, stateOf, textOf } from './made-up-state.ts';

const NARROW: Size = { width: 80, height: 24 };
const WIDE: Size = { width: 160, height: 45 };
const MANY = rowsOf([
  ...EVERY_LEVEL,
  ...Array.from({ length: 111 }, (_, index) => podRow({ name: `worker-${index}` })),
]);

const VIEWS: readonly Choice[] = [
  { id: 'pods', label: 'Pods', note: 'every pod, worst first' },
  { id: 'workloads', label: 'Services and workloads', note: 'what a namespace runs' },
  { id: 'nodes', label: 'Nodes', note: 'not listed: no rights in edge', disabled: true },
];
const HELP: readonly TextLine[] = [
  { text: 'Lists', strong: true },
  { text: '  Enter →       drill: what is below this row' },
  { text: '  Backspace ←   back' },
  { text: '' },
  { text: 'Levels', strong: true },
  { text: '  ✖ critical    not serving, or will not recover alone', level: 'critical' },
  { text: '  ? unknown     no data', level: 'unknown' },
  {
    text: 'a line that goes on beyond the right edge of a narrow terminal, so that wrapping has something to do here',
    dim: true,
  },
];

const YAML: readonly TextLine[] = [
  {
    text: 'apiVersion: v1',
    parts: [
      { from: 0, to: 11, look: 'label' },
      { from: 12, to: 14, look: 'string' },
    ],
  },
  { text: 'metadata:', parts: [{ from: 0, to: 9, look: 'label' }] },
  { text: '  # managedFields are hidden', parts: [{ from: 2, to: 28, look: 'comment' }] },
  {
    text: '  name: "café-日本語-0"  # ← wide',
    parts: [
      { from: 2, to: 7, look: 'label' },
      { from: 8, to: 20, look: 'string' },
      { from: 22, to: 30, look: 'comment' },
    ],
  },
];
const DESCRIBE: readonly TextLine[] = [
  { text: 'Name:       cart-7f9c-x2x1l', parts: [{ from: 0, to: 5, look: 'label' }] },
  { text: 'Why it is critical', strong: true },
  { text: '  container app waiting CrashLoopBackOff', level: 'critical' },
  { text: '  service cart 1/3 ready', level: 'major' },
  { text: '  edge cannot be seen', level: 'unknown' },
];
const LOG: readonly TextLine[] = Array.from({ length: 5000 }, (_, index) => {
  const source = `app-${index % 3}`;
  const long =
    index % 4 === 3 ? ` and goes on with words until it is wider than any narrow terminal can be, ${index}` : '';
  return {
    text: `${source} 14:02:${String(index % 60).padStart(2, '0')} request ${index} took 12ms${long}`,
    parts: [{ from: 0, to: source.length, look: `source-${(index % 3) as 0 | 1 | 2}` }],
  };
});
const LOG_STATUS = 'following · tail 5,000 · 12 lines evicted';
const DELETE: State['overlay'] = {
  type: 'dialog',
  title: 'Delete namespace shop in prod-eu?',
  lines: [
    { text: 'context    prod-eu (protected)', strong: true },
    { text: 'Everything in it goes with it:' },
    { text: '  14 services, 22 workloads and 61 pods that nothing creates again', level: 'critical' },
    {
      text: '  persistent volume claim orders-db: its data is lost, because the reclaim policy is Delete',
      level: 'major',
    },
    { text: 'Nothing recreates it.', level: 'minor' },
  ],
  answers: [
    { id: 'cancel', label: 'Cancel' },
    { id: 'background', label: 'Delete', note: 'what belongs to it is deleted afterwards', disabled: true },
    { id: 'orphan', label: 'Delete, leave what belongs to it', note: 'what belongs to it stays', disabled: true },
  ],
  marked: 1,
  typed: { wanted: 'shop', what: 'the name of the namespace', text: 'sho', cursor: 3 },
};

const STATES: Readonly<Record<string, Partial<State>>> = {
  pods: {},
  'pods-scrolled': {
    screens: [listOf(MANY, { cursor: 60, top: 45, filter: 'worker', marks: marked('worker-50', 'worker-51') })],
  },
  'pods-one-context': {
    contexts: [context('prod-eu')],
    readOnly: true,
    why: { level: 'ok', path: [], text: 'all containers ready' },
  },
  'pods-incomplete': {
    screens: [
      listOf(
        rowsOf(EVERY_LEVEL, {
          remarks: ['edge: pods may not be listed (forbidden)', 'prod-us: still listing 500 of 1,200'],
        }),
      ),
    ],
  },
  'pods-columns-scrolled': {
    screens: [listOf(rowsOf(EVERY_LEVEL), { columnOffset: 3, sort: { column: 'AGE', descending: false } })],
  },
  empty: {
    why: undefined,
    screens: [
      listOf(
        rowsOf([], { total: 12, remarks: ['Nothing matches “level>=critical”.', '12 rows are hidden: press Esc.'] }),
        { filter: 'level>=critical', problemsOnly: true },
      ),
    ],
  },
  loading: {
    why: undefined,
    contexts: [context('prod-eu', 'connecting')],
    screens: [listOf(rowsOf([], { loading: true }))],
  },
  'many-contexts': {
    contexts: Array.from({ length: 14 }, (_, index) =>
      context(`fleet-${index}`, index % 6 === 5 ? 'stale' : 'live', 90),
    ),
  },
  help: {
    screens: [textOf(HELP)],
    why: undefined,
  },
  'help-wrapped-search': {
    screens: [textOf(HELP, { top: 3, wrap: true, search: 'NOT', match: 5 })],
    why: undefined,
  },
  yaml: {
    screens: [textOf(YAML, { kind: 'yaml', title: 'YAML of pod cart-7f9c-x2x1l', search: 'NAME', match: 3 })],
    why: undefined,
  },
  describe: {
    screens: [
      textOf(DESCRIBE, {
        kind: 'describe',
        title: 'Pod cart-7f9c-x2x1l in prod-eu › shop',
        status: 'deleted at 14:02:11',
        trouble: true,
      }),
    ],
    why: undefined,
  },
  'logs-follow': {
    screens: [textOf(LOG, { kind: 'logs', title: 'Logs of pod cart-7f9c-x2x1l', status: LOG_STATUS, follow: true })],
    why: undefined,
  },
  'logs-follow-wrapped': {
    screens: [
      textOf(LOG, {
        kind: 'logs',
        title: 'Logs of pod cart-7f9c-x2x1l',
        status: LOG_STATUS,
        follow: true,
        wrap: true,
        search: 'until',
        only: 'request [0-9]+',
        paused: true,
      }),
    ],
    why: undefined,
  },
  'logs-few': {
    screens: [textOf(LOG.slice(0, 3), { kind: 'logs', title: 'Logs of pod a', follow: true, wrap: true })],
    why: undefined,
  },
  'logs-full': {
    screens: [textOf(LOG, { kind: 'logs', title: 'Logs', follow: true, full: true })],
    why: undefined,
  },
  'logs-full-notice': {
    screens: [textOf(LOG, { kind: 'logs', title: 'Logs', top: 100, full: true })],
    notice: { text: 'saved to /home/ada/cart.log', level: 'info', until: 0 },
    why: undefined,
  },
  'dialog-typed': { overlay: DELETE },
  'dialog-long': {
    overlay: {
      type: 'dialog',
      title: 'Delete 120 pods?',
      lines: Array.from({ length: 120 }, (_, index) => ({ text: `pod worker-${index}` })),
      answers: [
        { id: 'cancel', label: 'Cancel' },
        { id: 'delete', label: 'Delete', note: 'they get 30 s to end' },
      ],
      marked: 0,
      typed: {
        wanted: 'a-context-with-a-name-that-is-much-longer-than-a-dialog-is-wide-and-then-some',
        what: 'the context',
        text: '',
        cursor: 0,
      },
    },
  },
  start: {
    contexts: [],
    why: undefined,
    screens: [
      {
        type: 'start',
        title: 'No cluster',
        lines: [
          { text: 'No kubeconfig was found, so there is no cluster to watch.', strong: true },
          { text: '/home/ada/.kube/config does not exist' },
        ],
        choices: [
          { id: 'demo', label: 'Start the demo fleet', note: 'two pretend clusters on this machine' },
          { id: 'bad', label: 'prod-eu', note: 'its user is not in the file', disabled: true },
          { id: 'quit', label: 'Quit' },
        ],
        cursor: 0,
      },
    ],
  },
  notice: { notice: { text: 'no view is called “podz”; did you mean pods?', level: 'minor', until: 0 } },
  prompt: {
    overlay: {
      type: 'prompt',
      purpose: 'command',
      label: ':',
      text: 'po shop',
      cursor: 2,
      completions: ['pods', 'podtemplates'],
    },
  },
  'prompt-error': {
    overlay: {
      type: 'prompt',
      purpose: 'filter',
      label: '/',
      text: 'level>',
      cursor: 6,
      completions: [],
      error: 'a level is missing behind >',
    },
  },
  chooser: { overlay: { type: 'chooser', purpose: 'views', title: 'Views', choices: VIEWS, cursor: 1 } },
  'why-panel': {
    overlay: {
      type: 'why',
      title: 'Why shop is critical',
      cursor: 2,
      lines: [
        { text: 'namespace shop', level: 'critical', depth: 0, target: 'ns' },
        { text: 'svc cart 1/3 ready', level: 'major', depth: 1, target: 'svc' },
        { text: 'pod cart-7f9c-x2x1l', level: 'critical', depth: 2, target: 'pod' },
        { text: 'container app: OOMKilled ×4, limit 256Mi', level: 'critical', depth: 3, target: 'container' },
        {
          text: 'container app: a message that is much longer than any terminal is wide, for it holds every word the kubelet had to say about the matter',
          level: 'major',
          depth: 3,
          target: 'other',
        },
        { text: 'edge cannot be seen since 13:40', level: 'unknown', depth: 0 },
      ],
    },
  },
  'chooser-long': {
    overlay: {
      type: 'chooser',
      purpose: 'views',
      title: 'Views',
      choices: Array.from({ length: 60 }, (_, index) => ({ id: `${index}`, label: `view ${index}` })),
      cursor: 30,
    },
  },
  dialog: {
    overlay: {
      type: 'dialog',
      title: 'Quit k8s-watch?',
      lines: [{ text: 'Two shells are open; they end with it.' }],
      answers: [
        { id: 'cancel', label: 'Cancel' },
        { id: 'quit', label: 'Quit' },
      ],
      marked: 0,
    },
  },
};

describe('frames as text', () => {
  for (const [name, more] of Object.entries(STATES)) {
    for (const size of [NARROW, WIDE]) {
      test(`${name} at ${size.width}×${size.height}`, async () => {
        const text = frameText(paint(stateOf({ ...more, size }), theme('dark', 256, false)));
        await expect(text).toMatchFileSnapshot(`__frames__/${name}.${size.width}x${size.height}.txt`);
      });
    }
    test(`${name} in ASCII holds nothing else`, async () => {
      const text = frameText(paint(stateOf({ ...more, size: NARROW }), theme('dark', 256, true)));
      expect(text).toMatch(/^[\x20-\x7e\n]*$/);
      await expect(text).toMatchFileSnapshot(`__frames__/${name}.ascii.txt`);
    });
  }
});

describe('terminals too small', () => {
  for (const [width, height] of [
    [79, 24],
    [40, 10],
    [20, 5],
    [5, 2],
    [1, 1],
    [0, 0],
  ] as const) {
    test(`${width}×${height} is answered in words as far as there is room`, async () => {
      const frame = paint(stateOf({ size: { width, height } }), theme('dark', 256, false));
      expect(frame.characters).toHaveLength(Math.max(1, width) * Math.max(1, height));
      await expect(frameText(frame)).toMatchFileSnapshot(`__frames__/too-small.${width}x${height}.txt`);
    });
  }
});

test('every screen and overlay is painted at any size without an exception', () => {
  for (const more of Object.values(STATES)) {
    for (let width = 80; width <= 90; width++)
      paint(stateOf({ ...more, size: { width, height: 24 } }), theme('mono', 0, false));
    for (const height of [24, 25, 60])
      paint(stateOf({ ...more, size: { width: 300, height } }), theme('mono', 0, true));
  }
});
