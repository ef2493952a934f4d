// Marked objects are deleted with one question, a few at a time; each must be accounted for at the end.
import { describe, expect, test } from 'vitest';
import { deletion } from '../../src/actions/delete-action.ts';
import type { KubeObject } from '../../src/objects/kube-object.ts';
import { deployment, namespace, pod } from '../health/objects.ts';
import { apiError, FakeCluster, inShop, settled, targetOf } from './fakes.ts';

describe('many at once', () => {
  const many = (count: number): KubeObject[] => Array.from({ length: count }, (_, n) => pod(`p${n}`));

  test('one dialog counts them per context and shows the first names', async () => {
    const { world, tools } = inShop([]);
    const objects = [...many(6), deployment('other')];
    world.put(...objects);
    const elsewhere = { ...targetOf(pod('far')), context: 'edge' };
    await deletion.run([...objects.map((object) => targetOf(object)), elsewhere], tools);
    expect(tools.asked).toHaveLength(1);
    expect(tools.asked[0]?.title).toBe('Delete 8 objects');
    expect(tools.question.split('\n')).toEqual([
      'c: 6 pods, 1 deployment',
      '  Pod shop/p0',
      '  Pod shop/p1',
      '  Pod shop/p2',
      '  Pod shop/p3',
      '  and 3 more',
      'edge: 1 pod',
      '  Pod shop/far',
      'comes back  none of them',
    ]);
    expect(tools.theCluster.sent).toEqual([]);
  });

  test('says how many of them come back', async () => {
    const { world, tools, target } = inShop([]);
    world.put(pod('lone'));
    await deletion.run([target('Pod', 'web-1'), target('Pod', 'web-2')], tools);
    expect(tools.question).toMatch(/comes back {2}all of them/);
    await deletion.run([target('Pod', 'web-1'), targetOf(pod('lone'))], tools);
    expect(tools.asked[1]?.lines.map(({ text, level }) => `${level ?? ''} ${text.trim()}`)).toContain(
      'minor comes back  1, 1 not',
    );
  });

  test('names the services that would be left without endpoints', async () => {
    const { tools, target } = inShop([]);
    await deletion.run(
      ['web-1', 'web-2', 'web-3'].map((name) => target('Pod', name)),
      tools,
    );
    expect(tools.question).toContain('svc web: 3 of 3 ready, 0 left: nobody answers');
    expect(tools.asked[0]?.lines.some(({ level }) => level === 'critical')).toBe(true);
  });

  test.each([
    ['one context', ['c', 'c'], { wanted: 'c', what: 'the name of the context' }],
    ['several', ['c', 'edge'], { wanted: '2', what: 'how many objects' }],
  ])('protected, %s: what is typed', async (_, contexts, typed) => {
    const { tools } = inShop([], { protect: () => true });
    await deletion.run(
      contexts.map((context, n) => ({ ...targetOf(pod(`p${n}`)), context })),
      tools,
    );
    expect(tools.asked[0]?.typed).toEqual(typed);
  });

  test('a namespace among them wants typing anywhere', async () => {
    const { tools } = inShop([]);
    await deletion.run([targetOf(namespace('a')), targetOf(pod('b'))], tools);
    expect(tools.asked[0]?.typed).toMatchObject({ wanted: 'c' });
  });

  test('at most four at once per context, each with its own lines, progress and an end', async () => {
    const { tools } = inShop(['Background']);
    tools.clusters.set('edge', new FakeCluster('edge'));
    const open = { c: 0, edge: 0, most: 0 };
    const waiting: (() => void)[] = [];
    for (const context of ['c', 'edge'] as const) {
      (tools.clusters.get(context) as FakeCluster).answer = () => {
        open.most = Math.max(open.most, ++open[context]);
        return new Promise((resolve) =>
          waiting.push(() => {
            open[context]--;
            resolve({});
          }),
        );
      };
    }
    const targets = many(14).map((object, n) => ({ ...targetOf(object), context: n < 10 ? 'c' : 'edge' }));
    const run = deletion.run(targets, tools);
    await settled();
    expect(open).toMatchObject({ c: 4, edge: 4 });
    while (waiting.length > 0) {
      waiting.shift()?.();
      await settled();
    }
    await run;
    expect(open.most).toBe(4);
    expect(tools.journal.lines.filter((line) => line.startsWith('done'))).toHaveLength(14);
    expect(tools.notices.slice(0, 2)).toEqual(['info: deleted 1/14', 'info: deleted 2/14']);
    expect(tools.notices).toHaveLength(14);
    expect(tools.notices.at(-1)).toBe('ok: deleted 14 of 14');
    expect(tools.unmarked).toHaveLength(14);
  });

  test('failures are counted with their first reasons, and stay marked', async () => {
    const { tools } = inShop(['Background']);
    tools.theCluster.answer = ({ path }) =>
      path.endsWith('p0')
        ? Promise.reject(apiError('not-found', 'x'))
        : /p[1-4]$/.test(path)
          ? Promise.reject(apiError('server', 'etcd is sad'))
          : Promise.resolve({});
    await deletion.run(
      many(7).map((object) => targetOf(object)),
      tools,
    );
    expect(tools.notices.at(-1)).toBe(
      'major: deleted 2 of 7; 1 gone already; 4 failed: pod p1: not deleted: etcd is sad; pod p2: not deleted: etcd is sad; …',
    );
    expect(tools.unmarked.map(({ name }) => name).toSorted()).toEqual(['p0', 'p5', 'p6']);
  });

  test('the end of the session stops the rest', async () => {
    const { tools } = inShop(['Background']);
    tools.theCluster.answer = () => {
      tools.stop.abort();
      return Promise.resolve({});
    };
    await deletion.run(
      many(9).map((object) => targetOf(object)),
      tools,
    );
    expect(tools.theCluster.sent.length).toBeLessThanOrEqual(4);
    expect(tools.notices.at(-1)).toMatch(/^minor: deleted \d of 9; stopped before [5-9]$/);
  });

  test('a context that is not connected does not stop another', async () => {
    const { tools } = inShop(['Background']);
    await deletion.run([{ ...targetOf(pod('far')), context: 'edge' }, targetOf(pod('near'))], tools);
    expect(tools.notices.at(-1)).toBe('major: deleted 1 of 2; 1 failed: pod far: not deleted: edge is not connected');
  });
});
