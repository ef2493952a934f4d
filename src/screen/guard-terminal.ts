// The ways out that nobody planned: signals, exceptions, the process's end. On each of them the terminal is given back first, then whoever knows
// what else to end is told.
import type { Terminal } from './terminal.ts';

/** `onSignal` and `onCrash` end the program; when they are called the terminal is a normal one again and may be written to. */
export type Guards = {
  readonly onSignal: (signal: NodeJS.Signals) => void;
  readonly onCrash: (error: unknown) => void;
};

const ENDING: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGHUP', 'SIGQUIT'];

/** Watches over the terminal until the returned function is called. While a child program has the terminal, its ctrl-c is not ours. */
export function guardTerminal(
  process: NodeJS.Process,
  terminal: Pick<Terminal, 'restore' | 'suspend' | 'resume' | 'reclaim' | 'isLent'>,
  guards: Guards,
): () => void {
  /** Set while we are stopped: with its input paused a quiet process would otherwise just end when it is continued. */
  let stopped: NodeJS.Timeout | undefined;
  const listeners: [string, (...values: never[]) => void][] = [];
  const listen = (event: string, listener: (...values: never[]) => void): void => {
    listeners.push([event, listener]);
    process.on(event, listener as (...values: unknown[]) => void);
  };
  const end = (signal: NodeJS.Signals): void => {
    terminal.restore();
    guards.onSignal(signal);
  };
  const crash = (error: unknown): void => {
    terminal.restore();
    guards.onCrash(error);
  };
  for (const signal of ENDING) listen(signal, () => end(signal));
  listen('SIGINT', () => (terminal.isLent() ? undefined : end('SIGINT')));
  listen('uncaughtException', (error: unknown) => crash(error));
  listen('unhandledRejection', (error: unknown) => crash(error));
  listen('exit', () => terminal.restore());
  listen('SIGTSTP', () => {
    if (terminal.isLent()) return;
    stopped = setInterval(() => undefined, 60_000);
    void terminal.suspend('stopped').then(() => process.kill(process.pid, 'SIGSTOP'));
  });
  listen('SIGCONT', () => {
    if (stopped === undefined) return terminal.reclaim();
    clearInterval(stopped);
    stopped = undefined;
    terminal.resume();
  });
  return () => {
    for (const [event, listener] of listeners) process.off(event, listener as (...values: unknown[]) => void);
  };
}
