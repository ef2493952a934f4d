// What a program in a pretend container has of the world: input, output, the size of its terminal, and being told to stop.
import type { Size } from './channels.ts';

export interface ShellIo {
  readonly tty: boolean;
  /** Resolves when the client took the bytes; programs that write without end wait here. */
  out: (bytes: Uint8Array | string) => Promise<void>;
  err: (bytes: Uint8Array | string) => Promise<void>;
  /** The next piece of input (a line on a terminal); undefined at its end or when `signal` is aborted. */
  read: (signal: AbortSignal) => Promise<Buffer | undefined>;
  /** Puts back what was read too far. */
  unread: (bytes: Buffer) => void;
  size: () => Size;
  /** Whether keys come one by one, unechoed. Only a terminal knows the difference. */
  setRaw: (raw: boolean) => void;
  /** A signal for what runs next: aborted by Ctrl-C, and when the session ends. */
  newJob: () => AbortSignal;
  /** Aborted when the session ends. */
  readonly ended: AbortSignal;
}
