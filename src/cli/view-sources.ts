// Where views come from: the built-in ones beside the program (compiled to JSON by the build, because reading YAML costs a third of the
// first frame), and a person's own in the XDG config folder.
import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Log } from '../objects/log.ts';
import { nearest } from '../objects/nearest.ts';
import { viewNamed } from '../session/command.ts';
import { loadViews } from '../view/load-views.ts';
import { viewErrorText } from '../view/view-error.ts';
import type { View } from '../view/view.ts';
import { configDir } from './config-file.ts';
import { UsageError } from './exit-code.ts';

/** Beside the bundle in dist; absent when the program runs from src, as tests do. */
const COMPILED = fileURLToPath(new URL('../views.json', import.meta.url));
const FOLDER = fileURLToPath(new URL('../../views', import.meta.url));

/** The folder of a person's own view files. */
export function userViewDir(env: NodeJS.ProcessEnv): string {
  return join(configDir(env), 'views');
}

/** Refuses a `--view` that no view answers to, with the nearest name. */
export function requireView(name: string | undefined, views: readonly View[]): void {
  if (name === undefined || viewNamed(name, views) !== undefined) return;
  throw new UsageError(
    `--view: no view is called '${name}'${nearest(
      name,
      views.flatMap((view) => [view.name, ...view.aliases]),
    )}`,
  );
}

/** All views, and what is wrong with a person's own ones, a sentence each; the log has them, too. */
export async function allViews(
  env: NodeJS.ProcessEnv,
  log: Log,
): Promise<{ views: readonly View[]; problems: readonly string[] }> {
  const { views, errors } = await loadViews({
    builtIn: existsSync(COMPILED) ? (JSON.parse(readFileSync(COMPILED, 'utf8')) as readonly View[]) : FOLDER,
    userDir: userViewDir(env),
    readDir: (dir) => readdir(dir).catch(() => undefined),
    readFile: (file) => readFile(file, 'utf8'),
  });
  const problems = errors.map(viewErrorText);
  for (const problem of problems) log('warn', `view file: ${problem}`);
  return { views, problems };
}
