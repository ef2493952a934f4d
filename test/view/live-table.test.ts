// The table must give the same rows however it came to them: opened now, or followed through every change since.
import { describe, expect, it } from 'vitest';
import { contextId } from '../../src/graph/node-id.ts';
import { LEVELS } from '../../src/health/level.ts';
import { keyText } from '../../src/objects/key.ts';
import { cellText } from '../../src/view/age.ts';
import { LiveTable, type TableOptions } from '../../src/view/live-table.ts';
import type { Row } from '../../src/view/row.ts';
import type { Scope } from '../../src/view/scope.ts';
import { viewCalled } from './builtin-views.ts';
import { FakeFleet, made } from './fake-fleet.ts';

const EVERYWHERE: Scope = { context: undefined, namespace: undefined, within: undefined };
const NOW = Date.parse('2025-11-05T00:00:00Z');

const names = (table: LiveTable): string[] => table.rows().rows.map(({ name }) => name);
const texts = (row: Row | undefined): string[] => row?.cells.map((cell) => cellText(cell, NOW)) ?? [];

function tableOf(fleet: FakeFleet, view: string, options: Partial<TableOptions> = {}): LiveTable {
  return new LiveTable({ view: viewCalled(view), scope: EVERYWHERE, graph: fleet, health: fleet, ...options });
}

function pod(
  context: string,
  name: string,
  metadata: Record<string, unknown> = {},
  spec: Record<string, unknown> = {},
) {
  return made(context, 'Pod', name, {
    metadata,
    spec: { containers: [{ name: 'app', image: 'shop/app:1' }], nodeName: 'node-a', ...spec },
    status: {
      phase: 'Running',
      containerStatuses: [{ name: 'app', ready: true, restartCount: 0, state: { running: {} } }],
    },
  });
}

describe('order', () => {
  it('puts the worst first, then context, namespace, name; unknown between trouble and change', () => {
    const fleet = new FakeFleet('eu', 'us');
    const pods = ['a', 'b', 'c', 'd', 'e'].map((name) => pod('eu', name));
    fleet.put(...pods, pod('us', 'a'));
    fleet.level(pods[3]!, 'critical');
    fleet.level(pods[2]!, 'minor');
    fleet.level(pods[1]!, 'progressing');
    fleet.unknown.add(pods[4]!.key.text);
    const rows = tableOf(fleet, 'pods').rows().rows;
    expect(rows.map((row) => `${row.context}/${row.name}`)).toEqual(['eu/d', 'eu/c', 'eu/e', 'eu/b', 'eu/a', 'us/a']);
  });

  it('sorts ages from the young, numbers as numbers, and keeps ties upward', () => {
    const fleet = new FakeFleet('eu');
    fleet.put(
      pod('eu', 'old', { creationTimestamp: '2025-10-01T00:00:00Z' }),
      pod('eu', 'new', { creationTimestamp: '2025-11-04T00:00:00Z' }),
      pod('eu', 'mid'),
      pod('eu', 'middle'),
    );
    const table = tableOf(fleet, 'pods', { sort: { column: 'AGE', descending: false } });
    expect(names(table)).toEqual(['new', 'mid', 'middle', 'old']);
    table.setSort({ column: 'AGE', descending: true });
    expect(names(table)).toEqual(['old', 'mid', 'middle', 'new']);
  });
});

