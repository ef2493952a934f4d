// What a screen starts from, with or without a terminal: the views, and either a fleet or the screen that offers one.
import type { LiveFleet } from '../session/live-fleet.ts';
import type { Connect } from '../session/session-options.ts';
import { noKubeconfigScreen, pickContextScreen, startingDemoScreen } from '../session/start-screen.ts';
import type { StartScreen } from '../session/state.ts';
import type { Kubeconfig } from '../cluster/kubeconfig-entry.ts';
import { problemText } from '../cluster/kubeconfig-entry.ts';
import type { ContextChoice, Surroundings } from './connect.ts';
import { chooseContexts, connectDemo, connectFleet, explainKubeconfig } from './connect.ts';
import type { ClusterOptions } from './options.ts';

/** `connect` is how a start screen's choice becomes a fleet; `connectFirst` is what is connected without being asked. */
export type Beginning = {
  readonly start: LiveFleet | StartScreen;
  readonly connectFirst: 'demo' | undefined;
  readonly connect: Connect;
};

/** Throws UsageError for an unknown context. The demo's own start is left to the session, so that the first frame does not wait for it. */
export function beginning(options: ClusterOptions, around: Surroundings): Beginning {
  if (options.demo !== undefined) {
    return { start: startingDemoScreen(), connectFirst: 'demo', connect: () => connectDemo(options, around) };
  }
  const choice = chooseContexts(options, around.log);
  const connect: Connect = async (wanted) =>
    wanted === 'demo'
      ? connectDemo({ ...options, contexts: [], demo: {} }, around)
      : connectFleet(entriesOf(choice, wanted.contexts), options, around);
  const start =
    choice.chosen.length > 0 ? connectFleet(choice.chosen, options, around) : startScreen(choice.kubeconfig);
  return { start, connectFirst: undefined, connect };
}

function entriesOf({ kubeconfig }: ContextChoice, names: readonly string[]) {
  return kubeconfig.contexts.filter((entry) => names.includes(entry.name));
}

/** The screen for a kubeconfig of which nothing was chosen: it explains, and offers what can be used. */
export function startScreen(kubeconfig: Kubeconfig): StartScreen {
  const reasons = explainKubeconfig(kubeconfig);
  if (kubeconfig.contexts.length === 0) return noKubeconfigScreen(reasons);
  const contexts = kubeconfig.contexts.map((entry) => ({
    context: entry.name,
    ...(entry.cluster === undefined ? {} : { server: entry.cluster.server }),
    ...(entry.problem === undefined ? {} : { problem: problemText(entry.problem) }),
  }));
  return pickContextScreen(reasons, contexts);
}
