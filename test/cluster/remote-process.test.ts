// A shell is what a person trusts most and forgives least: what goes in must come out byte for byte, a refusal must say why, and it must be us who
// asks: our credentials, our proxy.
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, describe, expect, test } from 'vitest';

import { FakeClock, FakeServer, failureOf, never } from './fake-server.ts';
import {
  SH,
  ShellRoom,
  authority,
  certificate,
  openRoom,
  outputOf,
  refuseUpgrade,
  trust,
  until,
} from './fake-shell.ts';

const folder = mkdtempSync(join(tmpdir(), 'k8s-watch-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a command in a container', () => {
  test('asks as we are, for what was wanted, in both versions of the protocol', async () => {
    await using opened = await openRoom();
    const { server, cluster, room } = opened;
    await cluster.changes().run(SH, never);
    const { method, path, query, headers } = server.seen[0]!;
    expect({ method, path }).toEqual({ method: 'GET', path: '/api/v1/namespaces/shop/pods/cart-7f/exec' });
    expect(query.getAll('command')).toEqual(['sh', '-c', 'echo "a b"']);
    expect(Object.fromEntries(query)).toMatchObject({
      container: 'app',
      stdin: 'true',
      stdout: 'true',
      stderr: 'false',
      tty: 'true',
    });
    expect(headers).toMatchObject({
      authorization: 'Bearer abc',
      'user-agent': expect.stringMatching(/^k8s-watch\//),
      'sec-websocket-protocol': 'v5.channel.k8s.io,v4.channel.k8s.io',
    });
    await room.next();
  });

  test('without a command it is attached to, and without a tty it has a stderr', async () => {
    await using opened = await openRoom({
      onOpen: (shell) => (shell.print('out'), shell.say(2, 'err'), shell.exit(0)),
    });
    const { command: _none, ...attach } = SH;
    const process = await opened.cluster.changes().run({ ...attach, stdin: false, tty: false }, never);
    const { out, err } = outputOf(process);
    expect(await process.ended).toEqual({ type: 'exit', code: 0 });
    expect([out().toString(), err().toString()]).toEqual(['out', 'err']);
    const { path, query } = opened.server.seen[0]!;
    expect(path).toMatch(/\/attach$/);
    expect(Object.fromEntries(query)).toMatchObject({ stdin: 'false', stderr: 'true', tty: 'false' });
  });

  test.each(['v5.channel.k8s.io', 'v4.channel.k8s.io'])('%s: bytes go both ways as they are', async (protocol) => {
    await using opened = await openRoom({ protocols: [protocol], onInput: (shell, bytes) => shell.print(bytes) });
    const process = await opened.cluster.changes().run(SH, never);
    const { out } = outputOf(process);
    const every = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    await process.write(every);
    await process.write(Buffer.from([0xff, 0xfe, 0, 0xc3]));
    const shell = await opened.room.next();
    await until(() => out().length === 260);
    expect(out()).toEqual(Buffer.concat([every, Buffer.from([0xff, 0xfe, 0, 0xc3])]));
    shell.exit(3);
    expect(await process.ended).toEqual({ type: 'exit', code: 3 });
  });

  test('the end of the input is told where there is a word for it', async () => {
    for (const [protocol, told] of [
      ['v5.channel.k8s.io', true],
      ['v4.channel.k8s.io', false],
    ] as const) {
      await using opened = await openRoom({ protocols: [protocol], onInput: (shell) => shell.exit(0) });
      const process = await opened.cluster.changes().run(SH, never);
      outputOf(process);
      process.endInput();
      await process.write(Buffer.from('x'));
      await process.ended;
      expect((await opened.room.next()).inputClosed).toBe(told);
    }
  });

  test('a resize reaches the server, nonsense does not', async () => {
    await using opened = await openRoom();
    const process = await opened.cluster.changes().run(SH, never);
    for (const [width, height] of [
      [80, 24],
      [0, 0],
      [Number.NaN, 3],
      [1.5, 2],
      [200, 50],
    ] as const)
      process.resize({ width, height });
    const shell = await opened.room.next();
    await until(() => shell.resizes.length === 2);
    expect(shell.resizes).toEqual([
      { Width: 80, Height: 24 },
      { Width: 200, Height: 50 },
    ]);
  });

  test('what was written before anybody listened is not lost, nor is what came after the status', async () => {
    await using opened = await openRoom({
      onOpen: (shell) => {
        shell.print('early ');
        shell.say(3, '{"status":"Succ');
        shell.say(3, 'ess"}');
        shell.print('late');
        shell.socket.close(1000);
      },
    });
    const process = await opened.cluster.changes().run(SH, never);
    await opened.server.allClosed();
    const { out } = outputOf(process);
    expect(await process.ended).toEqual({ type: 'exit', code: 0 });
    expect(out().toString()).toBe('early late');
  });

  test.each([
    [
      {
        status: 'Failure',
        reason: 'InternalError',
        code: 500,
        message: 'exec: "bash": executable file not found in $PATH',
      },
      'server',
      'executable file not found',
    ],
    [{ status: 'Failure', message: 'no code at all' }, 'server', 'no code at all'],
    [
      { status: 'Failure', reason: 'NotFound', code: 404, message: 'container not found ("app")' },
      'not-found',
      'container not found',
    ],
    [{ status: 'Failure', reason: 'NonZeroExitCode', message: 'how many?' }, 'server', 'how many?'],
  ] as const)('a failure keeps its words: %j', async (status, code, words) => {
    await using opened = await openRoom({ onOpen: (shell) => shell.end(status) });
    const process = await opened.cluster.changes().run(SH, never);
    outputOf(process);
    const error = { code, what: 'exec pods/cart-7f', message: expect.stringContaining(words) };
    expect(await process.ended).toEqual({ type: 'failed', error: expect.objectContaining(error) });
  });
});

describe('a refused upgrade', () => {
  test.each([
    [403, 'Forbidden', 'pods "cart-7f" is forbidden: User "jane" cannot get resource "pods/exec"', 'forbidden'],
    [404, 'NotFound', 'pods "cart-7f" not found', 'not-found'],
    [400, 'BadRequest', 'container not found ("app")', 'invalid'],
    [500, 'InternalError', 'error dialing backend: dial tcp 10.0.0.3:10250: connect: refused', 'server'],
    [401, 'Unauthorized', 'Unauthorized', 'unauthorized'],
  ] as const)('%i %s is told with its message', async (status, reason, message, code) => {
    await using server = await FakeServer.start(certificate);
    server.upgrades(refuseUpgrade(status, reason, message));
    const clock = new FakeClock();
    const cluster = server.open({ token: 'abc' }, { clock }, trust);
    expect(await failureOf(cluster.changes().run(SH, never))).toMatchObject({ code, status, message });
    expect(server.seen).toHaveLength(1);
    await server.allClosed();
    expect(clock.pending).toBe(0);
  });

  test('after a 401 new credentials are tried once', async () => {
    await using server = await FakeServer.start(certificate);
    const tokenFile = join(folder, 'token');
    const write = (token: string): void => {
      writeFileSync(tokenFile, token);
      utimesSync(tokenFile, 1, 1);
    };
    write('old');
    const room = new ShellRoom({ onOpen: (shell) => shell.exit(0) });
    server.upgrades((...upgrade) => {
      write('new');
      refuseUpgrade(401, 'Unauthorized', 'Unauthorized')(...upgrade);
    }, room.upgrade);
    const process = await server.open({ tokenFile }, {}, trust).changes().run(SH, never);
    outputOf(process);
    expect(await process.ended).toEqual({ type: 'exit', code: 0 });
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
  });

  test('an answer that is no websocket is told as a broken protocol', async () => {
    await using server = await FakeServer.start(certificate);
    server.upgrades((_request, socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'));
    const plain = await failureOf(server.open({}, {}, trust).changes().run(SH, never));
    expect(plain).toMatchObject({ code: 'protocol', message: expect.stringContaining('200') });
    await using other = await openRoom({ protocols: [] });
    expect(await failureOf(other.cluster.changes().run(SH, never))).toMatchObject({
      code: 'protocol',
      message: expect.stringContaining('no websocket'),
    });
  });

  test('a server that is not there, one that is mute, and a wrong authority are told as ever', async () => {
    await using server = await FakeServer.start(certificate);
    expect(await failureOf(server.open().changes().run(SH, never))).toMatchObject({ code: 'tls' });
    const clock = new FakeClock();
    server.upgrades(() => undefined);
    const waiting = failureOf(server.open({}, { clock, requestTimeoutMs: 7_000 }, trust).changes().run(SH, never));
    await until(() => server.seen.length === 1);
    clock.advance(7_000);
    expect(await waiting).toMatchObject({ code: 'timeout', message: expect.stringContaining('7 s') });
    await server.stop();
    expect(await failureOf(server.open({}, {}, trust).changes().run(SH, never))).toMatchObject({ code: 'unreachable' });
  });
});

describe('who asks, and by which way', () => {
  test('a client certificate, another TLS name, impersonation and a proxy', async () => {
    const client = authority.issueServer('jane');
    await using server = await FakeServer.start({ ...certificate, ca: authority.certificate });
    const shown: string[] = [];
    const room = new ShellRoom({ onOpen: (shell) => shell.exit(0) });
    server.upgrades((request, socket, head) => {
      const tls = request.socket as TLSSocket;
      shown.push(String(tls.getPeerCertificate().subject?.CN), String(tls.servername));
      room.upgrade(request, socket, head);
    });
    const heads: string[] = [];
    const proxy = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', (head: Buffer) => {
        heads.push(head.toString('latin1'));
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        const target = connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => undefined);
        socket.pipe(target).pipe(socket);
      });
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const base64 = (text: string): string => Buffer.from(text).toString('base64');
    const cluster = server.open(
      {
        clientCertificateData: base64(client.certificate),
        clientKeyData: base64(client.key),
        impersonate: { user: 'joe', groups: ['dev', 'ops'] },
      },
      {},
      {
        ...trust,
        server: 'https://far.example:6443/k8s/c-1',
        tlsServerName: 'localhost',
        proxyUrl: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
      },
    );
    const process = await cluster.changes().run(SH, never);
    outputOf(process);
    expect(await process.ended).toEqual({ type: 'exit', code: 0 });
    expect(heads[0]).toContain('CONNECT far.example:6443');
    expect(shown).toEqual(['jane', 'localhost']);
    expect(server.seen[0]!.path).toMatch(/^\/k8s\/c-1\/api\/v1\//);
    expect(server.seen[0]!.headers).toMatchObject({ 'impersonate-user': 'joe', 'impersonate-group': 'dev, ops' });
    proxy.close();
  });
});
