import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openLogFile, writeCrashReport } from '../../src/cli/log-file.ts';

let dir: string;
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'k8s-watch-log-'))));
afterEach(() => rmSync(dir, { recursive: true }));

it('writes one redacted line an entry, from the level asked for', () => {
  const path = join(dir, 'deep', 'k8s-watch.log');
  const { log } = openLogFile(path, 'info', () => 0);
  log('debug', 'not this');
  log('warn', 'two\nlines', { header: 'Bearer abcdef123456', error: new Error('boom') });
  const text = readFileSync(path, 'utf8');
  expect(text).toMatch(/^1970-01-01T00:00:00\.000Z warn two ⏎ lines \{.*"boom".*\}\n$/);
  expect(text).not.toContain('abcdef123456');
});

it('rotates by size and keeps three old files', () => {
  const { log } = openLogFile(join(dir, 'a.log'), 'info');
  const long = 'x'.repeat(20_000);
  for (let i = 0; i < 1_500; i++) log('info', long);
  expect(readdirSync(dir).toSorted()).toEqual(['a.log', 'a.log.1', 'a.log.2', 'a.log.3']);
});

it('does nothing where it may not write', () => {
  writeFileSync(join(dir, 'file'), '');
  const { log } = openLogFile(join(dir, 'file', 'a.log'), 'info');
  expect(() => log('error', 'lost')).not.toThrow();
});

it('leaves a crash report with stack and facts', () => {
  const path = writeCrashReport(dir, new Error('boom'), { view: 'pods', token: 'sssh-secret' }, 0);
  const text = readFileSync(path ?? '', 'utf8');
  expect(text).toContain('Error: boom\n    at ');
  expect(text).toContain('"view":"pods"');
  expect(text).not.toContain('sssh-secret');
});
