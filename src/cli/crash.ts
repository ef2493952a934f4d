// A defect of ours, told the same way by every command: the detail in the log and in a report of its own, one sentence for the person.
import { dirname } from 'node:path';
import { printable } from '../objects/printable.ts';
import type { LogFile } from './log-file.ts';
import { writeCrashReport } from './log-file.ts';

/** Logs the crash, writes its report beside the log, and gives the words for standard error, without the last line break. */
export function crashWords(error: unknown, { log, path }: LogFile): string {
  const message = printable(error instanceof Error ? error.message : String(error));
  log('error', `crash: ${message}`, { error });
  const facts = { argv: process.argv.slice(2), node: process.version, memory: process.memoryUsage() };
  const report = writeCrashReport(dirname(path), error, facts);
  const where = report === undefined ? 'A report could not be written.' : `The report is in ${report}`;
  return `k8s-watch: a defect of ours ended the program: ${message}\n${where}`;
}
