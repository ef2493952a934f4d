// What dist is made of, in a few kilobytes: names, sizes and times, no contents. It tells a stale dist from a fresh one in a few milliseconds, so
// every start can afford it; hashing it would cost the loading of Node's crypto. Plain JavaScript, because bin runs as it stands.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const INPUTS = ['src', 'views', 'package.json', 'build.ts', 'bin'];

/**
 * @param {string} root the package's folder
 * @returns {string} a text that changes when a source file is added, removed or written
 */
export function sourceStamp(root) {
  /** @type {string[]} */
  const lines = [];
  const visit = (/** @type {string} */ path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return;
    if (stat.isDirectory()) for (const name of readdirSync(path).toSorted()) visit(join(path, name));
    else lines.push(`${path.slice(root.length)}:${stat.size}:${stat.mtimeMs}\n`);
  };
  for (const input of INPUTS) visit(join(root, input));
  return lines.join('');
}
