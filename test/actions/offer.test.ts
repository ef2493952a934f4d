// A greyed-out key says why in words that name what to do about it; the first reason in a fixed order is said.
import { describe, expect, test } from 'vitest';
import type { Action } from '../../src/actions/action.ts';
import { deletion } from '../../src/actions/delete-action.ts';
import { kill } from '../../src/actions/kill-action.ts';
import { deniedWords, rightsToAsk, whyNot, type Around } from '../../src/actions/offer.ts';
import { yaml } from '../../src/actions/yaml-action.ts';
import { deployment, namespace, pod } from '../health/objects.ts';
import { World } from '../health/world.ts';
import { FakeCluster, targetOf } from './fakes.ts';

const POD = targetOf(pod('cart'));
const CONTAINER = targetOf(pod('cart'), 'app');

function around(options: { readOnly?: boolean; connected?: boolean; denied?: string } = {}) {
  const world = new World();
  const cluster = new FakeCluster();
  if (options.denied !== undefined) cluster.rights.set(options.denied, { allowed: false });
  const made: Around = {
    sight: { graph: world.graph, health: world.engine },
    readOnly: options.readOnly ?? false,
    cluster: () => (options.connected === false ? undefined : cluster),
  };
  return { ...made, fake: cluster };
}

const picky: Action = { ...deletion, whyNot: () => 'no container is running' };

describe('why not', () => {
  test('nothing speaks against it', () => {
    expect(whyNot(deletion, POD, around())).toBeUndefined();
    expect(whyNot(yaml, CONTAINER, around())).toBeUndefined();
  });

  test.each([
    ['no object', deletion, undefined, {}, 'there is no object under the cursor'],
    ['the kind', deletion, CONTAINER, { readOnly: true }, 'a Container cannot be deleted by itself'],
    ['read-only', picky, POD, { readOnly: true, connected: false }, 'read-only: started with --read-only'],
    ['the connection', picky, POD, { connected: false }, 'c is not connected'],
    ['a right', picky, POD, { denied: 'delete pods' }, 'you may not delete pods in shop'],
    ['itself', picky, POD, {}, 'no container is running'],
  ])('%s', (_, action, target, options, words) => {
    expect(whyNot(action, target, around(options))).toBe(words);
  });

  test('read-only does not touch what only reads', () => {
    expect(whyNot(yaml, POD, around({ readOnly: true }))).toBeUndefined();
  });
});

describe('rights', () => {
  test.each([
    [targetOf(pod('cart')), 'you may not delete pods in shop'],
    [targetOf(deployment('cart')), 'you may not delete deployments.apps in shop'],
    [targetOf(namespace('shop')), 'you may not delete namespaces called shop'],
  ])('are named with verb and resource', (target, words) => {
    expect(deletion.needs(target).map(deniedWords)).toEqual([words]);
  });

  test('of a subresource name it', () => {
    const question = { verb: 'create', group: '', resource: 'pods', subresource: 'exec', namespace: 'shop' };
    expect(deniedWords(question)).toBe('you may not create pods/exec in shop');
  });

  test('are asked for only where an answer would matter', () => {
    const { fake, ...it } = around();
    expect(rightsToAsk(kill, POD, it)).toEqual([{ verb: 'delete', group: '', resource: 'pods', namespace: 'shop' }]);
    expect(rightsToAsk(yaml, POD, it)).toEqual([]);
    expect(rightsToAsk(kill, POD, around({ readOnly: true }))).toEqual([]);
    expect(rightsToAsk(kill, POD, around({ connected: false }))).toEqual([]);
    fake.rights.set('delete pods', { allowed: true });
    expect(rightsToAsk(kill, POD, it)).toEqual([]);
  });
});
