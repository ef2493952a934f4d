// The law of the bindings table: a key means one thing, can reach us, and is told of everywhere from one place.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  holds,
  PLACES,
  ROW_KINDS,
  TEXT_KINDS,
  type Binding,
  type Ground,
  type Place,
} from '../../src/session/binding.ts';
import { BINDINGS } from '../../src/session/bindings.ts';
import { keysMarkdown } from '../../src/session/help-text.ts';
import { row, Walk } from './walk.ts';

/** Keys that two rows claim in one place on one kind of row. A text screen's own row wins over an everywhere row: that is no clash. */
function clashes(table: readonly Binding[]): string[] {
  const kinds = [...ROW_KINDS, undefined];
  const grounds = PLACES.flatMap((place): Ground[] =>
    place === 'text' ? TEXT_KINDS.map((text) => ({ place, text })) : kinds.map((kind) => ({ place, kind })),
  );
  return [
    ...new Set(
      grounds.flatMap((ground) =>
        clashesIn(
          ground.place,
          table.filter((row) => holds(row, ground)),
        ),
      ),
    ),
  ];
}

function clashesIn(place: Place, table: readonly Binding[]): string[] {
  const own =
    place === 'text'
      ? new Set(table.filter((row) => row.section !== 'everywhere').flatMap((row) => row.keys))
      : new Set<string>();
  const seen = new Map<string, Binding>();
  return table.flatMap((row) =>
    row.keys
      .filter((key) => row.section !== 'everywhere' || !own.has(key))
      .flatMap((key) => {
        const other = seen.get(key);
        seen.set(key, row);
        return other === undefined ? [] : [`${place}: ${key}: ${other.does} / ${row.does}`];
      }),
  );
}

const REACHABLE =
  /^(?:[!-~]|space|enter|esc|tab|shift-tab|backspace|delete|up|down|left|right|home|end|pageup|pagedown|shift-(?:left|right|up|down)|ctrl-[a-z\\]|f[1-9]|f1[0-2]|alt-.)$/u;
/** Terminals send these as Tab, Enter, Backspace, Esc or nothing at all. */
const LOST = new Set(['ctrl-i', 'ctrl-m', 'ctrl-j', 'ctrl-h', 'ctrl-[', 'ctrl-space']);

test('no key has two meanings in one place on one kind of row', () => {
  expect(clashes(BINDINGS)).toEqual([]);
});

test('the clash test can fail: on one kind of row only', () => {
  const [first] = BINDINGS;
  if (first === undefined) throw new Error('no bindings');
  const extra: Binding = { ...first, section: 'lists', places: ['list'], kinds: ['Pod'], keys: ['w'], does: 'clash' };
  expect(clashes([...BINDINGS, extra])).toEqual([expect.stringMatching(/^list: w: .* \/ clash$/u)]);
});

test('every key is a name the decoder can send, and none that terminals cannot', () => {
  const keys = BINDINGS.flatMap((binding) => binding.keys);
  expect(keys.filter((key) => !REACHABLE.test(key) || LOST.has(key))).toEqual([]);
});

test('no function key stands alone: terminals take some of them for themselves', () => {
  expect(BINDINGS.filter((binding) => binding.keys.every((key) => /^f\d/u.test(key)))).toEqual([]);
});

test('no action that is not built has a key', () => {
  const walk = new Walk().begin('pods').rows('pods', [row('Pod', 'a')]);
  for (const key of ['e', 'R', 'F', 'i', 'z', 'u', 't', 'T', '1', 'C', 'M', 'ctrl-g', 'ctrl-s']) {
    const before = walk.model;
    walk.press(key);
    expect(walk.model.screens.length).toBe(before.screens.length);
    expect(walk.model.overlay).toBeUndefined();
  }
});

test('docs/keys.md is the table (npm run docs:keys rewrites it)', () => {
  // The formatter pads the columns of a table.
  const unpadded = (text: string): string => text.replaceAll(/ {2,}/g, ' ').replaceAll(/-{3,}/g, '---');
  const written = readFileSync(new URL('../../docs/keys.md', import.meta.url), 'utf8');
  expect(unpadded(written)).toBe(unpadded(keysMarkdown(BINDINGS)));
});

test('the footer follows what is under the cursor and what can act', () => {
  const walk = new Walk().begin('pods').rows('pods', [row('Pod', 'a')]);
  const words = (): string[] => walk.model.hints.map((hint) => `${hint.keys} ${hint.does}`);
  expect(words()).toContain('⏎ drill');
  expect(words()).toContain('o node');
  expect(words()).not.toContain('⌫ back');
  walk.rows('containers', [row('Container', 'app')]).press('enter');
  expect(words()).toContain('⌫ back');
  expect(words()).not.toContain('⏎ drill');
  walk.press(':');
  expect(words()).toEqual(['⏎ take', 'Esc cancel', 'Tab complete', '↑↓ history']);
});

test('the help shows the keys of the place it was opened from, and why one does nothing', () => {
  const walk = new Walk()
    .begin('contexts')
    .rows('contexts', [row('Context', 'eu')])
    .press('?');
  const top = walk.model.screens.at(-1);
  const lines = top?.type === 'text' ? Array.from({ length: top.lines.length }, (_, index) => top.lines.at(index)) : [];
  const at = lines.findIndex((line) => line?.text.includes('Backspace'));
  expect(lines[at]?.dim).toBe(true);
  expect(lines[at + 1]).toMatchObject({ dim: true, text: expect.stringContaining('this is the first screen') });
  for (const line of lines) expect(line?.text.length, line?.text).toBeLessThanOrEqual(79);
  expect(lines.some((line) => line?.text.includes('drill') === true)).toBe(true);
  walk.press('?');
  expect(walk.list.view.name).toBe('contexts');
});

test('a key of another kind of row or text says what it is for, and does nothing', () => {
  const walk = new Walk().begin('nodes').rows('nodes', [row('Node', 'a')]);
  walk.press('o');
  expect(walk.model.notice?.text).toBe('o: node of this, only on Pod, Container');
  walk.press('?').press('m');
  expect(walk.model.notice?.text).toBe('m: managed fields, only on yaml');
  walk.press('Z');
  expect(walk.model.notice).toBeUndefined();
});
