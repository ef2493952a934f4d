// What was done to clusters, for the morning after: one JSON line before a change is sent and one after. A line is written whole with one system
// call, so that a process that dies leaves `asked` without an answer and never half a line.
import { closeSync, fstatSync, mkdirSync, openSync, readSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ApiErrorCode } from '../objects/kind-state.ts';
import { redact } from '../objects/redact.ts';
import type { ActionError, Deed } from './action.ts';

const ROTATE_AT_BYTES = 5 * 1024 * 1024;
const KEPT_ROTATIONS = 3;
/** A webhook's message can be of any length; a line stays readable. */
const LONGEST_TEXT = 2_000;
const NEWLINE = 10;

/** `asked`: about to be sent. `done` and `failed` are its answer, with the same `deed` number in the same session. */
export type Phase = 'asked' | 'done' | 'failed';
/** Why it failed: the code of ApiError or ActionError, and the words. */
export type Failure = { readonly code: ApiErrorCode | ActionError['code'] | 'error'; readonly message: string };

export interface Journal {
  /** Writes `asked` and gives the number that `answered` takes. */
  asked(deed: Deed): number;
  answered(number: number, deed: Deed, failure?: Failure): void;
}

export type JournalOptions = {
  readonly path: string;
  /** Tells the lines of one run of the program from those of another. */
  readonly session: string;
  readonly now: () => number;
  /** Called with a sentence when lines cannot be written, once until they can be again: the change itself goes on. */
  readonly trouble: (sentence: string) => void;
  readonly rotateAtBytes?: number;
};

/** The journal in a file of its own, mode 0600; `path` is made with its folder when the first line is written, and rotated at 5 MB (3 kept). */
export class JournalFile implements Journal {
  readonly #options: JournalOptions;
  #count = 0;
  #isBroken = false;

  constructor(options: JournalOptions) {
    this.#options = options;
  }

  asked(deed: Deed): number {
    this.#count += 1;
    this.#write(this.#count, 'asked', deed);
    return this.#count;
  }

  answered(number: number, deed: Deed, failure?: Failure): void {
    this.#write(number, failure === undefined ? 'done' : 'failed', deed, failure);
  }

  #write(number: number, phase: Phase, { action, target, detail }: Deed, failure?: Failure): void {
    const { context, kind, namespace, name, uid, container } = target;
    const { path, session, now, trouble, rotateAtBytes = ROTATE_AT_BYTES } = this.#options;
    const entry = {
      time: new Date(now()).toISOString(),
      session,
      deed: number,
      phase,
      action,
      context,
      kind,
      namespace,
      name,
      uid,
      container,
      detail: detail === undefined ? undefined : redactedValues(detail),
      error: failure === undefined ? undefined : { ...failure, message: redactedText(failure.message) },
    };
    try {
      append(path, `${JSON.stringify(entry)}\n`, rotateAtBytes);
      this.#isBroken = false;
    } catch (error) {
      if (this.#isBroken) return;
      this.#isBroken = true;
      trouble(`the journal ${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

const redactedText = (text: string): string => redact(text.slice(0, LONGEST_TEXT));

/** Names beside their values, so that redact sees `token: x`; a value it changes is replaced as a whole. */
function redactedValues(detail: NonNullable<Deed['detail']>): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(detail).map(([name, value]) => {
      if (typeof value !== 'string') return [name, value];
      const whole = `${name}: ${value}`;
      return [name, redact(whole) === whole ? value.slice(0, LONGEST_TEXT) : '[redacted]'];
    }),
  );
}

/** O_APPEND: several programs may share the journal. The size is asked each time, because another one may have rotated it. */
function append(path: string, line: string, rotateAtBytes: number): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  let file = openSync(path, 'a+', 0o600);
  try {
    let size = fstatSync(file).size;
    if (size > 0 && size + line.length > rotateAtBytes) {
      closeSync(file);
      file = -1;
      rotate(path);
      file = openSync(path, 'a+', 0o600);
      size = fstatSync(file).size;
    }
    const bytes = Buffer.from(size > 0 && lastByte(file, size) !== NEWLINE ? `\n${line}` : line);
    const written = writeSync(file, bytes);
    if (written < bytes.length) throw new Error('the disk is full');
  } finally {
    if (file >= 0) closeSync(file);
  }
}

/** A line that a full disk once cut must not take the next one with it. */
function lastByte(file: number, size: number): number | undefined {
  const last = Buffer.alloc(1);
  return readSync(file, last, 0, 1, size - 1) === 1 ? last[0] : undefined;
}

function rotate(path: string): void {
  for (let n = KEPT_ROTATIONS; n >= 1; n--) {
    try {
      renameSync(n === 1 ? path : `${path}.${n - 1}`, `${path}.${n}`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error; // else that rotation does not exist yet
    }
  }
}
