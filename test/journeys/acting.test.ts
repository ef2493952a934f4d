// A person acting on the demo fleet, on a terminal of 80×24: what is typed, what is seen, what the pretend server then says.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Home, onTerminal, typeLine } from '../bad-input/program.ts';
import type { Pty } from '../rig/pty.ts';

const SIZE = { cols: 80, rows: 24 };

const textOf = (pty: Pty): string => pty.screen().join('\n');

/** The program on the demo, on the pods of one app of one cluster. */
async function onPodsOf(home: Home, app: string, args: readonly string[] = []): Promise<Pty> {
  const pty = onTerminal(
    home,
    ['--demo', '--story', 'outage', '-c', 'demo-eu', '-n', 'sock-shop', '--view', 'pods', ...args],
    SIZE,
  );
  await pty.waitFor('carts-');
  await typeLine(pty, '/', app);
  await pty.waitFor(new RegExp(`Filter: ${app}`));
  await pty.waitFor(new RegExp(`▌. {2}${app}`));
  await pty.waitFor((lines) => !lines.some((each) => /^ . {2}carts-db/.test(each)));
  return pty;
}

test('describe says why it is red on top, and comes back to the row', async () => {
  using home = new Home();
  await using pty = await onPodsOf(home, 'carts-54');
  await pty.press('d');
  await pty.waitFor('CrashLoopBackOff: last exit 137 OOMKilled');
  await pty.waitFor('Service Account:');
  await pty.press('esc');
  await pty.waitFor(/▌✖ .*carts-54/);
});

test('YAML hides managed fields until asked, and is saved to a file', async () => {
  using home = new Home();
  await using pty = await onPodsOf(home, 'front-end');
  await pty.press('y');
  await pty.waitFor('apiVersion: v1');
  await pty.press('ctrl-s');
  await pty.waitFor('saved: ');
  const yaml = readFileSync(savedPath(pty), 'utf8');
  expect(yaml).toContain('kind: Pod');
  expect(yaml).not.toContain('managedFields');
  await pty.press('m');
  await pty.idle(); // several letters in one read would count as pasted
  await pty.press('/');
  await pty.waitFor(/^ ?\//m);
  pty.type('managed');
  await pty.waitFor('managedFields');
});

test('logs are followed, searched, and only matching lines shown', async () => {
  using home = new Home();
  await using pty = await onPodsOf(home, 'front-end');
  await pty.press('l');
  await pty.waitFor(/(GET|POST|DELETE) \//);
  await pty.waitFor('following');
  await typeOnly(pty, 'DELETE');
  await pty.waitFor(() => body(pty).length > 0 && body(pty).every((line) => line.includes('DELETE')));
  await pty.press('esc');
  await pty.waitFor(() => body(pty).some((line) => line.includes('GET')));
});

test('a shell: what is typed runs, the size follows, the exit status is told, the screen is as before', async () => {
  using home = new Home();
  await using pty = await onPodsOf(home, 'front-end');
  await pty.press('s');
  await pty.waitFor(/app@front-end\S+\$/);
  await line(pty, 'echo $((6*7))');
  await pty.waitFor(/^42$/m);
  pty.resize(100, 30);
  await line(pty, 'stty size');
  await pty.waitFor(/^30 100$/m);
  await line(pty, 'exit 3');
  await pty.waitFor('ended: exit status 3');
  await pty.waitFor(/▌● .*front-end/);
  expect(journal(home).map(({ phase, action }) => `${phase} ${action}`)).toEqual(['asked shell', 'done shell']);
});

test('delete removes exactly that pod, and its replacement comes', async () => {
  using home = new Home();
  await using pty = await onPodsOf(home, 'front-end');
  const before = pods(pty);
  expect(before).toHaveLength(2);
  await pty.press('x');
  await pty.waitFor('recreates it');
  await pty.press('enter');
  await pty.waitFor((lines) => !lines.some((each) => each.includes('recreates it')));
  expect(journal(home)).toEqual([]);
  await pty.press('x');
  await pty.waitFor('recreates it');
  await pty.press('tab', 'enter');
  await pty.waitFor(() => pods(pty).length === 2 && pods(pty).filter((name) => !before.includes(name)).length === 1);
  expect(journal(home).map(({ phase, name }) => `${phase} ${name}`)).toEqual([
    `asked ${before[0]}`,
    `done ${before[0]}`,
  ]);
});

test('a namespace goes only when its name was typed', async () => {
  using home = new Home();
  await using pty = onTerminal(home, ['--demo', '--story', 'outage', '-c', 'demo-eu', '--view', 'namespaces'], SIZE);
  await pty.waitFor('batch');
  await typeLine(pty, '/', 'batch');
  await pty.waitFor(/▌. {2}batch/);
  await pty.press('x');
  await pty.waitFor('Type batch');
  await pty.press('tab', 'enter');
  await pty.waitFor('type the name');
  expect(journal(home)).toEqual([]);
  for (const key of 'batch') await pty.press(key);
  await pty.waitFor('[batch ');
  await pty.idle(); // a letter and Enter in one read would count as pasted
  await pty.press('enter');
  await pty.waitFor(/Terminating|hides 6 of 6/); // it is gone in a second or two
});

test('read-only: no key opens a shell or a dialog, each says why', async () => {
  using home = new Home();
  await using pty = await onPodsOf(home, 'front-end', ['--read-only']);
  for (const key of ['s', 'b', 'a', 'x', 'ctrl-d', 'ctrl-k']) {
    await pty.press(key);
    await pty.waitFor('read-only: started with --read-only');
    await pty.press('down', 'up');
    await pty.waitFor((lines) => !lines.some((each) => each.includes('read-only: started')));
  }
  expect(journal(home)).toEqual([]);
});

function journal(home: Home): readonly { phase: string; action: string; name: string }[] {
  let text = '';
  try {
    text = readFileSync(join(home.folder, 'state/k8s-watch/journal.jsonl'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return text
    .split('\n')
    .filter((each) => each !== '')
    .map((each) => JSON.parse(each) as { phase: string; action: string; name: string });
}

const pods = (pty: Pty): readonly string[] => [...textOf(pty).matchAll(/front-end-\S+/g)].map(([name]) => name);

/** The lines of a text between the title and the rule. */
function body(pty: Pty): readonly string[] {
  const lines = textOf(pty).split('\n').slice(2);
  return lines
    .slice(
      0,
      lines.findIndex((each) => each.startsWith('──')),
    )
    .filter((each) => each.trim() !== '');
}

function savedPath(pty: Pty): string {
  const [, path = ''] = /saved: (.*?\.(?:yaml|log|txt))/s.exec(textOf(pty)) ?? [];
  return path.replaceAll(/\s/g, ''); // it goes on over several lines
}

async function typeOnly(pty: Pty, pattern: string): Promise<void> {
  await pty.press('&');
  await pty.waitFor(/^ ?&/m);
  for (const key of pattern) await pty.press(key);
  await pty.waitFor(`&${pattern}`);
  await pty.idle();
  await pty.press('enter');
}

/** Types a line into the shell. */
async function line(pty: Pty, text: string): Promise<void> {
  pty.type(text);
  await pty.waitFor(text);
  await pty.press('enter');
}
