// Which columns give way when a terminal is narrow, and where the others stand.
import { describe, expect, test } from 'vitest';
import { placeColumns } from '../../src/screen/column-layout.ts';
import type { Column } from '../../src/view/view.ts';
import { PODS_VIEW } from './made-up-state.ts';

const all = (): boolean => true;
const titles = (width: number, offset = 0): string[] =>
  placeColumns(PODS_VIEW.columns, all, width, offset).map(({ column }) => column.title);

describe('columns', () => {
  test('all of them when there is room, the name takes the rest', () => {
    const places = placeColumns(PODS_VIEW.columns, all, 160, 0);
    expect(places.map(({ column }) => column.title)).toEqual(PODS_VIEW.columns.map(({ title }) => title));
    const last = places.at(-1);
    expect((last?.x ?? 0) + (last?.width ?? 0)).toBe(160);
    places.forEach(
      (place, index) =>
        index > 0 && expect(place.x).toBe((places[index - 1]?.x ?? 0) + (places[index - 1]?.width ?? 0) + 2),
    );
  });

  test('the highest priority number goes first, the rightmost of equals', () => {
    expect(titles(120)).toEqual(['CTX', 'NAME', 'READY', 'STATUS', 'RESTARTS', 'CPU/R', 'MEM/L', 'NODE', 'AGE']);
    expect(titles(80)).toEqual(['CTX', 'NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE']);
    expect(titles(50)).toEqual(['NAME', 'STATUS']);
  });

  test('columns of priority 1 are made narrower, never dropped', () => {
    const column = (title: string, width: number): Column => ({
      title,
      value: title,
      width,
      align: 'left',
      priority: 1,
    });
    const places = placeColumns(
      [column('SEEN', 9), column('REASON', 20), column('OBJECT', 32), column('MESSAGE', 0)],
      all,
      80,
      0,
    );
    expect(places.map(({ column: { title } }) => title)).toEqual(['SEEN', 'REASON', 'OBJECT', 'MESSAGE']);
    expect(Math.min(...places.map(({ width }) => width))).toBe(9);
    expect((places.at(-1)?.x ?? 0) + (places.at(-1)?.width ?? 0)).toBeLessThanOrEqual(80);
  });

  test('scrolled sideways the name columns stay', () => {
    expect(titles(80, 3)).toEqual(['CTX', 'NAME', 'CPU/R', 'MEM/L', 'NODE', 'AGE']);
    expect(titles(80, 100)).toEqual(['CTX', 'NAME']);
  });

  test('what is not shown takes no room', () => {
    expect(placeColumns(PODS_VIEW.columns, ({ value }) => value !== 'context', 80, 0)[0]).toMatchObject({
      x: 4,
      column: { title: 'NAME' },
    });
  });

  test('no width is too small', () => {
    for (let width = 0; width < 30; width++)
      for (const place of placeColumns(PODS_VIEW.columns, all, width, 0)) expect(place.width).toBeGreaterThan(0);
  });
});
