// Text screens (help, legend), view files that change while one looks at them, and what `:ns` answers where there is no room.
import { expect, test } from 'vitest';
import type { TextLine } from '../../src/actions/text-line.ts';
import { askFleet } from '../../src/session/ask-fleet.ts';
import type { TextScreen } from '../../src/session/state.ts';
import { FakeFleet } from '../view/fake-fleet.ts';
import { liveFleetOf } from './fake-live-fleet.ts';
import { row, VIEWS, Walk } from './walk.ts';

const start = (): Walk => new Walk({ width: 80, height: 12 }).begin('pods').rows('pods', [row('Pod', 'a')]);

function text(walk: Walk): TextScreen {
  const top = walk.model.screens.at(-1);
  if (top?.type !== 'text') throw new Error('no text is on top');
  return top;
}

function textLines(walk: Walk): readonly string[] {
  const { lines } = text(walk);
  return Array.from({ length: lines.length }, (_, index) => lines.at(index)?.text ?? '');
}

test('a text scrolls by line, page and end, and sideways; wrapping ends the sideways shift', () => {
  const walk = start().press('?');
  const page = 8;
  walk.press('j j');
  expect(text(walk).top).toBe(2);
  walk.press('G');
  expect(text(walk).top).toBe(text(walk).lines.length - page);
  walk.press('pageup k');
  expect(text(walk).top).toBe(text(walk).lines.length - 2 * page - 1);
  walk.press('g l l');
  expect(text(walk)).toMatchObject({ top: 0, left: 16 });
  walk.press('w');
  expect(text(walk)).toMatchObject({ wrap: true, left: 0 });
});

test('search goes to the first hit as it is typed, n and N go on and round, Esc undoes', () => {
  const walk = start().press('?').press('/').type('page');
  const hits = textLines(walk)
    .map((line, index) => (line.includes('page') ? index : -1))
    .filter((index) => index >= 0);
  expect(hits.length).toBeGreaterThan(2);
  expect(text(walk).match).toBe(hits[0]);
  walk.press('enter n');
  expect(text(walk).match).toBe(hits[1]);
  walk.press('N N');
  expect(text(walk).match).toBe(hits.at(-1));
  const { top, match = -1 } = text(walk);
  expect(match - top, 'what stands before a match is seen with it').toBeGreaterThan(0);
  walk.press('/').type('x').press('esc');
  expect(text(walk).search).toBe('page');
});

/** A log of so many lines on top of the list; the last line says `needle`. */
function longLog(walk: Walk, count: number): Walk {
  const at = (index: number): TextLine => ({ text: index === count - 1 ? 'the Needle' : `line ${index}` });
  const content = { title: 'a log', status: '', lines: { length: count, at }, dropped: 0, turns: [] };
  return walk.send({ type: 'show-text', kind: 'logs', live: 1, content }).press('g');
}

test('Esc ends the search before it goes back, Backspace goes back at once', () => {
  const walk = start().press('?').press('/').type('page').press('enter esc');
  expect(text(walk)).toMatchObject({ kind: 'help', search: '', match: undefined });
  walk.press('esc');
  expect(walk.model.screens.at(-1)?.type).toBe('list');
  walk.press('?').press('/').type('page').press('enter backspace');
  expect(walk.model.screens.at(-1)?.type).toBe('list');
});

test('what a narrow footer has room for: help, search or filter, the way out, then the own keys; the help tells the own keys first', () => {
  const words = (walk: Walk): readonly string[] => walk.model.hints.map(({ does }) => does);
  expect(words(start()).slice(0, 7)).toEqual(['help', 'filter', 'drill', 'why', 'actions', 'logs', 'describe']);
  const help = start().press('?');
  expect(words(help).slice(0, 4)).toEqual(['help', 'search', 'back', 'wrap']);
  expect(words(longLog(start(), 3)).slice(3, 6)).toEqual(['wrap', 'follow', 'only']);
  const at = (does: string): number => textLines(help).findIndex((line) => line.includes(does));
  expect(at('describe')).toBeLessThan(at('views offered here'));
});

test('a long log is searched a piece at a time, and scrolling ends the search', () => {
  const walk = longLog(start(), 2_500).press('/').type('needle');
  expect(text(walk)).toMatchObject({ match: undefined, seeking: { left: 1_500 } });
  expect(walk.effects.at(-1)).toEqual({ type: 'seek' });
  walk.send({ type: 'seek' }).send({ type: 'seek' });
  expect(text(walk)).toMatchObject({ match: 2_499, seeking: undefined });
  walk.press('enter g N');
  expect(text(walk), 'backwards, round the beginning').toMatchObject({ match: 2_499 });
  walk.press('/').type('x');
  for (let step = 0; step < 3; step++) walk.send({ type: 'seek' });
  expect(text(walk), 'nothing holds needlex').toMatchObject({ match: undefined, seeking: undefined });
  walk.press('enter g n j');
  const { top } = text(walk);
  walk.send({ type: 'seek' });
  expect(text(walk)).toMatchObject({ top, seeking: undefined });
});

test('a search goes on where it was when lines leave at the front', () => {
  const walk = longLog(start(), 2_500).press('/').type('needle');
  const lines = { length: 2_250, at: (index: number) => ({ text: index === 1_500 ? 'a needle' : '' }) };
  walk.send({ type: 'text', live: 1, content: { title: '', status: '', lines, dropped: 250, turns: [] } });
  expect(text(walk).seeking).toMatchObject({ at: 750 });
  walk.send({ type: 'seek' });
  expect(text(walk).match).toBe(1_500);
});

test('the legend tells levels and the columns of the list it was opened over; its own keys win over everywhere', () => {
  const walk = start().press('L');
  expect(textLines(walk)).toContainEqual(expect.stringContaining('✖ critical'));
  expect(textLines(walk)).toContainEqual(expect.stringContaining('RESTARTS'));
  walk.press('w');
  expect(text(walk).wrap).toBe(true);
  walk.press('L');
  expect(walk.list.view.name).toBe('pods');
});

test('a view file that is saved changes the lists that show it; a column that went takes its sort along', () => {
  const walk = start().press('> > !');
  expect(walk.list.sort.column).toBe('STATUS');
  const views = VIEWS.map((view) =>
    view.name === 'pods' ? { ...view, title: 'Mine', columns: view.columns.slice(0, 1) } : view,
  );
  walk.send({ type: 'views', views });
  expect(walk.list).toMatchObject({ view: { title: 'Mine' }, sort: { column: 'LEVEL' }, problemsOnly: true });
  expect(walk.effects.slice(-2)).toMatchObject([
    { type: 'close-table', table: 1 },
    { type: 'open-table', table: 2, query: { problemsOnly: true } },
  ]);
  const before = walk.effects.length;
  walk.send({ type: 'views', views: structuredClone(views) });
  expect(walk.effects).toHaveLength(before);
});

test('`:ns` tells when there is no room for one namespace more, and only where namespaces are not listed', () => {
  const fleet = new FakeFleet('eu', 'us');
  fleet.connect('us', { namespaces: ['a'] });
  const full = { ...liveFleetOf(fleet), addNamespace: () => ({ added: false, watched: ['a'] }) };
  const model = new Walk().model;
  const ask = (context: string, namespace: string) =>
    askFleet(full, { type: 'add-namespace', context, namespace }, model);
  expect(ask('us', 'b')).toMatchObject({ type: 'notice', text: 'us: 1 namespaces are watched already, no room for b' });
  expect(ask('us', 'a')).toBeUndefined();
  expect(ask('eu', 'b')).toBeUndefined();
});
