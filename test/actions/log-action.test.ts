// Whose log `l` and `p` open, and what a person is asked before.
import { describe, expect, it } from 'vitest';
import type { Choice } from '../../src/actions/action.ts';
import { logs, previousLogs } from '../../src/actions/logs-action.ts';
import { pickContainer } from '../../src/actions/pick-container.ts';
import type { KubeObject, ObjectOf } from '../../src/objects/kube-object.ts';
import { pod } from '../health/objects.ts';
import { shop } from '../health/shop.ts';
import { idOf, object, World } from '../health/world.ts';
import { FakeTools, targetOf } from './fakes.ts';

class Person extends FakeTools {
  readonly picks: { title: string; picks: readonly Choice[] }[] = [];
  readonly picked: (string | undefined)[] = [];

  override pick = (title: string, picks: readonly Choice[]): Promise<undefined> => {
    this.picks.push({ title, picks });
    return Promise.resolve(this.picked.shift() as undefined);
  };

  get titles(): readonly string[] {
    return this.shown.map((text) => text.content().title);
  }
}

function inShop(...picked: (string | undefined)[]) {
  const world = new World();
  shop(world, 3, 1);
  const tools = new Person(world);
  tools.picked.push(...picked);
  const target = (kind: KubeObject['kind'], name: string, container?: string) =>
    targetOf(world.held.get(idOf(kind, name)) as KubeObject, container);
  return { world, tools, target };
}

const running = { running: { startedAt: '2026-01-01T11:00:00Z' } };

/** Two main containers, a sidecar, an init and an ephemeral container; the second main one is the default. */
function manyContainers(): ObjectOf<'Pod'> {
  return object('Pod', {
    metadata: {
      name: 'many',
      namespace: 'shop',
      uid: 'u',
      annotations: { 'kubectl.kubernetes.io/default-container': 'web' },
    },
    spec: {
      initContainers: [{ name: 'migrate' }, { name: 'mesh', restartPolicy: 'Always' }],
      containers: [{ name: 'log-shipper' }, { name: 'web' }],
    },
    status: {
      containerStatuses: [
        { name: 'web', ready: false, restartCount: 1, state: running },
        { name: 'log-shipper', restartCount: 1200, state: { waiting: { reason: 'CrashLoopBackOff' } } },
      ],
      initContainerStatuses: [
        { name: 'migrate', state: { terminated: { exitCode: 0, reason: 'Completed' } } },
        { name: 'mesh', ready: true, state: running },
      ],
      ephemeralContainerStatuses: [{ name: 'debugger', state: running }],
    },
  }) as ObjectOf<'Pod'>;
}

describe('logs', () => {
  it('need the right to read them where they are', () => {
    const { target } = inShop();
    expect(logs.needs(target('Service', 'web'))).toEqual([
      { verb: 'get', group: '', resource: 'pods', subresource: 'log', namespace: 'shop' },
    ]);
    expect([logs.changes, previousLogs.changes]).toEqual([false, false]);
  });

  it('open at once for a pod of one container and for a container', async () => {
    const { tools, target } = inShop();
    await logs.run([target('Pod', 'web-2')], tools);
    await previousLogs.run([target('Pod', 'web-1', 'app')], tools);
    expect(tools.picks).toEqual([]);
    expect(tools.titles).toEqual(['Logs c › shop/web-2/app', 'Previous logs c › shop/web-1/app']);
    const on = tools.shown.map((text) => text.content().turns.flatMap((turn) => (turn.on === true ? [turn.id] : [])));
    expect(on).toEqual([['range-0'], ['range-0', 'previous']]);
  });

  it.each(['Deployment', 'Service', 'ReplicaSet'] as const)('ask which pod of a %s, the worst first', async (kind) => {
    const { tools, target } = inShop(idOf('Pod', 'web-3'));
    await logs.run([target(kind, kind === 'ReplicaSet' ? 'web-rs' : 'web')], tools);
    expect(tools.picks[0]?.picks.map(({ label }) => label).toSorted()).toEqual(['web-1', 'web-2', 'web-3']);
    expect(tools.picks[0]?.picks[0]).toMatchObject({ label: 'web-1', note: 'critical · 0/1 ready · CrashLoopBackOff' });
    expect(tools.titles).toEqual(['Logs c › shop/web-3/app']);
  });

  it('open nothing when the person cancels', async () => {
    const { tools, target } = inShop(undefined);
    await logs.run([target('Service', 'web')], tools);
    expect(tools.shown).toEqual([]);
  });

  it('say why they cannot', async () => {
    const { world, tools, target } = inShop();
    const [service, web] = [target('Service', 'web'), target('Pod', 'web-2')];
    expect(logs.whyNot?.(service, tools)).toBeUndefined();
    world.put(pod('web-2', { uid: 'another' }));
    await expect(logs.run([web], tools)).rejects.toMatchObject({ code: 'gone' });
    world.remove(...['web-1', 'web-2', 'web-3'].map((name) => idOf('Pod', name)));
    expect(logs.whyNot?.(service, tools)).toBe('Service shop/web has no pods');
    await expect(logs.run([web], tools)).rejects.toMatchObject({ code: 'gone' });
  });
});

describe('which container', () => {
  it('is asked with the default one first and the state of each', async () => {
    const tools = new Person(new World());
    tools.picked.push('web');
    const refuse = (choice: { name: string }) => (choice.name === 'migrate' ? 'it does not run' : undefined);
    expect(await pickContainer(manyContainers(), tools, 'which?', refuse)).toBe('web');
    expect(tools.picks[0]?.picks.map(({ id, note, disabled }) => [id, note, disabled])).toEqual([
      ['web', 'running, not ready · restarted once', false],
      ['log-shipper', 'waiting: CrashLoopBackOff · restarted 1,200 times', false],
      ['mesh', 'sidecar · running', false],
      ['migrate', 'init container · it does not run', true],
      ['debugger', 'ephemeral container · running', false],
    ]);
  });

  it('is no question when none can be taken', async () => {
    const tools = new Person(new World());
    await expect(pickContainer(manyContainers(), tools, 'which?', () => 'not running')).rejects.toMatchObject({
      code: 'impossible',
      message: 'many: not running',
    });
  });
});
