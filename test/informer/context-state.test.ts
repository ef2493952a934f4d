import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/informer/context-state.ts';
import { contextStateOf } from '../../src/informer/context-state.ts';
import type { KindId } from '../../src/objects/kind.ts';
import type { ApiErrorCode, ApiErrorInfo, KindState } from '../../src/objects/kind-state.ts';

const error = (code: ApiErrorCode): ApiErrorInfo => ({ code, what: 'list', message: code });
const kind = (is: KindState['is'], code?: ApiErrorCode, since = 10, id: KindId = 'Pod'): KindState => ({
  context: 'eu',
  kind: id,
  is,
  since,
  ...(code === undefined ? {} : { error: error(code) }),
});
const STARTED: Connection = { phase: 'started' };
const facts = (connection: Connection, kinds: readonly KindState[] = []) => ({
  context: 'eu',
  connection,
  kinds,
  serverVersion: undefined,
  namespaces: ['default'],
});

describe('the word of a context', () => {
  test.each<[string, Connection, KindState[], string, ApiErrorCode | undefined]>([
    ['before its turn', { phase: 'waiting' }, [], 'waiting', undefined],
    ['while connecting', { phase: 'connecting' }, [], 'connecting', undefined],
    ['entry unusable', { phase: 'failed', error: error('invalid') }, [], 'invalid', 'invalid'],
    ['no credentials', { phase: 'failed', error: error('unauthorized') }, [], 'auth-expired', 'unauthorized'],
    ['no way there', { phase: 'failed', error: error('tls') }, [], 'unreachable', 'tls'],
    ['no answer yet', STARTED, [kind('waiting'), kind('waiting')], 'connecting', undefined],
    ['first rows', STARTED, [kind('syncing'), kind('waiting')], 'live', undefined],
    ['nothing gets through', STARTED, [kind('waiting', 'unreachable'), kind('waiting')], 'unreachable', 'unreachable'],
    [
      'half a body again',
      STARTED,
      [kind('syncing', 'protocol'), kind('waiting', 'protocol')],
      'unreachable',
      'protocol',
    ],
    ['one kind fails, others live', STARTED, [kind('waiting', 'server'), kind('live')], 'live', undefined],
    ['some refused', STARTED, [kind('forbidden', 'forbidden'), kind('live')], 'live', undefined],
    [
      'some refused, others coming',
      STARTED,
      [kind('forbidden', 'forbidden'), kind('waiting')],
      'connecting',
      undefined,
    ],
    [
      'all refused',
      STARTED,
      [kind('forbidden', 'forbidden'), kind('unavailable', 'not-found')],
      'forbidden',
      'forbidden',
    ],
    ['nothing served', STARTED, [kind('unavailable', 'not-found')], 'unreachable', 'not-found'],
    ['stale beats live', STARTED, [kind('live'), kind('stale', 'unreachable')], 'stale', 'unreachable'],
    [
      'expired beats stale',
      STARTED,
      [kind('stale', 'unreachable'), kind('stale', 'unauthorized')],
      'auth-expired',
      'unauthorized',
    ],
    ['stale events alone', STARTED, [kind('live'), kind('stale', 'server', 10, 'Event')], 'live', undefined],
  ])('%s', (_when, connection, kinds, is, code) => {
    const state = contextStateOf(facts(connection, kinds), undefined, 99);
    expect([state.is, state.error?.code]).toEqual([is, code]);
  });

  test('since is when the word began, and for stale when the first kind broke', () => {
    const live = contextStateOf(facts(STARTED, [kind('live')]), undefined, 50);
    expect(contextStateOf(facts(STARTED, [kind('live')]), live, 80).since).toBe(50);
    const stale = contextStateOf(
      facts(STARTED, [kind('stale', undefined, 70), kind('stale', undefined, 60)]),
      live,
      80,
    );
    expect(stale.since).toBe(60);
    expect(contextStateOf(facts(STARTED, [kind('live')]), stale, 90).since).toBe(90);
  });

  test('namespaces are told where the server does not list them', () => {
    const refused = kind('forbidden', 'forbidden', 10, 'Namespace');
    expect(contextStateOf(facts(STARTED, [refused, kind('live')]), undefined, 1).namespaces).toEqual(['default']);
    expect(
      contextStateOf(facts(STARTED, [kind('live', undefined, 10, 'Namespace')]), undefined, 1).namespaces,
    ).toBeUndefined();
  });
});
