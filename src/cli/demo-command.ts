// `k8s-watch demo`: serves the demo fleet until it is told to end. Started by a person it writes a kubeconfig file and says how to use it;
// started by `--demo` it hands the kubeconfig to its parent and ends with it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DemoFleet } from '../demo/fleet.ts';
import { startDemo } from '../demo/fleet.ts';
import type { StoryStep } from '../demo/story.ts';
import { STORY_STEPS, storyStep } from '../demo/story.ts';
import type { UserName } from '../demo/users.ts';
import { USER_NAMES } from '../demo/users.ts';
import { nearest } from '../objects/nearest.ts';
import type { DemoMessage } from './demo-child.ts';
import { EXIT, UsageError } from './exit-code.ts';
import type { DemoOptions } from './options.ts';

/** Serves until a signal, or until the parent is gone; resolves with the exit code. */
export async function demoCommand(options: DemoOptions): Promise<number> {
  const { story, users, ...rest } = options;
  const contextsOf = users.map(userNamed);
  const fleet = await startDemo({ ...rest, ...(story === undefined ? {} : { story: stepNamed(story) }) });
  if (process.send === undefined) return serveForPerson(fleet, contextsOf);
  const message: DemoMessage = { kubeconfig: fleet.kubeconfigFor(contextsOf) };
  process.send(message);
  await new Promise((resolve) => process.once('disconnect', resolve));
  await fleet.stop();
  return EXIT.ok;
}

async function serveForPerson(fleet: DemoFleet, users: readonly UserName[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'k8s-watch-demo-'));
  const file = join(folder, 'kubeconfig');
  writeFileSync(file, fleet.kubeconfigFor(users), { mode: 0o600 });
  process.stdout.write(`export KUBECONFIG=${file}\n`);
  process.stderr.write('The demo fleet is being served; ctrl-c ends it.\n');
  await new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, resolve);
  });
  rmSync(folder, { recursive: true, force: true });
  await fleet.stop();
  return EXIT.ok;
}

function stepNamed(word: string): StoryStep {
  const step = storyStep(word);
  if (step === undefined)
    throw new UsageError(
      `--story: no step is called '${word}'${nearest(word, STORY_STEPS)}; steps: ${STORY_STEPS.join(', ')}`,
    );
  return step;
}

function userNamed(word: string): UserName {
  const user = USER_NAMES.find((name) => name === word);
  if (user === undefined)
    throw new UsageError(
      `--user: no demo user is called '${word}'${nearest(word, USER_NAMES)}; users: ${USER_NAMES.join(', ')}`,
    );
  return user;
}
