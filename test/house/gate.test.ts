// Read-only and the journal are only as good as the rule that nobody goes round the gate. This holds it: outside src/cluster, which makes them, one
// file takes a cluster's changes.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const SRC = join(import.meta.dirname, '../../src');

/** Where a cluster's `changes` is called, or taken to be called elsewhere; comments do not count. */
function takesChanges(source: string): boolean {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');
  return /\.\s*changes\s*(?:\?\.\s*)?\(\s*\)|\[\s*['"`]changes['"`]\s*\]|\.changes\.(?:bind|call|apply)\b/.test(code);
}

test('only the gate takes the changes of a cluster', () => {
  const files = globSync('**/*.ts', { cwd: SRC }).filter((file) => !/^(?:cluster|demo)\//.test(file));
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file) => takesChanges(readFileSync(join(SRC, file), 'utf8')))).toEqual(['actions/gate.ts']);
});

test.each([
  ['cluster.changes().send(request)', true],
  ['tools.cluster(context)\n  .changes()', true],
  ['cluster.changes?.()', true],
  ["cluster['changes']()", true],
  ['const take = cluster.changes.bind(cluster)', true],
  ['if (action.changes && readOnly) return', false],
  ['acting.changes(signal)', false], // a cluster's takes nothing
  ['// never cluster.changes() here', false],
  ['/* cluster.changes() */', false],
])('%j takes them: %j', (source, takes) => {
  expect(takesChanges(source)).toBe(takes);
});
