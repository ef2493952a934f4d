// Marks: what bulk deletion takes, and nothing else.
import { expect, test } from 'vitest';
import { row, Walk } from './walk.ts';

const PODS = [row('Pod', 'a'), row('Pod', 'b'), row('Pod', 'c')];
const start = (): Walk => new Walk().begin('pods').rows('pods', PODS);
const marked = (walk: Walk): readonly string[] => [...walk.list.marks.keys()];
const acts = (walk: Walk) => walk.effects.filter((effect) => effect.type === 'act');

test('space marks and goes on, again takes the mark away; Ctrl-\\ clears all', () => {
  const walk = start().press('space space');
  expect(marked(walk)).toEqual(['uid-a', 'uid-b']);
  expect(walk.under).toBe('c');
  walk.press('g space');
  expect(marked(walk)).toEqual(['uid-b']);
  walk.press('ctrl-\\');
  expect(marked(walk)).toEqual([]);
});

test('deleting takes all that is marked, describing what is under the cursor', () => {
  const walk = start().press('space space x d');
  expect(acts(walk).map(({ action, rows }) => [action, rows.map(({ uid }) => uid)])).toEqual([
    ['delete', ['uid-a', 'uid-b']],
    ['describe', ['uid-c']],
  ]);
});

test('a filter hides marks and keeps them; what is gone loses its mark', () => {
  const walk = start().press('space space /').type('c').press('enter');
  expect(walk.names).toEqual(['c']);
  expect(marked(walk)).toEqual(['uid-a', 'uid-b']);
  walk.press('esc').rows('pods', PODS.slice(1));
  expect(marked(walk)).toEqual(['uid-b']);
});

test('work that is done takes its marks along', () => {
  const walk = start()
    .press('space space')
    .send({ type: 'unmark', ids: [PODS[0]?.id ?? ''] });
  expect(marked(walk)).toEqual(['uid-b']);
});

test('a key that cannot work says why and does nothing', () => {
  const walk = start().send({
    type: 'offer',
    offer: { id: PODS[0]?.id ?? '', whyNot: { shell: 'no container is running' } },
  });
  walk.press('s');
  expect(acts(walk)).toEqual([]);
  expect(walk.model.notice?.text).toContain('no container is running');
  expect(walk.model.hints.some(({ does }) => does === 'shell')).toBe(false);
  walk.press('.');
  const panel = walk.model.overlay;
  const choices = panel?.type === 'chooser' ? panel.choices : [];
  expect(choices.find(({ id }) => id === 'shell')).toMatchObject({ disabled: true, note: 'no container is running' });
  walk.press('enter');
  expect(acts(walk).map(({ action }) => action)).toEqual(['logs']);
});

test('a panel of actions does nothing to the row that came in the place of its own', () => {
  const walk = start().press('.').rows('pods', PODS.slice(1)).press('enter');
  expect(acts(walk)).toEqual([]);
  expect(walk.model.notice?.text).toContain('no longer there');
});
