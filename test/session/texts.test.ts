// Text screens (help, legend), view files that change while one looks at them, and what `:ns` answers where there is no room.
import { expect, test } from 'vitest';
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
