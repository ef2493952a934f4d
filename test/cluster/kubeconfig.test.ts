import { delimiter } from 'node:path';
import { describe, expect, test } from 'vitest';

import { loadKubeconfig } from '../../src/cluster/kubeconfig.ts';
import { problemText } from '../../src/cluster/kubeconfig-entry.ts';
import { openCluster } from '../../src/cluster/open-cluster.ts';

/** Loads from files that exist in the test only; $KUBECONFIG lists them unless `env` says otherwise. */
function load(files: Record<string, string | Error>, more: { file?: string; env?: Record<string, string> } = {}) {
  const readFile = (path: string): string => {
    const found = files[path];
    if (found === undefined) throw Object.assign(new Error(`no ${path}`), { code: 'ENOENT' });
    if (found instanceof Error) throw found;
    return found;
  };
  return loadKubeconfig({
    env: { KUBECONFIG: Object.keys(files).join(delimiter) },
    home: '/home/me',
    readFile,
    ...more,
  });
}

const good = (name: string, more = ''): string => `apiVersion: v1
kind: Config
current-context: ${name}
clusters:
- name: ${name}
  cluster: { server: "https://${name}.example.com:6443" }
users:
- name: ${name}
  user: { token: ${name}-token }
contexts:
- name: ${name}
  context: { cluster: ${name}, user: ${name}, namespace: shop }
${more}`;

const named = ({ contexts }: ReturnType<typeof load>) => contexts.map(({ name }) => name);
const told = ({ problems }: ReturnType<typeof load>) =>
  problems.map((problem) => `${problem.code} ${problem.file}:${problem.line}`);

describe('where it looks', () => {
  test('--kubeconfig goes before $KUBECONFIG, which goes before ~/.kube/config', () => {
    const files = { '/flag': good('flag'), '/env': good('env'), '/home/me/.kube/config': good('home') };
    expect(named(load(files, { file: '/flag', env: { KUBECONFIG: '/env' } }))).toEqual(['flag']);
    expect(named(load(files, { env: { KUBECONFIG: '/env' } }))).toEqual(['env']);
    expect(named(load(files, { env: {} }))).toEqual(['home']);
    expect(named(load(files, { env: { KUBECONFIG: '' } }))).toEqual(['home']);
  });

  test('missing files of a list are skipped, and the list may be empty-handed', () => {
    const list = ['', '/gone', '/env', '/env', ''].join(delimiter);
    const config = load({ '/env': good('env') }, { env: { KUBECONFIG: list } });
    expect([named(config), config.problems]).toEqual([['env'], []]);
    expect(config.files).toEqual([
      { path: '/gone', read: false },
      { path: '/env', read: true },
    ]);
    expect(load({}, { env: { KUBECONFIG: '/gone' } })).toMatchObject({
      contexts: [],
      currentContext: undefined,
      problems: [],
    });
    expect(load({}, { env: {} })).toMatchObject({ contexts: [], problems: [] });
  });

  test('a missing --kubeconfig and an unreadable file are problems', () => {
    expect(told(load({}, { file: '/gone' }))).toEqual(['missing-file /gone:0']);
    expect(told(load({ '/x': Object.assign(new Error('x'), { code: 'EACCES' }), '/y': good('y') }))).toEqual([
      'unreadable-file /x:0',
    ]);
  });

  test('the first file wins for every name and for current-context', () => {
    const second = good('b').replace(
      'clusters:',
      'clusters:\n- name: a\n  cluster: { server: "https://wrong.example.com" }',
    );
    const config = load({ '/1': good('a'), '/2': second });
    expect(config.currentContext).toBe('a');
    expect(named(config)).toEqual(['a', 'b']);
    expect(config.contexts[0]!.cluster!.server).toBe('https://a.example.com:6443');
    expect(config.problems).toEqual([]);
  });

  test('names join across files', () => {
    const context = 'contexts:\n- name: x\n  context: { cluster: a, user: b }\n';
    expect(load({ '/1': good('a'), '/2': good('b'), '/3': context }).contexts.at(-1)).toMatchObject({
      name: 'x',
      cluster: { name: 'a' },
      user: { name: 'b' },
    });
  });

  test('relative paths start at their own file', () => {
    const file = (folder: string) => `clusters:
- { name: ${folder}, cluster: { server: https://x, certificate-authority: ca.crt } }
users:
- { name: ${folder}, user: { client-certificate: ../c.crt, client-key: c.key, tokenFile: t, exec: { apiVersion: client.authentication.k8s.io/v1, command: ./bin/login } } }
contexts:
- { name: ${folder}, context: { cluster: ${folder}, user: ${folder} } }
`;
    const [one, two] = load({ '/one/config': file('one'), '/two/config': file('two') }).contexts;
    expect(one!.cluster!.certificateAuthority).toBe('/one/ca.crt');
    expect(two!.user).toMatchObject({
      clientCertificate: '/c.crt',
      clientKey: '/two/c.key',
      tokenFile: '/two/t',
      exec: { command: '/two/bin/login' },
    });
  });

  test('inside a pod without a kubeconfig its service account is used', () => {
    const folder = '/var/run/secrets/kubernetes.io/serviceaccount';
    const env = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' };
    const config = load({ [`${folder}/token`]: 't', [`${folder}/namespace`]: 'ops\n' }, { env });
    expect(config).toMatchObject({
      currentContext: 'in-cluster',
      contexts: [
        { namespace: 'ops', cluster: { server: 'https://[fd00::1]:443' }, user: { tokenFile: `${folder}/token` } },
      ],
    });
  });
});