describe('scope', () => {
  it('shows the pods of a service, and follows its selector', () => {
    const fleet = new FakeFleet('eu');
    const service = made('eu', 'Service', 'cart', { spec: { selector: { app: 'cart' } } });
    fleet.put(
      service,
      pod('eu', 'cart-1', { labels: { app: 'cart' } }),
      pod('eu', 'pay-1', { labels: { app: 'pay' } }),
    );
    const scope: Scope = { context: 'eu', namespace: 'shop', within: { id: service.key.text, label: 'svc/cart' } };
    const table = tableOf(fleet, 'pods', { scope });
    expect(names(table)).toEqual(['cart-1']);
    table.update(fleet.put(made('eu', 'Service', 'cart', { spec: { selector: { app: 'pay' } } })));
    expect(names(table)).toEqual(['pay-1']);
    fleet.byId.delete(service.key.text);
    table.update([service.key.text]);
    expect(table.rows()).toMatchObject({ rows: [], remarks: ['svc/cart is no longer there'] });
  });

  it('shows pods of a deployment through its replica set, of a node, and containers of a pod', () => {
    const fleet = new FakeFleet('eu');
    const owner = (kind: string, name: string) => ({ ownerReferences: [{ kind, name, uid: name, controller: true }] });
    const deployment = made('eu', 'Deployment', 'cart');
    const node = made('eu', 'Node', 'node-b');
    const mine = pod('eu', 'cart-1-x', owner('ReplicaSet', 'cart-1'));
    fleet.put(
      deployment,
      node,
      made('eu', 'ReplicaSet', 'cart-1', { metadata: owner('Deployment', 'cart') }),
      mine,
      pod('eu', 'other', {}, { nodeName: 'node-b' }),
    );
    const within = (id: string) => ({ scope: { context: 'eu', namespace: undefined, within: { id, label: '' } } });
    expect(names(tableOf(fleet, 'pods', within(deployment.key.text)))).toEqual(['cart-1-x']);
    expect(names(tableOf(fleet, 'pods', within(node.key.text)))).toEqual(['other']);
    const containers = tableOf(fleet, 'containers', within(mine.key.text));
    expect(names(containers)).toEqual(['app']);
    fleet.byId.delete(mine.key.text);
    containers.update([mine.key.text]);
    expect(names(containers)).toEqual([]);
  });

  it('hides what a workload controls, but not static pods and not what nobody we know controls', () => {
    const fleet = new FakeFleet('eu');
    const by = (kind: string) => ({ ownerReferences: [{ kind, name: 'x', uid: 'x', controller: true }] });
    fleet.put(
      pod('eu', 'bare'),
      pod('eu', 'static', by('Node')),
      pod('eu', 'custom', by('Rollout')),
      pod('eu', 'owned', by('ReplicaSet')),
    );
    expect(names(tableOf(fleet, 'workloads'))).toEqual(['bare', 'custom', 'static']);
  });

  it('keeps rows of two contexts on one cluster apart', () => {
    const fleet = new FakeFleet('admin', 'viewer');
    fleet.put(pod('admin', 'a'), pod('viewer', 'a'));
    const table = tableOf(fleet, 'pods');
    const uids = table.rows().rows.map(({ uid }) => uid);
    expect(new Set(uids).size).toBe(2);
    expect(uids.map((uid) => table.indexOf(uid))).toEqual([0, 1]);
  });
});

describe('changes', () => {
  it('gives the same rows until something changed, and a row its new uid when it was made again', () => {
    const fleet = new FakeFleet('eu');
    const first = pod('eu', 'a');
    fleet.put(first, pod('eu', 'b'));
    const table = tableOf(fleet, 'pods');
    const before = table.rows();
    expect(table.update([])).toBe(false);
    expect(table.rows()).toBe(before);
    table.update(fleet.put(pod('eu', 'a', { uid: 'again' })));
    const after = table.rows();
    expect(after.rows[0]).not.toBe(before.rows[0]);
    expect(after.rows[1]).toBe(before.rows[1]);
    expect(table.indexOf(before.rows[0]!.uid)).toBe(-1);
    expect(table.indexOf(after.rows[0]!.uid)).toBe(0);
  });

  it('follows the counts of a namespace and a context when one of their pods changes', () => {
    const fleet = new FakeFleet('eu');
    const sick = pod('eu', 'a');
    fleet.put(made('eu', 'Namespace', 'shop', { status: { phase: 'Active' } }), sick, pod('eu', 'b'));
    const namespaces = tableOf(fleet, 'namespaces');
    const contexts = tableOf(fleet, 'contexts');
    expect(texts(namespaces.rows().rows[0]).slice(1, 5)).toEqual(['shop', '2', '0', '0']);
    fleet.level(sick, 'critical');
    expect([namespaces.update([sick.key.text]), contexts.update([sick.key.text])]).toEqual([true, true]);
    expect(texts(namespaces.rows().rows[0]).slice(1, 5)).toEqual(['shop', '2', '1', '0']);
    expect(texts(contexts.rows().rows[0]).slice(0, 4)).toEqual(['eu', 'live', '2', '1']);
  });

  it('follows what the pods of a node ask for', () => {
    const fleet = new FakeFleet('eu');
    const asking = (name: string, cpu: string) =>
      pod('eu', name, {}, { containers: [{ name: 'app', resources: { requests: { cpu, memory: '1Gi' } } }] });
    fleet.put(
      made('eu', 'Node', 'node-a', { status: { allocatable: { cpu: '4', memory: '8Gi', pods: '110' } } }),
      asking('a', '500m'),
    );
    const table = tableOf(fleet, 'nodes');
    const load = () => texts(table.rows().rows[0]).slice(4, 7);
    expect(load()).toEqual(['1/110', '0.5/4', '1Gi/8Gi']);
    table.update(fleet.put(asking('b', '2')));
    expect(load()).toEqual(['2/110', '2.5/4', '2Gi/8Gi']);
    const [gone] = fleet.put(asking('a', '500m'));
    fleet.byId.delete(gone!);
    table.update([gone!]);
    expect(load()).toEqual(['1/110', '2/4', '1Gi/8Gi']);
  });
});

