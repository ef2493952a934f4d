// bin/k8s-watch.js decides which Node runs and whether dist may run, before any of our code does. It is tried in a house
// made of it alone, with a main that reports what reaches it; an old Node is one that is told it is 20.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sourceStamp } from '../../bin/source-stamp.js';
import { startPty } from '../rig/pty.ts';

const ROOT = join(import.meta.dirname, '../..');
const AS_NODE_20 = [
  '--import',
  'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.20.2"}})',
];
const MAIN = `
  const order = process.argv[2];
  if (order === 'wait') {
    process.stdin.setRawMode?.(true);
    for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) process.on(signal, () => { process.stdin.setRawMode?.(false); process.stdout.write('got ' + signal + '\\n', () => process.exit(7)); });
    process.stdin.resume();
    setInterval(() => {}, 1000);
  }
  process.stdout.write('main ' + process.versions.node.split('.')[0] + ' ' + JSON.stringify(process.argv.slice(2)) + '\\n');
  if (order === 'exit') process.exit(Number(process.argv[3]));
  if (order === 'die') process.kill(process.pid, 'SIGKILL');`;
const OWN_MAJOR = process.versions.node.split('.')[0];

describe('the door', () => {
  let house: string;
  let door: string;

  beforeEach(() => {
    house = mkdtempSync(join(tmpdir(), 'door-'));
    cpSync(join(ROOT, 'bin'), join(house, 'bin'), { recursive: true });
    mkdirSync(join(house, 'dist/app'), { recursive: true });
    writeFileSync(join(house, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(house, 'dist/app/main.js'), MAIN);
    door = join(house, 'bin/k8s-watch.js');
  });
  afterEach(() => rmSync(house, { recursive: true, force: true }));

  const env = () => ({ ...process.env, XDG_CACHE_HOME: join(house, 'cache') });
  const run = (...args: readonly string[]) => spawnSync(process.execPath, args, { encoding: 'utf8', env: env() });
  const bringNode = (): void => {
    mkdirSync(join(house, 'node_modules/node/bin'), { recursive: true });
    symlinkSync(process.execPath, join(house, 'node_modules/node/bin/node'));
  };
  const withSource = (): void => {
    mkdirSync(join(house, 'src'));
    writeFileSync(join(house, 'src/a.ts'), 'export {};');
  };

  test('passes arguments and the exit code', () => {
    expect(run(door, 'exit', '3', '--filter', 'a b')).toMatchObject({
      status: 3,
      stdout: `main ${OWN_MAJOR} ["exit","3","--filter","a b"]\n`,
      stderr: '',
    });
  });

  test('an old Node without another says so in one line', () => {
    expect(run(...AS_NODE_20, door)).toMatchObject({
      status: 69,
      stdout: '',
      stderr: 'k8s-watch: needs Node 22.19 or newer, this is 20.20.2\n',
    });
  });

  test('an old Node starts the one the repository brings, and its end is passed on', () => {
    bringNode();
    expect(run(...AS_NODE_20, door, 'exit', '5')).toMatchObject({
      status: 5,
      stdout: `main ${OWN_MAJOR} ["exit","5"]\n`,
    });
    expect(run(...AS_NODE_20, door, 'die')).toMatchObject({ status: null, signal: 'SIGKILL' });
  });

  test.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)('%s to the old Node reaches the program', async (signal) => {
    bringNode();
    const wrapper = spawn(process.execPath, [...AS_NODE_20, door, 'wait'], {
      env: env(),
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines: string[] = [];
    for await (const line of createInterface({ input: wrapper.stdout })) {
      lines.push(line);
      if (line.startsWith('main')) wrapper.kill(signal);
    }
    const code = wrapper.exitCode ?? (await new Promise((resolve) => void wrapper.once('exit', resolve)));
    expect({ code, last: lines.at(-1) }).toEqual({ code: 7, last: `got ${signal}` });
  });

  test.each(['SIGTERM', 'SIGHUP'] as const)('in a terminal the program gives it back on %s', async (signal) => {
    bringNode();
    await using pty = startPty(process.execPath, [...AS_NODE_20, door, 'wait'], {
      env: { XDG_CACHE_HOME: join(house, 'cache') },
    });
    await pty.waitFor('main');
    await expect.poll(() => pty.lineDiscipline().canonical).toBe(false);
    await pty.kill(signal);
    expect(await pty.exit).toMatchObject({ code: 7, left: { canonical: true, echo: true } });
  });

  test('a dist older than src is refused where it cannot be built, a fresh one runs', () => {
    withSource();
    writeFileSync(join(house, 'dist/stamp'), sourceStamp(house));
    expect(run(door, 'exit', '0').status).toBe(0);
    writeFileSync(join(house, 'src/b.ts'), 'export {};');
    expect(run(door, 'exit', '0')).toMatchObject({
      status: 69,
      stdout: '',
      stderr: 'k8s-watch: dist is older than src, and esbuild is not installed to build it: run npm ci\n',
    });
  });

  test('a dist older than src is built where it can be, and a failing build is told in one line', () => {
    withSource();
    mkdirSync(join(house, 'node_modules/esbuild'), { recursive: true });
    const build = `
      import { writeFileSync } from 'node:fs';
      import { sourceStamp } from './bin/source-stamp.js';
      writeFileSync('${house}/dist/app/main.js', 'console.log("rebuilt")');
      writeFileSync('${house}/dist/stamp', sourceStamp('${house}'));`;
    writeFileSync(join(house, 'build.ts'), build);
    expect(run(door)).toMatchObject({ status: 0, stdout: 'rebuilt\n', stderr: '' });
    writeFileSync(join(house, 'build.ts'), 'console.error("no good\\nsecond line"); process.exit(1);');
    expect(run(door)).toMatchObject({
      status: 69,
      stdout: '',
      stderr: 'k8s-watch: dist is older than src, and building it failed: no good\n',
    });
  });
});
