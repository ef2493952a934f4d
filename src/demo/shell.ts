// The pretend shell: a prompt on a terminal, scripts without one. Only what people and k8s-watch type is understood.
import { isDistroless } from './voices.ts';
import { environment, HOME, pathOfProgram, resolved, entries } from './shell-place.ts';
import type { Place } from './shell-place.ts';
import type { ShellIo } from './shell-io.ts';
import { INTERRUPTED, PROGRAMS, type Run } from './shell-programs.ts';
import { FULL_SCREEN } from './shell-screen.ts';
import { pieces, ShellSyntaxError, wordsOf } from './shell-syntax.ts';
import type { Words } from './shell-syntax.ts';

const NOT_FOUND = 127;
const SYNTAX = 2;
const SHELLS = ['sh', 'ash', 'bash'];
const SCREEN_PROGRAMS = ['less', 'top', 'vi'];

/** How a script ended the shell: with a code, or by becoming another shell that talks to the person. */
type Left = { code: number } | { become: 'shell' };

export class Shell {
  readonly #place: Place;
  readonly #io: ShellIo;
  readonly #env: Record<string, string>;
  #cwd = HOME;
  #status = 0;

  constructor(place: Place, io: ShellIo) {
    this.#place = place;
    this.#io = io;
    this.#env = environment(place);
  }

