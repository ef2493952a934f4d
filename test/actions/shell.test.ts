// A shell between a process in a container and a terminal, both pretended: bytes both ways, sizes, the ways it ends, and what each is called.
import { expect, test } from 'vitest';
import { ActionError, type Tools } from '../../src/actions/action.ts';
import { exitCodeOf, remoteSession } from '../../src/actions/remote-session.ts';
import type { Tty } from '../../src/actions/tty.ts';
import type { RemoteEnd, RemoteProcess } from '../../src/cluster/remote-process.ts';
import { FakeTime } from '../session/fake-time.ts';

const BANNER = 'eu shop/cart-0/app';

class FakeProcess implements RemoteProcess {
  readonly typed: string[] = [];
  readonly sizes: string[] = [];
  closed = 0;
  readonly #end = Promise.withResolvers<RemoteEnd>();
  #listener: Parameters<RemoteProcess['onOutput']>[0] = () => undefined;
  readonly ended = this.#end.promise;

  onOutput(listener: Parameters<RemoteProcess['onOutput']>[0]): void {
    this.#listener = listener;
  }

  async says(text: string): Promise<void> {
    await this.#listener(Buffer.from(text), 'stdout');
  }

  write(bytes: Uint8Array): Promise<void> {
    this.typed.push(Buffer.from(bytes).toString('latin1'));
    return Promise.resolve();
  }

  resize({ width, height }: { width: number; height: number }): void {
    this.sizes.push(`${width}x${height}`);
  }

  endInput(): void {}

  end(end: RemoteEnd): void {
    this.#end.resolve(end);
  }

  close(): void {
    this.closed += 1;
    this.#end.resolve({ type: 'closed' });
  }
}

function stage(options: { readonly tty?: boolean; readonly redraw?: boolean } = {}) {
  const time = new FakeTime();
  const process = new FakeProcess();
  const quit = new AbortController();
  const shown: string[] = [];
  let lent = 0;
  let input: (bytes: Uint8Array) => unknown = () => undefined;
  let resized: (size: { width: number; height: number }) => void = () => undefined;
  const tty: Tty = {
    size: () => ({ width: 80, height: 24 }),
    onInput: (listener) => (input = listener),
    onResize: (listener) => (resized = listener),
    write: (bytes) => Promise.resolve(void shown.push(Buffer.from(bytes).toString())),
  };
  const tools: Pick<Tools, 'terminal' | 'clock' | 'signal'> = {
    clock: time,
    signal: quit.signal,
    terminal: async (run) => {
      lent += 1;
      return run(tty);
    },
  };
  const end = remoteSession(process, tools, {
    banner: BANNER,
    tty: options.tty ?? true,
    redraw: options.redraw ?? false,
  });
  const type = (text: string): unknown => input(Buffer.from(text, 'latin1'));
  return {
    time,
    process,
    quit,
    shown,
    end,
    type,
    resize: (size: { width: number; height: number }) => resized(size),
    lent: () => lent,
  };
}

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
};

test('what the process says is shown below the banner, what is typed reaches it byte for byte, sizes follow', async () => {
  const { process, shown, type, resize, end } = stage();
  await process.says('$ ');
  expect(shown[0]).toContain(BANNER);
  expect(shown[1]).toBe('$ ');
  type('echo ü\u0003\u001a\u0013');
  resize({ width: 100, height: 40 });
  expect(process.typed).toEqual(['echo ü\u0003\u001a\u0013']);
  expect(process.sizes).toEqual(['80x24', '100x40']);
  process.end({ type: 'exit', code: 3 });
  expect(exitCodeOf(await end)).toBe(3);
});

test('a process that fails before it says anything never gets the terminal', async () => {
  const { process, end, lent } = stage();
  process.end({
    type: 'failed',
    error: { code: 'server', what: 'exec', message: 'exec: "sh": executable file not found in $PATH' },
  });
  const failed = await end;
  expect(lent()).toBe(0);
  expect(() => exitCodeOf(failed)).toThrow(ActionError);
  expect(() => exitCodeOf(failed)).toThrow(/no shell/u);
});

test('a process that waits in silence gets the terminal all the same', async () => {
  const { time, process, end, lent, type } = stage();
  await turns();
  expect(lent()).toBe(0);
  time.advance(1_000);
  await turns();
  expect(lent()).toBe(1);
  type('x');
  expect(process.typed).toEqual(['x']);
  process.close();
  expect(exitCodeOf(await end)).toBeUndefined();
});

test('Ctrl-] twice leaves; once, slowly, or pasted goes to the program', async () => {
  const { process, type, time, end } = stage();
  await process.says('$ ');
  type('\u001d');
  time.advance(2_000);
  type('\u001d');
  time.advance(2_000);
  type('a\u001d\u001db');
  expect(process.closed).toBe(0);
  type('\u001d');
  type('\u001d');
  expect(process.closed).toBeGreaterThan(0);
  expect(await end).toEqual({ type: 'closed' });
});

test('without a terminal inside lines get their carriage return, and Ctrl-C leaves', async () => {
  const { process, shown, type, end } = stage({ tty: false });
  await process.says('one\ntwo\n');
  expect(shown.at(-1)).toBe('one\r\ntwo\r\n');
  type('\u0003');
  expect(process.typed).toEqual([]);
  expect(await end).toEqual({ type: 'closed' });
});

test('attaching sends another size first, so that what runs already draws itself anew', async () => {
  const { process, end } = stage({ redraw: true });
  await process.says('top');
  expect(process.sizes).toEqual(['81x24', '80x24']);
  process.close();
  await end;
});

test('the end of the session ends the process', async () => {
  const { process, quit, end } = stage();
  await process.says('$ ');
  quit.abort();
  expect(await end).toEqual({ type: 'closed' });
});
