// A shell by keys in a container of a real cluster: what a person types and sees inside, every way it ends, and the screen and terminal afterwards.
import { appendFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { GIVEN_BACK, SANE } from '../bad-input/program.ts';
import type { Wanted } from '../rig/pty.ts';
import type { PtyState } from '../rig/pty-state.ts';
import { until, type ClusterHand } from './controlplane/cluster-hand.ts';
import { attachFile, criLine, nanoseconds } from './controlplane/pod-logs.ts';
import { startControlPlane, type ControlPlane } from './controlplane/control-plane.ts';
import { Person } from './person.ts';
import { describeReal, hand } from './shared-control-plane.ts';

const NAMESPACE = 'shells';
const PODS = ['--view', 'pods', '-n', NAMESPACE];
const MEGABYTE = 1024 * 1024;

function podOf(name: string, container = 'app'): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { containers: [{ name: container, image: 'example.com/box:1.0' }] },
  };
}

async function makePods(cluster: ClusterHand): Promise<void> {
  if ((await cluster.pods(NAMESPACE)).length > 0) return;
  await cluster.createNodes('shell-node');
  await cluster.createNamespace(NAMESPACE);
  for (const pod of [podOf('box'), podOf('bare', 'distroless')])
    await cluster.request('POST', `/api/v1/namespaces/${NAMESPACE}/pods`, pod);
  await until('the pods run', async () => {
    const pods = await cluster.pods(NAMESPACE);
    return pods.length === 2 && pods.every((pod) => pod.status.phase === 'Running');
  });
}

/** A line of the screen by itself; programs inside may have filled it up with blanks. */
const line =
  (text: string) =>
  (lines: readonly string[]): boolean =>
    lines.some((each) => each.trimEnd() === text);

/** What must be as before when the shell has gone: titles, names of the rows, where the cursor stands. Ages and notices move on. */
function picture(person: Person): readonly string[] {
  return person.pty
    .screen()
    .slice(1, -3)
    .map((text) => text.slice(0, 60).trimEnd());
}

