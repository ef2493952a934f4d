// The journal is read after an incident, maybe after a crash: whole lines, private, without secrets, and never in the way of the change itself.
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { JournalFile } from '../../src/actions/journal.ts';
import { pod } from '../health/objects.ts';
import { deedOf, targetOf } from './fakes.ts';

const DEED = deedOf('delete', targetOf(pod('cart')), { propagation: 'Background', graceSeconds: 0 });

describe('the journal', () => {
  let folder: string;
  let path: string;
  let troubles: string[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'journal-'));
    path = join(folder, 'state', 'k8s-watch', 'journal.jsonl');
    troubles = [];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = (session = 's1', rotateAtBytes?: number): JournalFile =>
    new JournalFile({
      path,
      session,
      now: () => Date.parse('2026-01-01T12:00:00Z'),
      trouble: (sentence) => troubles.push(sentence),
      ...(rotateAtBytes === undefined ? {} : { rotateAtBytes }),
    });
  const lines = (file = path): unknown[] =>
    readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);

  test('writes who, what and when, before and after', () => {
    const journal = open();
    journal.answered(journal.asked(DEED), DEED);
    const who = { action: 'delete', context: 'c', kind: 'Pod', namespace: 'shop', name: 'cart', uid: 'pod-shop-cart' };
    const same = { time: '2026-01-01T12:00:00.000Z', session: 's1', deed: 1, ...who, detail: DEED.detail };
    expect(lines()).toEqual([
      { ...same, phase: 'asked' },
      { ...same, phase: 'done' },
    ]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('a process that dies between leaves a readable `asked`', () => {
    open().asked(DEED);
    open('s2').asked(DEED);
    expect(lines()).toMatchObject([
      { session: 's1', phase: 'asked' },
      { session: 's2', phase: 'asked' },
    ]);
  });

  test('names the container of a shell', () => {
    open().asked(deedOf('shell', targetOf(pod('cart'), 'app')));
    expect(lines()).toMatchObject([{ kind: 'Container', name: 'cart', container: 'app' }]);
  });

  test('keeps secrets out of details and errors', () => {
    const journal = open();
    const deed = deedOf('shell', targetOf(pod('cart')), { token: 'abcdef123', command: 'run --password=hunter22' });
    journal.answered(journal.asked(deed), deed, { code: 'error', message: 'refused: Bearer abcdef.123456' });
    const text = readFileSync(path, 'utf8');
    expect(text).not.toMatch(/abcdef|hunter22/);
    expect(lines().at(-1)).toMatchObject({
      phase: 'failed',
      error: { code: 'error', message: 'refused: Bearer [redacted]' },
    });
  });

  test('a line cut by a full disk does not take the next with it', () => {
    open().asked(DEED);
    appendFileSync(path, '{"time":"cut');
    open().asked(DEED);
    expect(
      readFileSync(path, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => line.startsWith('{"time":"2026')),
    ).toEqual([true, false, true]);
  });

  test('rotates by size and keeps three', () => {
    const journal = open('s1', 700);
    for (let n = 0; n < 20; n++) journal.asked(DEED);
    const folderOf = join(path, '..');
    expect(readdirSync(folderOf).toSorted()).toEqual(['', '.1', '.2', '.3'].map((end) => `journal.jsonl${end}`));
    const numbers = ['.3', '.2', '.1', '']
      .flatMap((end) => lines(path + end))
      .map((line) => (line as { deed: number }).deed);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(numbers.at(-1)).toBe(20);
    for (const end of ['', '.1', '.2', '.3']) expect(statSync(path + end).size).toBeLessThanOrEqual(700);
  });

  test('says once that it cannot be written, and again after it could', () => {
    writeFileSync(join(folder, 'state'), 'a file where the folder should be');
    const journal = open();
    const number = journal.asked(DEED);
    journal.answered(number, DEED);
    expect(troubles).toEqual([expect.stringContaining(`the journal ${path} cannot be written`)]);
    rmSync(join(folder, 'state'));
    journal.asked(DEED);
    expect(lines()).toHaveLength(1);
    rmSync(join(folder, 'state'), { recursive: true });
    writeFileSync(join(folder, 'state'), '');
    journal.asked(DEED);
    expect(troubles).toHaveLength(2);
  });
});
