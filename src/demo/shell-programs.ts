// The programs of a pretend container that come and go: each takes its words and says with which code it ended.
import { randomFillSync } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import { entries, fileText, HOME, programOf, resolved } from './shell-place.ts';
import type { Place } from './shell-place.ts';
import type { ShellIo } from './shell-io.ts';
import { stamp } from './moment.ts';

export interface Run {
  place: Place;
  io: ShellIo;
  /** Aborted by Ctrl-C and at the session's end. */
  signal: AbortSignal;
  cwd: string;
  env: Readonly<Record<string, string>>;
  argv: readonly string[];
}

export type Program = (run: Run) => Promise<number>;

/** 128 and the number of the signal that ended it. */
export const INTERRUPTED = 130;
const CHUNK_BYTES = 16 * 1024;

async function say(io: ShellIo, text: string): Promise<number> {
  await io.out(text);
  return 0;
}

async function complain(io: ShellIo, text: string, code = 1): Promise<number> {
  await io.err(`${text}\n`);
  return code;
}

/** What a run reads: a file, a device or its input, piece by piece. */
async function* pieces(run: Run, path: string | undefined): AsyncGenerator<Buffer> {
  const { io, signal, place, cwd } = run;
  if (path === undefined || path === '-') {
    for (let piece = await io.read(signal); piece !== undefined; piece = await io.read(signal)) yield piece;
    return;
  }
  const whole = resolved(cwd, path);
  if (whole === '/dev/urandom') for (;;) yield randomFillSync(Buffer.alloc(CHUNK_BYTES));
  if (whole === '/dev/zero') for (;;) yield Buffer.alloc(CHUNK_BYTES);
  const text = fileText(place, whole);
  if (text !== undefined) yield Buffer.from(text);
}

function isReadable({ place, cwd }: Run, path: string): boolean {
  const whole = resolved(cwd, path);
  return path === '-' || /^\/dev\/(null|zero|urandom)$/.test(whole) || fileText(place, whole) !== undefined;
}

const cat: Program = async (run) => {
  const paths = run.argv.length > 1 ? run.argv.slice(1) : [undefined];
  let code = 0;
  for (const path of paths) {
    if (path !== undefined && !isReadable(run, path)) {
      const why = entries(run.place, resolved(run.cwd, path))
        ? 'read error: Is a directory'
        : `can't open '${path}': No such file or directory`;
      code = await complain(run.io, `cat: ${why}`);
      continue;
    }
    for await (const piece of pieces(run, path)) {
      if (run.signal.aborted) return INTERRUPTED;
      await run.io.out(piece);
    }
  }
  return run.signal.aborted ? INTERRUPTED : code;
};

/** `head -c N FILE`, `head -n N FILE`. */
const head: Program = async (run) => {
  const [, flag = '', many = '', path] = run.argv;
  let left = Number(many);
  if (!/^-[cn]$/.test(flag) || !(left >= 0)) return complain(run.io, 'usage: head -c N | -n N [FILE]');
  if (path !== undefined && !isReadable(run, path)) return complain(run.io, `head: ${path}: No such file or directory`);
  if (left === 0) return 0;
  for await (const piece of pieces(run, path)) {
    if (run.signal.aborted) return INTERRUPTED;
    const part =
      flag === '-c'
        ? piece.subarray(0, left)
        : Buffer.from(
            piece
              .toString()
              .split(/(?<=\n)/)
              .slice(0, left)
              .join(''),
          );
    await run.io.out(part);
    left -= flag === '-c' ? part.length : part.toString().split('\n').length - 1;
    if (left <= 0) return 0;
  }
  return 0;
};

const wc: Program = async (run) => {
  let bytes = 0;
  let lines = 0;
  const path = run.argv.find((word, index) => index > 0 && !word.startsWith('-'));
  for await (const piece of pieces(run, path)) {
    bytes += piece.length;
    for (const byte of piece) lines += Number(byte === 10);
  }
  if (run.signal.aborted) return INTERRUPTED;
  return say(run.io, `${run.argv.includes('-l') ? lines : bytes}\n`);
};

