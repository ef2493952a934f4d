// Every kind's description as a page, made from a real server's answers. Read the difference when one changes: it is what people will see.
import { describe, expect, test } from 'vitest';
import { KIND_IDS } from '../../src/objects/kind.ts';
import { apiError } from './fakes.ts';
import { answersOf, DescribeRig, knownWorld, linesOf, targetIn, textsOf } from './describe-rig.ts';

/** Level and weight of each line in the margin. */
const page = (lines: ReturnType<typeof linesOf>): string =>
  lines
    .map(
      ({ text, level = '', strong, dim }) =>
        `${level.padEnd(11)}${strong === true ? '*' : dim === true ? '.' : ' '}|${text}`,
    )
    .join('\n');

const world = knownWorld();

describe('a description of each kind', () => {
  test.each(KIND_IDS)('%s', async (kind) => {
    const text = await new DescribeRig(answersOf(kind), world).open(targetIn(kind));
    expect(text.content().title).toContain(`Describe c › ${kind} `);
    await expect(page(linesOf(text))).toMatchFileSnapshot(`fixtures/describe-${kind}.txt`);
    text.stop();
  });

  test('a container: its own section before its pod', async () => {
    const text = await new DescribeRig(answersOf('Pod'), world).open(targetIn('Pod', 'app'));
    const lines = textsOf(text);
    expect(text.content().title).toBe('Describe c › Container tell/rich/app');
    expect(lines[0]).toMatch(/^Container tell\/rich\/app is /);
    const own = lines.indexOf('Container app:');
    expect(own).toBeGreaterThan(0);
    expect(own).toBeLessThan(lines.findIndex((line) => line.startsWith('Name:')));
    expect(lines.slice(own).findIndex((line) => line.includes('CrashLoopBackOff'))).toBeLessThan(20);
  });

  test('a container that is no longer in the pod says so', async () => {
    const text = await new DescribeRig(answersOf('Pod'), world).open(targetIn('Pod', 'gone'));
    expect(textsOf(text)).toContain('the pod has no container gone any more');
  });
});

describe('what may not be read', () => {
  const forbidden = apiError('forbidden', 'forbidden by the server', 403);

  test.each([
    ['Pod', '/events', 'Events:', 'not allowed: list events'],
    ['Node', '/pods', 'Non-terminated Pods:', 'not allowed: list pods'],
    ['Node', '/leases', 'Lease:', 'not allowed: get its lease'],
    ['Service', '/endpointslices', 'Endpoints:', 'not allowed: list endpointslices'],
    ['Deployment', '/replicasets', 'NewReplicaSet:', 'not allowed: list replicasets'],
    ['StatefulSet', '/pods', 'Pods Status:', 'not allowed: list pods'],
    ['Namespace', '/resourcequotas', 'Resource Quotas:', 'not allowed: list resourcequotas'],
    ['Namespace', '/limitranges', 'Resource Limits:', 'not allowed: list limitranges'],
  ] as const)('%s without %s says so in its place and tells the rest', async (kind, path, label, words) => {
    const rig = new DescribeRig(answersOf(kind), world);
    rig.refusals.set(path, forbidden);
    const text = await rig.open(targetIn(kind));
    const line = linesOf(text).find((one) => one.text.startsWith(label));
    expect(line?.text).toContain(words);
    expect(line?.level).toBe('unknown');
    expect(text.content()).toMatchObject({ status: 'following', trouble: false });
    expect(textsOf(text).some((one) => one.startsWith('Name:'))).toBe(true);
  });

  test('the object itself: why it has its colour is still told', async () => {
    const rig = new DescribeRig(answersOf('Pod'), world);
    rig.refusals.set('/pods/rich', forbidden);
    const text = await rig.open(targetIn('Pod'));
    expect(text.content()).toMatchObject({ status: 'forbidden by the server', trouble: true });
    expect(textsOf(text)[0]).toMatch(/^Pod tell\/rich is /);
  });
});

describe('secrets', () => {
  test('are named and never fetched, and the copy kubectl keeps is not shown', async () => {
    const answers = answersOf('Pod');
    const path = Object.keys(answers)[0] ?? '';
    const pod = structuredClone(answers[path]) as { metadata: { annotations: Record<string, string> } };
    pod.metadata.annotations['kubectl.kubernetes.io/last-applied-configuration'] = '{"password":"hunter2"}';
    const rig = new DescribeRig({ ...answers, [path]: pod }, world);
    const lines = textsOf(await rig.open(targetIn('Pod')));
    expect(lines.join('\n')).toContain("<set to the key 'password' in secret 'db'>  Optional: false");
    expect(lines.join('\n')).not.toContain('hunter2');
    expect(rig.tools.theCluster.got.some((asked) => asked.includes('secrets'))).toBe(false);
  });
});
