// However the program ends, the shell behind it must find the terminal as it was.
import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { guardTerminal } from '../../src/screen/guard-terminal.ts';
import { paint } from '../../src/screen/paint.ts';
import { theme } from '../../src/screen/theme.ts';
import { Terminal } from '../../src/screen/terminal.ts';
import { handClock } from './hand-clock.ts';
import { stateOf } from './made-up-state.ts';
import {
  BEFORE,
  FakeInput,
  FakeOutput,
  frameCells,
  line,
  modesOf,
  rig,
  screenCells,
  type Rig,
} from './virtual-terminal.ts';

const FRAME = paint(stateOf(), theme('dark', 256, false));

/** A terminal in use, with a line of the shell on its normal screen. */
async function inUse(): Promise<Rig> {
  const made = rig(80, 24);
  made.screen.write('$ k8s-watch\r\n');
  made.terminal.claim();
  made.terminal.draw(FRAME);
  await made.shown();
  expect(screenCells(made.screen)).toEqual(frameCells(FRAME));
  return made;
}

describe('claim and restore', () => {
  test('claim takes the alternate screen, raw keys and bracketed paste, and no mouse', async () => {
    const made = await inUse();
    expect(modesOf(made)).toMatchObject({
      buffer: 'alternate',
      paste: true,
      raw: true,
      flowing: true,
      mouse: 'none',
      listeners: 1,
    });
  });

  test('restore gives everything back at once, shows the shell again, and may be called twice', async () => {
    const made = await inUse();
    made.terminal.restore();
    const once = made.sync.length;
    made.terminal.restore();
    expect(made.sync).toHaveLength(once);
    expect(made.sync.join('')).toContain('\u001b[?25h');
    await made.shown();
    expect(modesOf(made)).toEqual(BEFORE);
    expect(line(made.screen, 0)).toBe('$ k8s-watch');
  });

  test('nothing is written after it', async () => {
    const made = await inUse();
    made.terminal.restore();
    made.output.writes.length = 0;
    made.terminal.draw(FRAME);
    made.terminal.redraw();
    made.terminal.resume();
    made.output.emit('resize');
    made.clock.pass(1000);
    expect(made.terminal.copy('text')).toBe(false);
    expect(made.output.writes).toEqual([]);
  });

  test('before a claim it does nothing', () => {
    const made = rig(80, 24);
    made.terminal.restore();
    expect([made.sync, made.output.writes]).toEqual([[], []]);
  });

  test('a frame that was half written is cancelled first', async () => {
    const made = await inUse();
    made.output.auto = false;
    made.terminal.draw(paint(stateOf({ readOnly: true }), theme('dark', 256, false)));
    made.terminal.restore();
    expect(made.sync[0]?.startsWith('\u0018')).toBe(true);
  });

  test('a terminal that cannot be written to any more is no reason to throw', () => {
    const input = new FakeInput();
    const output = new FakeOutput(80, 24, () => undefined);
    const writeSync = (): void => {
      throw new Error('EIO');
    };
    const terminal = new Terminal({ input, output, terminal: 'xterm', writeSync, clock: handClock() });
    terminal.claim();
    terminal.restore();
    expect(input.isRaw).toBe(false);
  });
});

describe('child programs', () => {
  test('get the terminal as it was before us, and give it back to a whole frame', async () => {
    const made = await inUse();
    await made.terminal.suspend();
    await made.shown();
    expect(modesOf(made)).toEqual(BEFORE);
    expect(made.terminal.isLent()).toBe(true);
    made.screen.write('child was here');
    const newer = paint(stateOf({ readOnly: true }), theme('dark', 256, false));
    made.terminal.draw(newer);
    made.terminal.resume();
    await made.shown();
    expect(screenCells(made.screen)).toEqual(frameCells(newer));
    expect(modesOf(made)).toMatchObject({ buffer: 'alternate', paste: true, raw: true, listeners: 1 });
  });

  test('keys typed into them do not come back to us', async () => {
    const made = await inUse();
    const keys: string[] = [];
    made.terminal.onKey((key) => keys.push(key));
    await made.terminal.suspend();
    made.terminal.resume();
    made.input.emit('data', Buffer.from('dk'));
    made.clock.pass(60);
    made.input.emit('data', Buffer.from('j'));
    expect(keys).toEqual(['j']);
  });

  test('a frame in flight is waited for before the child may write, but not for ever', async () => {
    const made = await inUse();
    made.output.auto = false;
    made.terminal.draw(paint(stateOf({ readOnly: true }), theme('dark', 256, false)));
    let isLent = false;
    const lent = made.terminal.suspend().then(() => (isLent = true));
    await made.shown();
    expect(isLent).toBe(false);
    made.clock.pass(300);
    await lent;
    expect(modesOf(made)).toMatchObject({ raw: false });
  });
});

