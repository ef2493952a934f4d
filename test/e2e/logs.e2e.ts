// Logs by keys beside `kubectl logs`, line by line: a long one, one that grows while its connection is cut again and again, several containers,
// the previous container, and a user who may not read them.
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCuttingProxy, type CuttingProxy } from './controlplane/cutting-proxy.ts';
import { criLine, logFile, LOGGED, loggedPod, manyLines, nanoseconds, startWriter } from './controlplane/pod-logs.ts';
import { until } from './controlplane/cluster-hand.ts';
import { Person } from './person.ts';
import { describeReal, hand } from './shared-control-plane.ts';

const { namespace } = LOGGED;
const PODS = ['--view', 'pods', '-n', namespace];
const CUTS = 10;
/** The cut after which the server cannot be reached for a while. */
const OUTAGE = 5;
const WRITER_LINES = 20_000;

const kubectlLogs = (...args: readonly string[]): string => hand().kubectl(['logs', '-n', namespace, ...args]);

/** The lines of a saved text that the container wrote: marks of ours are none. */
const written = (text: string): readonly string[] =>
  text
    .trimEnd()
    .split('\n')
    .filter((line) => !/^── .* ──$/.test(line));

/** The whole of both would fill the report: says where they part. */
function expectSameLines(ours: readonly string[], theirs: readonly string[]): void {
  const at = theirs.findIndex((line, index) => line !== ours[index]);
  const around = (lines: readonly string[]): readonly string[] => lines.slice(Math.max(0, at - 2), at + 3);
  if (at >= 0) expect({ at, lines: around(ours) }).toEqual({ at, lines: around(theirs) });
  expect(ours.length).toBe(theirs.length);
}

async function openLogs(person: Person, pod: string, key = 'l'): Promise<void> {
  await person.moveTo(pod);
  await person.pty.press(key);
  await person.pty.waitFor(`${namespace}/${pod}`);
}

describeReal('logs', () => {
  let line: CuttingProxy;

  beforeAll(async () => {
    const { folder } = hand().address;
    await hand().createNodes('logs-node');
    await hand().createNamespace(namespace);
    for (const pod of LOGGED.pods)
      await hand().raw('POST', `/api/v1/namespaces/${namespace}/pods`, loggedPod(pod, pod === 'several')); // it may be there
    await until('the pods run', async () => {
      const pods = await hand().pods(namespace);
      return pods.length === LOGGED.pods.length && pods.every((pod) => pod.status.phase === 'Running');
    });
    writeFileSync(
      logFile(folder, 'big'),
      manyLines(5_000, (n) => `big ${n} ${'x'.repeat(n % 90)}`),
    );
    writeFileSync(
      logFile(folder, 'again', 'app', true),
      manyLines(30, (n) => `before ${n}`),
    );
    line = await startCuttingProxy(hand().address);
  });
  afterAll(async () => {
    hand().deny('viewer');
    await line?.stop();
  });

  test('a log of 5,000 lines equals kubectl’s, from the first line and from the last', async () => {
    const theirs = written(kubectlLogs('big'));
    expect(theirs).toHaveLength(5_000);
    await using person = new Person(hand().kubeconfig(), PODS);
    await openLogs(person, 'big');
    await person.pty.waitFor('big 4999 ');
    expectSameLines(written(await person.saved()), theirs.slice(-1_000));
    await person.pty.press('1');
    await person.pty.waitFor(/first 5,000 lines · 5,000 lines/);
    expectSameLines(written(await person.saved()), theirs);
  });

  test(`a writer of 1,000 lines a second across ${CUTS} cut connections: no line lost, none twice`, async () => {
    await using person = new Person(line.kubeconfig(), PODS);
    const { pty } = person;
    await openLogs(person, 'writer');
    await pty.waitFor('following app');
    const writing = startWriter(logFile(hand().address.folder, 'writer'), 'writer', WRITER_LINES, 1_000);
    for (let cut = 1; cut <= CUTS; cut++) {
      const from = cut * 1_500;
      await pty.waitFor((lines) => lines.some((text) => Number(/writer (\d+)/.exec(text)?.[1] ?? -1) > from), 30_000);
      line.refuse(cut === OUTAGE);
      expect(line.cut()).toBeGreaterThan(0);
      if (cut === OUTAGE) await pty.waitFor('trying again');
      line.refuse(false);
      await pty.waitFor(new RegExp(`· ${cut} reconnects?`), 15_000);
    }
    expect(kubectlLogs('writer', '--tail=1')).not.toContain(`writer ${WRITER_LINES - 1} `); // every cut fell into the writing
    await writing;
    await pty.waitFor(`writer ${WRITER_LINES - 1} `, 15_000);
    const text = await person.saved();
    expect(text.match(/^── connection lost .* ──$/gm)).toHaveLength(CUTS);
    expectSameLines(written(text), written(kubectlLogs('writer')));
  });

  test('all containers of a pod in the order of time, each line with its source', async () => {
    const { folder } = hand().address;
    const start = nanoseconds(Date.now() - 60_000);
    const text = (container: string, first: number): string =>
      Array.from({ length: 200 }, (_, n) =>
        criLine(start + BigInt(2 * n + first) * 3_000_000n, `${container} ${2 * n + first}`),
      ).join('');
    writeFileSync(logFile(folder, 'several', 'app'), text('app', 0));
    writeFileSync(logFile(folder, 'several', 'side'), text('side', 1));
    await using person = new Person(hand().kubeconfig(), PODS);
    await person.moveTo('several');
    await person.pty.press('l');
    await person.pty.waitFor(/Logs of|container/);
    await person.pty.press('enter');
    await person.pty.waitFor('following app');
    await person.pty.press('a');
    await person.pty.waitFor('side 399');
    const words = written(await person.saved()).map((each) => each.split(/\s+/).slice(0, 3).join(' '));
    expect(words).toEqual(Array.from({ length: 400 }, (_, n) => (n % 2 === 0 ? `app app ${n}` : `side side ${n}`)));
  });

  test('an unfinished last line is shown, and finished when it is', async () => {
    const file = logFile(hand().address.folder, 'again');
    writeFileSync(file, criLine(nanoseconds(Date.now()), 'half of it ', { partial: true }));
    await using person = new Person(hand().kubeconfig(), PODS);
    await openLogs(person, 'again');
    await person.pty.waitFor('half of it');
    writeFileSync(file, criLine(nanoseconds(Date.now()), 'and the rest'), { flag: 'a' });
    await person.pty.waitFor('half of it and the rest');
  });

  test('p: the previous container’s log, as kubectl has it', async () => {
    await using person = new Person(hand().kubeconfig(), PODS);
    await openLogs(person, 'again', 'p');
    await person.pty.waitFor('before 29');
    expectSameLines(written(await person.saved()), written(kubectlLogs('again', '--previous')));
  });

  test('a user without the right to logs is told which it is', async () => {
    await hand().allow('viewer', [
      { apiGroups: [''], resources: ['pods', 'namespaces'], verbs: ['get', 'list', 'watch'] },
    ]);
    await using person = new Person(hand().kubeconfig('viewer'), PODS);
    await person.moveTo('big');
    await person.pty.press('l');
    await person.pty.waitFor('get pods/log');
  });
});
