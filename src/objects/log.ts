// Where diagnostics go. A type only: who writes them, and to what file, is the cli's business.

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** One entry; `detail` is written as JSON beside the message. Never pass secrets; the sink redacts what looks like one all the same. */
export type Log = (level: LogLevel, message: string, detail?: Readonly<Record<string, unknown>>) => void;

/** For tests and for running without a log file. */
export const silentLog: Log = () => undefined;
