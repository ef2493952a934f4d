// The terminal of this process: standard input and output.
import { writeSync } from 'node:fs';
import { terminalAbilities } from './terminal-abilities.ts';
import { Terminal } from './terminal.ts';

const OUTPUT = 1;
/** A terminal that takes nothing for this long will not take the rest either. */
const GIVES_UP_MS = 300;

/** Writes everything to standard output before it returns, waiting a little for a slow terminal. Throws when that fails. */
function writeAll(text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  const pause = new Int32Array(new SharedArrayBuffer(4));
  let written = 0;
  for (let waitedMs = 0; written < bytes.length;) {
    try {
      written += writeSync(OUTPUT, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN' || waitedMs >= GIVES_UP_MS) throw error;
      Atomics.wait(pause, 0, 0, 10);
      waitedMs += 10;
    }
  }
}

/** Opens the process's own terminal; it is not claimed yet. */
export function standardTerminal(process: NodeJS.Process): Terminal {
  const { terminal } = terminalAbilities(process.env);
  // Node tells of a resize only when the size is another than it last saw; a terminal that shrank and grew back in between has lost its text.
  process.on('SIGWINCH', () => process.stdout.emit('resize'));
  return new Terminal({ input: process.stdin, output: process.stdout, terminal, writeSync: writeAll });
}
