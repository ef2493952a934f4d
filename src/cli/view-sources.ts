// Where views come from: the built-in ones beside the program (compiled to JSON by the build, because reading YAML costs a third of the
// first frame), and a person's own in the XDG config folder.
import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LoadedViews } from '../view/load-views.ts';
import { loadViews } from '../view/load-views.ts';
import type { View } from '../view/view.ts';

/** Beside the bundle in dist; absent when the program runs from src, as tests do. */
const COMPILED = fileURLToPath(new URL('../views.json', import.meta.url));
const FOLDER = fileURLToPath(new URL('../../views', import.meta.url));

/** The folder of a person's own view files. */
export function userViewDir(env: NodeJS.ProcessEnv): string {
  return join(env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'k8s-watch', 'views');
}

/** All views, and what is wrong with a person's own ones. */
export function allViews(env: NodeJS.ProcessEnv): Promise<LoadedViews> {
  return loadViews({
    builtIn: existsSync(COMPILED) ? (JSON.parse(readFileSync(COMPILED, 'utf8')) as readonly View[]) : FOLDER,
    userDir: userViewDir(env),
    readDir: (dir) => readdir(dir).catch(() => undefined),
    readFile: (file) => readFile(file, 'utf8'),
  });
}
