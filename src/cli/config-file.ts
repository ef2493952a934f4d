// A person's settings that outlive one run: `config.yaml` in the XDG config folder. A broken one never stops the program; but then nobody knows what
// it meant to protect, so everything is.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { viewErrorText } from '../view/view-error.ts';

/** `protect`: globs of the contexts in which dialogs ask for a name to be typed (actions/protection.ts). */
export type Config = { readonly protect: readonly string[] };

/** `problem`: all that is wrong with the file, in words; then every context counts as protected. */
export type ReadConfig = { readonly config: Config; readonly problem?: string };

const EMPTY: Config = { protect: [] };
const ALL_PROTECTED: Config = { protect: ['*'] };
const FIELDS = ['protect'] as const;

/** The XDG config folder of the program. */
export function configDir(env: NodeJS.ProcessEnv): string {
  return join(env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'k8s-watch');
}

/** Reads the settings; a missing file is an empty one. Never rejects. */
export async function readConfigFile(env: NodeJS.ProcessEnv): Promise<ReadConfig> {
  const file = join(configDir(env), 'config.yaml');
  if (!existsSync(file)) return { config: EMPTY };
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    return broken([`${file}: ${error instanceof Error ? error.message : String(error)}`]);
  }
  return parseConfig(file, text);
}

/** Reads the text of the file. `file` is what errors call it. */
export async function parseConfig(file: string, text: string): Promise<ReadConfig> {
  if (text.split('\n').every((line) => /^\s*(?:#.*)?$/.test(line))) return { config: EMPTY };
  const { ViewReader } = await import('../view/view-reader.ts'); // it brings the yaml package, which most starts do not need
  const reader = new ViewReader(file, text);
  const root = reader.root('write protect: ["*prod*"]');
  if (root === undefined) return broken(reader.errors.map(viewErrorText));
  reader.onlyFields(root, FIELDS, []);
  const protect = reader.texts(root['protect'], ['protect']);
  return reader.errors.length > 0 ? broken(reader.errors.map(viewErrorText)) : { config: { protect } };
}

function broken(problems: readonly string[]): ReadConfig {
  return { config: ALL_PROTECTED, problem: `${problems.join('; ')}; until then every context is protected` };
}
