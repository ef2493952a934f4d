// Diagnostics go to a file, because nothing but frames may be written to the terminal. One line per entry, JSON detail at the end,
// tokens redacted, rotated by size so that a wall display can run for weeks.
import { appendFileSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Log, LogLevel } from '../objects/log.ts';
import { redact } from '../objects/redact.ts';

const ROTATE_AT_BYTES = 5 * 1024 * 1024;
const KEPT_ROTATIONS = 3;
/** A line from a plugin or a server can be of any length; the log is for reading. */
const LONGEST_ENTRY = 16 * 1024;
export const LOG_LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/** The XDG state folder of the program. */
export function stateDir(env: NodeJS.ProcessEnv): string {
  return join(env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'), 'k8s-watch');
}

export type LogFile = { readonly path: string; readonly log: Log };

/** Opens (appends to) the log file. A folder that cannot be written turns logging off rather than stopping the program: `log` then does nothing. */
export function openLogFile(path: string, level: LogLevel, now: () => number = Date.now): LogFile {
  const least = LOG_LEVELS.indexOf(level);
  let size = sizeOf(path);
  let broken = false;
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch {
    broken = true;
  }
  const log: Log = (entryLevel, message, detail) => {
    if (broken || LOG_LEVELS.indexOf(entryLevel) < least) return;
    const entry = `${new Date(now()).toISOString()} ${entryLevel} ${oneLine(message)}${detail === undefined ? '' : ` ${toJson(detail)}`}`;
    const line = `${redact(entry.slice(0, LONGEST_ENTRY))}\n`;
    try {
      if (size + line.length > ROTATE_AT_BYTES) {
        rotate(path);
        size = 0;
      }
      appendFileSync(path, line, { mode: 0o600 });
      size += line.length;
    } catch {
      broken = true; // a full disk must not take the screen down
    }
  };
  return { path, log };
}

/** Writes what was going on when the program fell over; gives the report's path, or undefined when even that failed. */
export function writeCrashReport(
  dir: string,
  error: unknown,
  facts: Readonly<Record<string, unknown>>,
  now = Date.now(),
): string | undefined {
  const path = join(dir, `crash-${new Date(now).toISOString().replaceAll(':', '-')}.txt`);
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
  try {
    mkdirSync(dir, { recursive: true });
    writeFileSync(path, redact(`${cause}\n\n${toJson(facts)}\n`), { mode: 0o600 });
    return path;
  } catch {
    return undefined;
  }
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}

function rotate(path: string): void {
  for (let n = KEPT_ROTATIONS; n >= 1; n--) {
    try {
      renameSync(n === 1 ? path : `${path}.${n - 1}`, `${path}.${n}`);
    } catch {
      // that rotation does not exist yet
    }
  }
}

const oneLine = (text: string): string => text.replaceAll(/[\r\n]+/g, ' ⏎ ');

function toJson(value: unknown): string {
  const replacer = (_name: string, entry: unknown): unknown =>
    entry instanceof Error
      ? { name: entry.name, message: entry.message, stack: entry.stack, cause: entry.cause }
      : entry;
  try {
    return JSON.stringify(value, replacer);
  } catch {
    return '"(not serialisable)"';
  }
}
