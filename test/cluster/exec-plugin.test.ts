import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

import { PluginSlots } from '../../src/cluster/exec-credentials.ts';
import type { ExecEntry } from '../../src/cluster/kubeconfig-entry.ts';
import { FakeClock, FakeServer, failureOf, json, never, refuse, turn } from './fake-server.ts';

const VERSION = json({ gitVersion: 'v1.34.1', major: '1', minor: '34' });
const DENIED = refuse(401, 'Unauthorized', 'Unauthorized');
const API = 'client.authentication.k8s.io/v1';
const folder = mkdtempSync(join(tmpdir(), 'k8s-watch-'));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;

/** A plugin of these lines of JavaScript; each run leaves a line in `runs`. */
function plugin(script: string, more: Partial<ExecEntry> = {}): { exec: ExecEntry; runs: () => number } {
  const log = join(folder, `runs-${++count}`);
  const file = join(folder, `plugin-${count}.cjs`);
  const print = `const give = (status, more = {}) => console.log(JSON.stringify({ apiVersion: '${API}', kind: 'ExecCredential', status, ...more }));`;
  writeFileSync(file, `require('node:fs').appendFileSync(${JSON.stringify(log)}, 'run\\n');\n${print}\n${script}\n`);
  const exec: ExecEntry = {
    apiVersion: API,
    command: process.execPath,
    args: [file],
    env: [],
    provideClusterInfo: false,
    interactiveMode: 'Never',
    ...more,
  };
  return { exec, runs: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').length : 0) };
}

const env = { PATH: process.env['PATH'] };

describe('exec plugins', () => {
  test('twenty requests at once start one plugin', async () => {
    await using server = await FakeServer.start();
    server.answers(VERSION);
    const { exec, runs } = plugin(`give({ token: 'tok' })`);
    const cluster = server.open({ exec }, { env });
    await Promise.all(Array.from({ length: 20 }, () => cluster.version(never)));
    expect(runs()).toBe(1);
    expect(server.seen.every(({ headers }) => headers.authorization === 'Bearer tok')).toBe(true);
  });

  test('a token is renewed 60 s before it expires', async () => {
    await using server = await FakeServer.start();
    server.answers(VERSION);
    const clock = new FakeClock();
    const { exec, runs } = plugin(
      `give({ token: 'tok', expirationTimestamp: '${new Date(clock.now() + 300_000).toISOString()}' })`,
    );
    const cluster = server.open({ exec }, { env, clock });
    await cluster.version(never);
    clock.advance(239_000);
    await cluster.version(never);
    expect(runs()).toBe(1);
    clock.advance(2_000);
    await cluster.version(never);
    expect(runs()).toBe(2);
  });

  test('a token that is nearly over when it comes does not start the plugin for every request', async () => {
    await using server = await FakeServer.start();
    server.answers(VERSION);
    const clock = new FakeClock();
    const { exec, runs } = plugin(
      `give({ token: 'tok', expirationTimestamp: '${new Date(clock.now() + 5_000).toISOString()}' })`,
    );
    const cluster = server.open({ exec }, { env, clock });
    for (let i = 0; i < 3; i++) await cluster.version(never);
    expect(runs()).toBe(1);
    clock.advance(10_000);
    await cluster.version(never);
    expect(runs()).toBe(2);
  });

  test('a 401 asks for another token exactly once', async () => {
    await using server = await FakeServer.start();
    const { exec, runs } = plugin(`give({ token: 'tok' })`);
    server.answers(DENIED, VERSION);
    const cluster = server.open({ exec }, { env });
    await cluster.version(never);
    expect(runs()).toBe(2);
    server.answers(DENIED);
    expect(await failureOf(cluster.version(never))).toMatchObject({ code: 'unauthorized', status: 401 });
    expect(runs()).toBe(3);
    expect(server.seen).toHaveLength(4);
  });

  test('KUBERNETES_EXEC_INFO, its cluster, arguments and variables reach the plugin; stdin is empty', async () => {
    await using server = await FakeServer.start();
    server.answers(VERSION);
    const out = join(folder, 'info.json');
    const script = `require('node:fs').writeFileSync(${JSON.stringify(out)}, JSON.stringify({ info: JSON.parse(process.env.KUBERNETES_EXEC_INFO), mine: process.env.MINE, args: process.argv.slice(2), stdin: require('node:fs').readFileSync(0, 'utf8') })); give({ token: 't' })`;
    const { exec } = plugin(script, { provideClusterInfo: true, env: [{ name: 'MINE', value: 'yes' }] });
    const cluster = {
      certificateAuthorityData: 'Q0E=',
      tlsServerName: 'api',
      execConfig: { audience: 'x' },
      proxyUrl: undefined,
    };
    await server
      .open({ exec: { ...exec, args: [...exec.args, 'get-token'] } }, { env }, cluster as object)
      .version(never);
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual({
      info: {
        apiVersion: API,
        kind: 'ExecCredential',
        spec: {
          interactive: false,
          cluster: {
            server: server.url,
            'tls-server-name': 'api',
            'certificate-authority-data': 'Q0E=',
            config: { audience: 'x' },
          },
        },
      },
      mine: 'yes',
      args: ['get-token'],
      stdin: '',
    });
  });

  test.each([
    ['printing rubbish', `console.log('Welcome! token=geheim123')`, /printed something that is not an ExecCredential/],
    ['printing nothing', ``, /printed nothing/],
    ['printing other JSON', `console.log('{"token":"geheim123"}')`, /not an ExecCredential/],
    [
      'answering in another version',
      `give({ token: 'geheim123' }, { apiVersion: 'client.authentication.k8s.io/v1beta1' })`,
      /answered in .*v1beta1, but the kubeconfig says/,
    ],
    ['giving nothing', `give({})`, /neither a token nor a client certificate/],
    ['giving half a certificate', `give({ clientCertificateData: 'x' })`, /only one of/],
    [
      'failing',
      `console.error('first\\n\\u001b[31mYour session has expired. token=geheim123\\u001b[0m'); process.exit(7)`,
      /failed with exit code 7: Your session has expired/,
    ],
    ['being killed', `process.kill(process.pid, 'SIGKILL')`, /was ended by SIGKILL/],
  ])('a plugin %s is told in words', async (_name, script, words) => {
    await using server = await FakeServer.start();
    const log: string[] = [];
    const { exec } = plugin(script);
    const error = await failureOf(
      server
        .open({ exec }, { env, log: (level, message, detail) => log.push(JSON.stringify([level, message, detail])) })
        .version(never),
    );
    expect(error).toMatchObject({ name: 'ApiError', code: 'unauthorized', cure: expect.stringMatching(/./) });
    expect(error.message).toMatch(words);
    expect(error.message + log.join()).not.toMatch(/geheim|\u001b/);
    expect(server.seen).toHaveLength(0);
  });

  // Twelve kinds retry with twelve backoffs; without this an expired login would keep the plugin running without a pause.
  test('a plugin that failed is not started again for ten seconds', async () => {
    await using server = await FakeServer.start();
    const clock = new FakeClock();
    const { exec, runs } = plugin(`process.exit(1)`);
    const cluster = server.open({ exec }, { env, clock });
    for (let i = 0; i < 3; i++) expect(await failureOf(cluster.version(never))).toMatchObject({ code: 'unauthorized' });
    expect(runs()).toBe(1);
    clock.advance(10_000);
    await failureOf(cluster.version(never));
    expect(runs()).toBe(2);
  });

  test('stderr goes to the log', async () => {
    await using server = await FakeServer.start();
    server.answers(VERSION);
    const log: string[] = [];
    const { exec } = plugin(`console.error('deprecated!'); give({ token: 't' })`);
    await server
      .open({ exec }, { env, log: (_level, message, detail) => log.push(`${message} ${String(detail?.['stderr'])}`) })
      .version(never);
    expect(log).toContain('exec plugin wrote to stderr deprecated!');
  });

  test('a plugin that is missing says how to install it', async () => {
    await using server = await FakeServer.start();
    const { exec } = plugin('', { command: 'no-such-plugin-anywhere', installHint: 'brew install it' });
    const error = await failureOf(server.open({ exec }, { env }).version(never));
    expect(error).toMatchObject({ code: 'unauthorized', cure: 'brew install it' });
    expect(error.message).toMatch(/'no-such-plugin-anywhere' is not installed/);
    chmodSync(folder, 0o755);
    const unstartable = plugin('', { command: folder });
    expect(await failureOf(server.open({ exec: unstartable.exec }, { env }).version(never))).toMatchObject({
      message: expect.stringMatching(/cannot be started/),
    });
  });

  test('a plugin that hangs is ended after 30 s, with its children', async () => {
    await using server = await FakeServer.start();
    const clock = new FakeClock();
    const pids = join(folder, 'pids');
    const { exec, runs } = plugin(
      `const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
       require('node:fs').writeFileSync(${JSON.stringify(pids)}, process.pid + ' ' + child.pid); setInterval(() => {}, 1000)`,
    );
    const waiting = failureOf(server.open({ exec }, { env, clock }).version(never));
    while (runs() === 0 || !existsSync(pids) || readFileSync(pids, 'utf8') === '') await turn();
    clock.advance(30_000);
    expect(await waiting).toMatchObject({
      code: 'unauthorized',
      message: expect.stringContaining('did not end within 30 s'),
    });
    const alive = (pid: number): boolean => {
      try {
        return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
      } catch {
        return false;
      }
    };
    if (process.platform === 'linux')
      for (const pid of readFileSync(pids, 'utf8').split(' ').map(Number)) while (alive(pid)) await turn();
  });

  test('close ends a plugin that is under way', async () => {
    await using server = await FakeServer.start();
    const { exec, runs } = plugin(`setInterval(() => {}, 1000)`);
    const clock = new FakeClock();
    const cluster = server.open({ exec }, { env, clock });
    const waiting = failureOf(cluster.version(never));
    while (runs() === 0) await turn();
    cluster.close();
    expect(await waiting).toMatchObject({ code: 'aborted' });
    while (clock.pending > 0) await turn(); // the second, impolite signal is called off when the plugin has ended
  });

  test('a client certificate from a plugin is used', async () => {
    await using server = await FakeServer.start();
    const { exec } = plugin(`give({ clientCertificateData: 'not a certificate', clientKeyData: 'not a key' })`);
    const error = await failureOf(
      server
        .open({ exec }, { env }, { server: server.url.replace('http', 'https'), insecureSkipTlsVerify: true })
        .version(never),
    );
    expect(error).toMatchObject({ code: 'tls', message: expect.stringContaining('certificate or key') });
  });

  test('no more than three plugins at once', async () => {
    const slots = new PluginSlots(3);
    let running = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++running);
      await turn();
      running--;
    };
    await Promise.all(Array.from({ length: 10 }, () => slots.run(work)));
    await slots.run(() => Promise.reject(new Error('x'))).catch(() => undefined);
    await Promise.all(Array.from({ length: 4 }, () => slots.run(work)));
    expect(most).toBe(3);
  });
});

