// Journeys of a person through lists: what is on the screen after which keys.
import { expect, test } from 'vitest';
import { row, Walk } from './walk.ts';

const PODS = ['a', 'b', 'c', 'd'].map((name) => row('Pod', name));

test('drills from a context to a container and comes back through the same places', () => {
  const walk = new Walk().begin('contexts').rows('contexts', [row('Context', 'eu', 'ok', '', 'eu')]);
  walk.rows('namespaces', [row('Namespace', 'shop', 'ok', '')]).rows('workloads', [row('Service', 'cart')]);
  walk.rows('pods', PODS).rows('containers', [row('Container', 'app')]);
  walk.press('enter');
  expect(walk.where).toBe('namespaces eu *');
  walk.press('enter right');
  expect(walk.where).toBe('pods eu shop svc/cart');
  walk.press('enter');
  expect(walk.where).toBe('containers eu shop pod/a');
  walk.press('backspace');
  expect(walk.where).toBe('pods eu shop svc/cart');
  walk.press('left - -');
  expect(walk.where).toBe('contexts * *');
});

test('back restores cursor, sort, filter, problems only and columns', () => {
  const walk = new Walk()
    .begin('pods')
    .rows('pods', [row('Pod', 'ab', 'major'), row('Pod', 'ac', 'major'), row('Pod', 'b', 'major')]);
  walk
    .rows('containers', [row('Container', 'app')])
    .press('/')
    .type('a')
    .press('enter ! > down shift-right');
  const before = walk.list;
  walk.press('enter');
  expect(walk.list.filter).toBe('');
  walk.press('backspace');
  expect(walk.list).toMatchObject({ filter: 'a', problemsOnly: true, sort: before.sort, cursor: 1, columnOffset: 1 });
  expect(walk.under).toBe('ac');
});

test('the cursor stays on its object when rows come before it, and takes the next one when it leaves', () => {
  const walk = new Walk().begin('pods').rows('pods', PODS).press('down down');
  walk.rows('pods', [row('Pod', 'x'), row('Pod', 'y'), ...PODS]);
  expect(walk.under).toBe('c');
  walk.rows(
    'pods',
    PODS.filter((pod) => pod.name !== 'c'),
  );
  expect(walk.under).toBe('d');
  walk.rows('pods', []);
  expect(walk.under).toBeUndefined();
  walk.rows('pods', PODS);
  expect(walk.under).toBe('a');
});

test('a re-created object of the same name is another object', () => {
  const walk = new Walk().begin('pods').rows('pods', PODS).press('down');
  walk.rows('pods', [...PODS.filter((pod) => pod.name !== 'b'), { ...row('Pod', 'b'), uid: 'new' }]);
  expect(walk.under).toBe('c');
});

test('while rows still come in, an unmoved cursor stays on the first row', () => {
  const walk = new Walk().begin('pods');
  const coming = (names: readonly string[], loading: boolean): void => {
    const rows = names.map((name) => row('Pod', name));
    walk.send({ type: 'rows', table: 1, rows: { ...walk.list.rows, rows, loading } });
  };
  coming(['m'], true);
  coming(['a', 'm'], true);
  expect(walk.under).toBe('a');
  coming(['a', 'm'], false);
  coming(['A', 'a', 'm'], false);
  expect(walk.under).toBe('a');
});

test('many rows: the visible part follows the cursor, by line, page and end', () => {
  const rows = Array.from({ length: 100 }, (_, index) => row('Pod', `p${String(index).padStart(2, '0')}`));
  const walk = new Walk().begin('pods').rows('pods', rows);
  walk.press('end');
  expect(walk.list).toMatchObject({ cursor: 99, top: 82 });
  walk.press('pageup');
  expect(walk.list).toMatchObject({ cursor: 81, top: 81 });
  walk.press('g');
  expect(walk.list).toMatchObject({ cursor: 0, top: 0 });
  walk.press('pagedown');
  expect(walk.list).toMatchObject({ cursor: 18, top: 1 });
  walk.send({ type: 'resize', size: { width: 20, height: 5 } });
  expect(walk.list).toMatchObject({ cursor: 18, top: 17 });
});

