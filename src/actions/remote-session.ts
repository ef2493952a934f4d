// A process in a container wired to the person's terminal, both ways, until it ends or the person leaves it.
import type { RemoteEnd, RemoteProcess } from '../cluster/remote-process.ts';
import type { Clock } from '../objects/clock.ts';
import { ActionError, type Tools } from './action.ts';
import type { Tty } from './tty.ts';

/** Ctrl-], as telnet has it: a key that programs inside rarely need twice in a row. */
const ESCAPE = 0x1d;
const CTRL_C = 0x03;
const NEWLINE = 0x0a;
const TWICE_WITHIN_MS = 1_000;
/** A process that neither fails nor says anything for this long is taken to be waiting for input. */
const FIRST_WORD_MS = 700;

export type RemoteSessionOptions = {
  /** Shown above the session: where one is, and how to leave; each line fits into 80 columns unless the names are long. */
  readonly banner: string;
  /** The process has a terminal of its own; without one its lines end in `\n` only and Ctrl-C leaves. */
  readonly tty: boolean;
  /** Sends another size first, so that a program that is running already draws itself anew. */
  readonly redraw?: boolean;
};

/** Resolves when the process has ended or was left. The terminal is only taken once the process speaks: one that fails at once never had it. */
export async function remoteSession(
  process: RemoteProcess,
  tools: Pick<Tools, 'terminal' | 'clock' | 'signal'>,
  options: RemoteSessionOptions,
): Promise<RemoteEnd> {
  const taken = Promise.withResolvers<Tty>();
  const spoke = Promise.withResolvers<void>();
  const close = (): void => process.close();
  tools.signal.addEventListener('abort', close);
  process.onOutput(async (bytes) => {
    spoke.resolve();
    const tty = await taken.promise;
    await tty.write(options.tty ? bytes : withReturns(bytes));
  });
  const cancel = tools.clock.setTimer(FIRST_WORD_MS, spoke.resolve);
  try {
    const early = await Promise.race([process.ended, spoke.promise]);
    if (early !== undefined) return early;
    return await tools.terminal(async (tty) => {
      await tty.write(Buffer.from(`\u001b[2m${options.banner}\u001b[0m\r\n`));
      taken.resolve(tty);
      wireInput(process, tty, tools.clock, options);
      return process.ended;
    });
  } finally {
    cancel();
    tools.signal.removeEventListener('abort', close);
    // Output that came for a terminal that could not be had is let go.
    taken.resolve({ size: () => ({ width: 80, height: 24 }), onInput() {}, onResize() {}, write: async () => {} });
    process.close();
  }
}

function wireInput(process: RemoteProcess, tty: Tty, clock: Clock, options: RemoteSessionOptions): void {
  const { width, height } = tty.size();
  if (options.redraw === true) process.resize({ width: width + 1, height });
  process.resize({ width, height });
  tty.onResize((size) => process.resize(size));
  const isLeaving = leavingKeys(clock, options.tty);
  tty.onInput((bytes) => {
    if (isLeaving(bytes)) return process.close();
    return process.write(bytes);
  });
}

/** Ctrl-] twice leaves; where no terminal is inside that could take it, Ctrl-C leaves too. Only keys pressed by themselves count, not pasted bytes. */
function leavingKeys(clock: Clock, hasTty: boolean): (bytes: Uint8Array) => boolean {
  let pressedAt = Number.NEGATIVE_INFINITY;
  return (bytes) => {
    if (bytes.length === 2 && bytes[0] === ESCAPE && bytes[1] === ESCAPE) return true;
    if (bytes.length !== 1) return false;
    if (!hasTty && bytes[0] === CTRL_C) return true;
    if (bytes[0] !== ESCAPE) return false;
    const now = clock.now();
    const isSecond = now - pressedAt < TWICE_WITHIN_MS;
    pressedAt = now;
    return isSecond;
  };
}

/** The terminal is raw: a line feed alone would not go back to the first column. */
function withReturns(bytes: Uint8Array): Uint8Array {
  const feeds = bytes.reduce((count, byte) => count + (byte === NEWLINE ? 1 : 0), 0);
  if (feeds === 0) return bytes;
  const whole = new Uint8Array(bytes.length + feeds);
  let at = 0;
  for (const byte of bytes) {
    if (byte === NEWLINE) whole[at++] = 0x0d;
    whole[at++] = byte;
  }
  return whole;
}

/** The exit code, or undefined when the person left. Throws ActionError with words for everything else. */
export function exitCodeOf(end: RemoteEnd): number | undefined {
  if (end.type === 'exit') return end.code;
  if (end.type === 'closed') return undefined;
  throw new ActionError('impossible', failureWords(end.error.message, end.error.cure));
}

/** What runtimes say when the command is not in the image. */
const NO_SUCH_COMMAND =
  /executable file not found|no such file or directory|not found in \$PATH|stat .*: no such file/i;

function failureWords(message: string, cure: string | undefined): string {
  if (NO_SUCH_COMMAND.test(message)) return `this image has no shell (none of bash, ash, sh): ${message}`;
  return cure === undefined ? message : `${message} (${cure})`;
}
