// Keys that act on objects: on the row under the cursor, or on all marked ones where the action takes several. What can be done is known from the
// last frame's offer; who acts looks again (action-desk.ts).
import type { ActionId } from '../actions/action.ts';
import { ACTIONS } from '../actions/catalogue.ts';
import { rowAt } from './cursor.ts';
import type { Model, Step } from './model.ts';
import { topList, unchanged, withOverlay, withTop } from './model.ts';
import { withNotice } from './notice.ts';
import type { Choice, ListScreen, MarkedRow, Rows } from './state.ts';

/** The rows an action would be done to. */
function rowsFor(list: ListScreen, action: ActionId): readonly MarkedRow[] {
  if (ACTIONS[action].many && list.marks.size > 0) return [...list.marks.values()];
  const row = rowAt(list);
  return row === undefined ? [] : [{ id: row.id, uid: row.uid, kind: row.kind }];
}

export function act(state: Model, action: ActionId): Step {
  const list = topList(state);
  const rows = list === undefined ? [] : rowsFor(list, action);
  return rows.length === 0 ? unchanged(state) : { state, effects: [{ type: 'act', action, rows }] };
}

/** Why the action cannot be done to what is under the cursor, as far as the last frame knew. */
export function whyNotAct(state: Model, action: ActionId): string | undefined {
  const list = topList(state);
  const row = list === undefined ? undefined : rowAt(list);
  if (list === undefined || row === undefined) return 'there is no row';
  if (row.kind === 'Context' && list.marks.size === 0) return 'a context is no object of a cluster';
  // What marked rows allow is looked at when the key is pressed: there may be thousands.
  if (ACTIONS[action].many && list.marks.size > 0 && !state.readOnly) return undefined;
  return state.offer?.id === row.id ? state.offer.whyNot[action] : undefined;
}

/** Space: marks the row, or takes its mark away, and goes to the next one. */
export function toggleMark(state: Model, moveDown: (state: Model) => Step): Step {
  const list = topList(state);
  const row = list === undefined ? undefined : rowAt(list);
  if (list === undefined || row === undefined) return unchanged(state);
  const marks = new Map(list.marks);
  if (!marks.delete(row.uid)) marks.set(row.uid, { id: row.id, uid: row.uid, kind: row.kind });
  return moveDown(withTop(state, { ...list, marks }));
}

export function clearMarks(state: Model): Step {
  const list = topList(state);
  return list === undefined ? unchanged(state) : unchanged(withTop(state, { ...list, marks: new Map() }));
}

export function hasMarks(state: Model): boolean {
  return (topList(state)?.marks.size ?? 0) > 0;
}

/** Marks of rows that are done with go, on whatever list they stand. */
export function withoutMarks(state: Model, ids: ReadonlySet<string>): Model {
  const screens = state.screens.map((screen) => {
    if (screen.type !== 'list' || screen.marks.size === 0) return screen;
    const marks = new Map([...screen.marks].filter(([, { id }]) => !ids.has(id)));
    return marks.size === screen.marks.size ? screen : { ...screen, marks };
  });
  return { ...state, screens };
}

/** Marks of what is no longer there go; what only a filter hides keeps its mark. */
export function withMarksOf(list: ListScreen, { rows, total, loading }: Rows): ListScreen {
  if (list.marks.size === 0 || loading || rows.length < total) return list;
  const present = new Set(rows.map(({ uid }) => uid));
  const marks = new Map([...list.marks].filter(([uid]) => present.has(uid)));
  return marks.size === list.marks.size ? list : { ...list, marks };
}

/** `.`: what can be done to this, each with its key, and why not. `keys` comes from the bindings table. */
export function openActions(
  state: Model,
  keys: readonly { readonly action: ActionId; readonly shown: string; readonly name: string }[],
): Step {
  const list = topList(state);
  const row = list === undefined ? undefined : rowAt(list);
  if (list === undefined || row === undefined) return unchanged(state);
  const width = Math.max(...keys.map(({ shown }) => shown.length));
  const choices = keys.map(({ action, shown, name }): Choice => {
    const whyNot = whyNotAct(state, action);
    const label = `${shown.padEnd(width)}  ${name}`;
    return whyNot === undefined ? { id: action, label } : { id: action, label, note: whyNot, disabled: true };
  });
  const count = list.marks.size;
  const title = count > 0 ? `Actions on ${row.name}, deletions on ${count} marked` : `Actions on ${row.name}`;
  return unchanged(
    withOverlay(state, { type: 'chooser', purpose: 'actions', title, choices, cursor: 0, row: row.uid }),
  );
}

/** A line of the panel: done to the row it was opened on, or to nobody when that has gone from under the cursor. */
export function actFromPanel(state: Model, action: ActionId, row: string | undefined): Step {
  const list = topList(state);
  if (list !== undefined && rowAt(list)?.uid === row) return act(state, action);
  return unchanged(withNotice(state, `${action}: what the panel was opened on is no longer there`, 'minor'));
}