test('sort: next and previous column, again = reverse, and the chooser', () => {
  const walk = new Walk().begin('pods').rows('pods', PODS);
  walk.press('<');
  expect(walk.list.sort).toEqual({ column: 'LEVEL', descending: false });
  walk.press('> > >');
  expect(walk.list.sort).toEqual({ column: 'RESTARTS', descending: true });
  walk.press('>');
  expect(walk.list.sort).toEqual({ column: 'RESTARTS', descending: false });
  walk.press('S enter');
  expect(walk.list.sort).toEqual({ column: 'RESTARTS', descending: true });
  walk.press('S g down enter');
  expect(walk.list.sort).toEqual({ column: 'NAME', descending: false });
});

test('the filter is live, Enter keeps it, Esc restores the one before', () => {
  const walk = new Walk().begin('pods').rows('pods', PODS).press('/').type('b');
  expect(walk.names).toEqual(['b']);
  walk.press('enter /').type('x');
  expect(walk.names).toEqual([]);
  walk.press('esc');
  expect(walk.list.filter).toBe('b');
  expect(walk.names).toEqual(['b']);
  walk.press('/ backspace');
  expect(walk.names).toHaveLength(4);
  walk.press('up');
  expect(walk.names).toEqual(['b']);
  walk.press('enter esc');
  expect(walk.names).toHaveLength(4);
});

test('Esc closes the panel, else clears the filter, else goes back; q asks to quit on the first screen, Cancel marked', () => {
  const walk = new Walk()
    .begin('namespaces')
    .rows('namespaces', [row('Namespace', 'shop')])
    .rows('workloads', [row('Service', 'cart')]);
  walk.press('enter /').type('c').press('enter v esc');
  expect(walk.list.filter).toBe('c');
  walk.press('esc');
  expect(walk.where).toBe('workloads eu shop');
  expect(walk.list.filter).toBe('');
  walk.press('esc');
  expect(walk.where).toBe('namespaces * *');
  walk.press('q enter');
  expect(walk.effects.some((effect) => effect.type === 'quit')).toBe(false);
  walk.press('q tab enter');
  expect(walk.effects.at(-1)).toEqual({ type: 'quit' });
  expect(walk.model.quitting).toBe(true);
});

test('w asks why; Enter on a step jumps there, and Backspace comes back', () => {
  const walk = new Walk()
    .begin('namespaces')
    .rows('namespaces', [row('Namespace', 'shop')])
    .rows('containers', [row('Container', 'app'), row('Container', 'log')]);
  walk.press('w');
  expect(walk.effects.at(-1)).toEqual({ type: 'explain', id: row('Namespace', 'shop').id });
  const line = (text: string, depth: number, target?: string) => ({
    text,
    depth,
    level: 'critical' as const,
    ...(target === undefined ? {} : { target }),
  });
  const lines = [
    line('ns shop', 0, 'ns'),
    line('pod', 1, 'pod'),
    line('container log', 2, 'log'),
    line('OOMKilled', 3),
  ];
  walk.send({ type: 'why-panel', title: 'why', lines });
  walk.press('enter');
  expect(walk.effects.at(-1)).toEqual({ type: 'jump', to: 'node', id: 'log' });
  const view = walk.model.memory.views.find((candidate) => candidate.name === 'containers');
  if (view === undefined) throw new Error('no containers view');
  walk.send({
    type: 'open',
    view,
    scope: { context: 'eu', namespace: 'shop', within: { id: 'pod', label: 'pod/a' } },
    cursorUid: 'uid-log',
  });
  expect(walk.under).toBe('log');
  walk.press('backspace');
  expect(walk.where).toBe('namespaces * *');
});

test('0 shows all namespaces; the views chooser keeps what the rows can be within', () => {
  const walk = new Walk()
    .begin('workloads')
    .rows('workloads', [row('Service', 'cart')])
    .rows('pods', PODS)
    .press('enter');
  expect(walk.where).toBe('pods eu shop svc/cart');
  walk.press('v').press('down enter');
  expect(walk.where).toBe('containers eu shop svc/cart');
  walk.press('v').press('end enter');
  expect(walk.where).toBe('nodes eu *');
  walk.press('backspace backspace 0');
  expect(walk.where).toBe('pods eu *');
});

test('tables of screens that are left are closed, those below stay', () => {
  const walk = new Walk()
    .begin('pods')
    .rows('pods', PODS)
    .rows('containers', [row('Container', 'app')])
    .press('enter backspace enter');
  const tables = walk.effects.filter((effect) => effect.type === 'open-table' || effect.type === 'close-table');
  expect(tables.map((effect) => `${effect.type} ${effect.table}`)).toEqual([
    'open-table 1',
    'open-table 2',
    'close-table 2',
    'open-table 3',
  ]);
});
