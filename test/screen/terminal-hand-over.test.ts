// The terminal in the hands of a program elsewhere: every byte goes through, and whatever happens there, the terminal comes back as it was.
import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { guardTerminal } from '../../src/screen/guard-terminal.ts';
import { paint } from '../../src/screen/paint.ts';
import type { Tty } from '../../src/screen/raw-tty.ts';
import { theme } from '../../src/screen/theme.ts';
import type { Size } from '../../src/session/state.ts';
import { stateOf } from './made-up-state.ts';
import { BEFORE, frameCells, line, modesOf, rig, screenCells, type Rig } from './virtual-terminal.ts';

const FRAME = paint(stateOf(), theme('dark', 256, false));
const NEWER = paint(stateOf({ readOnly: true }), theme('dark', 256, false));
const CLAIMED = {
  ...BEFORE,
  buffer: 'alternate',
  cursor: false,
  paste: true,
  keypad: true,
  cursorKeys: true,
  wraps: false,
  raw: true,
};
const OURS = { ...CLAIMED, flowing: true, listeners: 1 };
/** Raw, and nothing of ours on the screen. */
const HANDED_OVER = { ...BEFORE, raw: true };

/** What a program that was cut off in the middle leaves behind: full screen, mouse, margins, half a sequence, and more. */
const LEFT_ON = [
  '\u001b[?1049h\u001b[2J\u001b[?25l\u001b[?1h\u001b=',
  '\u001b[?1000h\u001b[?1002h\u001b[?1003h\u001b[?1005h\u001b[?1006h\u001b[?1015h\u001b[?1004h\u001b[?2004h',
  '\u001b[?7l\u001b[4h\u001b[5;10r\u001b[?6h\u001b[>1u\u001b[>4;2m\u001b[?2026h\u001b(0\u000e\u001b[31;7m',
  '\u001b]0;a title that never en',
].join('');

type HandedOver = {
  readonly tty: Tty;
  readonly end: (code: number) => void;
  readonly fail: (error: Error) => void;
  /** What handOver came to. */
  readonly outcome: Promise<unknown>;
};

async function inUse(): Promise<Rig> {
  const made = rig(80, 24);
  made.screen.write('$ k8s-watch\r\n');
  made.terminal.claim();
  made.terminal.draw(FRAME);
  await made.shown();
  return made;
}

async function handedOver(made: Rig): Promise<HandedOver> {
  const started = Promise.withResolvers<Tty>();
  const running = Promise.withResolvers<number>();
  const outcome = made.terminal
    .handOver((tty) => {
      started.resolve(tty);
      return running.promise;
    })
    .catch((error: unknown) => error);
  const tty = await started.promise;
  await made.shown();
  return { tty, end: running.resolve, fail: running.reject, outcome };
}

const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');

function expectOurs(made: Rig, frame = FRAME): void {
  expect(modesOf(made)).toEqual(OURS);
  expect(screenCells(made.screen)).toEqual(frameCells(frame));
}

