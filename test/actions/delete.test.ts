// A deletion as a person's walk: what the dialog says, what is sent, what is said of the answer. Nothing may be sent that was not asked for.
import { describe, expect, test } from 'vitest';
import { deletion } from '../../src/actions/delete-action.ts';
import { kill } from '../../src/actions/kill-action.ts';
import { pod } from '../health/objects.ts';
import { apiError, inShop } from './fakes.ts';

const POD_PATH = '/api/v1/namespaces/shop/pods/web-1';

describe('delete', () => {
  test('sends exactly the pod the person saw, and says that it is terminating', async () => {
    const { tools, target } = inShop(['Background']);
    tools.theCluster.answer = () =>
      Promise.resolve({ kind: 'Pod', metadata: { deletionTimestamp: 'soon', deletionGracePeriodSeconds: 30 } });
    await deletion.run([target('Pod', 'web-1')], tools);
    expect(tools.theCluster.sent).toEqual([
      {
        what: 'delete pods/web-1',
        method: 'DELETE',
        path: POD_PATH,
        body: {
          apiVersion: 'v1',
          kind: 'DeleteOptions',
          preconditions: { uid: 'pod-shop-web-1' },
          propagationPolicy: 'Background',
        },
      },
    ]);
    expect(tools.notices).toEqual(['ok: deleted pod web-1: terminating, 30 s grace']);
    expect(tools.unmarked).toHaveLength(1);
    expect(tools.journal.lines).toEqual(['asked delete Pod shop web-1', 'done delete Pod shop web-1']);
    expect(tools.journal.deeds[0]?.detail).toEqual({ propagation: 'Background' });
  });

  test.each([undefined, 'cancel'])('does nothing when the answer is %j, and Cancel stands first', async (answer) => {
    const { tools, target } = inShop([answer]);
    await deletion.run([target('Pod', 'web-1')], tools);
    expect(tools.asked[0]?.answers.map(({ id, label }) => [id, label])).toEqual([
      ['cancel', 'Cancel'],
      ['Background', 'Delete'],
    ]);
    expect({ sent: tools.theCluster.sent, said: tools.notices, lines: tools.journal.lines }).toEqual({
      sent: [],
      said: [],
      lines: [],
    });
  });

  test('asks what becomes of what a workload owns', async () => {
    const { tools, target } = inShop(['Orphan']);
    await deletion.run([target('Deployment', 'web')], tools);
    expect(tools.asked[0]?.answers.map(({ id }) => id)).toEqual(['cancel', 'Background', 'Foreground', 'Orphan']);
    expect(tools.asked[0]?.answers.every(({ note }) => note !== undefined)).toBe(true);
    expect(tools.theCluster.sent[0]).toMatchObject({
      path: '/apis/apps/v1/namespaces/shop/deployments/web',
      body: { propagationPolicy: 'Orphan' },
    });
  });

  test.each([
    ['Namespace', 'shop', 'the name of the namespace'],
    ['Pod', 'web-1', undefined],
  ] as const)('of a %s wants the name typed: %s', async (kind, name, what) => {
    const { tools, target } = inShop([]);
    await deletion.run([target(kind, name)], tools);
    expect(tools.asked[0]?.typed).toEqual(what === undefined ? undefined : { wanted: name, what });
  });

  test('in a protected context wants every name typed', async () => {
    const { tools, target } = inShop([], { protect: () => true });
    await deletion.run([target('Pod', 'web-1')], tools);
    expect(tools.asked[0]?.typed).toMatchObject({ wanted: 'web-1' });
    expect(tools.question).toContain('c (protected)');
  });

  test('read-only stops it at the gate even after the dialog', async () => {
    const { tools, target } = inShop(['Background'], { readOnly: true });
    await expect(deletion.run([target('Pod', 'web-1')], tools)).rejects.toMatchObject({ code: 'read-only' });
    expect(tools.theCluster.sent).toEqual([]);
  });

  test('an object that was replaced while the cursor stood on it is left alone', async () => {
    const { world, tools, target } = inShop(['Background']);
    const frozen = target('Pod', 'web-1');
    world.put(pod('web-1', { uid: 'another' }));
    await deletion.run([frozen], tools);
    expect(tools.asked).toEqual([]);
    expect(tools.notices).toEqual(['minor: pod web-1 was replaced meanwhile: nothing deleted']);
  });
});

