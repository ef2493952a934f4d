import { describe, expect, it } from 'vitest';
import { ApiError } from '../../src/cluster/api-error.ts';
import { FakeKubelet, seeded, START } from './log-fake-kubelet.ts';
import { LogWalk } from './log-walk.ts';

const refused = (code: 'invalid' | 'forbidden', message: string) =>
  new ApiError({ code, what: 'get pods/log', message, status: code === 'invalid' ? 400 : 403 });

describe('a followed log', () => {
  it('shows what is there and what comes, and asks with timestamps', async () => {
    const walk = new LogWalk();
    walk.kubelet.write('one');
    await walk.open();
    walk.kubelet.write('two');
    await walk.clock.idle();
    expect(walk.lines).toEqual(['one', 'two']);
    expect(walk.kubelet.paths).toEqual([
      '/api/v1/namespaces/shop/pods/cart/log?container=app&timestamps=true&follow=true&tailLines=1000',
    ]);
    expect(walk.status).toBe('following app · last 1,000 lines · 2 lines');
    expect(walk.log.content().title).toBe('Logs eu › shop/cart/app');
  });

  it('leaves nothing behind when it is stopped', async () => {
    const walk = await new LogWalk().open();
    walk.kubelet.write('one');
    await walk.clock.idle();
    walk.log.stop();
    await walk.clock.idle();
    expect([walk.clock.timersLeft, walk.kubelet.open]).toEqual([0, 0]);
  });

  it('goes on after a cut without losing or doubling a line, and says so', async () => {
    const walk = await new LogWalk().open();
    walk.kubelet.write('one', START, 5);
    walk.kubelet.write('same', START, 7);
    await walk.clock.idle();
    walk.kubelet.cut();
    await walk.clock.idle();
    expect(walk.log.content().trouble).toBe(true);
    expect(walk.status).toMatch(/^connection lost \d\d:\d\d:\d\d: the connection was cut, trying again/);
    walk.kubelet.write('same', START, 7);
    walk.kubelet.write('three', START, 8);
    await walk.clock.advance(1000);
    expect(walk.written).toEqual(['one', 'same', 'same', 'three']);
    expect(walk.lines[2]).toMatch(/^── connection lost \d\d:\d\d:\d\d, back \d\d:\d\d:\d\d ──$/);
    expect(walk.status).toBe('following app · last 1,000 lines · 5 lines · 1 reconnect');
  });

  it('goes on when the answer ends though the container runs', async () => {
    const walk = await new LogWalk().open();
    walk.kubelet.write('one');
    await walk.clock.idle();
    walk.kubelet.closeWell();
    await walk.clock.idle();
    walk.kubelet.write('two');
    await walk.clock.advance(500);
    expect(walk.written).toEqual(['one', 'two']);
    expect(walk.lines).toHaveLength(3);
  });

  it('tries again while the server is away', async () => {
    const walk = await new LogWalk().open();
    walk.kubelet.write('one');
    await walk.clock.idle();
    walk.kubelet.down = true;
    walk.kubelet.cut();
    await walk.clock.advance(30_000);
    walk.kubelet.down = false;
    walk.kubelet.write('two');
    await walk.clock.advance(10_000);
    expect(walk.written).toEqual(['one', 'two']);
  });

  it('ends with the container, with how it ended', async () => {
    const walk = await new LogWalk().open();
    walk.kubelet.write('bye');
    walk.kubelet.exit(0);
    await walk.clock.advance(2000);
    expect(walk.lines).toEqual(['bye']);
    expect(walk.status).toBe('ended: container completed exit 0 · last 1,000 lines · 1 line');
    expect([walk.clock.timersLeft, walk.kubelet.open]).toEqual([0, 0]);
  });

  it('reads what a cut kept from it of a container that has ended', async () => {
    const walk = await new LogWalk().open();
    walk.kubelet.write('one');
    await walk.clock.idle();
    walk.kubelet.cut();
    walk.kubelet.write('two');
    walk.kubelet.exit(137, 'OOMKilled');
    await walk.clock.advance(2000);
    expect(walk.written).toEqual(['one', 'two']);
    expect(walk.status).toContain('ended: container exit 137 OOMKilled');
  });

  it('goes on with the next run after a restart, with the rest of the last one before it', async () => {
    const walk = await new LogWalk().open();
    walk.kubelet.restartPolicy = 'Always';
    walk.kubelet.write('one');
    await walk.clock.idle();
    walk.kubelet.cut();
    walk.kubelet.write('last words');
    walk.kubelet.exit(137, 'OOMKilled');
    walk.kubelet.restart();
    walk.kubelet.write('new life', START + 2);
    await walk.clock.advance(2000);
    expect(walk.written).toEqual(['one', 'last words', 'new life']);
    expect(walk.lines.at(-2)).toBe('── container restarted (exit 137 OOMKilled) ──');
    expect(walk.status).toContain('following app');
  });

  it('knows the next run from the first one when it came before the pod was looked at', async () => {
    const walk = new LogWalk();
    walk.kubelet.restartPolicy = 'Always';
    const { promise, resolve } = Promise.withResolvers<void>();
    walk.kubelet.busy = promise;
    walk.kubelet.write('one');
    await walk.open();
    walk.kubelet.exit(1);
    walk.kubelet.restart('app', START + 1);
    walk.kubelet.write('two', START + 2);
    await walk.clock.idle();
    resolve();
    await walk.clock.advance(1000);
    expect(walk.lines).toEqual(['one', '── container restarted (exit 1) ──', 'two']);
  });

  it('waits for the restart of a crashed container and is woken by the pod', async () => {
    const walk = await new LogWalk().open();
    walk.kubelet.restartPolicy = 'Always';
    walk.kubelet.write('one');
    walk.kubelet.exit(1);
    await walk.clock.advance(1000);
    expect(walk.status).toContain('container ended: exit 1');
    walk.kubelet.restart();
    walk.kubelet.write('two', START + 9);
    walk.podChanged();
    await walk.clock.advance(300);
    expect(walk.lines).toEqual(['one', '── container restarted (exit 1) ──', 'two']);
  });

  it('never takes lines of the next run for those of the last', async () => {
    const walk = await new LogWalk().open();
    walk.kubelet.restartPolicy = 'Always';
    walk.kubelet.write('one', START);
    await walk.clock.idle();
    walk.kubelet.exit(1);
    const look = walk.kubelet.pod.bind(walk.kubelet);
    let looks = 0;
    walk.kubelet.pod = () => {
      const seen = look();
      if (++looks === 1) {
        walk.kubelet.restart(); // between the question and the next one
        walk.kubelet.write('two', START);
      }
      return seen;
    };
    await walk.clock.advance(3000);
    expect(walk.lines).toEqual(['one', '── container restarted (exit 1) ──', 'two']);
  });

  it.each([
    ['deleted', (kubelet: FakeKubelet) => (kubelet.deleted = true), 'ended: the pod was deleted'],
    [
      'replaced',
      (kubelet: FakeKubelet) => (kubelet.uid = 'uid-2'),
      'ended: the pod was replaced by another one of its name',
    ],
  ])('stops when the pod was %s', async (_, happen, words) => {
    const walk = await new LogWalk().open();
    walk.kubelet.write('one');
    await walk.clock.idle();
    happen(walk.kubelet);
    walk.kubelet.cut();
    await walk.clock.advance(2000);
    expect(walk.status).toContain(words);
    expect(walk.lines).toEqual(['one', `── ${words.replace('ended: ', '')} ──`]);
  });

  it('notices by the pod that a connection has died silently', async () => {
    const walk = await new LogWalk().open();
    walk.kubelet.restartPolicy = 'Always';
    walk.kubelet.write('one');
    await walk.clock.idle();
    walk.podChanged(); // for another reason: nothing happens
    await walk.clock.advance(6000);
    expect(walk.kubelet.paths).toHaveLength(1);
    walk.kubelet.dieSilently();
    walk.kubelet.write('two', START + 1);
    walk.kubelet.exit(1);
    walk.kubelet.restart();
    walk.kubelet.write('three', START + 2);
    walk.podChanged();
    await walk.clock.advance(7000);
    expect(walk.lines).toEqual(['one', 'two', '── container restarted (exit 1) ──', 'three']);
  });

  it('waits for a container that has not started', async () => {
    const walk = new LogWalk();
    walk.kubelet.waiting = 'ContainerCreating';
    walk.kubelet.refusal = refused('invalid', 'container "app" in pod "cart" is waiting to start: ContainerCreating');
    await walk.open();
    expect(walk.status).toContain('waiting to start: ContainerCreating – will show it when it starts');
    expect(walk.log.isBusy()).toBe(false);
    walk.kubelet.waiting = walk.kubelet.refusal = undefined;
    walk.kubelet.write('hello');
    await walk.clock.advance(2500);
    expect(walk.lines).toEqual(['hello']);
  });

  it.each([
    [refused('forbidden', 'no'), 'no right to read logs: needs get pods/log in namespace shop'],
    [refused('invalid', 'container tool is not valid for pod cart'), 'container tool is not valid for pod cart'],
  ])('says why it is refused', async (refusal, words) => {
    const walk = new LogWalk();
    walk.kubelet.refusal = refusal;
    await walk.open();
    expect(walk.status).toContain(words);
    expect(walk.log.content().trouble).toBe(true);
  });

  it('shows an unfinished line after a moment, and once when it is finished', async () => {
    const walk = await new LogWalk().open();
    walk.kubelet.raw(Buffer.from('2027-01-15T08:00:00.5Z 50%'));
    await walk.clock.idle();
    expect(walk.lines).toEqual([]);
    await walk.clock.advance(300);
    expect(walk.lines).toEqual(['50%']);
    const before = walk.log.content().lines;
    walk.kubelet.raw(Buffer.from(' 100%\n'));
    await walk.clock.idle();
    expect(walk.lines).toEqual(['50% 100%']);
    expect(before.at(0)?.text).toBe('50%');
  });

  it('is busy until something came, or for a moment', async () => {
    const walk = new LogWalk();
    walk.log.start(() => {});
    expect(walk.log.isBusy()).toBe(true);
    await walk.clock.advance(700);
    expect([walk.log.isBusy(), walk.status]).toEqual([false, 'following app · last 1,000 lines · 0 lines']);
  });
});

