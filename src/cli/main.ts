// The entry of the bundle: understands the command line, opens the log, runs one command, and turns what it comes to into an exit code.
// Commands that are not run are not loaded: the first frame waits for this file.
import { join } from 'node:path';
import { printable } from '../objects/printable.ts';
import { whyNoScreen } from '../screen/terminal-abilities.ts';
import { parseCommandLine } from './command-line.ts';
import { crashWords } from './crash.ts';
import { EXIT, UsageError } from './exit-code.ts';
import type { LogFile } from './log-file.ts';
import { openLogFile, stateDir } from './log-file.ts';
import type { ClusterOptions, Invocation, ScreenOptions } from './options.ts';

const printer = {
  out: (text: string) => void process.stdout.write(text),
  err: (text: string) => void process.stderr.write(text),
};

/** The log of this run, once a command has opened it. */
let opened: LogFile | undefined;

const defaultLog = (): string => join(stateDir(process.env), 'k8s-watch.log');

function logFor(cluster: ClusterOptions): LogFile {
  const logFile = openLogFile(cluster.logFile ?? defaultLog(), cluster.logLevel);
  opened = logFile;
  // Node prints its warnings where the frames are; they belong in the log.
  process.removeAllListeners('warning');
  process.on('warning', (warning) => logFile.log('warn', `node: ${warning.message}`, { name: warning.name }));
  return logFile;
}

async function run(invocation: Invocation): Promise<number> {
  if (invocation.command !== 'watch') guardWithoutScreen();
  switch (invocation.command) {
    case 'print':
      printer.out(invocation.text);
      return EXIT.ok;
    case 'demo': {
      const { demoCommand } = await import('./demo-command.ts');
      return demoCommand(invocation.demo);
    }
    case 'check': {
      const { checkCommand } = await import('./check-command.ts');
      return checkCommand(invocation.cluster, invocation.check, logFor(invocation.cluster).log, printer);
    }
    case 'snapshot': {
      const { snapshotCommand } = await import('./snapshot-command.ts');
      return snapshotCommand(
        invocation.cluster,
        invocation.screen,
        invocation.snapshot,
        logFor(invocation.cluster).log,
        printer,
      );
    }
    case 'watch': {
      const reason = whyNoScreen(process.env, process.stdin, process.stdout);
      if (reason !== undefined) return withoutScreen(invocation.cluster, invocation.screen, reason);
      const { watchCommand } = await import('./watch-command.ts');
      return watchCommand(invocation.cluster, invocation.screen, logFor(invocation.cluster));
    }
  }
}

/** A pipe or a CI job gets one frame and the words for more. */
async function withoutScreen(cluster: ClusterOptions, screen: ScreenOptions, reason: string): Promise<number> {
  guardWithoutScreen();
  const { snapshotCommand } = await import('./snapshot-command.ts');
  const code = await snapshotCommand(
    cluster,
    screen,
    { size: { width: 120, height: 40 }, keys: '' },
    logFor(cluster).log,
    printer,
  );
  printer.out(
    `One frame, because ${reason}: use 'k8s-watch snapshot' for other frames and 'k8s-watch check' for a verdict in scripts.\n`,
  );
  return code;
}

/** What reached the top: our own refusals in a line, anything else as a crash with its report. */
function complain(error: unknown): number {
  if (error instanceof UsageError) {
    printer.err(`k8s-watch: ${printable(error.message)}\n`);
    return EXIT.usage;
  }
  printer.err(`${crashWords(error, opened ?? openLogFile(defaultLog(), 'error'))}\n`);
  return EXIT.crash;
}

/** Exits when everything printed has left: a pipe may be slow, and a closed one is not our defect. */
function leave(code: number): void {
  process.exitCode = code;
  process.stdout.write('', () => process.exit(code));
}

/** Without a terminal to give back; Node's own end would be exit 1, which is a verdict of `check`. */
function guardWithoutScreen(): void {
  for (const event of ['uncaughtException', 'unhandledRejection'])
    process.on(event, (error: unknown) => leave(complain(error)));
}

// `k8s-watch check | head -1`, a terminal that was closed: whoever reads is gone, the command ends as it would have.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
try {
  leave(await run(parseCommandLine(process.argv.slice(2))));
} catch (error) {
  if (process.send !== undefined) process.send({ failure: error instanceof Error ? error.message : String(error) });
  leave(complain(error));
}
