// A cheap fingerprint of everything dist is made of: names, sizes and times, no contents. It tells a stale dist from a
// fresh one in about a millisecond, so every start can afford it. Plain JavaScript, because bin runs as it stands.
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const INPUTS = ['src', 'views', 'package.json', 'build.ts', 'bin'];

/**
 * @param {string} root the package's folder
 * @returns {string} a hash that changes when a source file is added, removed or written
 */
export function sourceStamp(root) {
  const hash = createHash('sha256');
  const visit = (/** @type {string} */ path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return;
    if (stat.isDirectory()) for (const name of readdirSync(path).toSorted()) visit(join(path, name));
    else hash.update(`${path.slice(root.length)}:${stat.size}:${stat.mtimeMs}\n`);
  };
  for (const input of INPUTS) visit(join(root, input));
  return hash.digest('hex');
}
