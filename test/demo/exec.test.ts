// Exec and attach over websocket as a kubelet's clients see them: channels, statuses, refusals, and the pretend shell.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startDemo } from '../../src/demo/fleet.ts';
import type { DemoFleet } from '../../src/demo/fleet.ts';
import { RefusedError, ShellClient } from './shell-client.ts';
import type { EndStatus, ExecOptions } from './shell-client.ts';

let fleet: DemoFleet;
const PICKER = 'command -v bash >/dev/null && exec bash; command -v ash >/dev/null && exec ash; exec sh';

beforeAll(async () => {
  fleet = await startDemo({ story: 'outage', at: Date.parse('2026-03-01T12:00:00Z') });
});
afterAll(() => fleet.stop());

function podOf(workload: string, having = ''): string {
  const world = fleet.clusters[0]?.world;
  const key = world
    ?.keys('pods')
    .find((each) => each.includes(`/${workload}-`) && JSON.stringify(world.get('pods', each)).includes(having));
  return (key ?? '').replace('/', '/pods/');
}

interface Result {
  out: string;
  err: string;
  end: EndStatus | undefined;
}

async function run(command: readonly string[], options: ExecOptions = {}, input?: string): Promise<Result> {
  const client = await ShellClient.open(fleet, podOf('front-end'), { stdin: input !== undefined, ...options, command });
  if (input !== undefined) {
    client.type(input);
    client.endInput();
  }
  const end = await client.end();
  return { out: client.out, err: client.err, end };
}

function exitCode(end: EndStatus | undefined): number | string {
  if (end?.status === 'Success') return 0;
  return end?.reason === 'NonZeroExitCode' ? Number(end.details?.causes[0]?.message) : `${end?.reason}`;
}

describe('scripts', () => {
  test.each([
    ['echo $((6*7))', '42\n', 0],
    ['echo $(( (2+3)*4 - 10/3 ))', '17\n', 0],
    ['exit 3', '', 3],
    ['false || echo no; true && echo yes', 'no\nyes\n', 0],
    ['false && echo no', '', 1],
    ['X=5; echo "a $X" \'$X\' ${NONE:-z}', 'a 5 $X z\n', 0],
    ['no-such; echo $?', '127\n', 0],
    ['no-such', '', 127],
    ['cd /etc && pwd && cat os-release | wc', '', 2],
    ['cd /etc && ls && cd .. && pwd', 'hostname\nhosts\nos-release\npasswd\nresolv.conf\n/\n', 0],
    ['command -v bash >/dev/null || echo none; command -v ash', 'none\n/bin/ash\n', 0],
    [
      'echo gone >/dev/null; whoami; id -u 2>&1; date +%s',
      'app\nuid=10001(app) gid=10001(app) groups=10001(app)\n1772366400\n',
      0,
    ],
    ['seq 3; echo out >&2', '1\n2\n3\n', 0],
    ['stty size', '', 1],
    ['echo $((1/0))', '', 2],
  ])('%s', async (script, out, code) => {
    const result = await run(['sh', '-c', script]);
    expect([result.out, exitCode(result.end)]).toEqual([out, code]);
  });

  test('errors go to the other channel', async () => {
    expect((await run(['sh', '-c', 'nope'])).err).toBe('sh: nope: not found\n');
    expect((await run(['cat', '/nope', '/etc/hostname'])).err).toContain("can't open '/nope'");
  });

  test('input is read by the shell and by what it starts', async () => {
    const script = 'echo one\ncat\nfed to cat\n';
    expect((await run(['sh'], {}, script)).out).toBe('one\nfed to cat\n');
    expect((await run(['wc', '-c'], {}, 'x'.repeat(1_000_000))).out).toBe('1000000\n');
  });

  test('binary output arrives whole', async () => {
    const client = await ShellClient.open(fleet, podOf('front-end'), {
      command: ['head', '-c', '200000', '/dev/urandom'],
    });
    expect(exitCode(await client.end())).toBe(0);
    expect(client.bytes.out).toBe(200_000);
  });

  test('version 4 speaks the same', async () => {
    expect((await run(['hostname'], { protocol: 'v4.channel.k8s.io' })).out).toMatch(/^front-end-/);
  });
});

