// Just enough of a session to describe an object of a real server beside kubectl: a fleet that follows one context, and the tools of one action.
import type { Tools } from '../../src/actions/action.ts';
import { describe as describeAction } from '../../src/actions/describe-action.ts';
import type { LiveText } from '../../src/actions/live-text.ts';
import type { Target } from '../../src/actions/target.ts';
import { loadKubeconfig } from '../../src/cluster/kubeconfig.ts';
import { openCluster } from '../../src/cluster/open-cluster.ts';
import { systemClock } from '../../src/objects/clock.ts';
import { startLiveFleet, type LiveFleet } from '../../src/session/live-fleet.ts';
import { whyPanel } from '../../src/view/why.ts';
import { until } from './controlplane/cluster-hand.ts';
import { compare, factsOf } from './describe-parity.ts';

/** What kubectl says and we do not, each with its reason. The house allows ten. */
export const EXCEPTIONS: readonly { readonly fact: RegExp; readonly why: string }[] = [
  { fact: /^ConfigMapOptional:\s+<nil>$/, why: 'kubectl 1.32 prints a nil pointer; we say Optional: false' },
];
/** Rows kubectl prints in the order of a Go map, which is random, and events, which it sorts by a field that newer components leave empty. */
const UNORDERED = /^(Container|Pod)\s+(cpu|memory)\s|^(Normal|Warning)\s/;
const TRIES = 3;
/** Named ports are told since kubectl 1.33; an older one gives only their numbers, and ours are compared without the names then. */
const PORT_NAMES = / \([a-z0-9-]+\)/g;
const PORT_NAMED = /^\s*(Host )?Ports?:.*\d\/\w+ \(/m;

export type Judged = {
  readonly facts: number;
  readonly ours: readonly string[];
  readonly missing: readonly string[];
  readonly misplaced: readonly string[];
};

/** A fleet of one context of a kubeconfig. */
export async function follow(file: string, context: string): Promise<LiveFleet> {
  const entry = loadKubeconfig({ file, env: {}, home: '/' }).contexts.find(({ name }) => name === context);
  if (entry === undefined) throw new Error(`the kubeconfig has no context ${context}`);
  const fleet = startLiveFleet({
    contexts: [{ context, namespaces: [], connect: async () => openCluster(entry) }],
    clock: systemClock,
    random: Math.random,
    log: () => undefined,
  });
  await fleet.whenSynced(AbortSignal.timeout(30_000));
  return fleet;
}

const unused = (): never => {
  throw new Error('describe does not use this');
};

function toolsOf(fleet: LiveFleet, shown: LiveText[]): Tools {
  const { graph, health } = fleet;
  return {
    graph,
    health,
    clock: systemClock,
    signal: new AbortController().signal,
    cluster: (context) => fleet.cluster(context) ?? unused(),
    why: (id) =>
      whyPanel(id, graph, health, Date.now()).lines.map(({ text, level, depth }) => ({
        text: ' '.repeat(depth) + text,
        level,
      })),
    watch: (id, changed) => fleet.onTouched((ids) => ids.includes(id) && changed()),
    show: (text) => void shown.push(text),
    change: unused,
    isProtected: unused,
    pick: unused,
    ask: unused,
    hold: unused,
    terminal: unused,
    notice: unused,
    unmark: unused,
  };
}

/** The description of a target, when it is there. Whoever opens it stops it. */
export async function open(target: Target, fleet: LiveFleet): Promise<LiveText> {
  const shown: LiveText[] = [];
  await describeAction.run([target], toolsOf(fleet, shown));
  const [text] = shown;
  if (text === undefined) throw new Error('describe showed nothing');
  text.start(() => undefined);
  await until('the description is there', () => !text.isBusy() && text.content().status === 'following');
  return text;
}

export const linesOf = (text: LiveText): string[] =>
  Array.from({ length: text.content().lines.length }, (_, at) => text.content().lines.at(at)?.text ?? '');

/** The description of a target beside kubectl's. */
export function judge(target: Target, fleet: LiveFleet, kubectl: () => Promise<string>): Promise<Judged> {
  const describe = async (): Promise<readonly string[]> => {
    const text = await open(target, fleet);
    const lines = linesOf(text);
    text.stop();
    return lines;
  };
  return judgeBy(describe, kubectl);
}

/** Ours beside kubectl's. An event or a heartbeat may come between the two: then once more. */
export async function judgeBy(
  describe: () => Promise<readonly string[]>,
  kubectl: () => Promise<string>,
): Promise<Judged> {
  for (let tries = 1; ; tries++) {
    const ours = await describe();
    const output = await kubectl();
    if (process.env['DESCRIBE_SHOW']) process.stderr.write(`${output}\n=== ours\n${ours.join('\n')}\n`);
    const judged = judgeTexts(output, ours);
    if (judged.missing.length + judged.misplaced.length === 0 || tries === TRIES) return judged;
  }
}

function judgeTexts(output: string, ours: readonly string[]): Judged {
  const facts = factsOf(output);
  const isOld = !PORT_NAMED.test(output);
  const compared = ours.map((line) => (isOld && PORT_NAMED.test(line) ? line.replace(PORT_NAMES, '') : line));
  const { missing, misplaced } = compare(facts, compared);
  return {
    facts: facts.length,
    ours,
    missing: missing.filter((fact) => !EXCEPTIONS.some((exception) => exception.fact.test(fact))),
    misplaced: misplaced.filter((fact) => !UNORDERED.test(fact)),
  };
}