describe('a terminal that goes away', () => {
  test('a write that fails restores and is told once', async () => {
    const made = await inUse();
    const reasons: string[] = [];
    made.terminal.onLost((reason) => reasons.push(reason));
    made.output.broken = new Error('write EPIPE');
    made.terminal.draw(paint(stateOf({ readOnly: true }), theme('dark', 256, false)));
    await made.shown();
    made.output.emit('error', new Error('write EPIPE'));
    expect(reasons).toEqual([expect.stringContaining('EPIPE')]);
    expect(modesOf(made)).toMatchObject({ raw: false });
  });

  test('so does the end of its input', async () => {
    const made = await inUse();
    const reasons: string[] = [];
    made.terminal.onLost((reason) => reasons.push(reason));
    made.input.emit('end');
    expect(reasons).toHaveLength(1);
    await made.shown();
    expect(modesOf(made)).toEqual(BEFORE);
  });
});

describe('the guard', () => {
  function guarded(made: Rig) {
    const process = Object.assign(new EventEmitter(), { pid: 1, kill: () => true }) as unknown as NodeJS.Process;
    const told: unknown[] = [];
    const stop = guardTerminal(process, made.terminal, {
      onSignal: (signal) => told.push(signal),
      onCrash: (error) => told.push(error),
    });
    return { process: process as unknown as EventEmitter, told, stop };
  }

  test.each(['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'])('%s restores before anybody is told', async (signal) => {
    const made = await inUse();
    const { process, told } = guarded(made);
    process.emit(signal);
    expect(made.sync).toHaveLength(1);
    expect(told).toEqual([signal]);
    await made.shown();
    expect(modesOf(made)).toEqual(BEFORE);
  });

  test.each(['uncaughtException', 'unhandledRejection'])('%s too', async (event) => {
    const made = await inUse();
    const { process, told } = guarded(made);
    const error = new Error('boom');
    process.emit(event, error);
    await made.shown();
    expect([told, modesOf(made)]).toEqual([[error], BEFORE]);
  });

  test("the process's end is the last net", async () => {
    const made = await inUse();
    guarded(made).process.emit('exit', 0);
    expect(made.sync).toHaveLength(1);
  });

  test("a child program's ctrl-c is not ours", async () => {
    const made = await inUse();
    const { process, told } = guarded(made);
    await made.terminal.suspend();
    process.emit('SIGINT');
    expect(told).toEqual([]);
    made.terminal.resume();
    process.emit('SIGINT');
    expect(told).toEqual(['SIGINT']);
  });

  test('continued after a stop from outside, every mode and cell is set again', async () => {
    const made = await inUse();
    const { process } = guarded(made);
    made.screen.write('\u001b[?1049l\u001b[?2004l\u001b[?25h');
    process.emit('SIGCONT');
    await made.shown();
    expect(modesOf(made)).toMatchObject({ buffer: 'alternate', paste: true });
    expect(screenCells(made.screen)).toEqual(frameCells(FRAME));
  });

  test('stopped by ctrl-z from outside the shell gets its terminal, and we take it back', async () => {
    const made = await inUse();
    const { process } = guarded(made);
    process.emit('SIGTSTP');
    await made.shown();
    expect(modesOf(made)).toEqual(BEFORE);
    process.emit('SIGCONT');
    await made.shown();
    expect(screenCells(made.screen)).toEqual(frameCells(FRAME));
  });

  test('its listeners go when it is stopped', async () => {
    const made = await inUse();
    const { process, stop } = guarded(made);
    stop();
    expect(process.eventNames()).toEqual([]);
  });
});
