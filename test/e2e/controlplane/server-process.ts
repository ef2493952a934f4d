// One server of a control plane as a child process. It holds the other end of its standard input, so that it cannot
// outlive this process, and its words go to a file that is quoted when it fails.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export class ServerProcess {
  readonly name: string;
  readonly #start: () => ChildProcess;
  readonly #log: string;
  #child: ChildProcess | undefined;

  /** @param folder its working directory, which gets NAME.log */
  constructor(folder: string, name: string, program: string, args: readonly string[]) {
    this.name = name;
    this.#log = join(folder, `${name}.log`);
    this.#start = () => {
      const log = openSync(this.#log, 'a');
      try {
        return spawn(program, args, { cwd: folder, stdio: ['pipe', log, log] });
      } finally {
        closeSync(log);
      }
    };
  }

  start(): void {
    this.#child = this.#start();
    this.#child.on('error', () => undefined); // seen as not running
  }

  running(): boolean {
    return this.#child?.pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** The end of what it wrote. */
  lastWords(lines = 8): string {
    return readFileSync(this.#log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  }

  /** Resolves when it is gone. Nothing it holds is worth a polite end. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined || !this.running()) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
}
