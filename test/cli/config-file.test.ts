// A person's settings decide where a slip is asked about twice: what is wrong with them is told, and read as "protect everything".
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { configDir, parseConfig, readConfigFile } from '../../src/cli/config-file.ts';

describe('the config file', () => {
  let home: string;
  const env = () => ({ XDG_CONFIG_HOME: home });

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'config-'));
    mkdirSync(join(home, 'k8s-watch'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  test('stands in the XDG config folder', () => {
    expect(configDir({ XDG_CONFIG_HOME: '/x' })).toBe('/x/k8s-watch');
    expect(configDir({ XDG_CONFIG_HOME: '' })).toMatch(/\.config\/k8s-watch$/);
  });

  test('is empty when it is missing', async () => {
    expect(await readConfigFile(env())).toEqual({ config: { protect: [] } });
  });

  test('gives its globs', async () => {
    writeFileSync(join(home, 'k8s-watch/config.yaml'), 'protect:\n  - "*prod*"\n  - live-?\n');
    expect(await readConfigFile(env())).toEqual({ config: { protect: ['*prod*', 'live-?'] } });
  });

  test('that cannot be read protects everything', async () => {
    mkdirSync(join(home, 'k8s-watch/config.yaml'));
    const { config, problem } = await readConfigFile(env());
    expect(config.protect).toEqual(['*']);
    expect(problem).toMatch(/config\.yaml: EISDIR.*every context is protected$/);
  });
});

test.each([
  ['', []],
  ['# nothing yet\n\n', []],
  ['protect:\n', []],
  ['protect: &a ["*prod*"]\n', ['*prod*']],
])('%j is fine', async (text, protect) => {
  expect(await parseConfig('config.yaml', text)).toEqual({ config: { protect } });
});

test.each([
  [
    'protect: [*prod*]',
    'config.yaml:1 *prod* repeats a part that is not there (a text that begins with * stands in quotes: "*prod*")',
  ],
  ['\nprotext: ["*prod*"]', 'config.yaml:2 protext: there is no field "protext" here (did you mean protect?)'],
  ['protect: "*prod*"', 'config.yaml:1 protect: must be a list (write [one, two])'],
  ['protect:\n  - a\n  - 7', 'config.yaml:3 protect[1]: must be a text (write a word)'],
  ['- a', 'config.yaml:1 is not a mapping of fields (write protect: ["*prod*"])'],
  ['protect: [a\n', 'config.yaml:'],
  ['protect: [a]\nprotect: [b]', 'config.yaml:2 Map keys must be unique'],
  ['protext: 1\nprotect: 2', 'config.yaml:1 protext'],
])('%j is told, and protects everything', async (text, start) => {
  const { config, problem } = await parseConfig('config.yaml', text);
  expect(config.protect).toEqual(['*']);
  expect(problem).toContain(start);
  expect(problem).toMatch(/; until then every context is protected$/);
});

test('every error is told at once', async () => {
  expect((await parseConfig('c', 'protext: 1\nprotect: 2')).problem?.match(/c:\d/g)).toEqual(['c:1', 'c:2']);
});

test('parts that repeat themselves without end are refused', async () => {
  const bomb = Array.from(
    { length: 9 },
    (_, n) =>
      `p${n}: &p${n} [${Array(9)
        .fill(n === 0 ? 'x' : `*p${n - 1}`)
        .join(', ')}]`,
  );
  expect((await parseConfig('c', bomb.join('\n'))).problem).toContain('resource exhaustion');
});
