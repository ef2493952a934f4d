// What the terminal needs of standard input and output, so that tests can stand an emulator behind it.
import type { EventEmitter } from 'node:events';
import type { DecoderClock } from './key-decoder.ts';

/** What is needed of process.stdin. */
export type TerminalInput = EventEmitter & { setRawMode?(raw: boolean): unknown; resume(): unknown; pause(): unknown };

/** What is needed of process.stdout. `_handle` is Node's own: without it a slow terminal would hold up the whole program. */
export type TerminalOutput = EventEmitter & {
  readonly columns?: number;
  readonly rows?: number;
  write(data: string | Uint8Array, done: (error?: Error | null) => void): unknown;
  readonly _handle?: { setBlocking?(blocking: boolean): void } | null;
};

/** `terminal`: the terminfo name (terminal-abilities.ts). `writeSync` writes at once or throws; used when the terminal is given back. */
export type TerminalOptions = {
  readonly input: TerminalInput;
  readonly output: TerminalOutput;
  readonly terminal: string;
  readonly writeSync: (text: string) => void;
  readonly clock?: DecoderClock;
};
