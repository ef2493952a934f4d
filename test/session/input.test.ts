// What comes from outside as text: the command line, pastes, bursts. Pasted text must trigger nothing.
import { expect, test } from 'vitest';
import { row, Walk } from './walk.ts';

const start = (): Walk =>
  new Walk().begin('pods').rows(
    'pods',
    ['a', 'b', 'c'].map((name) => row('Pod', name)),
  );
const command = (walk: Walk, line: string): Walk => walk.press(':').type(line).press('enter');
const errorOf = (walk: Walk): string | undefined =>
  walk.model.overlay?.type === 'prompt' ? walk.model.overlay.error : undefined;

test.each([
  ['pods', 'pods * *'],
  ['po shop', 'pods * shop'],
  ['nodes @eu', 'nodes eu *'],
  ['pod shop @us/east:1 b', 'pods us/east:1 b shop'],
  ['pods @a b', 'pods a b *'],
  ['ns', 'namespaces * *'],
  ['ns shop', 'pods * shop'],
  ['ctx', 'contexts * *'],
  ['ctx a b', 'pods a b *'],
  ['deploy shop', 'workloads * shop'],
  ['pods *', 'pods * *'],
])('`:%s` opens %s, and Backspace comes back', (line, where) => {
  const walk = command(start(), line);
  expect(walk.where).toBe(where);
  walk.press('backspace');
  expect(walk.where).toBe('pods * *');
});

test('a namespace named on the command line is watched too, where the server does not list them', () => {
  const walk = command(start(), 'ns shop');
  expect(walk.effects).toContainEqual({ type: 'add-namespace', context: undefined, namespace: 'shop' });
});

test.each([
  ['podz', 'no view "podz" (did you mean \'pods\'?)'],
  ['pods shop eu', '"eu" is one word too many; a context is written @eu'],
  ['pods @us/east:1', 'no context "us/east:1" is being watched (did you mean'],
  ['q now', ':q takes nothing after it'],
])('`:%s` says what is wrong and stays open', (line, error) => {
  const walk = command(start(), line);
  expect(errorOf(walk)).toContain(error);
  walk.press('backspace');
  expect(errorOf(walk)).toBeUndefined();
});

test('Tab completes views, namespaces and contexts, again = the next one; arrows walk the history', () => {
  const walk = start().press(':').type('po').press('tab').type(' sh').press('tab');
  const text = (): string | undefined => (walk.model.overlay?.type === 'prompt' ? walk.model.overlay.text : undefined);
  expect(text()).toBe('pods shop');
  walk.press('tab');
  expect(text()).toBe('pods shipping');
  walk.type(' @us').press('tab');
  expect(text()).toBe('pods shipping @us/east:1 b');
  walk.press('enter : up');
  expect(text()).toBe('pods shipping @us/east:1 b');
  walk.press('down');
  expect(text()).toBe('');
});

test('pasted text goes into an open prompt without its line ends, and nowhere else', () => {
  const walk = start();
  const before = walk.model.screens;
  walk.send({ type: 'paste', text: 'q\n:q\nv' });
  expect(walk.model.screens).toEqual(before);
  expect(walk.model.overlay).toBeUndefined();
  walk.press('/').send({ type: 'paste', text: 'b\n\u001b[A' });
  expect(walk.list.filter).toBe('b[A');
  expect(walk.model.overlay?.type).toBe('prompt');
});

test('in a burst only what moves acts; an open prompt takes the characters', () => {
  const walk = start();
  for (const key of ['j', 'v', 'q', 'enter', ':', 'j']) walk.send({ type: 'key', key, burst: true });
  expect(walk.model.overlay).toBeUndefined();
  expect(walk.under).toBe('c');
  walk.press('/');
  for (const key of ['a', 'enter', 'q']) walk.send({ type: 'key', key, burst: true });
  expect(walk.list.filter).toBe('aq');
  expect(walk.model.overlay?.type).toBe('prompt');
});

test('editing counts characters, not halves of them', () => {
  const walk = start()
    .press('/')
    .type('a')
    .send({ type: 'key', key: '🙂', burst: false })
    .press('left')
    .type('b')
    .press('right backspace');
  expect(walk.list.filter).toBe('ab');
  walk.type(' cd').press('ctrl-w');
  expect(walk.list.filter).toBe('ab ');
  walk.press('home delete ctrl-e ctrl-u');
  expect(walk.list.filter).toBe('');
});

test('Ctrl-C quits from anywhere, also out of a prompt and a dialog', () => {
  for (const keys of ['ctrl-c', ': ctrl-c', 'q ctrl-c', '? ctrl-c', 'v ctrl-c']) {
    const walk = start().press(keys);
    expect(walk.effects.at(-1)).toEqual({ type: 'quit' });
  }
});
