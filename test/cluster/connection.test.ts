import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, describe, expect, test } from 'vitest';

import { createAuthority } from '../../src/demo/certificates.ts';
import {
  FakeClock,
  FakeServer,
  collect,
  failureOf,
  hangUp,
  json,
  never,
  pod,
  refuse,
  stayMute,
  turn,
} from './fake-server.ts';

const API = 'client.authentication.k8s.io/v1';
const VERSION = json({ gitVersion: 'v1.34.1', major: '1', minor: '34+' });
const folder = mkdtempSync(join(tmpdir(), 'k8s-watch-'));
afterAll(() => rmSync(folder, { recursive: true }));

const authority = createAuthority(new Date());
const server443 = authority.issueServer('kube-apiserver');
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const trust = { certificateAuthorityData: base64(authority.certificate) };
const tls = () => FakeServer.start(server443);

describe('requests', () => {
  test('say who asks, and reuse their connection', async () => {
    await using server = await FakeServer.start();
    server.answers(VERSION);
    const cluster = server.open({ token: 'abc' });
    expect(await cluster.version(never)).toEqual({ gitVersion: 'v1.34.1', major: 1, minor: 34 });
    for (let i = 0; i < 5; i++) await cluster.version(never);
    expect(server.seen[0]!.headers).toMatchObject({
      'user-agent': expect.stringMatching(/^k8s-watch\/\d/),
      authorization: 'Bearer abc',
      accept: 'application/json',
    });
    expect(server.sockets.size).toBe(1);
  });

  test('no more than four lists at once, and a person does not wait for them', async () => {
    await using server = await FakeServer.start();
    const lists: ServerResponse[] = [];
    server.answers((seen, response, request) =>
      seen.path === '/version' ? VERSION(seen, response, request) : void lists.push(response),
    );
    const cluster = server.open();
    const failures = Array.from({ length: 10 }, () =>
      failureOf(collect(cluster.source('Pod', undefined).list({ at: 'latest' }, never))),
    );
    while (lists.length < 4) await turn();
    await cluster.version(never);
    expect(lists).toHaveLength(4);
    cluster.close();
    await Promise.all(failures);
  });

  // Servers close idle connections; one may die while we write to it.
  test('a kept connection that turns out dead is tried once more', async () => {
    await using server = await FakeServer.start();
    server.answers(VERSION, hangUp, VERSION);
    const cluster = server.open();
    await cluster.version(never);
    await cluster.version(never);
    expect(server.seen).toHaveLength(3);
  });

  test('a path in cluster.server goes before every path', async () => {
    await using server = await FakeServer.start();
    server.answers(VERSION);
    await server.open({}, {}, { server: `${server.url}/k8s/clusters/c-1/` }).version(never);
    expect(server.seen[0]!.path).toBe('/k8s/clusters/c-1/version');
  });

  test('impersonation: user, groups, uid and extra', async () => {
    await using server = await FakeServer.start();
    server.answers(VERSION);
    const impersonate = { user: 'jane', groups: ['dev', 'ops'], uid: '7', extra: { 'Acme.com/Scope': ['a', 'b'] } };
    await server.open({ impersonate }).version(never);
    await server.open({ impersonate }, { impersonate: { user: 'joe', groups: [] } }).version(never);
    const { raw, headers } = server.seen[0]!;
    expect(raw.filter((_, i) => i % 2 === 1 && raw[i - 1] === 'Impersonate-Group')).toEqual(['dev', 'ops']);
    expect(headers).toMatchObject({
      'impersonate-user': 'jane',
      'impersonate-uid': '7',
      'impersonate-extra-acme.com%2fscope': 'a, b',
    });
    expect(server.seen[1]!.headers['impersonate-user']).toBe('joe');
    expect(server.seen[1]!.headers['impersonate-group']).toBeUndefined();
  });

  test('get gives the parsed object; the cause of a 404 is the server’s', async () => {
    await using server = await FakeServer.start();
    server.answers(json(pod('a')), refuse(404, 'NotFound', 'pods "b" not found'));
    const cluster = server.open();
    expect(await cluster.get('/api/v1/namespaces/shop/pods/a', never)).toMatchObject({ metadata: { name: 'a' } });
    expect(await failureOf(cluster.get('/api/v1/namespaces/shop/pods/b', never))).toMatchObject({
      code: 'not-found',
      message: 'pods "b" not found',
    });
  });
});

