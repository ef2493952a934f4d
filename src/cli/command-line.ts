// The command line: commands, flags and their help. Parsing gives an Invocation or throws UsageError; nothing here runs anything.
import { Command, CommanderError, Option } from 'commander';
import { nearest } from '../objects/nearest.ts';
import { VERSION } from '../objects/version.ts';
import { THEME_NAMES, type ThemeName } from '../screen/palettes.ts';
import { completionScript } from './completion.ts';
import type { DemoChoices } from './demo-child.ts';
import { UsageError } from './exit-code.ts';
import { LOG_LEVELS } from './log-file.ts';
import {
  addToList,
  listValues,
  parseCount,
  parseDurationMs,
  parseInstant,
  parseSize,
  parseWord,
} from './option-values.ts';
import type { ClusterOptions, Invocation, ScreenOptions } from './options.ts';

const DEFAULT_REQUEST_TIMEOUT_MS = 30_000;

/** Commander's flags as it hands them over; every value has been through its parser. */
type Flags = {
  context?: string[];
  allContexts?: boolean;
  namespace?: string[];
  kubeconfig?: string;
  as?: string;
  asGroup?: string[];
  requestTimeout?: number;
  demo?: boolean;
  pods?: number;
  churn?: number;
  seed?: number;
  story?: string;
  at?: number;
  logLevel?: ClusterOptions['logLevel'];
  logFile?: string;
  view?: string;
  filter?: string;
  readOnly?: boolean;
  protect?: string[];
  theme?: ThemeName;
  ascii?: boolean;
  size?: { width: number; height: number };
  keys?: string;
  output?: 'table' | 'json' | 'yaml';
  port?: number;
  user?: string[];
};

function addClusterFlags(command: Command): Command {
  return command
    .option('-c, --context <name>', 'kubeconfig context to connect to; repeat it or use commas for several', addToList)
    .option('--all-contexts', 'connect to every context of the kubeconfig')
    .option('-n, --namespace <name>', 'namespace to look at; repeat it or use commas for several', addToList)
    .option('--kubeconfig <file>', 'kubeconfig file (default: $KUBECONFIG, else ~/.kube/config)')
    .option('--as <user>', 'user to impersonate')
    .option('--as-group <group>', 'group to impersonate; repeat it or use commas for several', addToList)
    .addOption(
      new Option(
        '--request-timeout <duration>',
        'how long one request may take to be answered; 0 = no limit (default: 30s)',
      ).argParser((text: string) => parseDurationMs('--request-timeout', text)),
    )
    .option('--demo', 'use the demo fleet instead of your clusters')
    .addOption(new Option('--log-level <level>', 'least level that is logged (default: info)').choices(LOG_LEVELS))
    .option('--log-file <file>', 'where diagnostics go (default: the XDG state folder)');
}

function addDemoFlags(command: Command): Command {
  return command
    .option('--pods <n>', 'demo: pods in all, for scale', (text) => parseCount('--pods', text, 0))
    .option('--churn <n>', 'demo: pod changes a second', (text) => parseCount('--churn', text, 0))
    .option('--seed <n>', 'demo: seed of everything that varies', (text) => parseCount('--seed', text, 0))
    .option('--story <step>', 'demo: freeze the story at this step')
    .option('--at <time>', 'demo: freeze the clock at this time (RFC 3339)', (text) => parseInstant('--at', text));
}

function addScreenFlags(command: Command): Command {
  return command
    .option('--view <name>', 'view to open first')
    .option('--filter <text>', 'filter of the first view')
    .option('--read-only', 'nothing that changes a cluster can be done')
    .option(
      '--protect <glob>',
      'contexts in which a change asks for a name to be typed; repeat it or use commas',
      addToList,
    )
    .option('--theme <name>', `colours: ${THEME_NAMES.join(', ')}`, (text) => parseWord('--theme', text, THEME_NAMES))
    .option('--ascii', 'draw with ASCII characters only');
}

function demoChoices(flags: Flags): DemoChoices {
  return {
    ...(flags.pods === undefined ? {} : { pods: flags.pods }),
    ...(flags.churn === undefined ? {} : { churn: flags.churn }),
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
    ...(flags.story === undefined ? {} : { story: flags.story }),
    ...(flags.at === undefined ? {} : { at: flags.at }),
  };
}

function clusterOptions(flags: Flags): ClusterOptions {
  const choices = demoChoices(flags);
  const demoOnly = Object.keys(choices)[0];
  if (flags.demo !== true && demoOnly !== undefined)
    throw new UsageError(`--${demoOnly} is for the demo fleet; add --demo`);
  if (flags.demo === true && flags.kubeconfig !== undefined)
    throw new UsageError('--demo and --kubeconfig exclude each other');
  if (flags.asGroup !== undefined && flags.as === undefined) throw new UsageError('--as-group needs --as');
  if (flags.allContexts === true && flags.context !== undefined)
    throw new UsageError('--all-contexts and --context exclude each other');
  return {
    contexts: flags.context ?? [],
    allContexts: flags.allContexts === true,
    namespaces: listValues(flags.namespace ?? []),
    kubeconfig: flags.kubeconfig,
    asUser: flags.as,
    asGroups: listValues(flags.asGroup ?? []),
    requestTimeoutMs: flags.requestTimeout ?? DEFAULT_REQUEST_TIMEOUT_MS,
    demo: flags.demo === true ? choices : undefined,
    logLevel: flags.logLevel ?? 'info',
    logFile: flags.logFile,
  };
}