const ls: Program = async (run) => {
  const paths = run.argv.slice(1).filter((word) => !word.startsWith('-'));
  const long = run.argv.some((word) => /^-\w*l/.test(word));
  let code = 0;
  for (const path of paths.length > 0 ? paths : [run.cwd]) {
    const whole = resolved(run.cwd, path);
    const names = entries(run.place, whole) ?? (isReadable(run, path) ? [path] : undefined);
    if (!names) code = await complain(run.io, `ls: ${path}: No such file or directory`);
    else if (long)
      await run.io.out(
        names.map((name) => `-rw-r--r--    1 app      app           412 Nov 21 09:00 ${name}\n`).join(''),
      );
    else if (names.length > 0) await run.io.out(`${names.join(run.io.tty ? '  ' : '\n')}\n`);
  }
  return code;
};

const ps: Program = ({ io, place: { container }, argv }) =>
  say(
    io,
    `PID   USER     TIME  COMMAND\n    1 app       12:41 ${programOf(container)}\n   47 app        0:00 sh\n   53 app        0:00 ${argv.join(' ')}\n`,
  );

const sleep: Program = async ({ io, argv, signal }) => {
  const seconds = Number(/^([\d.]+)s?$/.exec(argv[1] ?? '')?.[1] ?? (argv[1] === 'infinity' ? 86_400 : Number.NaN));
  if (Number.isNaN(seconds)) return complain(io, `sleep: invalid number '${argv[1] ?? ''}'`);
  try {
    await delay(seconds * 1000, undefined, { signal });
    return 0;
  } catch {
    return INTERRUPTED;
  }
};

const yes: Program = async ({ io, argv, signal }) => {
  const line = `${argv.slice(1).join(' ') || 'y'}\n`;
  const chunk = Buffer.from(line.repeat(Math.max(1, Math.floor(CHUNK_BYTES / line.length))));
  while (!signal.aborted) await io.out(chunk);
  return INTERRUPTED;
};

const seq: Program = async ({ io, argv, signal }) => {
  const numbers = argv.slice(1).map(Number);
  const last = numbers.at(-1) ?? 0;
  for (let from = numbers.length > 1 ? (numbers[0] ?? 1) : 1; from <= last && !signal.aborted; from += 1000) {
    const upTo = Math.min(last, from + 999);
    await io.out(Array.from({ length: upTo - from + 1 }, (_, step) => `${from + step}\n`).join(''));
  }
  return signal.aborted ? INTERRUPTED : 0;
};

const stty: Program = ({ io, argv }) => {
  const { rows, columns } = io.size();
  if (!io.tty) return complain(io, 'stty: standard input: Inappropriate ioctl for device');
  return say(
    io,
    argv[1] === 'size' ? `${rows} ${columns}\n` : `speed 38400 baud; rows ${rows}; columns ${columns}; line = 0;\n`,
  );
};

const date: Program = ({ io, place, argv }) => {
  const ms = place.now();
  if (argv[1] === '+%s') return say(io, `${Math.floor(ms / 1000)}\n`);
  return say(
    io,
    `${new Date(ms).toUTCString().replace(/^(\w+), (\d+) (\w+) (\d+) (\S+) GMT$/, '$1 $3 $2 $5 UTC $4')}\n`,
  );
};

/** By name; a shell's own words (cd, exit …) are in shell.ts. */
export const PROGRAMS: Readonly<Record<string, Program>> = {
  cat,
  head,
  wc,
  ls,
  ps,
  sleep,
  yes,
  seq,
  stty,
  date,
  clear: ({ io }) => say(io, '\u001b[H\u001b[2J'),
  env: ({ io, env }) =>
    say(
      io,
      Object.entries(env)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    ),
  false: async () => 1,
  hostname: ({ io, place }) => say(io, `${place.pod.metadata.name}\n`),
  id: ({ io }) => say(io, 'uid=10001(app) gid=10001(app) groups=10001(app)\n'),
  true: async () => 0,
  tty: async ({ io }) => (await say(io, io.tty ? '/dev/pts/0\n' : 'not a tty\n')) + Number(!io.tty),
  uname: ({ io, place, argv }) =>
    say(
      io,
      argv[1] === '-a' ? `Linux ${place.pod.metadata.name} 6.12.48 #1 SMP ${stamp(0)} x86_64 GNU/Linux\n` : 'Linux\n',
    ),
  whoami: ({ io }) => say(io, 'app\n'),
  pwd: ({ io, cwd }) => say(io, `${cwd || HOME}\n`),
};