describe('handed over', () => {
  test('the normal screen is shown, raw, and what is drawn is only kept; then all is ours again', async () => {
    const made = await inUse();
    const program = await handedOver(made);
    expect(modesOf(made)).toEqual(HANDED_OVER);
    expect([line(made.screen, 0), made.terminal.isLent()]).toEqual(['$ k8s-watch', true]);
    made.output.writes.length = 0;
    made.terminal.draw(NEWER);
    made.terminal.redraw();
    expect([made.output.writes, made.terminal.copy('text')]).toEqual([[], false]);
    program.end(3);
    expect(await program.outcome).toBe(3);
    await made.shown();
    expectOurs(made, NEWER);
    expect(made.terminal.isLent()).toBe(false);
  });

  test('what is typed arrives byte for byte, none of it before somebody listens', async () => {
    const made = await inUse();
    const keys: string[] = [];
    made.terminal.onKey((key) => keys.push(key));
    const { tty } = await handedOver(made);
    expect(made.input.isFlowing).toBe(false);
    const typed: Uint8Array[] = [];
    tty.onInput((read) => void typed.push(read));
    expect(made.input.isFlowing).toBe(true);
    const all = Uint8Array.from({ length: 256 }, (_, index) => index);
    made.input.emit('data', all);
    made.input.emit('data', bytes('\u0003\u001a\u0004\u0013\u001b[A'));
    expect(Buffer.concat(typed)).toEqual(Buffer.concat([all, bytes('\u0003\u001a\u0004\u0013\u001b[A')]));
    expect(keys).toEqual([]);
  });

  test('who cannot keep up with a paste is not given more', async () => {
    const made = await inUse();
    const { tty } = await handedOver(made);
    const taken = Promise.withResolvers<void>();
    tty.onInput(() => taken.promise);
    made.input.emit('data', Buffer.alloc(65_536));
    expect(made.input.isFlowing).toBe(false);
    taken.resolve();
    await made.shown();
    expect(made.input.isFlowing).toBe(true);
  });

  test('a slow terminal slows down who writes, and gets a megabyte in pieces', async () => {
    const made = await inUse();
    const { tty } = await handedOver(made);
    made.output.auto = false;
    made.output.writes.length = 0;
    let isWritten = false;
    const written = tty.write(Buffer.alloc(1024 * 1024, 'x')).then(() => (isWritten = true));
    await made.shown();
    expect([made.output.writes.length, made.output.writes[0]?.length, isWritten]).toEqual([1, 16 * 1024, false]);
    made.output.auto = true;
    made.output.waiting.shift()?.();
    await written;
    expect(made.output.writes.join('')).toBe('x'.repeat(1024 * 1024));
  });

  test('binary output goes through as it is, and a bare line feed goes straight down', async () => {
    const made = await inUse();
    const { tty } = await handedOver(made);
    made.output.writes.length = 0;
    const binary = Uint8Array.from({ length: 256 }, (_, index) => index);
    await tty.write(binary);
    expect(Buffer.from(made.output.writes.join(''), 'latin1')).toEqual(Buffer.from(binary.with(0x0a, 0x0b)));
    made.output.writes.length = 0;
    await tty.write(bytes('a\r'));
    await tty.write(bytes('\nb\nc\r\n'));
    expect(made.output.writes.join('')).toBe('a\r\nb\u000bc\r\n');
  });

  test('what was written and not waited for is shown before the screen comes back', async () => {
    const made = await inUse();
    const program = await handedOver(made);
    void program.tty.write(Buffer.alloc(100_000, '.'));
    void program.tty.write(bytes('\r\nlast words'));
    made.output.writes.length = 0;
    program.end(0);
    await program.outcome;
    const all = made.output.writes.join('');
    expect(all.indexOf('last words')).toBeGreaterThan(99_000);
    expect(all.indexOf('\u001b[?1049h')).toBeGreaterThan(all.indexOf('last words'));
  });

  test('a resize is told at once, each size once', async () => {
    const made = await inUse();
    const { tty } = await handedOver(made);
    const sizes: Size[] = [];
    tty.onResize((size) => sizes.push(size));
    made.output.emit('resize'); // the old size still
    Object.assign(made.output, { columns: 100, rows: 30 });
    made.output.emit('resize');
    made.output.emit('resize');
    expect([sizes, tty.size()]).toEqual([[{ width: 100, height: 30 }], { width: 100, height: 30 }]);
  });

  test('keys typed into it do not come back to us, and it is not written to afterwards', async () => {
    const made = await inUse();
    const keys: string[] = [];
    made.terminal.onKey((key) => keys.push(key));
    const program = await handedOver(made);
    program.tty.onInput(() => expect.unreachable());
    program.end(0);
    await program.outcome;
    made.input.emit('data', bytes('exit'));
    made.clock.pass(60);
    made.input.emit('data', bytes('j'));
    expect(keys).toEqual(['j']);
    await made.shown();
    await program.tty.write(bytes('late'));
    expectOurs(made);
  });
});

