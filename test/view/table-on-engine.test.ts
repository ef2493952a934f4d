// The table on the real graph and health: what these say was touched must be enough to keep every view as if opened anew.
import { describe, expect, it } from 'vitest';
import { ObjectGraph } from '../../src/graph/object-graph.ts';
import { HealthEngine } from '../../src/health/health-engine.ts';
import { keyText, objectKey } from '../../src/objects/key.ts';
import type { KindId } from '../../src/objects/kind.ts';
import { KIND_IDS } from '../../src/objects/kind.ts';
import type { KindState } from '../../src/objects/kind-state.ts';
import type { KubeObject } from '../../src/objects/kube-object.ts';
import type { StoreChange } from '../../src/objects/store-change.ts';
import { cellText } from '../../src/view/age.ts';
import { LiveTable } from '../../src/view/live-table.ts';
import type { Row } from '../../src/view/row.ts';
import type { Scope } from '../../src/view/scope.ts';
import { whyLine } from '../../src/view/why.ts';
import { builtInViews } from './builtin-views.ts';
import { made, type Json } from './fake-fleet.ts';

const START = Date.parse('2025-11-05T00:00:00Z');
const SCOPES: readonly Scope[] = [
  { context: undefined, namespace: undefined, within: undefined },
  { context: 'eu', namespace: 'shop', within: undefined },
  { context: 'eu', namespace: 'shop', within: { id: keyText('eu', 'Service', 'shop', 'cart'), label: 'svc/cart' } },
  {
    context: 'eu',
    namespace: 'shop',
    within: { id: keyText('eu', 'Deployment', 'shop', 'cart'), label: 'deploy/cart' },
  },
  { context: 'eu', namespace: undefined, within: { id: keyText('eu', 'Node', '', 'node-a'), label: 'node/node-a' } },
];

/** A world that changes by dice, through the engine. */
class World {
  readonly engine: HealthEngine;
  readonly graph = new ObjectGraph();
  now = START;
  #seed: number;
  readonly #known = new Map<string, KubeObject>();

  constructor(seed: number) {
    this.#seed = seed;
    this.engine = new HealthEngine({ graph: this.graph });
    for (const context of ['eu', 'us']) {
      this.engine.applyContextState(
        { context, is: 'live', since: START, ...(context === 'us' ? { namespaces: ['shop'] } : {}) },
        START,
      );
      for (const kind of KIND_IDS)
        if (context === 'eu') this.engine.applyKindState({ context, kind, is: 'live', since: START }, START);
    }
  }

  dice(sides: number): number {
    this.#seed = (this.#seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((this.#seed / 2147483648) * sides);
  }

  pick<T>(...of: readonly T[]): T {
    return of[this.dice(of.length)] as T;
  }

  step(): readonly string[] {
    this.now += this.pick(10, 1000, 40_000);
    if (this.dice(8) === 0) return this.#stateChange();
    if (this.dice(8) === 0) return this.engine.advance(this.now);
    const changes = Array.from({ length: this.pick(1, 2, 5, 40) }, () => this.#change());
    return this.engine.apply(changes, this.now);
  }

  #stateChange(): readonly string[] {
    const is = this.pick<KindState['is']>('live', 'stale', 'forbidden', 'syncing');
    const context = this.pick('eu', 'us');
    const kind = this.pick<KindId>('Pod', 'EndpointSlice', 'Namespace', 'Service');
    return this.engine.applyKindState({ context, kind, is, since: this.now - this.dice(90_000) }, this.now);
  }

  #change(): StoreChange {
    const kind = this.pick<KindId>(
      'Pod',
      'Pod',
      'Pod',
      'Pod',
      'Service',
      'EndpointSlice',
      'Deployment',
      'ReplicaSet',
      'Node',
      'Namespace',
      'Event',
      'Job',
    );
    const name = this.#name(kind);
    const context = this.pick('eu', 'eu', 'us');
    const key = objectKey(
      context,
      kind,
      kind === 'Node' || kind === 'Namespace' ? '' : this.pick('shop', 'shop', 'pay'),
      name,
    );
    const before = this.#known.get(key.text);
    if (before !== undefined && this.dice(4) === 0) {
      this.#known.delete(key.text);
      return { key, before, after: undefined };
    }
    const metadata = {
      namespace: key.namespace,
      uid: `${key.text}${this.dice(2)}`,
      labels: this.#labels(kind),
      ownerReferences: this.#owners(kind),
    };
    const after = made(context, kind, name, { ...this.#body(kind), metadata }) as KubeObject;
    this.#known.set(key.text, after);
    return { key, before, after };
  }

  #name(kind: KindId): string {
    if (kind === 'Pod' || kind === 'Event') return `p${this.dice(12)}`;
    if (kind === 'Node') return this.pick('node-a', 'node-b');
    return kind === 'Namespace' ? this.pick('shop', 'pay') : this.pick('cart', 'orders');
  }

