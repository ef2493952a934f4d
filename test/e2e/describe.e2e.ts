// Describe beside `kubectl describe`: every value after a colon and every cell of every table kubectl prints must stand in ours, under the same
// label and in the same order, for every kind, on a real API server and on the demo's many states.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Target } from '../../src/actions/target.ts';
import { startDemo, type DemoFleet } from '../../src/demo/fleet.ts';
import { isProblem } from '../../src/health/level.ts';
import { keyText } from '../../src/objects/key.ts';
import { KIND_IDS, kindOf, type KindId } from '../../src/objects/kind.ts';
import type { KubeObject } from '../../src/objects/kube-object.ts';
import type { LiveFleet } from '../../src/session/live-fleet.ts';
import { typeLine } from '../bad-input/program.ts';
import { until, type Json } from './controlplane/cluster-hand.ts';
import { createTellers, NAMESPACE, NODE } from './describe-objects.ts';
import { compare, factsOf } from './describe-parity.ts';
import { EXCEPTIONS, follow, judge, judgeBy, linesOf, open } from './describe-tools.ts';
import { Person } from './person.ts';
import { describeReal, hand } from './shared-control-plane.ts';

/** Of what controllers make only the beginning of the name is known. */
const NAMES: Readonly<Record<KindId, string>> = {
  Namespace: NAMESPACE,
  Node: NODE,
  Pod: 'rich',
  Service: 'service',
  EndpointSlice: 'service-',
  Deployment: 'deploy',
  ReplicaSet: 'deploy-',
  StatefulSet: 'state',
  DaemonSet: 'daemon',
  Job: 'job',
  CronJob: 'cron',
  Event: 'counted',
};
/** Objects of each kind of the demo that are compared: two in trouble, then others. */
const OF_EACH_KIND = 3;

const run = promisify(execFile);

/** kubectl's words, without holding up the demo, which lives in this process. */
async function described(file: string, { context, kind, namespace, name }: Target): Promise<string> {
  const where = namespace === '' ? [] : ['-n', namespace];
  const { plural } = kindOf(kind === 'Container' ? 'Pod' : kind);
  const args = ['--kubeconfig', file, '--context', context, 'describe', plural, name, ...where];
  return (await run('kubectl', args, { maxBuffer: 1 << 26 })).stdout;
}

async function expectAllTold(target: Target, fleet: LiveFleet, file: string): Promise<void> {
  const { facts, ours, missing, misplaced } = await judge(target, fleet, () => described(file, target));
  expect(facts).toBeGreaterThan(3);
  expect({ missing, misplaced }, ours.join('\n')).toEqual({ missing: [], misplaced: [] });
}

