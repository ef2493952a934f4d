// Whoever reads or started us may go first: a closed terminal, a closed pipe, a killed parent. Nothing of ours may live on, and a
// script must still get the verdict.
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BIN, Home, isAlive, onTerminal, withoutTerminal } from './program.ts';

/** How long anything of ours may live on. */
const LINGER_MS = 2_000;

/** Makes every process of the program leave its id in a folder of this home, so that none escapes the test. */
function traced(home: Home): { env: Record<string, string>; pids: () => number[] } {
  const folder = join(home.folder, 'pids');
  mkdirSync(folder);
  const preload = home.write(
    'trace.mjs',
    `import { writeFileSync } from 'node:fs';
     if (process.argv[1] === ${JSON.stringify(BIN)}) writeFileSync(${JSON.stringify(folder)} + '/' + process.pid, '');`,
  );
  return { env: { NODE_OPTIONS: `--import=${preload}` }, pids: () => readdirSync(folder).map(Number) };
}

/** Resolves when none of the processes runs any more; throws with those that do. */
async function allGone(pids: readonly number[]): Promise<void> {
  const until = performance.now() + LINGER_MS;
  while (pids.some(isAlive)) {
    if (performance.now() > until) throw new Error(`still running: ${pids.filter(isAlive).join(', ')}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Runs a shell line in which `$K` is the program. */
function shell(
  home: Home,
  line: string,
  env: Record<string, string> = {},
): Promise<{ code: number | null; out: string; err: string }> {
  const K = `'${process.execPath}' '${BIN}'`;
  const child = spawn('sh', ['-c', line.replaceAll('$K', K)], {
    env: { ...process.env, ...home.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { out: '', err: '' };
  child.stdout.on('data', (data: Buffer) => (text.out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (text.err += data.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...text })));
}

describe.concurrent('--demo', () => {
  test.each([
    ['the terminal is closed', { code: 129 }, (pty: ReturnType<typeof onTerminal>) => pty.hangUp()],
    ['we are killed', { signal: 'SIGKILL' }, (pty: ReturnType<typeof onTerminal>) => pty.kill('SIGKILL')],
    ['a person quits', { code: 0 }, (pty: ReturnType<typeof onTerminal>) => pty.press('ctrl-c')],
  ] as const)('when %s, nothing of it lives on', async (_what, end, leave) => {
    using home = new Home();
    const { env, pids } = traced(home);
    await using pty = onTerminal(home, ['--demo', '--story', 'outage'], { env });
    await pty.waitFor('demo-us');
    expect(pids()).toHaveLength(2);
    await leave(pty);
    await allGone(pids());
    expect(await pty.exit).toMatchObject(end);
    expect(home.reports().size).toBe(0);
  });

  test('quitting before the demo serves ends it, too', async () => {
    using home = new Home();
    const { env, pids } = traced(home);
    await using pty = onTerminal(home, ['--demo'], { env });
    await pty.waitFor('k8s-watch');
    await pty.press('ctrl-c');
    expect(await pty.exit).toMatchObject({ code: 0 });
    await allGone(pids());
  });
});

describe.concurrent('pipes', () => {
  test('check | head -1 prints one line and the verdict is still the exit code', async () => {
    using home = new Home();
    const line = '{ $K check --demo --story outage; echo "verdict $?" >&2; } | head -1';
    expect(await shell(home, line)).toEqual({
      code: 0,
      out: 'critical, and not everything could be seen\n',
      err: 'verdict 2\n',
    });
    expect(home.reports().size).toBe(0);
  });

  test('closed standard output and error are no reason for another end', async () => {
    using home = new Home();
    expect(await shell(home, '$K check --demo --story calm >&- 2>&-; echo $?')).toMatchObject({
      out: expect.stringMatching(/^[0-3]\n$/),
    });
    expect(await shell(home, '{ $K check --nonsense 2>&1; echo "end $?" >&3; } 3>&2 | true')).toMatchObject({
      err: 'end 64\n',
    });
    expect(home.reports().size).toBe(0);
  });

  test('a screen whose output is a pipe prints one frame and names the two commands', async () => {
    using home = new Home();
    const { code, out, err } = await withoutTerminal(home, ['--demo', '--story', 'outage']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('demo-eu');
    expect(out).toMatch(/'k8s-watch snapshot'.*'k8s-watch check'/);
  });
});

test('a defect in a command without a screen is exit 70 with its report, never a verdict', async () => {
  using home = new Home();
  const preload = home.write(
    'defect.mjs',
    `if (!process.argv.includes('demo')) setTimeout(() => { throw new Error('a defect on purpose'); }, 150);`,
  );
  const { code, out, err } = await withoutTerminal(home, ['check', '--demo'], { NODE_OPTIONS: `--import=${preload}` });
  expect({ code, out }).toEqual({ code: 70, out: '' });
  const [report] = home.reports();
  expect(err).toBe(
    `k8s-watch: a defect of ours ended the program: a defect on purpose\nThe report is in ${report?.[0]}\n`,
  );
  expect(home.log()).toContain('crash: a defect on purpose');
});
