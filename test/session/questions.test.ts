// What an action asks: answers that go back to it, names that must be typed, and no answer at all when the question leaves the screen.
import { expect, test } from 'vitest';
import type { Effect } from '../../src/session/message.ts';
import type { Dialog } from '../../src/session/state.ts';
import { row, Walk } from './walk.ts';

const start = (): Walk => new Walk().begin('pods').rows('pods', [row('Pod', 'a'), row('Pod', 'b'), row('Pod', 'c')]);

const QUESTION = {
  title: 'Delete?',
  lines: [{ text: 'Pod shop/a' }],
  answers: [
    { id: 'cancel', label: 'Cancel' },
    { id: 'delete', label: 'Delete' },
  ],
};

function dialog(walk: Walk): Dialog {
  const { overlay } = walk.model;
  if (overlay?.type !== 'dialog') throw new Error('no dialog is open');
  return overlay;
}

const answered = (walk: Walk): readonly Effect[] => walk.effects.filter(({ type }) => type === 'answered');

test('Cancel is marked first: Enter alone does no harm, and is an answer', () => {
  const walk = start().send({ type: 'ask', ask: 7, question: QUESTION });
  expect(dialog(walk).marked).toBe(0);
  walk.press('enter');
  expect(walk.model.overlay).toBeUndefined();
  expect(answered(walk)).toEqual([{ type: 'answered', ask: 7, answer: undefined }]);
});

test('the marked answer goes back to who asked', () => {
  const walk = start().send({ type: 'ask', ask: 7, question: QUESTION }).press('tab enter');
  expect(answered(walk)).toEqual([{ type: 'answered', ask: 7, answer: 'delete' }]);
});

test('in a terminal too small to show the question only Cancel is taken', () => {
  const walk = start().send({ type: 'ask', ask: 7, question: QUESTION });
  walk.send({ type: 'resize', size: { width: 79, height: 24 } }).press('tab enter');
  expect([dialog(walk).marked, answered(walk)]).toEqual([1, []]);
  walk.send({ type: 'resize', size: { width: 80, height: 24 } }).press('enter');
  expect(answered(walk)).toEqual([{ type: 'answered', ask: 7, answer: 'delete' }]);
});

test('a name that must be typed locks the answers until it stands there, letter by letter', () => {
  const typed = { wanted: 'prod', what: 'the name' };
  const walk = start().send({ type: 'ask', ask: 1, question: { ...QUESTION, typed } });
  expect(dialog(walk).answers[1]?.disabled).toBe(true);
  walk.press('tab').type('pro').press('enter');
  expect(answered(walk)).toEqual([]);
  expect(walk.model.notice?.text).toContain('prod');
  walk.type('dx').press('enter backspace');
  expect(dialog(walk).answers[1]?.disabled).toBeUndefined();
  walk.press('ctrl-u').send({ type: 'paste', text: 'pr\nod' }).press('enter');
  expect(answered(walk)).toEqual([{ type: 'answered', ask: 1, answer: 'delete' }]);
});

test('a letter in a dialog that asks for none does nothing', () => {
  const walk = start().send({ type: 'ask', ask: 1, question: QUESTION }).type('yd');
  expect(dialog(walk).marked).toBe(0);
  expect(answered(walk)).toEqual([]);
});

test('one of several is picked; what cannot be picked stays', () => {
  const picks = [
    { id: 'init', label: 'init', note: 'ended', disabled: true },
    { id: 'app', label: 'app' },
  ];
  const walk = start().send({ type: 'pick', ask: 3, title: 'Container', picks }).press('k enter');
  expect(answered(walk)).toEqual([]);
  walk.press('j enter');
  expect(answered(walk)).toEqual([{ type: 'answered', ask: 3, answer: 'app' }]);
});
