import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, test } from 'vitest';

import { createAuthority } from '../../src/demo/certificates.ts';
import { FakeServer, collect, failureOf, json, never, stream } from './fake-server.ts';

const VERSION = json({ gitVersion: 'v1.34.1', major: '1', minor: '34+' });

const authority = createAuthority(new Date());
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const trust = { certificateAuthorityData: base64(authority.certificate) };
const tls = () => FakeServer.start(authority.issueServer('kube-apiserver'));

describe('proxies', () => {
  /** A proxy that tunnels and remembers what it was asked for. */
  async function proxy(
    answer = 'HTTP/1.1 200 OK\r\n\r\n',
  ): Promise<{ url: string; heads: string[]; stop: () => void }> {
    const heads: string[] = [];
    const open = new Set<Socket>();
    const server = createServer((client) => {
      open.add(client);
      client.on('error', () => undefined);
      client.once('data', (head: Buffer) => {
        heads.push(head.toString('latin1'));
        client.write(answer);
        const [, host = '', port = ''] = /^CONNECT ([^ :]+):(\d+)/.exec(head.toString('latin1')) ?? [];
        if (!answer.includes('200')) return client.end();
        const target = connect(Number(port), host);
        open.add(target);
        target.on('error', () => undefined);
        client.pipe(target).pipe(client);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return {
      url: `http://user:p%40ss@127.0.0.1:${(server.address() as AddressInfo).port}`,
      heads,
      stop: () => {
        for (const socket of open) socket.destroy();
        server.close();
      },
    };
  }

  test('proxy-url: a tunnel with TLS inside, kept for the next request', async () => {
    await using server = await tls();
    server.answers(VERSION);
    const tunnel = await proxy();
    const cluster = server.open({}, {}, { ...trust, proxyUrl: tunnel.url });
    await cluster.version(never);
    await cluster.version(never);
    expect(tunnel.heads).toHaveLength(1);
    expect(tunnel.heads[0]).toContain(`CONNECT ${new URL(server.url).host} HTTP/1.1`);
    expect(tunnel.heads[0]).toContain(`Proxy-Authorization: Basic ${base64('user:p@ss')}`);
    cluster.close();
    tunnel.stop();
  });

  test('a proxy that refuses, or is not there, is told as the proxy’s trouble and without its password', async () => {
    await using server = await tls();
    const tunnel = await proxy('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const refused = await failureOf(server.open({}, {}, { ...trust, proxyUrl: tunnel.url }).version(never));
    tunnel.stop();
    expect(refused).toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/through the proxy .* asks for a user and a password/),
    });
    const gone = await failureOf(server.open({}, {}, { ...trust, proxyUrl: tunnel.url }).version(never));
    expect(gone.code).toBe('unreachable');
    expect(refused.message + gone.message).not.toMatch(/p@ss|p%40ss/);
    const wrong = await failureOf(server.open({}, {}, { ...trust, proxyUrl: 'ftp://x' }).version(never));
    expect(wrong).toMatchObject({ code: 'unreachable', message: expect.stringContaining('proxy-url') });
  });

  test('socks5: the name is resolved by the proxy', async () => {
    await using server = await FakeServer.start();
    server.answers(VERSION);
    const asked: Buffer[] = [];
    const socks = createServer((client) => {
      client.on('error', () => undefined);
      client.once('data', () => {
        client.write(Buffer.from([5, 0]));
        client.once('data', (request: Buffer) => {
          asked.push(request);
          const target = connect(Number(new URL(server.url).port), '127.0.0.1', () => {
            client.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]));
            client.pipe(target).pipe(client);
          });
          target.on('error', () => undefined);
        });
      });
    });
    await new Promise<void>((resolve) => socks.listen(0, '127.0.0.1', resolve));
    const cluster = server.open(
      {},
      {},
      { server: 'http://inside.example:80', proxyUrl: `socks5://127.0.0.1:${(socks.address() as AddressInfo).port}` },
    );
    await cluster.version(never);
    expect(asked[0]!.toString('latin1')).toContain('inside.example');
    cluster.close();
    socks.close();
  });
});

describe('packing', () => {
  /** The port of a proxy that leads to this server, whatever it is asked for. */
  async function throughTo(url: string): Promise<number> {
    const proxy = createServer((client) => {
      client.on('error', () => undefined);
      client.once('data', () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        client.pipe(connect(Number(new URL(url).port), '127.0.0.1').on('error', () => undefined)).pipe(client);
      });
    }).unref();
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    return (proxy.address() as AddressInfo).port;
  }

  test('nothing is packed on loopback; elsewhere it is, unless the kubeconfig says no', async () => {
    await using server = await FakeServer.start();
    server.answers(VERSION, VERSION, VERSION, stream([]));
    await server.open().version(never);
    expect(server.seen[0]!.headers['accept-encoding']).toBe('identity');
    const far = { server: 'http://far.example', proxyUrl: `http://127.0.0.1:${await throughTo(server.url)}` };
    await server.open({}, {}, far).version(never);
    await server.open({}, {}, { ...far, disableCompression: true }).version(never);
    await collect(server.open({}, {}, far).source('Pod', undefined).watch('1', never));
    expect(server.seen.slice(1).map(({ headers }) => headers['accept-encoding'])).toEqual([
      'gzip',
      'identity',
      'identity',
    ]);
  });
});
