// The gate is what makes read-only and the journal true, so what must not happen is looked for too: nothing sent, nothing written.
import { describe, expect, test } from 'vitest';
import { ActionError } from '../../src/actions/action.ts';
import { Gate } from '../../src/actions/gate.ts';
import { pod } from '../health/objects.ts';
import { apiError, CONTEXT, deedOf, FakeCluster, MemoryJournal, targetOf } from './fakes.ts';

const DEED = deedOf('delete', targetOf(pod('cart')));

function gate(options: { readOnly?: boolean; connected?: boolean } = {}) {
  const [cluster, journal] = [new FakeCluster(), new MemoryJournal()];
  const made = new Gate({
    readOnly: options.readOnly ?? false,
    journal,
    cluster: (context) => (options.connected !== false && context === CONTEXT ? cluster : undefined),
    isProtected: (context) => context === CONTEXT,
  });
  return { cluster, journal, gate: made };
}

const REQUEST = { what: 'delete pods/cart', method: 'DELETE', path: '/p' } as const;

describe('the gate', () => {
  test('lets a change through with a line before and one after', async () => {
    const { cluster, journal, gate: it } = gate();
    const seen: string[][] = [];
    const answer = await it.change(DEED, async (changes) => {
      seen.push([...journal.lines]);
      return changes.send(REQUEST, new AbortController().signal);
    });
    expect(seen).toEqual([['asked delete Pod shop cart']]);
    expect(answer).toMatchObject({ status: 'Success' });
    expect(cluster.sent).toEqual([REQUEST]);
    expect(journal.lines).toEqual(['asked delete Pod shop cart', 'done delete Pod shop cart']);
  });

  test('refuses everything when read-only, before anything is touched', async () => {
    const { cluster, journal, gate: it } = gate({ readOnly: true });
    let ran = false;
    const refused = it.change(DEED, () => Promise.resolve((ran = true)));
    await expect(refused).rejects.toMatchObject({ code: 'read-only', message: expect.stringContaining('--read-only') });
    expect({ ran, sent: cluster.sent, lines: journal.lines }).toEqual({ ran: false, sent: [], lines: [] });
  });

  test('refuses a context that is not connected, before anything is written down', async () => {
    const { journal, gate: it } = gate({ connected: false });
    await expect(it.change(DEED, () => Promise.resolve())).rejects.toMatchObject({ code: 'not-connected' });
    expect(journal.lines).toEqual([]);
    expect(() => it.cluster(CONTEXT)).toThrow(ActionError);
  });

  test('writes down why a change failed, and passes the failure on', async () => {
    const { cluster, journal, gate: it } = gate();
    const denied = apiError('forbidden', 'pods is forbidden', 403);
    cluster.answer = () => Promise.reject(denied);
    const send = it.change(DEED, (changes) => changes.send(REQUEST, new AbortController().signal));
    await expect(send).rejects.toBe(denied);
    await expect(it.change(DEED, () => Promise.reject(new Error('odd')))).rejects.toThrow('odd');
    expect(journal.lines.filter((line) => line.startsWith('failed'))).toEqual([
      'failed delete Pod shop cart: forbidden pods is forbidden',
      'failed delete Pod shop cart: error odd',
    ]);
  });

  test('says which contexts are protected', () => {
    expect(gate().gate.isProtected(CONTEXT)).toBe(true);
    expect(gate().gate.isProtected('other')).toBe(false);
  });
});