describeReal('a shell', () => {
  let person: Person;
  let before: { state: PtyState; picture: readonly string[] };

  beforeAll(() => makePods(hand()));
  afterAll(() => hand().deny('viewer'));

  /** The program with the cursor on the pod, then a shell in it with a prompt that cannot be mistaken. */
  async function inShell(kubeconfig = hand().kubeconfig()): Promise<void> {
    person = new Person(kubeconfig, PODS, { cols: 120, rows: 30 });
    await person.moveTo('box');
    await person.pty.idle();
    before = { state: person.pty.state(), picture: picture(person) };
    await person.pty.press('s');
    await person.pty.waitFor('Ctrl-] twice leaves', 10_000);
    await person.pty.waitFor(/[#$] *$/m);
    run("PS1='ready> '");
    await person.pty.waitFor(line('ready>'));
  }

  /** Types a command line into the shell. */
  function run(command: string): void {
    person.pty.type(`${command}\r`);
  }

  /** Types a command and waits for what it says. */
  async function says(command: string, wanted: Wanted, ms?: number): Promise<void> {
    run(command);
    await person.pty.waitFor(wanted, ms);
  }

  /** The program's own screen is back, as it was, with a notice. */
  async function expectBack(notice: string | RegExp, ms = 10_000): Promise<void> {
    await person.pty.waitFor('Viewing: Pods', ms);
    await person.pty.waitFor(notice, ms);
    await person.pty.idle();
    expect(person.pty.state()).toEqual(before.state);
    expect(picture(person)).toEqual(before.picture);
    await person.pty.press('?'); // and it listens
    await person.pty.waitFor('Help');
  }

  const leave = async (): Promise<void> => {
    await says('exit 0', 'ended: exit status 0');
  };

  afterEach(async () => {
    await person?.[Symbol.asyncDispose]();
  });

  test('answers, follows the size of the terminal, and its exit status is told', async () => {
    await inShell();
    await says('echo $((6*7))', line('42'));
    await says('stty size', line('30 120'));
    person.pty.resize(100, 26);
    await until('the shell has the new size', async () => {
      run('stty size');
      await person.pty.idle();
      return person.pty.screen().includes('26 100');
    });
    person.pty.resize(120, 30);
    run('exit 3');
    await expectBack(/the shell in box\/app ended: exit status 3/);
    expect(person.journal().map(({ phase, action, name }) => ({ phase, action, name }))).toEqual([
      { phase: 'asked', action: 'shell', name: 'box' },
      { phase: 'done', action: 'shell', name: 'box' },
    ]);
  });

  test('vi, less and top have the whole terminal and give it back', async () => {
    await inShell();
    await says('vi -u NONE -U NONE', line('~'));
    expect(person.pty.modes().alternateScreen).toBe(true);
    await person.pty.press('i');
    person.pty.type('written inside');
    await person.pty.waitFor('written inside');
    await person.pty.press('esc');
    await says(':q!', line('ready>'));
    await says('seq 500 | less', line(':'));
    await person.pty.press('G');
    await person.pty.waitFor(line('500'));
    await person.pty.press('q');
    await person.pty.waitFor(line('ready>'));
    await says('top', /load average/);
    await person.pty.press('q');
    await person.pty.waitFor(line('ready>')); // it throws away what is typed while it ends
    await says('echo after', line('after'));
    run('vi -u NONE -U NONE');
    await person.pty.waitFor(line('~'));
    await person.pty.press('ctrl-]', 'ctrl-]'); // left with the editor open
    await expectBack('left the shell in box/app');
  });

  test('Ctrl-C, Ctrl-Z, Ctrl-S, Ctrl-Q and Ctrl-D mean what they mean inside', async () => {
    await inShell();
    const { pty } = person;
    await says('echo going; sleep 100', line('going'));
    await pty.press('ctrl-c');
    await says('echo status $?', line('status 130'));
    await says('echo gone; sleep 100', line('gone'));
    await pty.press('ctrl-z');
    await pty.waitFor(/Stopped/);
    await says('kill %1; wait; echo killed', line('killed'));
    await pty.press('ctrl-s');
    run("echo 'tha''wed'");
    await pty.idle(400);
    expect(pty.screen()).not.toContain('thawed');
    await pty.press('ctrl-q');
    await pty.waitFor(line('thawed'));
    run('true');
    await pty.press('ctrl-d');
    await expectBack('ended: exit status 0');
  });

  test('a paste of 1 MB arrives whole', async () => {
    await inShell();
    await says("stty -echo; echo 'count''ing'; wc -c", line('counting'));
    person.pty.paste(`${'0123456789abcdef'.repeat(4).slice(1)}\n`.repeat(MEGABYTE / 64));
    await person.pty.press('ctrl-d');
    await person.pty.waitFor(new RegExp(`^${MEGABYTE} *$`, 'm'), 30_000);
    run('stty echo');
    await leave();
    await expectBack('exit status 0');
  });

  test('binary output and modes left on do no harm to the screen afterwards', async () => {
    await inShell();
    run('openssl enc -aes-256-ctr -pass pass:noise -nosalt </dev/zero 2>/dev/null | head -c 100000');
    await person.pty.idle(500);
    run("printf '\\033[?1049h\\033[?1000h\\033[?1006h\\033[?25l\\033[?2004h\\033(0\\033[5;9r\\033[41m'");
    await person.pty.idle(300);
    // What the terminal answered to the noise may stand half typed: away with it, and no key in the middle of it.
    for (const key of ['ctrl-c', 'enter', 'ctrl-c']) {
      await person.pty.press(key);
      await person.pty.idle(300);
    }
    run('exit 0');
    await expectBack('exit status 0');
  });

  test('its process killed: 137 in words', async () => {
    await inShell();
    await says('echo "pid=$$"', /^pid=\d+ *$/m);
    const pid = Number(/^pid=(\d+) *$/m.exec(person.pty.screen().join('\n'))?.[1]);
    process.kill(pid, 'SIGKILL');
    await expectBack(/exit status 137 \(SIGKILL/);
  });

  test('SIGTERM while it is open: the program ends and the terminal is sane', async () => {
    await inShell();
    run('vi -u NONE -U NONE');
    await person.pty.waitFor(line('~'));
    await person.pty.kill('SIGTERM');
    expect(await person.pty.exit).toEqual({ code: 143, signal: null, left: SANE });
    expect(person.pty.modes()).toEqual(GIVEN_BACK);
    expect(person.pty.screen().join('\n')).toContain('ended by SIGTERM');
  });

  test('an image without a shell is told in words', async () => {
    person = new Person(hand().kubeconfig(), PODS, { cols: 160, rows: 30 });
    await person.moveTo('bare');
    await person.pty.press('s');
    await person.pty.waitFor('this image has no shell');
    expect(person.pty.screen().join('\n')).toContain('Viewing: Pods');
  });

  test('a user who may not exec is told the verb and the subresource, and nothing is tried', async () => {
    const rules = [{ apiGroups: [''], resources: ['pods', 'namespaces'], verbs: ['get', 'list', 'watch'] }];
    await hand().allow('viewer', rules);
    person = new Person(hand().kubeconfig('viewer'), PODS, { cols: 160, rows: 30 });
    await person.moveTo('box');
    await person.pty.waitFor((lines) => lines.at(-1)?.includes('s shell') === false); // the footer knows
    await person.pty.press('s');
    await person.pty.waitFor('you may not get pods/exec in shells');
    expect(person.journal()).toEqual([]);
  });
});

describeReal('attached', () => {
  beforeAll(() => makePods(hand()));

  test.each([
    ['Ctrl-C', ['ctrl-c']],
    ['Ctrl-] twice', ['ctrl-]', 'ctrl-]']],
  ] as const)('shows what the main process says from now on; %s leaves', async (_how, keys) => {
    await using person = new Person(hand().kubeconfig(), PODS, { cols: 120, rows: 30 });
    const { pty } = person;
    await person.moveTo('box');
    await pty.idle();
    const state = pty.state();
    await pty.press('a');
    await pty.waitFor('attached to real-admin shells/box/app');
    await pty.idle();
    appendFileSync(attachFile(hand().address.folder), criLine(nanoseconds(Date.now()), 'said just now'));
    await pty.waitFor('said just now');
    await pty.press(...keys);
    await pty.waitFor(/left +box\/app/);
    await pty.waitFor('Viewing: Pods');
    await pty.idle();
    expect(pty.state()).toEqual(state);
  });
});

describeReal('a shell whose API server dies', () => {
  let plane: ControlPlane;
  let person: Person | undefined;

  beforeAll(async () => {
    plane = await startControlPlane({ name: 'mortal' });
    await makePods(plane);
  });
  afterAll(async () => {
    await person?.[Symbol.asyncDispose]();
    await plane?.stop();
  });

  test('the screen comes back with the cause, and then the program quits cleanly', async () => {
    person = new Person(plane.kubeconfig(), PODS, { cols: 160, rows: 30 });
    const { pty } = person;
    await person.moveTo('box');
    await pty.idle();
    const state = pty.state();
    await pty.press('s');
    await pty.waitFor('Ctrl-] twice leaves', 10_000);
    await pty.waitFor(/[#$] *$/m);
    pty.type('vi -u NONE -U NONE\r');
    await pty.waitFor(line('~'));
    await plane.killApiServer();
    await pty.waitFor('Viewing: Pods', 10_000);
    await pty.waitFor(/lost|reset|closed|cut|refused|gone/i);
    await pty.idle();
    expect(pty.state()).toEqual(state);
    await pty.press('ctrl-c');
    expect(await pty.exit).toEqual({ code: 0, signal: null, left: SANE });
    expect(pty.modes()).toEqual(GIVEN_BACK);
    expect(person.journal().map(({ phase, action }) => `${phase} ${action}`)).toEqual(['asked shell', 'failed shell']);
  });
});