describe('no answer', () => {
  test('a dead server is unreachable, with a cure', async () => {
    const server = await FakeServer.start();
    await server.stop();
    const error = await failureOf(server.open().version(never));
    expect(error).toMatchObject({ code: 'unreachable', cure: expect.stringContaining('cluster.server') });
    expect(error.message).toMatch(/^127\.0\.0\.1:\d+: the connection was refused \(ECONNREFUSED\)$/);
  });

  test('an unknown host is unreachable', async () => {
    await using server = await FakeServer.start();
    const error = await failureOf(server.open({}, {}, { server: 'https://no-such-host.invalid' }).version(never));
    expect(error.code).toBe('unreachable');
    expect(error.message).toMatch(/host name is not known|name server does not answer/);
  });

  test('a mute server is a timeout after --request-timeout', async () => {
    await using server = await FakeServer.start();
    const clock = new FakeClock();
    server.answers(stayMute);
    const waiting = failureOf(server.open({}, { clock, requestTimeoutMs: 5_000 }).version(never));
    while (server.seen.length === 0) await turn();
    clock.advance(5_000);
    expect(await waiting).toMatchObject({ code: 'timeout', message: expect.stringContaining('no answer within 5 s') });
    expect(clock.pending).toBe(0);
    await server.allClosed();
  });

  // The TCP connection stands but TLS never does, as behind a dead load balancer.
  test('a connection that hangs is unreachable after 10 s, for a watch too', async () => {
    const sockets: Socket[] = [];
    const hole: Server = createServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => hole.listen(0, '127.0.0.1', resolve));
    await using server = await FakeServer.start();
    const clock = new FakeClock();
    const cluster = server.open(
      {},
      { clock },
      { server: `https://127.0.0.1:${(hole.address() as AddressInfo).port}`, ...trust },
    );
    const waiting = failureOf(collect(cluster.source('Pod', undefined).watch('1', never)));
    while (sockets.length === 0) await turn();
    await clock.until(1);
    clock.advance(10_000);
    expect(await waiting).toMatchObject({ code: 'unreachable', message: expect.stringContaining('timed out') });
    for (const socket of sockets) socket.destroy();
    hole.close();
  });

  test('something that is not HTTP is told', async () => {
    await using server = await FakeServer.start();
    const ssh: Server = createServer((socket) => socket.on('error', () => undefined).end('SSH-2.0-OpenSSH_9.6\r\n'));
    await new Promise<void>((resolve) => ssh.listen(0, '127.0.0.1', resolve));
    const error = await failureOf(
      server.open({}, {}, { server: `http://127.0.0.1:${(ssh.address() as AddressInfo).port}` }).version(never),
    );
    expect(error).toMatchObject({ code: 'protocol', message: expect.stringContaining('not HTTP') });
    ssh.close();
  });
});

describe('TLS', () => {
  test('the cluster’s own authority is trusted, from data and from a file', async () => {
    await using server = await tls();
    server.answers(VERSION);
    const file = join(folder, 'ca.crt');
    writeFileSync(file, authority.certificate);
    await server.open({}, {}, trust).version(never);
    await server.open({}, {}, { certificateAuthority: file }).version(never);
    await server.open({}, {}, { insecureSkipTlsVerify: true }).version(never);
    expect(server.seen).toHaveLength(3);
  });

  test.each([
    [
      'no authority',
      {},
      /was not signed by an authority we know|issuer of the server's certificate is not known|authority we do not know/,
    ],
    ['another authority', { certificateAuthorityData: base64(createAuthority(new Date()).certificate) }, /certificate/],
    [
      'a tls-server-name that the certificate lacks',
      { ...trust, tlsServerName: 'other.example.com' },
      /for another name/,
    ],
    [
      'an authority file that is missing',
      { certificateAuthority: '/no/such/ca.crt' },
      /certificate-authority \/no\/such\/ca\.crt cannot be read: ENOENT/,
    ],
    ['an authority that is none', { certificateAuthorityData: base64('hello') }, /holds no PEM certificate/],
  ])('%s is a tls error with a cure', async (_name, cluster, words) => {
    await using server = await tls();
    server.answers(VERSION);
    const error = await failureOf(server.open({ token: 'geheim-geheim' }, {}, cluster).version(never));
    expect(error).toMatchObject({ code: 'tls', cure: expect.stringMatching(/./) });
    expect(error.message).toMatch(words);
    expect(server.seen).toHaveLength(0);
  });

  test('tls-server-name is what the certificate is checked against', async () => {
    await using server = await tls();
    server.answers(VERSION);
    await server.open({}, {}, { ...trust, tlsServerName: 'localhost' }).version(never);
    expect(server.seen).toHaveLength(1);
  });

  test('http:// to a TLS port and https:// to a plain one are told apart', async () => {
    await using plain = await FakeServer.start();
    plain.answers(VERSION);
    const error = await failureOf(
      plain.open({}, {}, { server: plain.url.replace('http:', 'https:'), ...trust }).version(never),
    );
    expect(error).toMatchObject({ code: 'tls', message: expect.stringContaining('does not speak TLS') });
  });

  // client-node keeps using the first certificate for ever; a rotated one must reach the server with the next request.
  test('a client certificate is shown, and a new one on a new connection', async () => {
    await using server = await FakeServer.start({ ...server443, ca: authority.certificate });
    const shown: string[] = [];
    server.answers((seen, response, request) => {
      shown.push(String((request.socket as TLSSocket).getPeerCertificate().subject?.CN));
      VERSION(seen, response, request);
    });
    const clock = new FakeClock();
    const users = [authority.issueServer('first'), authority.issueServer('second')];
    const status = ({ certificate, key }: { certificate: string; key: string }) => ({
      clientCertificateData: certificate,
      clientKeyData: key,
      expirationTimestamp: new Date(clock.now() + 120_000).toISOString(),
    });
    const file = join(folder, 'credential.json');
    const give = (n: number) =>
      writeFileSync(file, JSON.stringify({ apiVersion: API, kind: 'ExecCredential', status: status(users[n]!) }));
    const exec = {
      apiVersion: API,
      command: 'cat',
      args: [file],
      env: [],
      provideClusterInfo: false,
      interactiveMode: 'Never' as const,
    };
    const cluster = server.open({ exec }, { clock, env: { PATH: process.env['PATH'] } }, trust);
    give(0);
    await cluster.version(never);
    await cluster.version(never);
    give(1);
    clock.advance(61_000);
    await cluster.version(never);
    expect(shown).toEqual(['first', 'first', 'second']);
    await server
      .open({ clientCertificateData: base64(users[0]!.certificate), clientKeyData: base64(users[0]!.key) }, {}, trust)
      .version(never);
    expect(shown.at(-1)).toBe('first');
  });

  test('a broken client certificate is told without its key', async () => {
    await using server = await tls();
    const error = await failureOf(
      server.open({ clientCertificateData: base64('x'), clientKeyData: base64('my-key') }, {}, trust).version(never),
    );
    expect(error).toMatchObject({ code: 'tls' });
    expect(JSON.stringify({ ...error, message: error.message })).not.toContain('my-key');
    expect(await failureOf(server.open({ clientKeyData: base64('k') }, {}, trust).version(never))).toMatchObject({
      code: 'tls',
      message: expect.stringContaining('key without a certificate'),
    });
  });
});

