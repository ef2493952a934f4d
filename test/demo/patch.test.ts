// Patches as the API server applies them; the strategic one is what `kubectl patch` and `kubectl set` send.
import { describe, expect, test } from 'vitest';

import { applyPatch } from '../../src/demo/patch.ts';

const POD = {
  metadata: { name: 'a', labels: { one: '1', two: '2' } },
  spec: {
    containers: [
      { name: 'x', image: 'x:1' },
      { name: 'y', image: 'y:1' },
    ],
    tolerations: [{ key: 'k' }],
  },
  status: {
    conditions: [
      { type: 'Ready', status: 'True' },
      { type: 'Initialized', status: 'True' },
    ],
  },
};

function patched(type: string, patch: unknown): typeof POD {
  return applyPatch(POD, `application/${type}+json`, JSON.stringify(patch)) as typeof POD;
}

describe('strategic merge', () => {
  test('joins containers and conditions by their key and leaves the others', () => {
    const { spec, status } = patched('strategic-merge-patch', {
      spec: {
        containers: [
          { name: 'y', image: 'y:2' },
          { name: 'z', image: 'z:1' },
        ],
      },
      status: { conditions: [{ type: 'Ready', status: 'False' }] },
    });
    expect(spec.containers.map(({ image }) => image)).toEqual(['x:1', 'y:2', 'z:1']);
    expect(status.conditions.map(({ status: holds }) => holds)).toEqual(['False', 'True']);
  });

  test('deletes by directive and null, and replaces lists without a key', () => {
    const { metadata, spec } = patched('strategic-merge-patch', {
      metadata: { labels: { one: null } },
      spec: {
        containers: [{ name: 'x', $patch: 'delete' }],
        tolerations: [{ key: 'other' }],
        '$setElementOrder/containers': [],
      },
    });
    expect(metadata.labels).toEqual({ two: '2' });
    expect(spec).toEqual({ containers: [{ name: 'y', image: 'y:1' }], tolerations: [{ key: 'other' }] });
  });
});

describe('strategic merge of finalizers and ports', () => {
  const held = { metadata: { finalizers: ['a', 'b'] }, spec: { ports: [{ port: 80, targetPort: 1 }] } };
  const apply = (patch: unknown): unknown =>
    applyPatch(held, 'application/strategic-merge-patch+json', JSON.stringify(patch));

  test('adds finalizers, takes off those named, and all by null', () => {
    expect(apply({ metadata: { finalizers: ['b', 'c'] } })).toMatchObject({
      metadata: { finalizers: ['a', 'b', 'c'] },
    });
    const taken = apply({ metadata: { '$deleteFromPrimitiveList/finalizers': ['a'] } });
    expect(taken).toMatchObject({ metadata: { finalizers: ['b'] } });
    expect(apply({ metadata: { finalizers: null } })).toMatchObject({ metadata: {} });
  });

  test('joins a service’s ports by port and keeps only the keys to retain', () => {
    expect(apply({ spec: { ports: [{ port: 80, targetPort: 2 }, { port: 81 }] } })).toMatchObject({
      spec: { ports: [{ port: 80, targetPort: 2 }, { port: 81 }] },
    });
    expect(apply({ spec: { $retainKeys: ['type'], type: 'x' } })).toEqual({ ...held, spec: { type: 'x' } });
  });
});

test('merge patch replaces lists whole and removes nulls', () => {
  const { metadata, spec } = patched('merge-patch', {
    metadata: { labels: { two: null, three: '3' } },
    spec: { containers: [] },
  });
  expect(metadata.labels).toEqual({ one: '1', three: '3' });
  expect(spec.containers).toEqual([]);
});

describe('JSON patch', () => {
  test('tests, adds, replaces, moves, copies and removes', () => {
    const { metadata, spec } = patched('json-patch', [
      { op: 'test', path: '/spec/containers/0/image', value: 'x:1' },
      { op: 'add', path: '/metadata/labels/a~1b', value: 'slash' },
      { op: 'add', path: '/spec/containers/-', value: { name: 'last', image: 'l:1' } },
      { op: 'replace', path: '/spec/containers/1/image', value: 'y:9' },
      { op: 'move', from: '/metadata/labels/one', path: '/metadata/labels/uno' },
      { op: 'copy', from: '/metadata/labels/two', path: '/metadata/labels/due' },
      { op: 'remove', path: '/spec/containers/0' },
    ]);
    expect(metadata.labels).toEqual({ two: '2', 'a/b': 'slash', uno: '1', due: '2' });
    expect(spec.containers.map(({ image }) => image)).toEqual(['y:9', 'l:1']);
  });

  test.each([
    [{ op: 'test', path: '/metadata/name', value: 'b' }],
    [{ op: 'remove', path: '/metadata/labels/none' }],
    [{ op: 'replace', path: '/nowhere/at/all', value: 1 }],
    [{ op: 'dance', path: '/metadata' }],
  ])('%j is refused with 422', (operation) => {
    expect(() => patched('json-patch', [operation])).toThrow(expect.objectContaining({ code: 'Invalid' }));
  });
});

test('an unknown patch type is 415, a broken body 400', () => {
  expect(() => patched('apply-patch', {})).toThrow(expect.objectContaining({ code: 'UnsupportedMediaType' }));
  expect(() => applyPatch(POD, 'application/merge-patch+json', '{')).toThrow(
    expect.objectContaining({ code: 'BadRequest' }),
  );
});
