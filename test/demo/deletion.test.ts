// DELETE as a kube-apiserver answers it: grace, preconditions, finalizers, dry runs and refusals.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { Stage } from './stage.ts';

const PODS = '/api/v1/namespaces/sock-shop/pods';
let stage: Stage;
let name: string;

beforeEach(() => {
  stage = new Stage('outage');
  name = stage.pods('sock-shop', 'front-end-')[0]?.metadata.name ?? '';
});
afterEach(() => stage.stop());

function pod(): ReturnType<Stage['get']> {
  return stage.get('pods', `sock-shop/${name}`);
}

describe('grace', () => {
  test('a pod is marked first and gone when its containers have stopped', () => {
    const types: string[] = [];
    stage.world.onChange(({ type, after }) => after.key === `sock-shop/${name}` && types.push(type));
    const answer = stage.ask('DELETE', `${PODS}/${name}`);
    expect(answer.metadata).toMatchObject({
      name,
      deletionTimestamp: '2026-03-01T12:00:30Z',
      deletionGracePeriodSeconds: 30,
    });
    stage.pass(1);
    expect(pod()).toBeDefined();
    stage.pass(1);
    expect(pod()).toBeUndefined();
    expect(types).toEqual(['MODIFIED', 'MODIFIED', 'DELETED']);
  });

  test('zero is at once, in the body and in the query', () => {
    stage.ask('DELETE', `${PODS}/${name}`, { gracePeriodSeconds: 0 });
    expect(pod()).toBeUndefined();
    name = stage.pods('sock-shop', 'front-end-')[0]?.metadata.name ?? '';
    stage.ask('DELETE', `${PODS}/${name}?gracePeriodSeconds=0`);
    expect(pod()).toBeUndefined();
  });

  test('a second delete shortens it and never lengthens it', () => {
    stage.ask('DELETE', `${PODS}/${name}`);
    expect(stage.ask('DELETE', `${PODS}/${name}`, { gracePeriodSeconds: 60 }).metadata.deletionGracePeriodSeconds).toBe(
      30,
    );
    const shorter = stage.ask('DELETE', `${PODS}/${name}`, { gracePeriodSeconds: 5 }).metadata;
    expect([shorter.deletionGracePeriodSeconds, shorter.deletionTimestamp]).toEqual([5, '2026-03-01T12:00:05Z']);
  });

  test('a pod on a lost node stays for the whole of it, unless forced', () => {
    const lost = stage.pods('sock-shop', 'shipping-').find(({ spec }) => spec.nodeName === 'eu-node-6');
    name = lost?.metadata.name ?? '';
    stage.ask('DELETE', `${PODS}/${name}`);
    stage.pass(29);
    expect(pod()?.metadata.deletionTimestamp).toBeDefined();
    stage.ask('DELETE', `${PODS}/${name}`, { gracePeriodSeconds: 0 });
    expect(pod()).toBeUndefined();
  });
});

describe('preconditions', () => {
  test('of another uid are a conflict that says so', () => {
    const uid = pod()?.metadata.uid;
    expect(stage.ask('DELETE', `${PODS}/${name}`, { preconditions: { uid: 'other' } })).toMatchObject({
      code: 409,
      reason: 'Conflict',
      message:
        `Operation cannot be fulfilled on pods "${name}": the UID in the precondition (other) does not match the UID in ` +
        `record (${uid}). The object might have been deleted and then recreated`,
    });
    expect(pod()?.metadata.deletionTimestamp).toBeUndefined();
  });

  test('of another version are one too; the right ones pass', () => {
    const { uid, resourceVersion } = pod()?.metadata ?? { uid: '' };
    expect(stage.ask('DELETE', `${PODS}/${name}`, { preconditions: { resourceVersion: '1' } })).toMatchObject({
      code: 409,
    });
    stage.ask('DELETE', `${PODS}/${name}`, { preconditions: { uid, resourceVersion }, gracePeriodSeconds: 0 });
    expect(pod()).toBeUndefined();
  });
});

describe('finalizers', () => {
  test('hold an object until they are patched away, and no new ones may come', () => {
    stage.ask('PATCH', `${PODS}/${name}`, { metadata: { finalizers: ['example.com/hold'] } });
    stage.ask('DELETE', `${PODS}/${name}`, { gracePeriodSeconds: 0 });
    stage.pass(60);
    expect(pod()?.metadata).toMatchObject({ finalizers: ['example.com/hold'], deletionGracePeriodSeconds: 0 });
    const more = { metadata: { finalizers: ['example.com/hold', 'example.com/more'] } };
    expect(stage.ask('PATCH', `${PODS}/${name}`, more)).toMatchObject({ code: 422, reason: 'Invalid' });
    stage.ask('PATCH', `${PODS}/${name}`, { metadata: { finalizers: null } });
    expect(pod()).toBeUndefined();
  });
});

describe('answers', () => {
  test('are a Status with the uid for most kinds, the object for pods', () => {
    const { uid } = stage.get('deployments', 'sock-shop/payment')?.metadata ?? {};
    expect(stage.ask('DELETE', '/apis/apps/v1/namespaces/sock-shop/deployments/payment')).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      details: { name: 'payment', group: 'apps', kind: 'deployments', uid },
    });
    expect(stage.ask('DELETE', `${PODS}/${name}?gracePeriodSeconds=0`).metadata.name).toBe(name);
  });

  test('a dry run changes nothing', () => {
    const { version } = stage.world;
    expect(stage.ask('DELETE', `${PODS}/${name}?dryRun=All`).metadata.deletionTimestamp).toBeDefined();
    stage.ask('DELETE', '/apis/apps/v1/namespaces/sock-shop/deployments/payment', { dryRun: ['All'] });
    expect(stage.world.version).toBe(version);
  });

  test.each([
    ['/api/v1/namespaces/sock-shop/pods/none', undefined, 404, 'pods "none" not found'],
    ['/api/v1/pods', undefined, 405, 'the server does not allow this method on the requested resource'],
    ['/api/v1/namespaces', undefined, 405, 'the server does not allow this method on the requested resource'],
    [
      '/api/v1/namespaces/default',
      undefined,
      403,
      'namespaces "default" is forbidden: this namespace may not be deleted',
    ],
    [
      '/apis/apps/v1/namespaces/sock-shop/deployments/payment',
      { propagationPolicy: 'Sideways' },
      422,
      'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Sideways": supported values: ' +
        '"Background", "Foreground", "Orphan"',
    ],
  ])('%s %j is refused with %i', (path, body, code, message) => {
    expect(stage.ask('DELETE', path, body)).toMatchObject({ code, message });
  });

  test('a collection is answered with what was deleted', () => {
    const answer = stage.ask('DELETE', `${PODS}?labelSelector=app.kubernetes.io/name=front-end`);
    expect(answer).toMatchObject({ kind: 'PodList', items: [{ metadata: {} }, { metadata: {} }] });
    expect(stage.pods('sock-shop', 'front-end-').every(({ metadata }) => metadata.deletionTimestamp)).toBe(true);
  });
});