describe('what may not be seen', () => {
  it('shows namespaces that were asked for where none are listed', () => {
    const fleet = new FakeFleet();
    fleet.connect('us', { namespaces: ['shop', 'pay'] });
    fleet.say({ context: 'us', kind: 'Namespace', is: 'forbidden', since: 0 });
    fleet.say({ context: 'us', kind: 'Pod', is: 'forbidden', since: 0 });
    fleet.say({ context: 'us', kind: 'Pod', namespace: 'shop', is: 'live', since: 0 });
    fleet.say({ context: 'us', kind: 'Pod', namespace: 'pay', is: 'forbidden', since: 0 });
    fleet.put(pod('us', 'a'));
    const { rows, remarks } = tableOf(fleet, 'namespaces').rows();
    expect(rows.map(({ name, unlisted }) => [name, unlisted])).toEqual([
      ['pay', true],
      ['shop', true],
    ]);
    expect(texts(rows[0]).slice(1, 4)).toEqual(['pay', '?', '?']);
    expect(texts(rows[1]).slice(1, 4)).toEqual(['shop', '1', '0']);
    expect(texts(rows[1])).toContain('not listed by the server');
    expect(remarks).toContain('no access: list pods in us/pay');
    expect(remarks).toContain('namespaces of us are not listed by the server: these were asked for');
  });

  it('says ? for endpoints that may not be seen, and follows when they may', () => {
    const fleet = new FakeFleet('eu');
    fleet.put(made('eu', 'Service', 'cart', { spec: { selector: { app: 'cart' } } }));
    fleet.say({ context: 'eu', kind: 'EndpointSlice', is: 'forbidden', since: 0 });
    const table = tableOf(fleet, 'services');
    expect(texts(table.rows().rows[0])[3]).toBe('?');
    fleet.say({ context: 'eu', kind: 'EndpointSlice', is: 'live', since: 1 });
    const slice = made('eu', 'EndpointSlice', 'cart-x', {
      metadata: { labels: { 'kubernetes.io/service-name': 'cart' } },
      endpoints: [
        { addresses: ['10.0.0.1'], targetRef: { kind: 'Pod', uid: 'one' }, conditions: {} },
        { addresses: ['10.0.0.2'], targetRef: { kind: 'Pod', uid: 'two' }, conditions: { ready: false } },
      ],
    });
    table.update(fleet.put(slice));
    expect(texts(table.rows().rows[0])[3]).toBe('1/2');
  });

  it('tells why a list is empty or not whole', () => {
    const fleet = new FakeFleet('eu', 'us');
    fleet.states.set('us', {
      context: 'us',
      is: 'unreachable',
      since: 0,
      error: { code: 'unreachable', what: 'get /version', message: 'connection refused' },
    });
    fleet.say({ context: 'eu', kind: 'Pod', is: 'syncing', since: 0, done: 3000, total: 5000 });
    const table = tableOf(fleet, 'pods');
    expect(table.rows()).toMatchObject({
      loading: true,
      remarks: ['us: unreachable: connection refused', 'still listing pods in eu: 3,000/5,000'],
    });
    fleet.say({ context: 'eu', kind: 'Pod', is: 'live', since: 0 });
    expect(table.update([])).toBe(true);
    expect(table.rows()).toMatchObject({
      loading: false,
      remarks: ['us: unreachable: connection refused', 'no pods in the contexts that answer'],
    });
    table.update(fleet.put(pod('eu', 'a'), pod('eu', 'b')));
    table.setFilter('b (');
    table.setFilter('b');
    table.setProblemsOnly(true);
    expect(table.rows().remarks).toContain('filter "b" and problems only hides 2 of 2: Esc shows them');
  });
});

