// `k8s-watch check`: connects, waits until everything asked for is listed or has failed, prints the verdict, and exits with it.
import type { Log } from '../objects/log.ts';
import { printable } from '../objects/printable.ts';
import { formatReport } from './check-output.ts';
import { checkReport } from './check-report.ts';
import { parseTarget } from './check-target.ts';
import { chooseContexts, clockOf, connectDemo, connectFleet, explainKubeconfig } from './connect.ts';
import type { CheckOptions, ClusterOptions } from './options.ts';
import { EXIT } from './exit-code.ts';

/** A fleet that never answers must not hang a cron job: after this long what is missing is reported as not seen. */
const SYNC_LIMIT_MS = 120_000;

/** Where a command prints. */
export type Printer = { readonly out: (text: string) => void; readonly err: (text: string) => void };

/** Runs the check and resolves with the exit code. Throws UsageError for an unknown context, kind or target. */
export async function checkCommand(
  cluster: ClusterOptions,
  check: CheckOptions,
  log: Log,
  printer: Printer,
): Promise<number> {
  const target = check.target === undefined ? undefined : parseTarget(check.target);
  const options = withTargetNamespace(cluster, target?.namespace);
  const clock = clockOf(cluster);
  const around = { log, clock, lendTerminal: undefined };
  const choice = cluster.demo === undefined ? chooseContexts(options, log) : undefined;
  if (choice?.chosen.length === 0) {
    printer.err(nothingToCheck(explainKubeconfig(choice.kubeconfig)));
    return EXIT.unknown;
  }
  const fleet =
    choice === undefined ? await connectDemo(options, around) : connectFleet(choice.chosen, options, around);
  try {
    await fleet.whenSynced(AbortSignal.timeout(SYNC_LIMIT_MS));
    const facts = {
      graph: fleet.graph,
      health: fleet.health,
      kindStates: fleet.kindStates(),
      contextStates: fleet.contextStates(),
      now: clock.now(),
    };
    const report = checkReport(facts, target);
    printer.out(formatReport(report, check.output));
    return report.exitCode;
  } finally {
    await fleet.stop();
  }
}

/** One line where one thing is wrong. */
function nothingToCheck(reasons: readonly string[]): string {
  const said = reasons.map(printable);
  return `k8s-watch: no context to check: ${said.length === 1 ? said[0] : `\n  ${said.join('\n  ')}`}\n`;
}

/** A target's namespace is watched even where the user may list only that one. */
function withTargetNamespace(options: ClusterOptions, namespace: string | undefined): ClusterOptions {
  if (namespace === undefined || options.namespaces.includes(namespace)) return options;
  return { ...options, namespaces: [...options.namespaces, namespace] };
}
