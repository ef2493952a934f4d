import { describe, expect, it } from 'vitest';
import type { ObjectOf } from '../../src/objects/kube-object.ts';
import { trimJson } from '../../src/objects/trim.ts';

const pod = {
  metadata: {
    name: 'cart-1',
    namespace: 'shop',
    uid: 'u1',
    resourceVersion: '7',
    creationTimestamp: '2026-01-01T00:00:00Z',
    labels: { app: 'cart' },
    annotations: {
      'kubectl.kubernetes.io/last-applied-configuration': '{}',
      'kubectl.kubernetes.io/default-container': 'app',
    },
    ownerReferences: [{ kind: 'ReplicaSet', name: 'cart', uid: 'r1', controller: true, apiVersion: 'apps/v1' }],
    managedFields: [{ manager: 'kubelet' }],
  },
  spec: {
    nodeName: 'n1',
    containers: [{ name: 'app', env: [{ name: 'SECRET', value: 'x' }], resources: { limits: { memory: '256Mi' } } }],
  },
  status: {
    phase: 'Running',
    containerStatuses: [
      {
        name: 'app',
        ready: false,
        restartCount: 4,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: { terminated: { exitCode: 137, finishedAt: '2026-01-01T00:01:00Z' } },
      },
    ],
  },
};

describe('trimming', () => {
  it('keeps what the table names, with instants in milliseconds, and nothing else', () => {
    const trimmed = trimJson('eu', 'Pod', pod) as ObjectOf<'Pod'>;
    expect(trimmed.key).toMatchObject({ context: 'eu', kind: 'Pod', namespace: 'shop', name: 'cart-1' });
    expect(trimmed.createdAt).toBe(Date.UTC(2026, 0, 1));
    expect(trimmed.owners).toEqual([{ kind: 'ReplicaSet', name: 'cart', uid: 'r1', controller: true }]);
    expect(trimmed.annotations).toEqual({ 'kubectl.kubernetes.io/default-container': 'app' });
    const status = trimmed.kept.status.containerStatuses[0];
    expect(status?.state.waiting?.reason).toBe('CrashLoopBackOff');
    expect(status?.lastState.terminated).toMatchObject({ exitCode: 137, finishedAt: Date.UTC(2026, 0, 1, 0, 1) });
    expect(JSON.stringify(trimmed)).not.toMatch(/SECRET|managedFields|last-applied/);
  });

  it('reads absent fields as Kubernetes means them', () => {
    const bare = trimJson('eu', 'Deployment', { metadata: { name: 'd' } }) as ObjectOf<'Deployment'>;
    expect(bare.kept.spec.replicas).toBeUndefined();
    expect(bare.kept.spec.paused).toBe(false);
    expect(bare.kept.status.conditions).toEqual([]);
    expect(bare.kept.status.readyReplicas).toBe(0);
    expect(bare.deletedAt).toBeUndefined();
  });

  it('gives cluster-scoped kinds no namespace, whatever the server says', () => {
    expect(trimJson('eu', 'Node', { metadata: { name: 'n', namespace: 'x' } }).key.namespace).toBe('');
  });

  it('reads fields of a wrong type as absent instead of failing', () => {
    const odd = trimJson('eu', 'Pod', {
      metadata: { name: 'p', labels: 'no', ownerReferences: {} },
      spec: [],
      status: { phase: 7, conditions: 'x' },
    });
    expect(odd).toMatchObject({ labels: {}, owners: [] });
    expect((odd as ObjectOf<'Pod'>).kept.status.phase).toBe('');
  });

  it.each([undefined, null, 'text', {}, { metadata: {} }])('refuses %j: not a Kubernetes object', (json) => {
    expect(() => trimJson('eu', 'Pod', json)).toThrow(/no metadata.name/);
  });

  it('shares nothing with the parsed body, so the body can be freed', () => {
    const body = structuredClone(pod);
    const trimmed = trimJson('eu', 'Pod', body) as ObjectOf<'Pod'>;
    expect(trimmed.labels).not.toBe(body.metadata.labels);
    expect(trimmed.kept.spec.containers[0]?.resources.limits).not.toBe(body.spec.containers[0]?.resources.limits);
  });
});
