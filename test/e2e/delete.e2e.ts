// Deletions by keys on a real cluster: exactly what was asked for goes, what recreates it does, names are demanded, and the journal has it all.
import { beforeAll, expect, test } from 'vitest';
import { until, type Json } from './controlplane/cluster-hand.ts';
import { Person, rowOf } from './person.ts';
import { describeReal, hand } from './shared-control-plane.ts';

const NAMESPACE = 'deleted';
const PODS = ['--view', 'pods', '-n', NAMESPACE];

const uidsOf = (pods: readonly Json[]): ReadonlyMap<string, string> =>
  new Map(pods.map(({ metadata }: Json) => [metadata.name, metadata.uid]));

/** The uids that are in one and not in the other. */
const without = (these: ReadonlyMap<string, string>, those: ReadonlyMap<string, string>): readonly string[] =>
  [...these.values()].filter((uid) => ![...those.values()].includes(uid));

/** The pods of the app once the Deployment has all of them again, none on its way out. */
async function settledPods(app: string, count: number): Promise<ReadonlyMap<string, string>> {
  const pods = await until(`${count} pods of ${app}`, async () => {
    const those = await hand().pods(NAMESPACE, `app=${app}`);
    const isWhole = those.every(({ metadata, status }) => !metadata.deletionTimestamp && status.phase === 'Running');
    return isWhole && those.length === count ? those : undefined;
  });
  return uidsOf(pods);
}

/** Takes the answer beside Cancel, which is marked first. */
async function agree(person: Person, answer: string): Promise<void> {
  await person.pty.press('right');
  await person.pty.waitFor(answer);
  await person.pty.press('enter');
}

const deeds = (person: Person): readonly string[] =>
  person.journal().map(({ phase, action, kind, name }) => `${phase} ${action} ${kind} ${name}`);

function lonePod(name: string): object {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers: [{ name: 'app', image: 'a:1' }] } };
}

