import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../src/cli/command-line.ts';
import { UsageError } from '../../src/cli/exit-code.ts';

const watch = (...words: string[]) => {
  const invocation = parseCommandLine(words);
  if (invocation.command !== 'watch') throw new Error(`understood ${invocation.command}`);
  return invocation;
};

const refusal = (...words: string[]): string => {
  try {
    parseCommandLine(words);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error('was not refused');
};

describe('the command line', () => {
  it('takes list flags repeated and leaves commas for when the contexts are known', () => {
    const { cluster } = watch(
      '-c',
      'eu,us',
      '-c',
      'arn:aws:eks/x',
      '-n',
      'shop,pay',
      '--as',
      'jane',
      '--as-group',
      'a',
      '--as-group',
      'b,c',
    );
    expect(cluster.contexts).toEqual(['eu,us', 'arn:aws:eks/x']);
    expect(cluster.namespaces).toEqual(['shop', 'pay']);
    expect(cluster.asGroups).toEqual(['a', 'b', 'c']);
  });

  it('never reads the word after a list flag as another value', () => {
    expect(refusal('-n', 'shop', 'pay')).toMatch(/unknown command 'pay'/);
  });

  it('has the defaults of a first run', () => {
    const { cluster, screen } = watch();
    expect(cluster).toMatchObject({ allContexts: false, demo: undefined, requestTimeoutMs: 30_000, logLevel: 'info' });
    expect(screen).toEqual({
      view: undefined,
      filter: '',
      readOnly: false,
      protect: [],
      theme: undefined,
      ascii: false,
    });
  });

  it('gives demo choices only with --demo', () => {
    expect(watch('--demo', '--pods', '100', '--at', '2026-01-01T00:00:00Z').cluster.demo).toEqual({
      pods: 100,
      at: Date.UTC(2026, 0, 1),
    });
    expect(refusal('--pods', '100')).toBe('--pods is for the demo fleet; add --demo');
  });

  it.each([
    [['--all-context'], 'Did you mean --all-contexts?'],
    [['snapsot'], "did you mean 'snapshot'?"],
    [['check', '-o', 'xml'], 'Allowed choices are table, json, yaml'],
    [['--request-timeout', '5x'], "'5x' is not a duration"],
    [['snapshot', '--size', '0x4'], "'0x4' is not a size"],
    [['--as-group', 'g'], '--as-group needs --as'],
    [['--theme', 'darc'], "did you mean 'dark'?"],
    [['completion', 'tcsh'], "'tcsh' is not one of bash, zsh, fish"],
    [['--demo', '--kubeconfig', 'f'], 'exclude each other'],
    [['--all-contexts', '-c', 'eu'], 'exclude each other'],
  ])('refuses %j and names the cure', (words, cure) => {
    expect(refusal(...words)).toContain(cure);
  });

  it('reads flags of subcommands where they stand, with the same names', () => {
    const invocation = parseCommandLine(['check', 'shop/deploy/cart', '-c', 'eu', '-o', 'json']);
    expect(invocation).toMatchObject({
      command: 'check',
      cluster: { contexts: ['eu'] },
      check: { target: 'shop/deploy/cart', output: 'json' },
    });
  });

  it('reads flags before the command as well', () => {
    expect(parseCommandLine(['-c', 'eu', '--as', 'jane', 'check'])).toMatchObject({
      command: 'check',
      cluster: { contexts: ['eu'], asUser: 'jane' },
    });
    expect(() => parseCommandLine(['check', 'a', 'b'])).toThrow(/too many arguments/);
  });

  it.each(['bash', 'zsh', 'fish'])('prints a completion script for %s that knows commands and flags', (shell) => {
    const invocation = parseCommandLine(['completion', shell]);
    if (invocation.command !== 'print') throw new Error('no text');
    for (const word of ['snapshot', 'check', 'all-contexts', 'read-only']) expect(invocation.text).toContain(word);
  });

  it('prints help and version as text', () => {
    expect(parseCommandLine(['--help'])).toMatchObject({
      command: 'print',
      text: expect.stringContaining('--all-contexts') as string,
    });
    expect(parseCommandLine(['check', '--help'])).toMatchObject({
      command: 'print',
      text: expect.stringContaining('--output') as string,
    });
    expect(parseCommandLine(['version'])).toMatchObject({
      command: 'print',
      text: expect.stringMatching(/^k8s-watch \d+\.\d+\.\d+/) as string,
    });
  });
});