describeReal('describe beside kubectl describe', () => {
  let fleet: LiveFleet;
  const context = (): string => hand().context();

  beforeAll(async () => {
    await createTellers(hand());
    fleet = await follow(hand().kubeconfig(), context());
  });
  afterAll(() => fleet?.stop());

  async function found(kind: KindId): Promise<Target> {
    const { group, versions, plural, namespaced } = kindOf(kind);
    const base = group === '' ? '/api/v1' : `/apis/${group}/${versions[0]}`;
    const { items } = await hand().request('GET', `${base}${namespaced ? `/namespaces/${NAMESPACE}` : ''}/${plural}`);
    const wanted = NAMES[kind];
    const { metadata } = items.find(({ metadata, spec }: Json) =>
      wanted.endsWith('-') ? metadata.name.startsWith(wanted) && spec?.replicas !== 0 : metadata.name === wanted,
    );
    return targetOf(kind, context(), metadata.name, metadata.uid);
  }

  function targetOf(kind: KindId, context: string, name: string, uid: string): Target {
    const namespace = kindOf(kind).namespaced ? NAMESPACE : '';
    return { id: keyText(context, kind, namespace, name), kind, context, namespace, name, uid, container: undefined };
  }

  test('by keys: everything kubectl tells of every kind', { timeout: 120_000 }, async () => {
    await using person = new Person(hand().kubeconfig(), ['-c', context()]);
    await person.pty.waitFor(NAMESPACE, 20_000);
    for (const kind of KIND_IDS) {
      const target = await found(kind);
      await typeLine(
        person.pty,
        ':',
        target.namespace === '' ? kindOf(kind).plural : `${kindOf(kind).plural} ${NAMESPACE}`,
      );
      await typeLine(person.pty, '/', target.name);
      // An event's name is nowhere on its row, but the filter looks at it.
      if (kind === 'Event') await person.pty.waitFor(/▌.*\n(?:(?!▌).*\n)*.* 1\/1 *$/);
      else await person.moveTo(target.name);
      const { facts, ours, missing, misplaced } = await judgeBy(
        () => describedByKeys(person, target),
        () => described(hand().kubeconfig(), target),
      );
      expect(facts, kind).toBeGreaterThan(3);
      expect({ missing, misplaced }, `${kind}\n${ours.join('\n')}`).toEqual({ missing: [], misplaced: [] });
    }
  });

  /** Opens the description of the row under the cursor, saves it, and comes back to the row. */
  async function describedByKeys(person: Person, { kind, name }: Target): Promise<readonly string[]> {
    const { pty } = person;
    await pty.press('d');
    await pty.waitFor((lines) => lines[1]?.includes(`› ${kind} `) === true && lines[1].includes(name));
    await pty.waitFor(/─── following/, 20_000);
    const text = await person.saved();
    await pty.press('esc');
    await pty.waitFor(/▌/);
    return text.split('\n');
  }

  test('a user who may see pods and nothing else: the pod is told, its events say why they are not', async () => {
    hand().deny('viewer');
    await hand().allow('viewer', [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }]);
    const viewer = hand().context('viewer');
    const live = await follow(hand().kubeconfig('viewer'), viewer);
    const { name, uid } = await found('Pod');
    const text = await open(targetOf('Pod', viewer, name, uid), live);
    const lines = linesOf(text);
    expect(lines.some((line) => /^Events:\s+not allowed: list events$/.test(line))).toBe(true);
    expect(lines.some((line) => /^Status:\s+Running$/.test(line))).toBe(true);
    text.stop();
    await live.stop();
    hand().deny('viewer');
  });

  test('follows the object: a change, its deletion; another one of its name is not shown as it', async () => {
    const at = `/api/v1/namespaces/${NAMESPACE}/pods`;
    const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'mayfly', namespace: NAMESPACE } };
    const made = { ...body, spec: { containers: [{ name: 'app', image: 'example.com/mayfly:1' }] } };
    const { metadata } = await hand().request('POST', at, made);
    const text = await open(targetOf('Pod', context(), 'mayfly', metadata.uid), fleet);
    await until('it runs', () => linesOf(text).some((line) => /^Status:\s+Running$/.test(line)), 10_000);
    await hand().request('DELETE', `${at}/mayfly?gracePeriodSeconds=0`);
    await until('it is deleted', () => /^deleted at \d\d:\d\d:\d\d$/.test(text.content().status), 10_000);
    expect(linesOf(text).some((line) => /^Name:\s+mayfly$/.test(line))).toBe(true);
    const another = { ...made, metadata: { ...made.metadata, labels: { of: 'another' } } };
    await hand().request('POST', at, another);
    await until(
      'the fleet knows the other one',
      () => fleet.graph.object(keyText(context(), 'Pod', NAMESPACE, 'mayfly'))?.labels['of'] === 'another',
    );
    // What was looked at stays in sight; the other one is not it.
    expect(text.content().status).toMatch(/^deleted at/);
    expect(linesOf(text).some((line) => line.includes('of=another'))).toBe(false);
    text.stop();
  });
});

describeReal('describe beside kubectl describe, on the demo', () => {
  let demo: DemoFleet;
  let fleet: LiveFleet;
  let folder: string;
  let file: string;
  let context: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'k8s-watch-describe-'));
    file = join(folder, 'kubeconfig');
    demo = await startDemo({ story: 'outage', pods: 400 });
    writeFileSync(file, demo.kubeconfigFor([]), { mode: 0o600 });
    context = (await run('kubectl', ['--kubeconfig', file, 'config', 'current-context'])).stdout.trim();
    fleet = await follow(file, context);
  });
  afterAll(async () => {
    await fleet?.stop();
    await demo?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(KIND_IDS)('%s: everything kubectl tells', async (kind) => {
    const isBad = ({ key }: Pick<KubeObject, 'key'>): boolean => isProblem(fleet.health.health(key.text).shown);
    const all = [...fleet.graph.objects(kind, context)];
    const some = [...all.filter(isBad).slice(0, 2), ...all.filter((object) => !isBad(object))].slice(0, OF_EACH_KIND);
    expect(some).not.toEqual([]);
    for (const { key, uid } of some)
      await expectAllTold(
        { id: key.text, kind, context, namespace: key.namespace, name: key.name, uid, container: undefined },
        fleet,
        file,
      );
  });
});

test('there are at most ten exceptions', () => expect(EXCEPTIONS.length).toBeLessThanOrEqual(10));

test('the comparison can fail: a changed value, a value under another label, and a value out of place are seen', () => {
  const output =
    'Name:  a\nContainers:\n  app:\n    Image:  one\nEvents:\n  Type    Age\n  ----    ---\n  Normal  5m\n';
  const good = ['Name: a', 'Containers:', '  Image:  one', '  Normal  7m2s'];
  expect(compare(factsOf(output), good)).toEqual({ missing: [], misplaced: [] });
  expect(compare(factsOf(output), good.with(2, 'Image: two')).missing).toEqual(['Image:  one']);
  expect(compare(factsOf(output), good.with(2, 'Mage: one')).missing).toEqual(['Image:  one']);
  expect(compare(factsOf(output), good.with(3, 'Warning 7m')).missing).toEqual(['Normal  5m']);
  expect(compare(factsOf(output), good.toReversed()).misplaced).not.toEqual([]);
});
