// A process in a container as we hold it: the contract of exec and attach.
import type { ApiErrorInfo } from '../objects/kind-state.ts';

/** `command` absent: attach to the container's main process. */
export type RemoteProcessRequest = {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly command?: readonly string[];
  readonly stdin: boolean;
  readonly tty: boolean;
};

/** How it ended: with an exit code, detached by us, or with words (cut connection, container gone, server's refusal). */
export type RemoteEnd =
  | { readonly type: 'exit'; readonly code: number }
  | { readonly type: 'closed' }
  | { readonly type: 'failed'; readonly error: ApiErrorInfo };

export interface RemoteProcess {
  /** Bytes as they come; with a tty there is only `stdout`. The next chunk waits until the listener's promise resolves, so a slow reader slows the server down. */
  onOutput(listener: (bytes: Uint8Array, stream: 'stdout' | 'stderr') => Promise<void> | void): void;
  /** Resolves when the bytes are on their way and there is room for more. Input after the end is dropped. */
  write(bytes: Uint8Array): Promise<void>;
  /** Cells. */
  resize(size: { readonly width: number; readonly height: number }): void;
  /** No more input, for a command without a tty that reads to its end. Servers before 1.30 have no word for it: nothing happens. */
  endInput(): void;
  /**
   * Resolves once, after the last output was taken (which needs a listener) or close(); never rejects. A server that does not answer pings for 20 s
   * has gone. The end of an attached process is `exit` 0 whatever its code was: the server does not tell.
   */
  readonly ended: Promise<RemoteEnd>;
  /** Ends the connection; `ended` then says `closed` unless it had ended before. */
  close(): void;
}