describe('afterwards', () => {
  test.each(['ended', 'failed'])('whatever it left on is off and our screen is whole: %s', async (how) => {
    const made = await inUse();
    const program = await handedOver(made);
    await program.tty.write(bytes(LEFT_ON));
    await made.shown();
    expect(modesOf(made)).toMatchObject({ buffer: 'alternate', cursor: false, mouse: 'any', margins: true });
    const error = new Error('the connection was cut');
    if (how === 'ended') program.end(137);
    else program.fail(error);
    expect(await program.outcome).toBe(how === 'ended' ? 137 : error);
    await made.shown();
    expectOurs(made);
    made.terminal.restore();
    await made.shown();
    expect(modesOf(made)).toEqual(BEFORE);
    expect(line(made.screen, 0)).toBe('$ k8s-watch');
  });

  test('what stands on the normal screen is not written over', async () => {
    const made = await inUse();
    const program = await handedOver(made);
    await program.tty.write(bytes('# ls\r\netc\r\n'));
    program.end(0);
    await program.outcome;
    await made.shown();
    made.terminal.restore();
    made.screen.write('the shell goes on');
    await made.shown();
    expect([1, 2, 3].map((y) => line(made.screen, y))).toEqual(['# ls', 'etc', 'the shell goes on']);
  });

  test('a terminal that prints what it does not know is asked for nothing beyond VT100', async () => {
    const made = rig(80, 24, 'linux');
    made.terminal.claim();
    const program = await handedOver(made);
    made.output.writes.length = 0;
    program.end(0);
    await program.outcome;
    expect(made.output.writes.join('')).not.toMatch(/\u001b\[[<=>!]|\u001b\[0 q/);
  });

  test('a child program that was killed leaves nothing either', async () => {
    const made = await inUse();
    await made.terminal.suspend();
    made.screen.write(LEFT_ON);
    made.terminal.resume();
    await made.shown();
    expectOurs(made);
    await made.terminal.suspend();
    made.screen.write(LEFT_ON);
    made.terminal.restore();
    await made.shown();
    expect(modesOf(made)).toEqual(BEFORE);
  });
});

describe('in turn', () => {
  test('a second one waits for the first, a child program for both', async () => {
    const made = await inUse();
    const first = await handedOver(made);
    const begun: string[] = [];
    const secondEnds = Promise.withResolvers<void>();
    const second = made.terminal.handOver(async () => {
      begun.push('second');
      await secondEnds.promise;
    });
    const child = made.terminal.suspend().then(() => begun.push('child'));
    await made.shown();
    expect(begun).toEqual([]);
    first.end(0);
    await first.outcome;
    await made.shown();
    expect(begun).toEqual(['second']);
    secondEnds.resolve();
    await second;
    await child;
    expect(begun).toEqual(['second', 'child']);
    const third = made.terminal.handOver(() => Promise.resolve(begun.push('third')));
    await made.shown();
    expect(begun).toHaveLength(2);
    made.terminal.resume();
    await third;
    await made.shown();
    expectOurs(made);
  });

  test('a free terminal is handed to nobody', async () => {
    const made = rig(80, 24);
    const run = (): Promise<never> => expect.unreachable();
    await expect(made.terminal.handOver(run)).rejects.toMatchObject({ code: 'terminal-gone' });
    made.terminal.claim();
    made.terminal.restore();
    await expect(made.terminal.handOver(run)).rejects.toMatchObject({ code: 'terminal-gone' });
  });

  test('who waits when the terminal is given back for good is told', async () => {
    const made = await inUse();
    const first = await handedOver(made);
    const second = made.terminal.handOver(() => expect.unreachable());
    const child = made.terminal.suspend();
    made.terminal.restore();
    await expect(second).rejects.toMatchObject({ code: 'terminal-gone' });
    await child;
    expect(await first.outcome).toMatchObject({ code: 'terminal-gone' });
    expect(made.terminal.isLent()).toBe(false);
  });
});

describe('ways out while handed over', () => {
  function guarded(made: Rig): { readonly process: EventEmitter; readonly told: unknown[] } {
    const process = Object.assign(new EventEmitter(), { pid: 1, kill: () => true });
    const told: unknown[] = [];
    guardTerminal(process as unknown as NodeJS.Process, made.terminal, {
      onSignal: (signal) => told.push(signal),
      onCrash: (error) => told.push(error),
    });
    return { process, told };
  }

  test.each(['SIGTERM', 'SIGHUP', 'SIGQUIT', 'uncaughtException', 'unhandledRejection'])(
    '%s: the terminal is sane before anybody is told, and the hand-over has ended',
    async (event) => {
      const made = await inUse();
      const { process, told } = guarded(made);
      const program = await handedOver(made);
      program.tty.onInput(() => expect.unreachable());
      await program.tty.write(bytes(LEFT_ON));
      process.emit(event, event);
      expect(told).toEqual([event]);
      expect(await program.outcome).toMatchObject({ code: 'terminal-gone' });
      made.input.emit('data', bytes('x'));
      await made.shown();
      expect(modesOf(made)).toEqual(BEFORE);
      expect(line(made.screen, 0)).toBe('$ k8s-watch');
    },
  );

  test('ctrl-c and ctrl-z from outside are not ours', async () => {
    const made = await inUse();
    const { process, told } = guarded(made);
    const program = await handedOver(made);
    process.emit('SIGINT');
    process.emit('SIGTSTP');
    await made.shown();
    expect([told, modesOf(made)]).toEqual([[], HANDED_OVER]);
    program.end(0);
    await program.outcome;
    process.emit('SIGINT');
    expect(told).toEqual(['SIGINT']);
  });

  test('stopped and continued behind our back, it is raw again and still handed over', async () => {
    const made = await inUse();
    const { process } = guarded(made);
    await handedOver(made);
    made.input.isRaw = false; // the shell's doing
    process.emit('SIGCONT');
    await made.shown();
    expect(modesOf(made)).toEqual(HANDED_OVER);
  });

  test('output that was on its way when all ended switches nothing on', async () => {
    const made = await inUse();
    const program = await handedOver(made);
    made.output.auto = false;
    void program.tty.write(bytes('\u001b[?1003h'));
    await made.shown();
    made.terminal.restore();
    made.screen.write('\u001b[?1003h'); // arrives now
    made.output.waiting.shift()?.();
    await made.shown();
    expect(modesOf(made)).toEqual(BEFORE);
  });

  test.each(['end', 'error'])(
    'a terminal that is gone (%s) is told once, whether the program ends or not',
    async (event) => {
      const made = await inUse();
      const reasons: string[] = [];
      made.terminal.onLost((reason) => reasons.push(reason));
      const program = await handedOver(made);
      made.input.emit(event, new Error('EIO'));
      made.output.broken = new Error('EIO');
      await program.tty.write(bytes('more'));
      expect(reasons).toHaveLength(1);
      expect(await program.outcome).toMatchObject({ code: 'terminal-gone' });
    },
  );

  test('so is one that fails when it is written to', async () => {
    const made = await inUse();
    const reasons: string[] = [];
    made.terminal.onLost((reason) => reasons.push(reason));
    const program = await handedOver(made);
    made.output.broken = new Error('write EIO');
    await program.tty.write(bytes('more'));
    expect([reasons.length, await program.outcome]).toMatchObject([1, { code: 'terminal-gone' }]);
  });

  test('given back while the last frame is still written, before the program had it', async () => {
    const made = await inUse();
    made.output.auto = false;
    made.terminal.draw(NEWER);
    const outcome = made.terminal.handOver(() => expect.unreachable());
    made.terminal.restore();
    await expect(outcome).rejects.toMatchObject({ code: 'terminal-gone' });
    await made.shown();
    expect(modesOf(made)).toEqual(BEFORE);
  });
});
