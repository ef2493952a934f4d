// The order in which news is taken in: changes together, states after the changes that led to them.
import { expect, test } from 'vitest';
import type { KindState } from '../../src/objects/kind-state.ts';
import { batchesOf } from '../../src/session/fleet-news.ts';
import { made } from '../view/fake-fleet.ts';

const change = (name: string) => {
  const after = made('eu', 'Pod', name);
  return { key: after.key, before: undefined, after };
};
const state = (is: KindState['is'], done?: number): KindState => ({
  context: 'eu',
  kind: 'Pod',
  is,
  since: 0,
  ...(done === undefined ? {} : { done }),
});

test('progress does not cut changes apart, and only the last report is kept', () => {
  const [a, b] = [change('a'), change('b')];
  const progress = state('syncing', 2);
  expect(batchesOf([state('syncing', 1), a, progress, b])).toEqual([
    { of: 'changes', changes: [a, b] },
    { of: 'kind', state: progress },
  ]);
});

test('a kind is live only after its list, and what came later comes later', () => {
  const [a, b] = [change('a'), change('b')];
  const live = state('live');
  expect(batchesOf([a, state('syncing', 1), live, b])).toEqual([
    { of: 'changes', changes: [a] },
    { of: 'kind', state: live },
    { of: 'changes', changes: [b] },
  ]);
});
