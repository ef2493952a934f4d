// Who makes an object again: the difference between restarting it and losing it, so every kind of owner is seen once.
import { describe, expect, test } from 'vitest';
import { whatComesBack } from '../../src/actions/delete-return.ts';
import type { KubeObject } from '../../src/objects/kube-object.ts';
import { cronJob, ended, event, job, namespace, node, pod, replicaSet, service, slice } from '../health/objects.ts';
import { at, object, World } from '../health/world.ts';

const controlled = (kind: KubeObject['kind'], name: string, owner: object): KubeObject =>
  object(kind, { metadata: { name, namespace: 'shop', uid: 'u', ownerReferences: [owner] } });

describe('what comes back', () => {
  const cases: [string, readonly KubeObject[], KubeObject, string, boolean][] = [
    ['a bare pod', [], pod('a'), 'nothing recreates it', true],
    [
      'a pod of a set not seen',
      [],
      pod('a', { owner: { kind: 'ReplicaSet', name: 'rs' } }),
      'ReplicaSet rs recreates it',
      false,
    ],
    [
      'a pod of a deployment',
      [replicaSet('rs', { owner: { kind: 'Deployment', name: 'cart' } })],
      pod('a', { owner: { kind: 'ReplicaSet', name: 'rs' } }),
      'ReplicaSet rs of Deployment cart recreates it',
      false,
    ],
    [
      'a pod of a set scaled to nothing',
      [replicaSet('rs', { replicas: 0 })],
      pod('a', { owner: { kind: 'ReplicaSet', name: 'rs' } }),
      'ReplicaSet rs wants none: nothing recreates it',
      true,
    ],
    [
      'a pod with an identity',
      [],
      pod('db-0', { owner: { kind: 'StatefulSet', name: 'db' } }),
      'StatefulSet db recreates it, same name and volumes',
      false,
    ],
    [
      'a pod of a node',
      [],
      pod('a', { node: 'n1', owner: { kind: 'DaemonSet', name: 'agent' } }),
      'DaemonSet agent recreates it on n1',
      false,
    ],
    [
      'a mirror pod',
      [],
      pod('etcd-n1', { owner: { kind: 'Node', name: 'n1' } }),
      'static pod: the kubelet of n1 restarts it from a file there',
      false,
    ],
    [
      'a pod of a running job',
      [job('j')],
      pod('a', { owner: { kind: 'Job', name: 'j' } }),
      'Job j starts another until one has succeeded',
      false,
    ],
    [
      'a pod of a finished job',
      [job('j', { status: ended('Complete', -10) })],
      pod('a', { owner: { kind: 'Job', name: 'j' } }),
      'Job j has finished: nothing recreates it',
      true,
    ],
    [
      'a job of a cron job',
      [],
      job('j', { owner: { kind: 'CronJob', name: 'c' } }),
      'no: CronJob c only starts its next one on schedule',
      true,
    ],
    [
      'a current set',
      [],
      replicaSet('rs', { owner: { kind: 'Deployment', name: 'd' } }),
      'Deployment d recreates it',
      false,
    ],
    [
      'an old set',
      [],
      replicaSet('rs', { replicas: 0, owner: { kind: 'Deployment', name: 'd' } }),
      'an old one of Deployment d: no way back to that revision',
      true,
    ],
    [
      'a custom owner',
      [],
      controlled('Pod', 'a', { kind: 'Rollout', name: 'r', uid: 'x', controller: true }),
      'Rollout r owns it and may recreate it',
      false,
    ],
    [
      'an owner that does not control',
      [],
      controlled('Pod', 'a', { kind: 'Rollout', name: 'r', uid: 'x' }),
      'nothing recreates it',
      true,
    ],
    ['a node', [], node('n1'), 'the kubelet registers it again if it still runs', false],
    ['a namespace', [], namespace('shop'), 'nothing recreates it', true],
    [
      'a namespace of the server',
      [],
      namespace('kube-system'),
      'the server needs it: it refuses, or makes it again',
      false,
    ],
    ['a service', [], service('web'), 'nothing recreates it', true],
    [
      'the service of the server',
      [],
      service('kubernetes', { namespace: 'default' }),
      'the API server recreates it',
      false,
    ],
    [
      'the slice of the server',
      [],
      slice('kubernetes', 'kubernetes', {}, 'default'),
      'the API server recreates it',
      false,
    ],
    ['an event', [], event('e', { kind: 'Pod', name: 'a' }), 'nothing recreates it; it would expire by itself', true],
    ['a cron job', [], cronJob('c'), 'nothing recreates it', true],
  ];
  test.each(cases)('%s', (_, around, it, text, isLost) => {
    const world = new World();
    world.put(...around, it);
    expect(whatComesBack(world.graph, it)).toEqual({ text, isLost });
  });

  test('an owner that is being deleted itself makes nothing new', () => {
    const world = new World();
    const owner = { kind: 'Job', name: 'j', uid: 'j', controller: true };
    const it = controlled('Pod', 'a', owner);
    world.put(object('Job', { metadata: { name: 'j', namespace: 'shop', uid: 'j', deletionTimestamp: at(0) } }), it);
    expect(whatComesBack(world.graph, it).text).toBe('Job j is being deleted itself: nothing recreates it');
  });
});