describeReal('deleting', () => {
  beforeAll(async () => {
    await hand().createNodes('delete-node');
    await hand().createApp(NAMESPACE, 'cart', 3);
    await hand().createApp(NAMESPACE, 'other', 2);
  });

  test('x on a pod: Cancel is marked; then exactly that pod goes and its replacement comes', async () => {
    const before = await settledPods('cart', 3);
    const others = await settledPods('other', 2);
    const [name = '', uid = ''] = [...before][1] ?? [];
    await using person = new Person(hand().kubeconfig(), PODS);
    const { pty } = person;
    await person.moveTo(name);
    await pty.press('x');
    await pty.waitFor(`Delete Pod ${NAMESPACE}/${name}`);
    await pty.waitFor(/ReplicaSet cart-\S+ of Deployment cart recreates it/);
    await pty.waitFor(/cart/);
    await pty.press('enter');
    await pty.waitFor((lines) => !lines.some((line) => line.includes('Delete Pod')));
    expect(uidsOf(await hand().pods(NAMESPACE, 'app=cart'))).toEqual(before);
    expect(person.journal()).toEqual([]);

    await pty.press('ctrl-d');
    await pty.waitFor(`Delete Pod ${NAMESPACE}/${name}`);
    await agree(person, 'Delete');
    const after = await until('the replacement runs', async () => {
      const now = await settledPods('cart', 3);
      return now.has(name) ? undefined : now;
    });
    expect(without(before, after)).toEqual([uid]);
    const [replacement = ''] = [...after.keys()].filter((each) => !before.has(each));
    await pty.waitFor((lines) => rowOf(lines, replacement).includes('Running') && rowOf(lines, name) === '');
    expect(await settledPods('other', 2)).toEqual(others);
    expect(person.journal()).toMatchObject([
      { phase: 'asked', action: 'delete', kind: 'Pod', namespace: NAMESPACE, name, uid },
      { phase: 'done', action: 'delete', kind: 'Pod', namespace: NAMESPACE, name, uid },
    ]);
  });

  test('marked pods go together, the others stay', async () => {
    const before = await settledPods('cart', 3);
    const others = await settledPods('other', 2);
    const [first = '', second = ''] = [...before.keys()];
    await using person = new Person(hand().kubeconfig(), PODS);
    const { pty } = person;
    for (const name of [first, second]) {
      await person.moveTo(name);
      await pty.press('space');
    }
    await pty.waitFor('2 marked');
    await pty.press('x');
    await pty.waitFor('Delete 2 objects');
    await pty.waitFor('real-admin: 2');
    await agree(person, 'Delete');
    await pty.waitFor('deleted 2 of 2');
    await pty.waitFor((lines) => !lines.some((line) => line.includes('2 marked')));
    const after = await until('both are replaced', async () => {
      const now = await settledPods('cart', 3);
      return now.has(first) || now.has(second) ? undefined : now;
    });
    expect(new Set(without(before, after))).toEqual(new Set([before.get(first), before.get(second)]));
    expect(await settledPods('other', 2)).toEqual(others);
    expect(deeds(person).toSorted()).toEqual(
      [first, second].flatMap((name) => [`asked delete Pod ${name}`, `done delete Pod ${name}`]).toSorted(),
    );
  });

  test('a namespace demands its name: a wrong one does nothing', async () => {
    await hand().createNamespace('doomed');
    await hand().createNamespace('doomed-too');
    await using person = new Person(hand().kubeconfig(), ['--view', 'namespaces']);
    const { pty } = person;
    await person.moveTo('doomed ');
    await pty.press('x');
    await pty.waitFor('Delete Namespace doomed');
    await person.spell('dooned');
    await pty.press('right', 'enter');
    await pty.waitFor('type the name of the namespace first');
    expect((await hand().request('GET', '/api/v1/namespaces/doomed')).status.phase).toBe('Active');
    expect(person.journal()).toEqual([]);
    await pty.press('ctrl-u');
    await pty.waitFor((lines) => !lines.some((line) => line.includes('[dooned')));
    await pty.idle();
    await person.spell('doomed');
    await pty.press('enter');
    await until(
      'the namespace is gone',
      async () => (await hand().raw('GET', '/api/v1/namespaces/doomed')).status === 404,
    );
    await pty.waitFor((lines) => rowOf(lines, 'doomed ') === '');
    expect((await hand().request('GET', '/api/v1/namespaces/doomed-too')).status.phase).toBe('Active');
    expect(deeds(person)).toEqual(['asked delete Namespace doomed', 'done delete Namespace doomed']);
  });

  test('a pod replaced by another of its name while the question stands is left alone', async () => {
    const path = `/api/v1/namespaces/${NAMESPACE}/pods`;
    await hand().request('POST', path, lonePod('lone'));
    await using person = new Person(hand().kubeconfig(), PODS);
    const { pty } = person;
    await pty.waitFor((lines) => rowOf(lines, 'lone').includes('Running'), 15_000);
    await person.moveTo('lone');
    await pty.press('x');
    await pty.waitFor(`Delete Pod ${NAMESPACE}/lone`);
    await pty.waitFor('nothing recreates it');
    await hand().request('DELETE', `${path}/lone?gracePeriodSeconds=0`);
    await until('the name is free', async () => (await hand().raw('GET', `${path}/lone`)).status === 404);
    const { metadata } = await hand().request('POST', path, lonePod('lone'));
    await agree(person, 'Delete');
    await pty.waitFor('replaced meanwhile');
    expect((await hand().request('GET', `${path}/lone`)).metadata).toMatchObject({ uid: metadata.uid });
    expect((await hand().request('GET', `${path}/lone`)).metadata.deletionTimestamp).toBeUndefined();
  });

  test('a protected context demands the name of a pod too', async () => {
    const [name = ''] = (await settledPods('other', 2)).keys();
    await using person = new Person(hand().kubeconfig(), [...PODS, '--protect', 'real*']);
    await person.moveTo(name);
    await person.pty.press('x');
    await person.pty.waitFor(`Type ${name}`);
    await person.pty.press('right', 'enter');
    await person.pty.waitFor('type the name of the pod');
    expect(person.journal()).toEqual([]);
  });
});
