// Every end of a shell must say why, and nothing may be left when it is over: no timer, no socket, no writer that waits for ever.
import { getEventListeners } from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';

import { FakeClock, FakeServer, failureOf, never, turn } from './fake-server.ts';
import { SH, certificate, openRoom, outputOf, trust, until } from './fake-shell.ts';

describe('the end of a connection', () => {
  test('cut in the middle: failed, in words, after the last output', async () => {
    await using opened = await openRoom({ onOpen: (shell) => shell.print('half a li') });
    const process = await opened.cluster.changes().run(SH, never);
    const { out } = outputOf(process);
    const shell = await opened.room.next();
    await until(() => out().length > 0);
    shell.wire.destroy();
    expect(await process.ended).toMatchObject({
      type: 'failed',
      error: { code: 'unreachable', message: expect.stringMatching(/^127\.0\.0\.1:\d+: .*cut/) },
    });
    expect(out().toString()).toBe('half a li');
  });

  test('closed without a status: failed, with what the server gave as its reason', async () => {
    await using opened = await openRoom({ onOpen: (shell) => shell.socket.close(1011, 'kubelet restarts') });
    const process = await opened.cluster.changes().run(SH, never);
    expect(await process.ended).toMatchObject({
      type: 'failed',
      error: {
        code: 'unreachable',
        message: expect.stringMatching(/without saying how it ended \(1011: kubelet restarts\)/),
      },
    });
  });

  test('nonsense from the server ends the process and not us', async () => {
    await using opened = await openRoom();
    const process = await opened.cluster.changes().run(SH, never);
    const shell = await opened.room.next();
    shell.socket.send(Buffer.alloc(0)); // no channel
    shell.socket.send(Buffer.of(255)); // the end of which channel?
    shell.socket.send('text');
    shell.say(9, 'no such channel');
    shell.print('still here');
    const { out } = outputOf(process);
    await until(() => out().toString() === 'still here');
    shell.wire.write(Buffer.from([0xff, 0xff, 0xff, 0xff]));
    expect(await process.ended).toMatchObject({ type: 'failed', error: { code: 'protocol' } });
  });

  test('a server that stops answering pings has gone after 20 s; any word of it counts', async () => {
    await using opened = await openRoom({ autoPong: false });
    const { clock, room, cluster } = opened;
    const process = await cluster.changes().run(SH, never);
    const { out } = outputOf(process);
    const shell = await room.next();
    clock.advance(10_000);
    await until(() => shell.pings === 1);
    clock.advance(10_000);
    await until(() => shell.pings === 2);
    shell.print('alive');
    await until(() => out().length > 0);
    clock.advance(10_000);
    await until(() => shell.pings === 3);
    clock.advance(10_000);
    await until(() => shell.pings === 4);
    clock.advance(10_000);
    expect(await process.ended).toMatchObject({
      type: 'failed',
      error: { code: 'timeout', message: expect.stringContaining('20 s') },
    });
    await opened.server.allClosed();
    expect(clock.pending).toBe(0);
  });

  test('a quiet shell whose server answers pings lives on', async () => {
    await using opened = await openRoom();
    const process = await opened.cluster.changes().run(SH, never);
    const shell = await opened.room.next();
    let over = false;
    void process.ended.then(() => (over = true));
    for (let minutes = 0; minutes < 20; minutes++) {
      const before = shell.pings;
      opened.clock.advance(10_000);
      await until(() => shell.pings > before);
      for (let turns = 0; turns < 20; turns++) await turn(); // for the pong to come back
    }
    expect(over).toBe(false);
  });
});