describe('plugins that need a person', () => {
  const lender = () => {
    let lent = 0;
    const lendTerminal = async <T>(run: () => Promise<T>): Promise<T> => {
      lent++;
      return run();
    };
    return { lendTerminal, lent: () => lent };
  };
  const fails = `process.exit(1)`;
  const needsPerson = `JSON.parse(process.env.KUBERNETES_EXEC_INFO).spec.interactive ? give({ token: 'tok' }) : process.exit(1)`;

  test('Always: gets the terminal', async () => {
    await using server = await FakeServer.start();
    server.answers(VERSION);
    const { lendTerminal, lent } = lender();
    const { exec, runs } = plugin(needsPerson, { interactiveMode: 'Always' });
    await server.open({ exec }, { env, lendTerminal }).version(never);
    expect([runs(), lent()]).toEqual([1, 1]);
  });

  test('Always without a terminal says so', async () => {
    await using server = await FakeServer.start();
    const { exec, runs } = plugin(needsPerson, { interactiveMode: 'Always' });
    expect(await failureOf(server.open({ exec }, { env }).version(never))).toMatchObject({
      code: 'unauthorized',
      message: expect.stringContaining('needs a terminal'),
    });
    expect(runs()).toBe(0);
  });

  test('IfAvailable: the screen is put away only when the quiet run fails', async () => {
    await using server = await FakeServer.start();
    server.answers(VERSION);
    const quiet = lender();
    await server
      .open(
        { exec: plugin(`give({ token: 't' })`, { interactiveMode: 'IfAvailable' }).exec },
        { env, lendTerminal: quiet.lendTerminal },
      )
      .version(never);
    expect(quiet.lent()).toBe(0);
    const asked = lender();
    await server
      .open(
        { exec: plugin(needsPerson, { interactiveMode: 'IfAvailable' }).exec },
        { env, lendTerminal: asked.lendTerminal },
      )
      .version(never);
    expect(asked.lent()).toBe(1);
  });

  // Every watch of the context retries; none of them may take the screen away from a person again and again.
  test('a login that failed is not asked for again for five minutes', async () => {
    await using server = await FakeServer.start();
    const clock = new FakeClock();
    const { lendTerminal, lent } = lender();
    const cluster = server.open(
      { exec: plugin(fails, { interactiveMode: 'IfAvailable' }).exec },
      { env, clock, lendTerminal },
    );
    for (let i = 0; i < 3; i++) expect(await failureOf(cluster.version(never))).toMatchObject({ code: 'unauthorized' });
    expect(lent()).toBe(1);
    clock.advance(5 * 60_000);
    await failureOf(cluster.version(never));
    expect(lent()).toBe(2);
  });
});
