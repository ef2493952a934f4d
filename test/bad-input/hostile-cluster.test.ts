// A cluster whose names and messages try to steer the terminal, from the server's bytes to the terminal's: nothing of it arrives as control,
// and the columns behind it stand where they stood.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { ApiObject } from '../../src/demo/api-types.ts';
import type { DemoFleet } from '../../src/demo/fleet.ts';
import { startDemo } from '../../src/demo/fleet.ts';
import type { Pty } from '../rig/pty.ts';
import { Home, onTerminal, typeLine, withoutTerminal } from './program.ts';

/** Clears, titles, colours, C1 controls, a device's answer-back, line ends, a right-to-left override, tags: PWN marks what must not take effect. */
const STEERING =
  '\u001b[2J\u001b]0;PWN\u0007\u001b[31;44mred\u009b5mblink\u0090qPWN\u009c\u001b[6n\u001bc\r\n\t\b\u007f\u202eevil\u2066{bold}{red-fg}tag{/}';
const WIDE = '日本語ポッド한국어';
const COMBINING = 'z\u0321\u0337a\u0301\u0301e\u0301';

let fleet: DemoFleet;
beforeAll(async () => {
  fleet = await startDemo({ story: 'calm', at: Date.UTC(2026, 0, 1) });
  const world = fleet.clusters[0]?.world;
  const [pod] = world?.all('pods').filter(({ key }) => key.startsWith('sock-shop/')) ?? [];
  if (world === undefined || pod === undefined) throw new Error('the demo has no pod in sock-shop');
  for (const [mark, text] of Object.entries({ steering: STEERING, wide: WIDE, combining: COMBINING })) {
    world.put('pods', hostilePod(pod.object, mark, text));
    world.put('events', warning(mark, text));
  }
});
afterAll(() => fleet.stop());

function hostilePod({ metadata, ...pod }: ApiObject, mark: string, text: string): ApiObject {
  const status = pod['status'] as Record<string, unknown>;
  const state = { waiting: { reason: `Bad${text}`, message: `message ${text}` } };
  const containers = (status['containerStatuses'] as object[]).map((container) => ({
    ...container,
    ready: false,
    state,
  }));
  return {
    ...pod,
    status: { ...status, reason: `MARK${text}`, message: text, containerStatuses: containers },
    metadata: {
      ...metadata,
      name: `0${mark}${text}`,
      uid: mark,
      labels: { [mark]: text },
      annotations: { note: text },
    },
  };
}

function warning(mark: string, text: string): ApiObject {
  const stamp = new Date(Date.UTC(2026, 0, 1)).toISOString();
  return {
    metadata: { name: mark, namespace: 'sock-shop', uid: `event-${mark}`, creationTimestamp: stamp },
    type: 'Warning',
    reason: `MARK${mark}`,
    message: `${text} told`,
    count: 1,
    firstTimestamp: stamp,
    lastTimestamp: stamp,
    involvedObject: { kind: 'Pod', namespace: 'sock-shop', name: `0${mark}${text}`, uid: mark },
    source: { component: text },
  };
}

/** The column of a text on the line that has `line`, counted in cells. */
function columnOf(pty: Pty, line: string, text: string): number {
  const y = pty.screen().findIndex((each) => each.includes(line));
  const cells = Array.from({ length: 160 }, (_, x) => pty.cell(x, y)).flatMap(({ text: cell, width }) =>
    width === 0 ? [] : [[cell || ' ', width] as const],
  );
  let x = 0;
  for (const [at, [, width]] of cells.entries()) {
    if (
      cells
        .slice(at)
        .map(([cell]) => cell)
        .join('')
        .startsWith(text)
    )
      return x;
    x += width;
  }
  throw new Error(`no ${text} on ${pty.screen()[y] ?? `the line of ${line}`}`);
}

test('lists, events, why and containers show it as text, aligned, and nothing of it steers the terminal', async () => {
  using home = new Home();
  const args = [
    '--kubeconfig',
    home.write('kubeconfig', fleet.kubeconfig),
    '-c',
    'demo-eu',
    '-n',
    'sock-shop',
    '--view',
    'pods',
  ];
  await using pty = onTerminal(home, args, { cols: 160, rows: 50 });
  for (const mark of ['0steering', '0wide', '0combining']) await pty.waitFor(mark);
  await pty.waitFor('{bold}');
  const ready = columnOf(pty, ' 0steering', 'Bad');
  expect(ready).toBe(columnOf(pty, 'READY', 'STATUS'));
  expect(columnOf(pty, ' 0wide', 'Bad')).toBe(ready);
  expect(columnOf(pty, ' 0combining', 'Bad')).toBe(ready);

  await typeLine(pty, '/', '0steering');
  await pty.waitFor(/why: .*\{bold\}/);
  await pty.press('w');
  await pty.waitFor(/Why/);
  await pty.press('esc', 'enter');
  await pty.waitFor('Containers');
  await typeLine(pty, ':', 'events');
  await pty.waitFor(/MARKwide .*told/);
  const message = columnOf(pty, ' OBJECT', 'MESSAGE');
  expect(columnOf(pty, 'MARKwide', WIDE + ' told')).toBe(message);
  expect(columnOf(pty, 'MARKcombining', COMBINING + ' told')).toBe(message);
  await pty.press('ctrl-c');
  await pty.exit;

  const raw = pty.raw();
  expect(raw).not.toMatch(/[\u0007\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  expect(raw).not.toMatch(/\u001b(\]|c|P|\[2J.{0,20}PWN|\[31;44m|\[6n)/);
  expect(raw).not.toContain('PWN');
  expect(home.log()).not.toMatch(/[^\P{Cc}\n]/u);
});

test('check and snapshot print it as text', async () => {
  using home = new Home();
  const args = ['--kubeconfig', home.write('kubeconfig', fleet.kubeconfig), '-c', 'demo-eu'];
  const [table, json, yaml, snapshot] = await Promise.all([
    withoutTerminal(home, ['check', 'sock-shop', ...args]),
    withoutTerminal(home, ['check', 'sock-shop', '-o', 'json', ...args]),
    withoutTerminal(home, ['check', 'sock-shop', '-o', 'yaml', ...args]),
    withoutTerminal(home, ['snapshot', '--view', 'pods', ...args]),
  ]);
  for (const { code, out, err } of [table, json, yaml, snapshot]) {
    expect(code).not.toBeNull();
    expect(err).toBe('');
    expect(out).toContain('0wide');
    expect(out).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u);
  }
  expect(table.out).toContain('{bold}');
  const named = (text: string): unknown =>
    expect.arrayContaining([expect.objectContaining({ kind: 'Pod', name: `0steering${text}` })]);
  expect((JSON.parse(json.out) as { verdicts: object[] }).verdicts).toEqual(named(STEERING));
  expect((parse(yaml.out) as { verdicts: object[] }).verdicts).toEqual(named(STEERING));
});