  /** Reads lines from its input until the end or `exit`; resolves with the exit code. */
  async interact(): Promise<number> {
    let rest = '';
    while (!this.#io.ended.aborted) {
      const signal = this.#io.newJob();
      if (this.#io.tty) await this.#io.out(`app@${this.#place.pod.metadata.name}:${this.#cwd}$ `);
      const read = await this.#io.read(signal);
      if (signal.aborted) {
        this.#status = INTERRUPTED;
        continue;
      }
      const left = await this.#lines(`${rest}${read?.toString() ?? ''}`, read === undefined);
      if ('code' in left) return left.code;
      rest = left.rest;
      if (read !== undefined) continue;
      if (this.#io.tty) await this.#io.out('exit\n');
      return this.#status;
    }
    return this.#status;
  }

  /** Runs `sh -c SCRIPT`; resolves with the exit code. */
  async script(text: string): Promise<number> {
    const left = await this.#run(text);
    if (!left) return this.#status;
    return 'code' in left ? left.code : this.interact();
  }

  /** Runs the whole lines of what came; what follows the last one waits, and stays for a program to read. */
  async #lines(text: string, isLast: boolean): Promise<{ code: number } | { rest: string }> {
    const [line, ...others] = text.split('\n');
    if (others.length === 0 && !isLast) return { rest: text };
    const more = others.join('\n');
    if (more !== '') this.#io.unread(Buffer.from(more));
    const left = await this.#run(line ?? '');
    if (left && 'code' in left) return left;
    return { rest: '' };
  }

  async #run(text: string): Promise<Left | undefined> {
    try {
      for (const piece of pieces(text)) {
        if (piece.joint === '&&' && this.#status !== 0) continue;
        if (piece.joint === '||' && this.#status === 0) continue;
        const signal = this.#io.newJob();
        const words = wordsOf(piece.text, (name) => this.#valueOf(name));
        const left = await this.#command(words, signal);
        if (left) return left;
        if (signal.aborted) break;
      }
    } catch (error) {
      if (!(error instanceof ShellSyntaxError || error instanceof RangeError)) throw error;
      if (/\bexec (ba|a)?sh\b/.test(text)) return { become: 'shell' };
      await this.#io.err(`sh: ${error.message}\n`);
      this.#status = SYNTAX;
    }
    return undefined;
  }

  #valueOf(name: string): string {
    if (name === '?') return String(this.#status);
    if (name === '$') return '47';
    if (name === '0') return 'sh';
    return name === 'PWD' ? this.#cwd : (this.#env[name] ?? '');
  }

  async #command(words: Words, signal: AbortSignal): Promise<Left | undefined> {
    const [first = '', ...rest] = words.argv;
    const assigned = /^([A-Za-z_]\w*)=(.*)$/s.exec(first);
    if (assigned && rest.length === 0) {
      this.#env[assigned[1] ?? ''] = assigned[2] ?? '';
      this.#status = 0;
      return undefined;
    }
    switch (first) {
      case '':
        return undefined;
      case 'exit':
        return { code: rest[0] === undefined ? this.#status : Number(rest[0]) & 0xff };
      case 'exec':
        return this.#exec(words, signal);
      default:
        this.#status = await this.#program(words, signal);
        return undefined;
    }
  }

  async #exec(words: Words, signal: AbortSignal): Promise<Left | undefined> {
    const argv = words.argv.slice(1);
    const name = argv[0] ?? '';
    if (name === '') return undefined;
    if (!pathOfProgram(this.#place, name)) {
      await this.#io.err(`sh: exec: ${name}: not found\n`);
      return { code: NOT_FOUND };
    }
    if (SHELLS.includes(baseName(name)) && argv.length === 1) return { become: 'shell' };
    return { code: await this.#program({ ...words, argv }, signal) };
  }

  async #program(words: Words, signal: AbortSignal): Promise<number> {
    const io = redirected(this.#io, words);
    const [name = '', ...rest] = words.argv;
    switch (name) {
      case ':':
        return 0;
      case 'cd':
        return this.#changeDirectory(rest[0] ?? HOME, io);
      case 'echo':
        await io.out(rest[0] === '-n' ? rest.slice(1).join(' ') : `${rest.join(' ')}\n`);
        return 0;
      case 'export':
        for (const word of rest) {
          const [key = '', ...value] = word.split('=');
          if (value.length > 0) this.#env[key] = value.join('=');
        }
        return 0;
      case 'command':
        return this.#find(rest.at(-1) ?? '', io);
      default:
        return this.#child(words.argv, io, signal);
    }
  }

  async #find(name: string, io: ShellIo): Promise<number> {
    const path = ['cd', 'echo', 'exit', 'export', 'command'].includes(name) ? name : pathOfProgram(this.#place, name);
    if (path === undefined) return NOT_FOUND;
    await io.out(`${path}\n`);
    return 0;
  }

  async #changeDirectory(path: string, io: ShellIo): Promise<number> {
    const whole = resolved(this.#cwd, path);
    if (entries(this.#place, whole)) {
      this.#cwd = whole;
      return 0;
    }
    await io.err(`sh: cd: can't cd to ${path}: No such file or directory\n`);
    return 1;
  }

  async #child(argv: readonly string[], io: ShellIo, signal: AbortSignal): Promise<number> {
    const code = await runProgram({ place: this.#place, io, signal, cwd: this.#cwd, env: this.#env, argv });
    if (code !== undefined) return code;
    await io.err(`sh: ${argv[0] ?? ''}: not found\n`);
    return NOT_FOUND;
  }
}

/** Runs a program of the container to its exit code; undefined when the container has none of that name. */
async function runProgram(run: Run): Promise<number | undefined> {
  const name = run.argv[0] ?? '';
  if (!pathOfProgram(run.place, name)) return undefined;
  const base = baseName(name);
  if (SHELLS.includes(base)) {
    const shell = new Shell(run.place, run.io);
    const at = run.argv.findIndex((word) => /^-\w*c$/.test(word));
    return at < 0 ? shell.interact() : shell.script(run.argv[at + 1] ?? '');
  }
  if (base === 'echo') {
    await run.io.out(`${run.argv.slice(1).join(' ')}\n`);
    return 0;
  }
  return (SCREEN_PROGRAMS.includes(base) ? FULL_SCREEN : PROGRAMS[base])?.(run);
}

/** Starts a command as the container runtime does; undefined when there is no such file. */
export async function startCommand(place: Place, io: ShellIo, argv: readonly string[]): Promise<number | undefined> {
  if (isDistroless(place.container.image)) return undefined;
  return runProgram({ place, io, argv, signal: io.newJob(), cwd: HOME, env: environment(place) });
}

function baseName(path: string): string {
  return path.split('/').at(-1) ?? path;
}

function redirected(io: ShellIo, { outToNull, errToNull, errToOut, outToErr }: Words): ShellIo {
  const nowhere = async (): Promise<void> => undefined;
  const out = outToNull ? nowhere : outToErr ? io.err : io.out;
  const err = errToNull || (errToOut && outToNull) ? nowhere : errToOut ? out : io.err;
  return {
    tty: io.tty,
    ended: io.ended,
    out: (bytes) => out.call(io, bytes),
    err: (bytes) => err.call(io, bytes),
    read: (signal) => io.read(signal),
    unread: (bytes) => io.unread(bytes),
    size: () => io.size(),
    setRaw: (raw) => io.setRaw(raw),
    newJob: () => io.newJob(),
  };
}
