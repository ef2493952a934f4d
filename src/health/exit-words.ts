// How a container ended, in words: exit codes above 128 are signals, and the reasons of the runtime are names, not sentences.
// Names as k9s prints them (ExitCode:n, Signal:n); signal numbers of Linux.

/** The terminated state of a container, as kept. */
export type Ended = {
  readonly exitCode: number;
  readonly signal: number;
  readonly reason: string;
  readonly message: string;
};

const SIGNALS: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  13: 'SIGPIPE',
  14: 'SIGALRM',
  15: 'SIGTERM',
};

const CODES: Readonly<Record<number, string>> = {
  126: 'the command cannot be executed',
  127: 'the command was not found',
  128: 'the container could not be started',
};

/** The reason of a verdict about this end: `OOMKilled`, `Signal:n` or `ExitCode:n`. */
export function exitReason(ended: Ended): string {
  if (ended.reason === 'OOMKilled') return 'OOMKilled';
  return ended.signal !== 0 ? `Signal:${ended.signal}` : `ExitCode:${ended.exitCode}`;
}

/** The end as a short fact: `exit 137 OOMKilled`, `exit 143 SIGTERM`, `exit 1`. */
export function exitFact(ended: Ended): string {
  if (ended.reason === 'OOMKilled') return `exit ${ended.exitCode} OOMKilled`;
  const signal = SIGNALS[ended.signal !== 0 ? ended.signal : ended.exitCode - 128];
  if (signal !== undefined) return `exit ${ended.exitCode} ${signal}`;
  const named =
    ended.reason === '' || ended.reason === 'Error' || ended.reason === 'Completed' ? '' : ` ${ended.reason}`;
  return `exit ${ended.exitCode}${named}`;
}

/** The end as half a sentence: `exit 137 OOMKilled, killed for using more memory than its limit`. */
export function exitWords(ended: Ended): string {
  const fact = exitFact(ended);
  if (ended.reason === 'OOMKilled') return `${fact}, killed for using more memory than its limit`;
  const meaning = CODES[ended.exitCode];
  if (meaning !== undefined) return `${fact}, ${meaning}`;
  const said = firstLine(ended.message);
  return said === '' ? fact : `${fact}, ${said}`;
}

/** The first line of a message that may be long, cut at 160 characters. */
export function firstLine(message: string): string {
  const line = message.trimStart().split('\n', 1)[0] ?? '';
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}