describe('incremental', () => {
  it('is the same as from scratch, after random changes, filters and sorts', () => {
    let seed = 11;
    const random = (below: number): number => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return Math.floor((seed / 2147483648) * below);
    };
    const fleet = new FakeFleet('eu', 'us');
    const service = made('eu', 'Service', 'cart', { spec: { selector: { app: 'cart' } } });
    fleet.put(
      service,
      made('eu', 'Node', 'node-a'),
      made('us', 'Node', 'node-a'),
      made('eu', 'Namespace', 'shop'),
      made('eu', 'Namespace', 'pay'),
    );
    const open = (): Partial<TableOptions>[] => [
      {},
      { filter: 'app=cart' },
      { problemsOnly: true },
      { filter: '!pay level>=progressing', sort: { column: 'NAME', descending: true } },
      { scope: { context: 'eu', namespace: 'shop', within: undefined } },
      { scope: { context: 'eu', namespace: 'shop', within: { id: service.key.text, label: '' } } },
    ];
    const viewNames = ['pods', 'containers', 'workloads', 'nodes', 'namespaces', 'contexts'];
    const kinds = viewNames.flatMap((view) =>
      open()
        .filter(({ sort }) => sort === undefined || view === 'pods')
        .map((options) => ({ view, options })),
    );
    const tables = kinds.map(({ view, options }) => tableOf(fleet, view, options));
    for (let round = 0; round < 60; round++) {
      const touched = new Set<string>();
      const changes = random(10) === 0 ? 40 : random(4);
      for (let i = 0; i < changes; i++) {
        const context = random(2) === 0 ? 'eu' : 'us';
        const namespace = random(3) === 0 ? 'pay' : 'shop';
        const name = `p${random(30)}`;
        const id = keyText(context, 'Pod', namespace, name);
        for (const parent of fleet.parents(id)) touched.add(parent);
        touched.add(id);
        if (random(4) === 0) fleet.byId.delete(id);
        else {
          const labels = { app: random(2) === 0 ? 'cart' : 'pay' };
          const owner = random(3) === 0 ? [{ kind: 'ReplicaSet', name: 'rs', uid: 'rs', controller: true }] : [];
          fleet.put(
            pod(
              context,
              name,
              { namespace, labels, uid: `${id}${random(3)}`, ownerReferences: owner },
              { nodeName: random(2) === 0 ? 'node-a' : '' },
            ),
          );
          fleet.level(id, LEVELS[random(LEVELS.length)] ?? 'ok');
          fleet.level(`${id}\u0000app`, LEVELS[random(LEVELS.length)] ?? 'ok');
        }
        for (const parent of fleet.parents(id)) touched.add(parent);
      }
      if (random(12) === 0) touched.add(fleet.level(contextId('eu'), LEVELS[random(LEVELS.length)] ?? 'ok'));
      for (const [index, table] of tables.entries()) {
        table.update([...touched]);
        const fresh = tableOf(fleet, kinds[index]!.view, kinds[index]!.options);
        const now = table.rows();
        const seen = (rows: readonly Row[]) =>
          rows.map((row) => [row.uid, row.level, row.unknown, ...texts(row)].join('|'));
        expect(seen(now.rows), kinds[index]!.view).toEqual(seen(fresh.rows().rows));
        expect({ ...now, rows: [] }).toEqual({ ...fresh.rows(), rows: [] });
        expect(now.rows.map(({ uid }) => table.indexOf(uid))).toEqual(now.rows.map((_, at) => at));
      }
    }
  });
});

describe('cost', () => {
  const many = 20_000;
  const big = (): { fleet: FakeFleet; table: LiveTable } => {
    const fleet = new FakeFleet('eu');
    for (let i = 0; i < many; i++) fleet.put(pod('eu', `${i % 2 === 0 ? 'cart' : 'pay'}-${i}`));
    return { fleet, table: tableOf(fleet, 'pods') };
  };

  it('visits each row once when opened, the rows still shown when a filter grows, the touched row when one changes', () => {
    const { fleet, table } = big();
    let before = 0;
    const visits = (): number => {
      const now = table.visits - before;
      before = table.visits;
      return now;
    };
    expect(visits()).toBe(many);
    table.setFilter('cart-');
    expect(visits()).toBe(many);
    expect(table.rows().rows).toHaveLength(many / 2);
    table.setFilter('cart-1');
    expect(visits()).toBe(many / 2);
    table.setSort({ column: 'NAME', descending: true });
    expect(visits()).toBe(many);
    table.setFilter('');
    expect(visits()).toBe(0);
    table.update(fleet.put(pod('eu', 'cart-0', { uid: 'again' })));
    expect(visits()).toBe(1);
    expect(table.rows().total).toBe(many);
  });
});