describe('the answer in words', () => {
  const uidConflict =
    'Operation cannot be fulfilled on pods "web-1": Precondition failed: UID in precondition: a, UID in object meta: b';
  const rbac =
    'pods "web-1" is forbidden: User "u" cannot delete resource "pods" in API group "" in the namespace "shop"';
  test.each([
    [apiError('not-found', 'x', 404), 'minor: pod web-1 is already gone'],
    [apiError('conflict', uidConflict, 409), 'minor: pod web-1 was replaced meanwhile: nothing deleted'],
    [apiError('conflict', 'being changed', 409), 'major: pod web-1: not deleted: being changed'],
    [apiError('forbidden', rbac, 403), 'major: pod web-1: you may not delete pods in shop'],
    [
      apiError('forbidden', 'this namespace may not be deleted', 403),
      'major: pod web-1: the server refused: this namespace may not be deleted',
    ],
    [
      apiError('invalid', 'admission webhook "w" denied the request: frozen', 400),
      'major: pod web-1: not deleted: admission webhook "w" denied the request: frozen',
    ],
    [apiError('timeout', 'x'), 'major: pod web-1: no answer in time: it may or may not be deleted'],
    [apiError('unreachable', 'connection reset'), 'major: pod web-1: it may or may not be deleted: connection reset'],
    [apiError('too-many', 'later', 429), 'major: pod web-1: not deleted: later'],
  ])('%s', async (refused, notice) => {
    const { tools, target } = inShop(['Background']);
    tools.theCluster.answer = () => Promise.reject(refused);
    await deletion.run([target('Pod', 'web-1')], tools);
    expect(tools.notices).toEqual([notice]);
    expect(tools.journal.lines[1]).toContain(`failed delete Pod shop web-1: ${refused.code}`);
    expect(tools.unmarked).toHaveLength(notice.startsWith('minor') ? 1 : 0);
  });

  test.each([
    [{ status: 'Success' }, 'deleted pod web-1'],
    [
      { metadata: { deletionTimestamp: 't', finalizers: ['foregroundDeletion'] } },
      'deleted pod web-1: terminating, what it owns goes first',
    ],
    [{ metadata: { deletionTimestamp: 't', finalizers: ['a/b'] } }, 'deleted pod web-1: terminating, held by a/b'],
    [{ metadata: { deletionTimestamp: 't', deletionGracePeriodSeconds: 0 } }, 'deleted pod web-1'],
    [{ metadata: { deletionTimestamp: 't' } }, 'deleted pod web-1: terminating'],
    ['odd', 'deleted pod web-1'],
  ])('%j', async (answer, words) => {
    const { tools, target } = inShop(['Background']);
    tools.theCluster.answer = () => Promise.resolve(answer);
    await deletion.run([target('Pod', 'web-1')], tools);
    expect(tools.notices).toEqual([`ok: ${words}`]);
  });
});

describe('kill', () => {
  test('leaves a pod no grace, and says so before', async () => {
    const { tools, target } = inShop(['Background']);
    await kill.run([target('Pod', 'web-1')], tools);
    expect(tools.asked[0]?.title).toBe('Kill Pod shop/web-1 now');
    expect(tools.question).toContain('no time to end cleanly');
    expect(tools.theCluster.sent[0]?.body).toMatchObject({
      gracePeriodSeconds: 0,
      preconditions: { uid: 'pod-shop-web-1' },
    });
    expect(tools.journal.deeds[0]).toMatchObject({ action: 'kill', detail: { graceSeconds: 0 } });
    expect(tools.notices).toEqual(['ok: killed pod web-1']);
  });

  test('offers no choice of what becomes of dependents', async () => {
    const { tools, target } = inShop([]);
    await kill.run([target('Deployment', 'web')], tools);
    expect(tools.asked[0]?.answers.map(({ label }) => label)).toEqual(['Cancel', 'Kill now']);
  });
});
