// `k8s-watch snapshot`, and what the program prints where there is no terminal: the same session as on a screen, painted once as text.
import type { Log } from '../objects/log.ts';
import { printable } from '../objects/printable.ts';
import { theme } from '../screen/theme.ts';
import { beginning } from './beginning.ts';
import { clockOf } from './connect.ts';
import type { Printer } from './check-command.ts';
import { deedsOf, saveInto } from './deeds.ts';
import { EXIT } from './exit-code.ts';
import { startHeadless } from './headless.ts';
import type { ClusterOptions, ScreenOptions, SnapshotOptions } from './options.ts';
import { pressedKeys } from './pressed-keys.ts';
import { allViews, requireView } from './view-sources.ts';

/** Prints one frame once everything is listed and every key was answered; resolves with the exit code. */
export async function snapshotCommand(
  cluster: ClusterOptions,
  screen: ScreenOptions,
  snapshot: SnapshotOptions,
  log: Log,
  printer: Printer,
): Promise<number> {
  const keys = pressedKeys(snapshot.keys);
  const clock = clockOf(cluster);
  const { views, problems } = await allViews(process.env, log);
  requireView(screen.view, views);
  const { deeds, problem: configProblem } = await deedsOf(screen, process.env);
  for (const problem of [...problems, ...(configProblem === undefined ? [] : [configProblem])])
    printer.err(`k8s-watch: ${printable(problem)}\n`);
  const headless = await startHeadless({
    ...beginning(cluster, { log, clock, lendTerminal: undefined }),
    size: snapshot.size,
    views,
    readOnly: screen.readOnly,
    deeds,
    save: saveInto(process.env),
    first: { view: screen.view, namespaces: cluster.namespaces, filter: screen.filter },
    clock,
    log,
  });
  try {
    await headless.press(keys);
    printer.out(`${headless.frame(theme('dark', 256, screen.ascii))}\n`);
    return EXIT.ok;
  } finally {
    await headless.stop();
  }
}