describe('the log of the run before', () => {
  it('is read to its end', async () => {
    const kubelet = new FakeKubelet();
    kubelet.write('old');
    kubelet.exit(1);
    kubelet.restart();
    kubelet.write('new');
    const walk = await new LogWalk({ kubelet, previous: true }).open();
    expect(walk.lines).toEqual(['old']);
    expect(walk.status).toContain('ended: the run before this one');
    await walk.turn('previous');
    expect(walk.lines).toEqual(['new']);
  });

  it('is told apart from one that does not exist', async () => {
    const walk = await new LogWalk({ previous: true }).open();
    expect(walk.status).toContain('this container has not been restarted: there is no previous log');
  });
});

describe('property: whatever breaks, the lines are those written, once, in order', () => {
  it.each(Array.from({ length: 60 }, (_, seed) => seed))('seed %i', async (seed) => {
    const random = seeded(seed + 1);
    const walk = new LogWalk();
    walk.kubelet.chunkSize = () => 1 + Math.floor(random() ** 3 * 300);
    const before = Math.floor(random() * 1500);
    const expected: string[] = [];
    let seconds = START;
    let latest = START;
    let nanos = 0;
    const write = (text: string) => {
      latest = Math.max(latest, seconds);
      if (random() < 0.02) seconds = Math.max(latest - 4, seconds - Math.floor(random() * 3)); // the node's clock is set back a little
      if (random() < 0.6) nanos += Math.floor(random() * 40_000_000);
      if (nanos >= 1e9) [seconds, nanos] = [seconds + 1, nanos % 1e9];
      walk.kubelet.write(text, seconds, nanos);
      expected.push(text);
    };
    for (let i = 0; i < before; i++) write(`before ${i % 7}`);
    if (before > 1000) expected.splice(0, before - 1000);
    await walk.open();
    for (let step = 0; step < 40; step++) {
      const burst = Math.floor(random() * 30);
      for (let i = 0; i < burst; i++) write(random() < 0.3 ? 'same' : `line ${expected.length}`);
      const fate = random();
      if (fate < 0.25) walk.kubelet.cut();
      else if (fate < 0.32) walk.kubelet.closeWell();
      else if (fate < 0.36) {
        await walk.clock.idle();
        if (walk.kubelet.open > 0) walk.kubelet.rotate(); // what nobody has read and rotation takes is gone for everybody
        nanos++; // twins in two files, of one nanosecond, of which one was read, cannot be told apart by anybody
      }
      if (random() < 0.5) await walk.clock.advance(Math.floor(random() * 400));
    }
    await walk.clock.advance(20_000);
    walk.log.stop();
    expect(walk.written).toEqual(expected);
  });
});