  #labels(kind: KindId): Json {
    return kind === 'EndpointSlice'
      ? { 'kubernetes.io/service-name': this.pick('cart', 'orders') }
      : { app: this.pick('cart', 'orders') };
  }

  #owners(kind: KindId): Json[] {
    const owner = kind === 'Pod' ? 'ReplicaSet' : kind === 'ReplicaSet' ? 'Deployment' : undefined;
    const name = this.pick('cart', 'orders');
    if (owner === undefined || this.dice(3) === 0) return [];
    return [{ kind: owner, name, uid: `${keyText('eu', owner, 'shop', name)}0`, controller: true }];
  }

  #body(kind: KindId): Json {
    const ready = this.dice(2) === 0;
    const replicas = this.dice(3);
    switch (kind) {
      case 'Pod': {
        const status = {
          name: 'app',
          ready,
          restartCount: this.dice(3),
          state: ready ? { running: {} } : { waiting: { reason: 'CrashLoopBackOff' } },
        };
        const conditions = [{ type: 'Ready', status: ready ? 'True' : 'False' }];
        return {
          spec: {
            nodeName: this.pick('node-a', 'node-b', ''),
            containers: [{ name: 'app', resources: { requests: { cpu: '100m' } } }],
          },
          status: {
            phase: this.pick('Running', 'Running', 'Pending', 'Succeeded'),
            conditions,
            containerStatuses: [status],
          },
        };
      }
      case 'Service':
        return { spec: { type: 'ClusterIP', selector: { app: this.pick('cart', 'orders') } } };
      case 'EndpointSlice':
        return { endpoints: [{ addresses: ['10.0.0.1'], conditions: { ready } }] };
      case 'Node':
        return { spec: { unschedulable: !ready }, status: { conditions: [{ type: 'Ready', status: 'True' }] } };
      case 'Namespace':
        return { status: { phase: 'Active' } };
      case 'Event':
        return {
          type: 'Warning',
          reason: 'BackOff',
          involvedObject: { kind: 'Pod', namespace: 'shop', name: `p${this.dice(12)}` },
          lastTimestamp: new Date(this.now).toISOString(),
        };
      default:
        return {
          spec: { replicas, selector: { matchLabels: { app: 'cart' } } },
          status: { replicas, readyReplicas: ready ? replicas : 0 },
        };
    }
  }
}

describe('tables on the engine', () => {
  it.each([3, 17])('stay as if opened anew, every view in every scope (seed %i)', (seed) => {
    const world = new World(seed);
    const open = () =>
      SCOPES.flatMap((scope) =>
        builtInViews.map((view) => new LiveTable({ view, scope, graph: world.graph, health: world.engine })),
      );
    const seen = (rows: readonly Row[]) =>
      rows.map((row) =>
        [row.uid, row.level, row.unknown, row.unlisted, ...row.cells.map((cell) => cellText(cell, world.now))].join(
          '|',
        ),
      );
    for (let before = 0; before < 10; before++) world.step();
    const tables = open();
    for (let round = 0; round < 30; round++) {
      const touched = world.step();
      for (const table of tables) table.update(touched);
      for (const [index, fresh] of open().entries()) {
        const view = builtInViews[index % builtInViews.length]?.name;
        const now = tables[index]?.rows();
        const label = `${view} in scope ${Math.floor(index / builtInViews.length)}, round ${round}`;
        expect(seen(now?.rows ?? []), label).toEqual(seen(fresh.rows().rows));
        expect({ ...now, rows: [] }, label).toEqual({ ...fresh.rows(), rows: [] });
      }
    }
    for (const table of tables)
      for (const { id } of table.rows().rows)
        expect(whyLine(id, world.graph, world.engine, world.now)?.text).not.toBe('');
  });
});
