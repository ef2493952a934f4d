// The program on a terminal: session, painter and keys wired together, and every way out ending in the same place.
import { constants } from 'node:os';
import type { LendTerminal } from '../cluster/exec-credentials.ts';
import { guardTerminal } from '../screen/guard-terminal.ts';
import { paint } from '../screen/paint.ts';
import type { Terminal } from '../screen/terminal.ts';
import { terminalAbilities } from '../screen/terminal-abilities.ts';
import type { Theme } from '../screen/theme.ts';
import { chooseTheme } from '../screen/theme.ts';
import { initialModel } from '../session/model.ts';
import type { Session } from '../session/session.ts';
import { startSession } from '../session/session.ts';
import { readingScreen } from '../session/start-screen.ts';
import { beginning } from './beginning.ts';
import { clockOf } from './connect.ts';
import { crashWords } from './crash.ts';
import { deedsOf, saveInto } from './deeds.ts';
import { EXIT } from './exit-code.ts';
import type { LogFile } from './log-file.ts';
import type { ClusterOptions, ScreenOptions } from './options.ts';
import { allViews, requireView } from './view-sources.ts';
import { keepYoungGenerationSmall } from './young-generation.ts';

/** Connections that do not close in this time are left to the kernel. */
const STOP_LIMIT_MS = 500;
/** A shell's convention for a program that a signal ended. */
const SIGNAL_EXIT = 128;

/** How the program ends: its exit code, and words for the terminal that was given back. */
type End = { readonly code: number; readonly words?: string };

/** Runs until the person quits or something ends it; resolves with the exit code, the terminal given back. */
export async function watchCommand(cluster: ClusterOptions, screen: ScreenOptions, logFile: LogFile): Promise<number> {
  const theme = chooseTheme(terminalAbilities(process.env), { theme: screen.theme, ascii: screen.ascii });
  const { standardTerminal } = await import('../screen/standard-terminal.ts');
  const terminal = standardTerminal(process);
  const { promise: ended, resolve: end } = Promise.withResolvers<End>();
  const unguard = guardEverything(terminal, logFile, end);
  let session: Session | undefined;
  try {
    session = await openSession(cluster, screen, { terminal, theme, logFile, end });
    keepYoungGenerationSmall();
    const { code, words } = await ended;
    terminal.restore();
    if (words !== undefined) process.stderr.write(`${words}\n`);
    return code;
  } finally {
    terminal.restore();
    await Promise.race([session?.stop(), new Promise((resolve) => setTimeout(resolve, STOP_LIMIT_MS).unref())]);
    unguard();
  }
}

type Stage = {
  readonly terminal: Terminal;
  readonly theme: Theme;
  readonly logFile: LogFile;
  readonly end: (end: End) => void;
};

async function openSession(
  cluster: ClusterOptions,
  screen: ScreenOptions,
  { terminal, theme, logFile, end }: Stage,
): Promise<Session> {
  const clock = clockOf(cluster);
  const { log } = logFile;
  const { views, problems } = await allViews(process.env, log);
  requireView(screen.view, views);
  const { deeds, problem: configProblem } = await deedsOf(screen, process.env);
  const around = { log, clock, lendTerminal: lenderOf(terminal) };
  // Contexts that are named may be refused, and a refusal belongs into the shell: they are looked up before the terminal is taken.
  const looked = cluster.contexts.length > 0 || cluster.demo !== undefined ? beginning(cluster, around) : undefined;
  terminal.claim();
  if (looked === undefined) await drawReading(terminal, theme, clock.now());
  const begun = looked ?? beginning(cluster, around);
  const session = startSession({
    ...begun,
    size: terminal.size(),
    views,
    readOnly: screen.readOnly,
    deeds,
    first: { view: screen.view, namespaces: cluster.namespaces, filter: screen.filter },
    output: {
      paint: (state) => terminal.draw(paint(state, theme)),
      redraw: () => terminal.redraw(),
      ended: () => end({ code: EXIT.ok }),
      copy: (text) => terminal.copy(text),
      save: saveInto(process.env),
      handOver: (run) => terminal.handOver(run),
    },
    clock,
    log,
    monotonic: () => performance.now(),
  });
  terminal.onKey((key, burst) => session.send({ type: 'key', key, burst }));
  terminal.onPaste((text) => session.send({ type: 'paste', text }));
  terminal.onResize((size) => session.send({ type: 'resize', size }));
  const all = configProblem === undefined ? problems : [...problems, configProblem];
  for (const text of all) session.send({ type: 'notice', text, level: 'major' });
  return session;
}

/** A frame before there is a session; resolves when its bytes are on their way. */
async function drawReading(terminal: Terminal, theme: Theme, now: number): Promise<void> {
  const screen = readingScreen();
  terminal.draw(paint(initialModel({ size: terminal.size(), now, views: [], screen, readOnly: false }), theme));
  await new Promise((resolve) => setImmediate(resolve));
}

/** Lends the terminal to one login at a time: contexts connect side by side, and each may want to ask its person something. */
function lenderOf(terminal: Terminal): LendTerminal {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(run: () => Promise<T>): Promise<T> => {
    const turn = last.then(async () => {
      await terminal.suspend();
      try {
        return await run();
      } finally {
        terminal.resume();
      }
    });
    last = turn.catch(() => undefined);
    return turn;
  };
}

/** Signals, crashes and a terminal that is gone all end here, with the terminal already given back. */
function guardEverything(terminal: Terminal, logFile: LogFile, end: (end: End) => void): () => void {
  const { log } = logFile;
  terminal.onLost((reason) => {
    log('warn', reason);
    end({ code: SIGNAL_EXIT + constants.signals.SIGHUP });
  });
  return guardTerminal(process, terminal, {
    onSignal: (signal) => {
      log('info', `ended by ${signal}`);
      end({ code: SIGNAL_EXIT + constants.signals[signal], words: `k8s-watch: ended by ${signal}` });
    },
    onCrash: (error) => end({ code: EXIT.crash, words: crashWords(error, logFile) }),
  });
}
