// The session's whole state: what a frame is painted from, and what only the session remembers (histories, names for completion).
import type { CountByLevel } from '../health/health.ts';
import type { Scope } from '../view/scope.ts';
import type { View } from '../view/view.ts';
import type { Effect, TableQuery } from './message.ts';
import type { ListScreen, Overlay, Prompt, Rows, ScreenState, Size, State, TextScreen } from './state.ts';

/** While a prompt is open: its text before it opened, the line that is typed, where in the history and the completions we are. */
export type PromptMemory = {
  readonly before: string;
  readonly typed: string;
  /** Steps back into the history; 0 is the typed line itself. */
  readonly back: number;
  /** Index of the completion that was taken last; undefined when the text is as typed. */
  readonly taken: number | undefined;
};

export type Memory = {
  readonly views: readonly View[];
  readonly namespaces: readonly string[];
  /** Lines entered, newest last, per purpose. */
  readonly history: Readonly<Record<Prompt['purpose'], readonly string[]>>;
  readonly prompt: PromptMemory;
  readonly nextTable: number;
};

export type Model = State & { readonly memory: Memory };
/** What `update` gives: the new state, and what must now be done, in this order. */
export type Step = { readonly state: Model; readonly effects: readonly Effect[] };

const NO_PROMPT: PromptMemory = { before: '', typed: '', back: 0, taken: undefined };
const NOTHING: CountByLevel = {
  ok: 0,
  done: 0,
  paused: 0,
  progressing: 0,
  minor: 0,
  major: 0,
  critical: 0,
  unknown: 0,
};
export const NO_ROWS: Rows = { rows: [], total: 0, counts: NOTHING, loading: true, remarks: [] };

/** Beyond this many screens the second oldest is forgotten, so that a week of `:` commands does not keep a week of tables. */
const MAX_SCREENS = 24;

/** A session before its first list; `screen` is a start screen, or what stands there until the first list is opened. */
export function initialModel(start: {
  readonly size: Size;
  readonly now: number;
  readonly views: readonly View[];
  readonly screen: ScreenState;
  readonly readOnly: boolean;
}): Model {
  return {
    size: start.size,
    now: start.now,
    contexts: [],
    pods: NOTHING,
    screens: [start.screen],
    overlay: undefined,
    notice: undefined,
    why: undefined,
    hints: [],
    readOnly: start.readOnly,
    held: undefined,
    offer: undefined,
    quitting: false,
    memory: {
      views: start.views,
      namespaces: [],
      history: { filter: [], command: [], search: [], only: [] },
      prompt: NO_PROMPT,
      nextTable: 1,
    },
  };
}

export function unchanged(state: Model): Step {
  return { state, effects: [] };
}

export function topScreen(state: State): ScreenState {
  const top = state.screens.at(-1);
  if (top === undefined) throw new Error('a session without a screen');
  return top;
}

/** The list on top, when it is one. */
export function topList(state: State): ListScreen | undefined {
  const top = topScreen(state);
  return top.type === 'list' ? top : undefined;
}

/** The text on top, when it is one. */
export function topText(state: State): TextScreen | undefined {
  const top = topScreen(state);
  return top.type === 'text' ? top : undefined;
}

/** The nearest list from the top downward: what help and legend were opened over. */
export function nearestList(state: State): ListScreen | undefined {
  return state.screens.findLast((screen) => screen.type === 'list');
}

export function withTop(state: Model, screen: ScreenState): Model {
  return { ...state, screens: [...state.screens.slice(0, -1), screen] };
}

export function withOverlay(state: Model, overlay: Overlay | undefined): Model {
  return { ...state, overlay };
}

export function withMemory(state: Model, change: Partial<Memory>): Model {
  return { ...state, memory: { ...state.memory, ...change } };
}

export function queryOf(list: ListScreen): TableQuery {
  return { sort: list.sort, filter: list.filter, problemsOnly: list.problemsOnly };
}

/** Puts a screen on the stack; overlays close. */
export function pushed(state: Model, screen: ScreenState): Step {
  const full = state.screens.length >= MAX_SCREENS;
  const dropped = full ? state.screens[1] : undefined;
  const screens = full ? state.screens.filter((_, index) => index !== 1) : state.screens;
  const effects = dropped === undefined ? [] : closing(dropped);
  return { state: { ...state, screens: [...screens, screen], overlay: undefined }, effects };
}

/** Takes the top screen off, unless it is the only one. */
export function popped(state: Model): Step {
  if (state.screens.length < 2) return unchanged(state);
  return {
    state: { ...state, screens: state.screens.slice(0, -1), overlay: undefined },
    effects: closing(topScreen(state)),
  };
}

/** The effect that ends a screen's table or live text. */
export function closing(screen: ScreenState): readonly Effect[] {
  if (screen.type === 'list' && screen.table !== undefined) return [{ type: 'close-table', table: screen.table }];
  return screen.type === 'text' && screen.live !== undefined ? [{ type: 'close-text', live: screen.live }] : [];
}

/** A new list on the stack, with the table it needs. */
export function openList(
  state: Model,
  open: {
    readonly view: View;
    readonly scope: Scope;
    readonly cursorUid?: string | undefined;
    readonly filter?: string;
  },
): Step {
  const table = state.memory.nextTable;
  const list: ListScreen = {
    type: 'list',
    view: open.view,
    scope: open.scope,
    cursorUid: open.cursorUid,
    cursor: 0,
    top: 0,
    columnOffset: 0,
    sort: open.view.sort,
    filter: open.filter ?? '',
    problemsOnly: false,
    marks: new Map(),
    rows: NO_ROWS,
    table,
  };
  const step = pushed(withMemory(state, { nextTable: table + 1 }), list);
  const opening: Effect = { type: 'open-table', table, view: open.view, scope: open.scope, query: queryOf(list) };
  return { state: step.state, effects: [...step.effects, opening] };
}
