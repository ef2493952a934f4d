// A program for a real pseudo-terminal: draws a line of its own, hands the terminal over to a local shell on `s`, ends on `q`. The shell stands for
// one in a container: it has a pseudo-terminal of its own, and only bytes pass between the two.
import { spawn } from '@lydell/node-pty';
import { emptyFrame, put } from '../../src/screen/frame.ts';
import { guardTerminal } from '../../src/screen/guard-terminal.ts';
import { standardTerminal } from '../../src/screen/standard-terminal.ts';
import { PLAIN } from '../../src/screen/style.ts';
import type { Tty } from '../../src/screen/raw-tty.ts';

const terminal = standardTerminal(process);

let shown = '';

function show(text: string): void {
  shown = text;
  const { width, height } = terminal.size();
  const frame = emptyFrame(width, height);
  put(frame, 0, 0, text, PLAIN);
  terminal.draw(frame);
}

function shell(tty: Tty): Promise<number> {
  const { width: cols, height: rows } = tty.size();
  const inside = spawn('sh', [], {
    cols,
    rows,
    name: 'xterm-256color',
    encoding: null,
    env: { ...process.env, PS1: 'inside> ' },
  });
  // Bytes both ways, whatever its types say: a character may be cut in half.
  tty.onInput((bytes) => inside.write(Buffer.from(bytes) as unknown as string));
  tty.onResize((size) => inside.resize(size.width, size.height));
  inside.onData((data) => void tty.write(data as unknown as Uint8Array));
  return new Promise((resolve) => inside.onExit(({ exitCode, signal }) => resolve(signal ? 128 + signal : exitCode)));
}

function end(code: number, words: string): void {
  process.stderr.write(`${words}\n`);
  process.exit(code);
}

guardTerminal(process, terminal, {
  onSignal: (signal) => end(1, `ended by ${signal}`),
  onCrash: (error) => end(70, String(error)),
});
terminal.onLost((reason) => end(4, reason));
terminal.onKey((key) => {
  if (key === 's')
    terminal.handOver(shell).then(
      (code) => show(`ours again, the shell ended with ${code}`),
      (error: unknown) => show(String(error)),
    );
  if (key === 'q') {
    terminal.restore();
    end(0, 'quit');
  }
});
terminal.onResize(() => show(shown));
terminal.claim();
show('ours');
