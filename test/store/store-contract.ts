// What every store promises its writer and its readers. A second store (a database, later) is run through the same cases.
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../src/objects/kube-object.ts';
import type { StoreChange } from '../../src/objects/store-change.ts';
import { trimJson } from '../../src/objects/trim.ts';
import type { StoreReader } from '../../src/store/store-reader.ts';
import type { StoreScope, StoreWriter } from '../../src/store/store-writer.ts';

export type MakeStore = (changed: (changes: readonly StoreChange[]) => void) => StoreReader & StoreWriter;

type PodWords = { namespace?: string; uid?: string; version?: string; color?: string; context?: string };

export function pod(
  name: string,
  { namespace = 'shop', uid = `uid-${name}`, version = '1', color = 'none', context = 'eu' }: PodWords = {},
): KubeObject {
  return trimJson(context, 'Pod', { metadata: { name, namespace, uid, resourceVersion: version, labels: { color } } });
}

const ALL: StoreScope = { context: 'eu', kind: 'Pod', namespace: undefined };

export function storeContract(name: string, make: MakeStore): void {
  const open = (): { store: StoreReader & StoreWriter; told: string[][] } => {
    const told: string[][] = [];
    const word = (object: KubeObject | undefined): string =>
      object === undefined ? '-' : `${object.uid}@${object.resourceVersion}`;
    const store = make((changes) =>
      told.push(changes.map(({ key, before, after }) => `${key.name} ${word(before)} > ${word(after)}`)),
    );
    return { store, told };
  };
  const names = (objects: Iterable<KubeObject>): string[] => [...objects].map((object) => object.key.name).toSorted();
  const set = (object: KubeObject) => ({ type: 'set', object }) as const;
  const del = (object: KubeObject) => ({ type: 'delete', object }) as const;

  describe(`${name} keeps the contract of a store`, () => {
    test('add, change and delete are told in order, one batch a call', () => {
      const { store, told } = open();
      store.apply([set(pod('a')), set(pod('b')), set(pod('a', { version: '2' })), del(pod('b', { version: '3' }))]);
      store.apply([del(pod('a', { version: '4' }))]);
      expect(told).toEqual([
        ['a - > uid-a@1', 'b - > uid-b@1', 'a uid-a@1 > uid-a@2', 'b uid-b@1 > -'],
        ['a uid-a@2 > -'],
      ]);
      expect(store.size).toBe(0);
    });

    test('what changes nothing is not told', () => {
      const { store, told } = open();
      store.apply([set(pod('a'))]);
      store.apply([set(pod('a')), del(pod('unknown'))]);
      store.replaceAll(ALL, [pod('a')]);
      store.apply([]);
      expect(told).toHaveLength(1);
    });

    test.each([
      ['9', '10'],
      ['99999999999999999998', '99999999999999999999'],
    ])('version %s never replaces %s of the same uid', (older, newer) => {
      const { store, told } = open();
      store.apply([set(pod('a', { version: newer }))]);
      store.apply([set(pod('a', { version: older })), del(pod('a', { version: older }))]);
      store.list(ALL, { overwrite: false }).put([pod('a', { version: older })]);
      expect(told).toHaveLength(1);
      expect(store.get(pod('a').key.text)?.resourceVersion).toBe(newer);
    });

    test('versions that are no numbers are taken as they come', () => {
      const { store } = open();
      store.apply([set(pod('a', { version: 'zz' })), set(pod('a', { version: 'b' }))]);
      expect(store.get(pod('a').key.text)?.resourceVersion).toBe('b');
    });

    test('a re-creation is one update between two uids', () => {
      const { store, told } = open();
      store.apply([set(pod('a', { version: '5' }))]);
      store.apply([set(pod('a', { uid: 'second', version: '7' }))]);
      expect(told[1]).toEqual(['a uid-a@5 > second@7']);
    });

    test('a delete that is older than the re-creation is ignored', () => {
      const { store } = open();
      store.apply([set(pod('a', { uid: 'second', version: '7' })), del(pod('a', { version: '6' }))]);
      expect(store.size).toBe(1);
    });

    test('a list shows its objects as they come and removes the unseen only at its end', () => {
      const { store, told } = open();
      store.apply([set(pod('a')), set(pod('b')), set(pod('c'))]);
      const listing = store.list(ALL, { overwrite: true });
      listing.put([pod('d')]);
      expect(names(store.objects('eu', 'Pod'))).toEqual(['a', 'b', 'c', 'd']);
      listing.put([pod('a'), pod('c', { version: '2' })]);
      listing.end();
      expect(names(store.objects('eu', 'Pod'))).toEqual(['a', 'c', 'd']);
      expect(told.slice(1)).toEqual([['d - > uid-d@1'], ['c uid-c@1 > uid-c@2'], ['b uid-b@1 > -']]);
    });

    test('a list that fails half way has removed nothing', () => {
      const { store } = open();
      store.apply([set(pod('a')), set(pod('b'))]);
      store.list(ALL, { overwrite: true }).put([pod('a')]);
      expect(store.size).toBe(2);
    });

    test('a list that overwrites may go back, and looks into objects whose version is the same', () => {
      const { store, told } = open();
      store.apply([set(pod('a', { version: '9', color: 'red' })), set(pod('b', { version: '9', color: 'red' }))]);
      store.replaceAll(ALL, [pod('a', { version: '3' }), pod('b', { version: '9', color: 'blue' })]);
      expect(told[1]).toEqual(['a uid-a@9 > uid-a@3', 'b uid-b@9 > uid-b@9']);
    });

    test('a list of one namespace, kind or context leaves the others alone', () => {
      const { store } = open();
      const node = trimJson('eu', 'Node', { metadata: { name: 'n', uid: 'n', resourceVersion: '1' } });
      store.apply([
        set(pod('a')),
        set(pod('b', { namespace: 'bank', uid: 'b' })),
        set(pod('c', { context: 'us' })),
        set(node),
      ]);
      store.replaceAll({ ...ALL, namespace: 'shop' }, []);
      expect(names(store.objects('eu', 'Pod'))).toEqual(['b']);
      store.replaceAll(ALL, []);
      expect(names(store.objects('us', 'Pod'))).toEqual(['c']);
      expect(names(store.objectsIn('eu', 'Node', ''))).toEqual(['n']);
    });

    test('reads by key, kind and namespace', () => {
      const { store } = open();
      const a = pod('a');
      store.apply([set(a), set(pod('b', { namespace: 'bank' })), set(pod('c', { context: 'us' }))]);
      expect(store.get(a.key.text)).toBe(a);
      expect(names(store.objectsIn('eu', 'Pod', 'bank'))).toEqual(['b']);
      expect(names(store.objectsIn('eu', 'Pod', 'nowhere'))).toEqual([]);
      expect([
        store.count('eu', 'Pod'),
        store.count('eu', 'Pod', 'shop'),
        store.count('eu', 'Service'),
        store.size,
      ]).toEqual([2, 1, 0, 3]);
    });

    test('who is told of a change already finds it', () => {
      const seen: (KubeObject | undefined)[] = [];
      const store: StoreReader & StoreWriter = make((changes) =>
        seen.push(...changes.map(({ key }) => store.get(key.text))),
      );
      const a = pod('a');
      store.apply([set(a)]);
      store.replaceAll(ALL, []);
      expect(seen).toEqual([a, undefined]);
    });
  });
}