describe('closing', () => {
  test('close() ends it at once and leaves nothing; later input is dropped', async () => {
    await using opened = await openRoom();
    const { clock, cluster, room, server } = opened;
    const process = await cluster.changes().run(SH, never);
    const shell = await room.next();
    process.close();
    process.close();
    expect(await process.ended).toEqual({ type: 'closed' });
    await process.write(Buffer.from('too late'));
    process.resize({ width: 1, height: 1 });
    await server.allClosed();
    await until(() => shell.closeCode !== undefined);
    expect({ code: shell.closeCode, input: shell.input.length, timers: clock.pending }).toEqual({
      code: 1000,
      input: 0,
      timers: 0,
    });
  });

  test('a server that does not say goodbye is left after a second', async () => {
    await using opened = await openRoom();
    const { clock, cluster, room, server } = opened;
    const process = await cluster.changes().run(SH, never);
    const shell = await room.next();
    shell.socket.pause();
    process.close();
    expect(await process.ended).toEqual({ type: 'closed' });
    expect(server.sockets.size).toBe(1);
    clock.advance(1_000);
    shell.socket.resume();
    await server.allClosed();
    expect(clock.pending).toBe(0);
  });

  test.each(['the cluster is closed', 'the signal says so'] as const)(
    '%s: it ends, and nothing is left',
    async (why) => {
      await using opened = await openRoom();
      const { clock, cluster, room, server } = opened;
      const stop = new AbortController();
      const process = await cluster.changes().run(SH, stop.signal);
      await room.next();
      process.onOutput(() => new Promise(() => undefined)); // a listener that never comes back does not hold it up
      if (why === 'the cluster is closed') cluster.close();
      else stop.abort();
      expect(await process.ended).toEqual({ type: 'closed' });
      await server.allClosed();
      expect(clock.pending).toBe(0);
    },
  );

  test('no listener is left, neither on its socket nor on the signal', async () => {
    const ends = vi.spyOn(AbortSignal, 'any');
    const pings = vi.spyOn(WebSocket.prototype, 'ping');
    await using opened = await openRoom();
    const process = await opened.cluster.changes().run(SH, never);
    const signal = ends.mock.results[0]?.value as AbortSignal;
    opened.clock.advance(10_000);
    const socket = pings.mock.contexts[0] as WebSocket;
    const listeners = () => [getEventListeners(signal, 'abort').length, socket.eventNames().length];
    expect(Math.min(...listeners())).toBeGreaterThan(0);
    process.close();
    await opened.server.allClosed();
    expect(listeners()).toEqual([0, 0]);
    vi.restoreAllMocks();
  });

  test('an attempt that is stopped is aborted', async () => {
    await using server = await FakeServer.start(certificate);
    server.upgrades(() => undefined);
    const clock = new FakeClock();
    const cluster = server.open({}, { clock }, trust);
    const stop = new AbortController();
    const stopped = failureOf(cluster.changes().run(SH, stop.signal));
    const closed = failureOf(cluster.changes().run(SH, never));
    await until(() => server.seen.length === 2);
    stop.abort();
    expect(await stopped).toMatchObject({ code: 'aborted' });
    cluster.close();
    expect(await closed).toMatchObject({ code: 'aborted' });
    expect(await failureOf(cluster.changes().run(SH, never))).toMatchObject({ code: 'aborted' });
    await server.allClosed();
    expect(clock.pending).toBe(0);
  });

  test('a listener that throws ends it, in words', async () => {
    await using opened = await openRoom({ onOpen: (shell) => shell.print('x') });
    const process = await opened.cluster.changes().run(SH, never);
    process.onOutput(() => Promise.reject(new Error('the terminal is gone')));
    expect(await process.ended).toMatchObject({
      type: 'failed',
      error: { message: expect.stringContaining('the terminal is gone') },
    });
    await opened.server.allClosed();
  });
});

describe('slow ends', () => {
  test('a megabyte is written in order, and the writer waits while the server does not read', async () => {
    await using opened = await openRoom();
    const { cluster, room } = opened;
    const process = await cluster.changes().run(SH, never);
    const shell = await room.next();
    shell.socket.pause();
    const paste = Buffer.alloc(8 * 1024 * 1024, 'The quick brown fox. ');
    let written = false;
    const writing = process.write(paste).then(() => (written = true));
    const after = process.write(Buffer.from('end'));
    for (let turns = 0; turns < 200; turns++) await turn();
    expect(written).toBe(false);
    shell.socket.resume();
    await writing;
    await after;
    await until(() => shell.input.length === paste.length + 3);
    expect(shell.input.equals(Buffer.concat([paste, Buffer.from('end')]))).toBe(true);
  });

  test('a writer that waits is let go when the connection ends', async () => {
    await using opened = await openRoom();
    const process = await opened.cluster.changes().run(SH, never);
    const shell = await opened.room.next();
    shell.socket.pause();
    const writing = process.write(Buffer.alloc(64 * 1024 * 1024));
    for (let turns = 0; turns < 500; turns++) await turn();
    process.close();
    await writing;
    expect(await process.ended).toEqual({ type: 'closed' });
  });

  // A server that waits for a process to read its input reads no pings either.
  test('input that is stuck gives the server a minute', async () => {
    await using opened = await openRoom();
    const { clock, cluster, room } = opened;
    const process = await cluster.changes().run(SH, never);
    const shell = await room.next();
    shell.socket.pause();
    void process.write(Buffer.alloc(16 * 1024 * 1024));
    let over = false;
    void process.ended.then(() => (over = true));
    for (let turns = 0; turns < 50; turns++) await turn();
    clock.advance(60_000);
    for (let turns = 0; turns < 50; turns++) await turn();
    expect(over).toBe(false);
    clock.advance(10_000);
    expect(await process.ended).toMatchObject({ error: { code: 'timeout', message: expect.stringContaining('60 s') } });
  });

  test('a slow reader gets one chunk at a time, slows the server down, and loses nothing', async () => {
    await using opened = await openRoom();
    const { clock, cluster, room } = opened;
    const process = await cluster.changes().run(SH, never);
    const shell = await room.next();
    const block = Buffer.alloc(32 * 1024, 'x');
    const total = 1024 * block.length;
    let go = (): void => undefined;
    let read = 0;
    let atOnce = 0;
    process.onOutput(async (bytes) => {
      expect(++atOnce).toBe(1);
      if (read === 0) await new Promise<void>((resolve) => (go = resolve));
      read += bytes.length;
      atOnce--;
    });
    for (let i = 0; i < 1024; i++) shell.print(block);
    for (let turns = 0; turns < 300; turns++) await turn();
    expect(shell.socket.bufferedAmount).toBeGreaterThan(total / 4); // it stays where it came from
    clock.advance(60_000); // pongs that we do not read are no silence
    go();
    shell.exit(0);
    expect(await process.ended).toEqual({ type: 'exit', code: 0 });
    expect(read).toBe(total);
  });
});