describe('a terminal', () => {
  test('prompts, echoes, edits, resizes, is interrupted and left', async () => {
    const client = await ShellClient.open(fleet, podOf('front-end'), { command: ['sh', '-c', PICKER], tty: true });
    client.resize(101, 33);
    await client.sees(':/app$ ');
    client.type('stty size\r');
    await client.sees('stty size\r\n33 101\r\n');
    client.type('echo abx\u007fc é靴\u007f!\r');
    await client.sees('\r\nabc é!\r\n');
    client.type('lost\u0015whoami\r');
    await client.sees('\r\napp\r\n');
    client.type('sleep 1000\r');
    await client.sees('sleep 1000\r\n');
    client.type('\u0003');
    await client.sees('^C\r\n');
    client.type('echo "code $?"\r');
    await client.sees('\r\ncode 130\r\n');
    client.type('yes\r');
    await client.sees('\r\ny\r\ny\r\n');
    client.type('\u0003exit 3\r');
    expect(exitCode(await client.end())).toBe(3);
  });

  test('Ctrl-D leaves with the last code; pings are answered', async () => {
    const client = await ShellClient.open(fleet, podOf('front-end'), { tty: true });
    await client.ping();
    client.type('false\r\u0004');
    expect(exitCode(await client.end())).toBe(1);
    expect(client.out).toMatch(/exit\r\n$/);
  });

  test('full-screen programs take the screen and give it back', async () => {
    const client = await ShellClient.open(fleet, podOf('front-end'), { tty: true });
    client.type('vi\r');
    await client.sees('\u001b[?1049h');
    client.type('q');
    await client.sees('\u001b[?1049l');
    client.type('\u0004');
    expect(exitCode(await client.end())).toBe(0);
  });

  test('a client that goes away in the middle of endless output leaves nothing behind', async () => {
    const client = await ShellClient.open(fleet, podOf('front-end'), { command: ['yes'] });
    await client.sees('y\ny\n');
    client.close();
    await client.end();
    expect((await run(['echo', 'alive'])).out).toBe('alive\n');
    expect(fleet.clusters[0]?.sessions.count).toBe(0);
  });
});

describe('refusals', () => {
  async function refused(pod: string, options: ExecOptions = {}): Promise<[number, string]> {
    const error = await ShellClient.open(fleet, pod, options).catch((why: unknown) => why);
    return error instanceof RefusedError ? [error.code, error.message] : [0, String(error)];
  }

  test('before the upgrade', async () => {
    const pod = podOf('front-end');
    const name = pod.split('/').at(-1) ?? '';
    expect(await refused(pod, { user: 'viewer' })).toEqual([
      403,
      `pods "${name}" is forbidden: User "viewer" cannot get resource "pods/exec" in API group "" in the namespace "sock-shop"`,
    ]);
    expect((await refused(pod, { user: 'viewer', subresource: 'attach' }))[0]).toBe(403);
    expect((await refused('sock-shop/pods/nobody'))[0]).toBe(404);
    expect((await refused(pod, { container: 'z' }))[1]).toBe(`container z is not valid for pod ${name}`);
    expect((await refused(podOf('orders', 'Unschedulable')))[1]).toContain('does not have a host assigned');
    expect(await refused(podOf('db-backup'))).toEqual([
      400,
      'cannot exec into a container in a completed pod; current phase is Succeeded',
    ]);
    const waiting = podOf('payment', 'ContainerCreating');
    expect(await refused(waiting, { protocol: 'v4.channel.k8s.io' })).toEqual([
      500,
      'unable to upgrade connection: container not found ("payment")',
    ]);
  });

  test('on the error channel', async () => {
    const inside = async (pod: string, options: ExecOptions = {}): Promise<string | undefined> => {
      const client = await ShellClient.open(fleet, pod, options);
      const end = await client.end();
      expect(end?.reason).toBe('InternalError');
      return end?.message;
    };
    expect(await inside(podOf('payment', 'ContainerCreating'))).toContain('container not found ("payment")');
    expect(await inside(podOf('shipping', 'eu-node-6'))).toContain('no route to host');
    expect(await inside(podOf('carts', 'metrics-proxy'), { container: 'metrics-proxy' })).toMatch(
      /exec failed: unable to start container process: exec: "sh": executable file not found in \$PATH: unknown$/,
    );
  });
});

describe('the end of a container', () => {
  test('kills its shells with 137 and ends its attachments; a cut connection has no status', async () => {
    const [namespace = '', , pod = ''] = podOf('edge-router').split('/');
    const path = `${namespace}/pods/${pod}`;
    const shell = await ShellClient.open(fleet, path, { tty: true });
    const attached = await ShellClient.open(fleet, path, { subresource: 'attach' });
    fleet.clusters[0]?.logs.burst({ namespace, pod, count: 2, perSecond: 1_000_000 });
    await attached.sees('burst 2\n');
    fleet.clusters[0]?.world.remove('pods', `${namespace}/${pod}`);
    expect(exitCode(await shell.end())).toBe(137);
    expect((await attached.end())?.status).toBe('Success');
    const cut = await ShellClient.open(fleet, podOf('front-end'), { tty: true });
    await fleet.fault('cut-shells');
    expect(await cut.end()).toBeUndefined();
  });
});
