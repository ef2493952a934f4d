// Starts the demo fleet as a process of its own, as a real cluster would be, and ends it with us: the channel between the two is its
// lifeline, so it ends even when we are killed.
import { fork } from 'node:child_process';
import { UsageError } from './exit-code.ts';

/** What of the demo can be set from the command line. `at` is an instant in ms; `story` a step's name or number. */
export type DemoChoices = {
  readonly pods?: number;
  readonly churn?: number;
  readonly seed?: number;
  readonly story?: string;
  readonly at?: number;
};

export type DemoChild = { readonly kubeconfig: string; stop(): void };

/** What the child sends once it serves, or when it cannot. */
export type DemoMessage = { readonly kubeconfig: string } | { readonly failure: string };

/** The flags that give a child (or `k8s-watch demo`) these choices. */
export function demoArguments(choices: DemoChoices): string[] {
  const args: string[] = [];
  if (choices.pods !== undefined) args.push('--pods', String(choices.pods));
  if (choices.churn !== undefined) args.push('--churn', String(choices.churn));
  if (choices.seed !== undefined) args.push('--seed', String(choices.seed));
  if (choices.story !== undefined) args.push('--story', choices.story);
  if (choices.at !== undefined) args.push('--at', new Date(choices.at).toISOString());
  return args;
}

/** Forks this program as `demo` and resolves with the kubeconfig (YAML) when it serves. */
export async function startDemoChild(choices: DemoChoices): Promise<DemoChild> {
  const entry = process.argv[1];
  if (entry === undefined) throw new Error('cannot find the program to start the demo with');
  const child = fork(entry, ['demo', ...demoArguments(choices)], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const stop = (): void => {
    child.removeAllListeners();
    if (child.connected) child.disconnect();
    child.kill();
  };
  const kubeconfig = await new Promise<string>((resolve, reject) => {
    child.once('message', (message: DemoMessage) => {
      if ('kubeconfig' in message) resolve(message.kubeconfig);
      else reject(new UsageError(message.failure));
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the demo ended before it served (exit ${code})`)));
  }).catch((error: unknown) => {
    stop();
    throw error;
  });
  // The wait for rows must not be kept alive by the demo alone.
  child.unref();
  child.channel?.unref();
  return { kubeconfig, stop };
}