const screenOptions = (flags: Flags): ScreenOptions => ({
  view: flags.view,
  filter: flags.filter ?? '',
  readOnly: flags.readOnly === true,
  protect: flags.protect ?? [],
  theme: flags.theme,
  ascii: flags.ascii === true,
});

/** Where a command's action says what it understood. */
type Understood = (invocation: Invocation) => void;

/** The whole command line. */
function buildProgram(understood: Understood): Command {
  const program = new Command('k8s-watch')
    .description('See why it is red, anywhere in the fleet, in two key presses.')
    .helpCommand(false)
    .version(VERSION, '-V, --version', 'print the version')
    .argument('[words...]')
    .usage('[options] [command]');
  addScreenFlags(addDemoFlags(addClusterFlags(program))).action((words: string[], flags: Flags) => {
    const [word] = words;
    const commands = program.commands.map((command) => command.name());
    if (word !== undefined) throw new UsageError(`unknown command '${word}'${nearest(word, commands)}`);
    understood({ command: 'watch', cluster: clusterOptions(flags), screen: screenOptions(flags) });
  });
  addCheck(program, understood);
  addSnapshot(program, understood);
  addDemo(program, understood);
  program
    .command('version')
    .description('print the version')
    .action(() => understood({ command: 'print', text: `k8s-watch ${VERSION} (node ${process.versions.node})\n` }));
  program
    .command('completion')
    .description('print the completion script for a shell')
    .argument('<shell>', 'bash, zsh or fish')
    .action((shell: string) => understood({ command: 'print', text: completionScript(program, shell) }));
  return program;
}

function addCheck(program: Command, understood: Understood): void {
  const check = program
    .command('check')
    .description('print the health of a cluster, namespace or object; the exit code is the verdict (docs/check.md)')
    .argument('[target]', 'NAMESPACE, NAMESPACE/KIND or NAMESPACE/KIND/NAME; -/KIND/NAME for cluster-scoped kinds');
  addDemoFlags(addClusterFlags(check))
    .addOption(
      new Option('-o, --output <format>', 'how to print it').choices(['table', 'json', 'yaml']).default('table'),
    )
    .action((target: string | undefined) => {
      const flags = check.optsWithGlobals<Flags>();
      const options = { target, output: flags.output ?? 'table' };
      understood({ command: 'check', cluster: clusterOptions(flags), check: options });
    });
}

function addSnapshot(program: Command, understood: Understood): void {
  const command = program.command('snapshot').description('print one screen as text, after everything is loaded');
  addScreenFlags(addDemoFlags(addClusterFlags(command)))
    .option('--size <WIDTHxHEIGHT>', 'size of the screen (default: 120x40)', (text) => parseSize('--size', text))
    .option('--keys <keys>', "keys to press first, with spaces between, for instance 'down enter text:/cart enter'")
    .action(() => {
      const flags = command.optsWithGlobals<Flags>();
      const snapshot = { size: flags.size ?? { width: 120, height: 40 }, keys: flags.keys ?? '' };
      understood({ command: 'snapshot', cluster: clusterOptions(flags), screen: screenOptions(flags), snapshot });
    });
}

function addDemo(program: Command, understood: Understood): void {
  const command = program
    .command('demo')
    .description('serve the demo fleet (two pretend clusters) and print the kubeconfig to use');
  addDemoFlags(command)
    .option('--port <n>', 'port of the first cluster (default: any free one)', (text) => parseCount('--port', text, 0))
    .option('--user <name>', 'add contexts of these users with fewer rights: viewer, nsuser, nobody', addToList)
    .action(() => {
      const flags = command.optsWithGlobals<Flags>();
      const demo = { ...demoChoices(flags), port: flags.port ?? 0, users: listValues(flags.user ?? []) };
      understood({ command: 'demo', demo });
    });
}

/** Commander repeats itself ("error: …") and adds the hint on a line of its own. */
const tidy = (message: string): string => message.replace(/^error: /, '').trim();

/**
 * Understands the words after the program's name. Throws UsageError with the nearest right word where there is one.
 * `--help` and `--version` are texts to print, like any other.
 */
export function parseCommandLine(words: readonly string[]): Invocation {
  let invocation: Invocation | undefined;
  let printed = '';
  const program = buildProgram((understood) => (invocation = understood));
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({ writeOut: (text) => (printed += text), writeErr: () => undefined });
  }
  try {
    program.parse(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { command: 'print', text: printed };
    throw new UsageError(tidy(error.message), { cause: error });
  }
  if (invocation === undefined) throw new UsageError('nothing to do; k8s-watch --help lists the commands');
  return invocation;
}
