// Refusals and reviews: both must say the same, in the words of a real server.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startDemo } from '../../src/demo/fleet.ts';
import type { DemoFleet } from '../../src/demo/fleet.ts';
import type { UserName } from '../../src/demo/users.ts';
import { Asker } from './ask.ts';

let fleet: DemoFleet;
let client: Asker;

beforeAll(async () => {
  fleet = await startDemo({ story: 'calm' });
  client = new Asker(fleet);
});
afterAll(async () => {
  client.close();
  await fleet.stop();
});

describe('users', () => {
  test.each<[UserName | 'none', string, number]>([
    ['admin', '/api/v1/pods', 200],
    ['viewer', '/apis/apps/v1/deployments', 200],
    ['nsuser', '/api/v1/namespaces/sock-shop/pods', 200],
    ['nsuser', '/api/v1/namespaces/sock-shop', 200],
    ['nsuser', '/api/v1/pods', 403],
    ['nsuser', '/api/v1/namespaces', 403],
    ['nsuser', '/api/v1/nodes', 403],
    ['nsuser', '/api/v1/namespaces/monitoring/pods', 403],
    ['nobody', '/api/v1/namespaces/sock-shop/pods', 403],
    ['nobody', '/version', 200],
    ['nobody', '/api/v1/nonsense', 403],
    ['viewer', '/api/v1/nonsense', 403],
    ['viewer', '/apis/apps/v1/nonsense', 404],
    ['viewer', '/api/v1/namespaces/sock-shop/pods/x/log', 404],
    ['viewer', '/api/v1/namespaces/sock-shop/pods/x/exec', 403],
    ['viewer', '/api/v1/namespaces/sock-shop/pods/x/attach', 403],
    ['admin', '/api/v1/namespaces/sock-shop/pods/x/exec', 400],
    ['nobody', '/nonsense', 403],
    ['expired', '/api/v1/pods', 401],
    ['none', '/api/v1/pods', 403],
  ])('%s asking for %s gets %i', async (user, path, status) => {
    expect((await client.ask(path, { user })).status).toBe(status);
  });

  test('a viewer may not write', async () => {
    const { body } = await client.ask('/api/v1/namespaces/monitoring/pods/prometheus-0', {
      user: 'viewer',
      method: 'DELETE',
    });
    expect(body.message).toBe(
      'pods "prometheus-0" is forbidden: User "viewer" cannot delete resource "pods" in API group "" in the namespace "monitoring"',
    );
  });

  test('refusals are worded as RBAC words them', async () => {
    const cluster = await client.ask('/api/v1/pods', { user: 'nsuser' });
    expect(cluster.body).toMatchObject({
      kind: 'Status',
      reason: 'Forbidden',
      code: 403,
      message: 'pods is forbidden: User "nsuser" cannot list resource "pods" in API group "" at the cluster scope',
    });
    const grouped = await client.ask('/apis/apps/v1/namespaces/batch/deployments?watch=1', { user: 'nobody' });
    expect(grouped.body.message).toBe(
      'deployments.apps is forbidden: User "nobody" cannot watch resource "deployments" in API group "apps" in the namespace "batch"',
    );
  });

  test('an admin may act as another user, others may not', async () => {
    const headers = { 'impersonate-user': 'nobody' };
    expect((await client.ask('/api/v1/pods', { headers })).body.message).toContain('User "nobody"');
    expect((await client.ask('/api/v1/pods', { headers, user: 'viewer' })).body.message).toContain(
      'cannot impersonate resource "users"',
    );
    const asMaster = { 'impersonate-user': 'someone', 'impersonate-group': 'system:masters' };
    expect((await client.ask('/api/v1/pods?limit=1', { headers: asMaster })).status).toBe(200);
  });
});

describe('reviews', () => {
  async function may(user: UserName, resourceAttributes: Record<string, string>): Promise<unknown> {
    const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
    const { status, body } = await client.ask(path, { method: 'POST', user, body: { spec: { resourceAttributes } } });
    expect(status).toBe(201);
    return body.status['allowed'];
  }

  test('answer from the table that refuses', async () => {
    expect(await may('viewer', { verb: 'list', resource: 'pods' })).toBe(true);
    expect(await may('viewer', { verb: 'get', resource: 'pods', subresource: 'log', namespace: 'sock-shop' })).toBe(
      true,
    );
    const exec = { verb: 'get', resource: 'pods', subresource: 'exec', namespace: 'sock-shop' };
    expect([await may('viewer', exec), await may('nsuser', exec)]).toEqual([false, true]);
    expect(await may('viewer', { verb: 'delete', resource: 'pods', namespace: 'sock-shop' })).toBe(false);
    expect(await may('nsuser', { verb: 'create', resource: 'pods', subresource: 'exec', namespace: 'sock-shop' })).toBe(
      true,
    );
    expect(await may('nsuser', { verb: 'list', resource: 'pods' })).toBe(false);
    expect(await may('nobody', { verb: 'get', resource: 'pods', namespace: 'sock-shop' })).toBe(false);
  });

  test('rules and identity', async () => {
    const rules = await client.ask('/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', {
      method: 'POST',
      user: 'nsuser',
      body: { spec: { namespace: 'sock-shop' } },
    });
    expect(rules.body.status['resourceRules']).toContainEqual({ verbs: ['*'], apiGroups: ['*'], resources: ['*'] });
    const me = await client.ask('/apis/authentication.k8s.io/v1/selfsubjectreviews', {
      method: 'POST',
      user: 'viewer',
      body: {},
    });
    expect(me.body.status['userInfo']).toMatchObject({ username: 'viewer' });
  });
});

test('the kubeconfig has one admin context per cluster, and more only when asked for', () => {
  const contexts = (text: string): string[] => text.match(/(?<=context:\n {4}cluster: )\S+/g) ?? [];
  expect(contexts(fleet.kubeconfig)).toEqual(['demo-eu', 'demo-us']);
  expect(fleet.kubeconfig).toContain('current-context: demo-eu');
  expect(fleet.kubeconfigFor(['viewer', 'nsuser'])).toContain('- name: demo-us-nsuser');
});
