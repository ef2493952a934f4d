// Keys that go from a row to something it belongs to: its machine, its owner. Where that is, the graph knows; so it is asked as an effect.
import { rowAt } from './cursor.ts';
import type { Model, Step } from './model.ts';
import { topList, unchanged } from './model.ts';

export function jumpFromRow(state: Model, to: 'machine' | 'owner'): Step {
  const list = topList(state);
  const row = list === undefined ? undefined : rowAt(list);
  return row === undefined ? unchanged(state) : { state, effects: [{ type: 'jump', to, id: row.id }] };
}