describe('what it finds', () => {
  test('names are opaque', () => {
    const arn = 'arn:aws:eks:eu-west-1:123:cluster/prod';
    const text = `clusters: [{ name: "${arn}", cluster: { server: https://x } }]\nusers: [{ name: "a b/c:d" }]\ncontexts: [{ name: "${arn}@é /x", context: { cluster: "${arn}", user: "a b/c:d" } }]`;
    expect(load({ '/1': text }).contexts).toEqual([expect.objectContaining({ name: `${arn}@é /x`, line: 3 })]);
  });

  test('a name that YAML takes for a number is a name', () => {
    const text =
      'clusters: [{ name: 1, cluster: { server: https://x } }]\ncontexts: [{ name: 2026, context: { cluster: 1 } }]\ncurrent-context: 2026';
    expect(load({ '/1': text })).toMatchObject({
      currentContext: '2026',
      contexts: [{ name: '2026', cluster: { name: '1' } }],
      problems: [],
    });
  });

  test('JSON is read too', () => {
    const text = JSON.stringify(
      {
        clusters: [{ name: 'a', cluster: { server: 'https://x' } }],
        contexts: [{ name: 'c', context: { cluster: 'a' } }],
      },
      null,
      2,
    );
    const config = load({ '/1': text });
    expect(config).toMatchObject({ contexts: [{ name: 'c', line: 11 }], problems: [] });
    expect(config.contexts[0]!.user).toBeUndefined();
  });

  test.each([
    ['an empty file', '', 'not-a-kubeconfig /bad:0'],
    ['a file of comments', '# nothing\n', 'not-a-kubeconfig /bad:0'],
    ['a list', '- a\n- b\n', 'not-a-kubeconfig /bad:1'],
    ['plain text', 'hello world', 'not-a-kubeconfig /bad:1'],
    ['another kind of file', 'kind: Pod\nmetadata: {}\n', 'not-a-kubeconfig /bad:1'],
    ['clusters that are no list', 'apiVersion: v1\nclusters: 7\n', 'bad-entry /bad:2'],
    ['a binary', '\u0000\u0001\u0002', 'not-a-kubeconfig /bad:1'],
  ])('%s is a problem, and the next file is used', (_name, text, problem) => {
    const config = load({ '/bad': text, '/good': good('g') });
    expect(told(config)).toEqual([problem]);
    expect(named(config)).toEqual(['g']);
    expect(problemText(config.problems[0]!)).toMatch(/^\/bad(:\d+)?: .+ \(.+\)$/);
  });

  test('broken YAML costs the entries it touches, each told with its line', () => {
    const text = `clusters:
- name: a
  cluster: { server: https://a }
- name: b
  cluster: { server: "https://b
contexts:
- name: one
  context: { cluster: a }
`;
    const config = load({ '/bad': text });
    expect(config.problems.length).toBeGreaterThan(0);
    expect(config.problems[0]).toMatchObject({ code: 'not-yaml', file: '/bad', line: expect.any(Number) });
    expect(config.problems.some(({ code, line }) => code === 'bad-entry' && line === 4)).toBe(true);
  });

  test('every bad entry is listed with its line, and the good ones stay', () => {
    const text = `clusters:
- name: good
  cluster: { server: https://x }
- name: no-server
  cluster: {}
- name: no-url
  cluster: { server: "https://" }
- cluster: { server: https://x }
- name: good
  cluster: { server: https://y }
- 7
- name: no-base64
  cluster: { server: https://x, certificate-authority-data: "***" }
users:
- name: old
  user: { exec: { apiVersion: client.authentication.k8s.io/v1alpha1, command: aws } }
- name: no-command
  user: { exec: { apiVersion: client.authentication.k8s.io/v1 } }
- name: fine
  user:
contexts:
- { name: fine, context: { cluster: good, user: fine } }
- { name: bad-cluster, context: { cluster: no-server, user: fine } }
- { name: no-cluster, context: { cluster: nowhere, user: fine } }
- { name: no-user, context: { cluster: good, user: nobody } }
- { name: old-exec, context: { cluster: good, user: old } }
- { name: nothing, context: {} }
current-context: gone
`;
    const config = load({ '/k': text });
    expect(told(config)).toEqual([
      'bad-entry /k:8',
      'duplicate /k:9',
      'bad-entry /k:11',
      'bad-entry /k:4',
      'bad-entry /k:6',
      'bad-entry /k:12',
      'bad-entry /k:15',
      'bad-entry /k:17',
      'missing-cluster /k:24',
      'missing-user /k:25',
      'missing-cluster /k:27',
      'missing-context /k:0',
    ]);
    expect(config.currentContext).toBeUndefined();
    expect(config.contexts.map(({ name, problem }) => [name, problem?.code])).toEqual([
      ['fine', undefined],
      ['bad-cluster', 'bad-entry'],
      ['no-cluster', 'missing-cluster'],
      ['no-user', 'missing-user'],
      ['old-exec', 'bad-entry'],
      ['nothing', 'missing-cluster'],
    ]);
    for (const entry of config.contexts)
      if (entry.problem)
        expect(() => openCluster(entry)).toThrow(
          expect.objectContaining({ name: 'KubeconfigError', code: entry.problem.code }),
        );
  });

  test('all fields of a user', () => {
    const text = `clusters: [{ name: c, cluster: { server: https://x, insecure-skip-tls-verify: true, proxy-url: "http://p:1", disable-compression: true,
  extensions: [{ name: client.authentication.k8s.io/exec, extension: { audience: x } }] } }]
users: [{ name: u, user: { as: jane, as-uid: 7, as-groups: [a, b], as-user-extra: { scope: [x] }, username: 12, password: 34,
  auth-provider: { name: oidc, config: { id-token: t } },
  exec: { apiVersion: client.authentication.k8s.io/v1beta1, command: aws, args: [eks, 1], env: [{ name: A, value: B }], provideClusterInfo: true, installHint: get it } } }]
contexts: [{ name: x, context: { cluster: c, user: u } }]`;
    const [context] = load({ '/1': text }).contexts;
    expect(context!.cluster).toEqual({
      name: 'c',
      server: 'https://x',
      insecureSkipTlsVerify: true,
      proxyUrl: 'http://p:1',
      disableCompression: true,
      execConfig: { audience: 'x' },
    });
    expect(context!.user).toEqual({
      name: 'u',
      username: '12',
      password: '34',
      impersonate: { user: 'jane', groups: ['a', 'b'], uid: '7', extra: { scope: ['x'] } },
      authProvider: { name: 'oidc', config: { 'id-token': 't' } },
      exec: {
        apiVersion: 'client.authentication.k8s.io/v1beta1',
        command: 'aws',
        args: ['eks', '1'],
        env: [{ name: 'A', value: 'B' }],
        provideClusterInfo: true,
        installHint: 'get it',
        interactiveMode: 'IfAvailable',
      },
    });
  });
});
