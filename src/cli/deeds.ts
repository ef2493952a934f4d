// What a person's deeds need of the machine: the journal they are written in, the contexts that are protected, the folder texts are saved to.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { JournalFile } from '../actions/journal.ts';
import { protectedBy, protectGlobs } from '../actions/protection.ts';
import type { Deeds } from '../session/acting.ts';
import type { Save } from '../session/save-text.ts';
import { readConfigFile } from './config-file.ts';
import { stateDir } from './log-file.ts';
import type { ScreenOptions } from './options.ts';

/** `problem` is what is wrong with the config file; then every context is protected, because what it protects is not known. */
export async function deedsOf(
  { protect }: ScreenOptions,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly deeds: Deeds; readonly problem: string | undefined }> {
  const { config, problem } = await readConfigFile(env);
  const path = join(stateDir(env), 'journal.jsonl');
  // A name, not a secret: loading Node's crypto for it would cost 4 ms of the first frame.
  const session = Math.floor(Math.random() * 2 ** 32).toString(16);
  const deeds: Deeds = {
    journal: (trouble) => new JournalFile({ path, session, now: Date.now, trouble }),
    isProtected: protectedBy([...protectGlobs(protect), ...config.protect]),
  };
  return { deeds, problem };
}

/** Saves into the XDG state folder; a file is never overwritten. */
export function saveInto(env: NodeJS.ProcessEnv): Save {
  return async (name, ending, text) => {
    const dir = join(stateDir(env), 'saved');
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const time = new Date().toISOString().replaceAll(/[:.]/g, '-');
    const path = join(dir, `${name}-${time}${ending}`);
    await writeFile(path, text, { mode: 0o600, flag: 'wx' });
    return path;
  };
}