describe('credentials', () => {
  test('a 401 without other credentials is unauthorized, with a cure, asked once', async () => {
    await using server = await FakeServer.start();
    server.answers(refuse(401, 'Unauthorized', 'Unauthorized'));
    expect(await failureOf(server.open({ token: 'old' }).version(never))).toMatchObject({
      code: 'unauthorized',
      status: 401,
      cure: expect.stringContaining('log in again'),
    });
    expect(server.seen).toHaveLength(1);
  });

  test('a token file is read again when it changes, after a minute, and on 401', async () => {
    await using server = await FakeServer.start();
    const clock = new FakeClock();
    const tokenFile = join(folder, 'token');
    const write = (token: string, modifiedAt: number) => {
      writeFileSync(tokenFile, `${token}\n`);
      utimesSync(tokenFile, modifiedAt, modifiedAt);
    };
    server.answers(VERSION);
    const cluster = server.open({ tokenFile }, { clock });
    const used = async (): Promise<string | undefined> => {
      await cluster.version(never);
      return server.seen.at(-1)!.headers.authorization;
    };
    write('one', 1);
    expect(await used()).toBe('Bearer one');
    write('two', 2);
    expect(await used()).toBe('Bearer two');
    write('three', 2); // a file system that does not tell
    expect(await used()).toBe('Bearer two');
    clock.advance(60_000);
    expect(await used()).toBe('Bearer three');
    write('four', 2);
    server.answers(refuse(401, 'Unauthorized', 'Unauthorized'), VERSION);
    expect(await used()).toBe('Bearer four');
    rmSync(tokenFile);
    expect(await failureOf(cluster.version(never))).toMatchObject({
      code: 'unauthorized',
      message: expect.stringContaining('ENOENT'),
    });
  });

  test('basic', async () => {
    await using server = await FakeServer.start();
    server.answers(VERSION);
    await server.open({ username: 'admin', password: 'p:w' }).version(never);
    expect(server.seen[0]!.headers.authorization).toBe(`Basic ${base64('admin:p:w')}`);
  });

  test('an oidc token is used while it is valid, then auth expired, and never refreshed', async () => {
    await using server = await FakeServer.start();
    server.answers(VERSION);
    const clock = new FakeClock();
    const exp = clock.now() / 1000 + 60;
    const token = `eyJhbGciOiJub25l.${Buffer.from(JSON.stringify({ exp })).toString('base64url')}.sig`;
    const config = { 'id-token': token, 'refresh-token': 'r', 'idp-issuer-url': server.url, 'client-id': 'c' };
    const cluster = server.open({ authProvider: { name: 'oidc', config } }, { clock });
    await cluster.version(never);
    clock.advance(55_000);
    const error = await failureOf(cluster.version(never));
    expect(error).toMatchObject({
      code: 'unauthorized',
      message: expect.stringMatching(/^auth expired: /),
      cure: expect.stringContaining('log in again'),
    });
    expect(error.message).not.toContain(token);
    expect(server.seen.map(({ path }) => path)).toEqual(['/version']);
  });

  test('a token that no header can hold does not crash and is not shown', async () => {
    await using server = await FakeServer.start();
    server.answers(VERSION);
    const error = await failureOf(server.open({ token: 'secret\u0001token' }).version(never));
    expect(error.name).toBe('ApiError');
    expect(error.message).not.toContain('secret');
  });
});
