// Everything a frame is painted from, as one immutable value. `update` (update.ts) is the only thing that makes a new one.
import type { ActionId, Choice } from '../actions/action.ts';
import type { LiveText, Turn } from '../actions/live-text.ts';
import type { TextLine, TextLines } from '../actions/text-line.ts';
import type { CountByLevel } from '../health/health.ts';
import type { Level } from '../health/level.ts';
import type { NodeId } from '../graph/node-id.ts';
import type { ContextState } from '../objects/kind-state.ts';
import type { TableRows } from '../view/live-table.ts';
import type { RowKind } from '../view/row.ts';
import type { Scope } from '../view/scope.ts';
import type { Sort, View } from '../view/view.ts';

export type { Choice } from '../actions/action.ts';
export type { TextLine, TextLines, LinePart, Look, SgrLook } from '../actions/text-line.ts';

export type Size = { readonly width: number; readonly height: number };

/** What stands in a list just now: all rows after filter and sort. */
export type Rows = TableRows;

/** A row as an action gets it: its node, and the uid that must still be there when the action begins. */
export type MarkedRow = { readonly id: NodeId; readonly uid: string; readonly kind: RowKind };

/** A list on the stack. `cursorUid` is what the cursor stands on, `cursor` its index in `rows` (kept true on every change), `top` the first visible row. */
export type ListScreen = {
  readonly type: 'list';
  readonly view: View;
  readonly scope: Scope;
  readonly cursorUid: string | undefined;
  readonly cursor: number;
  readonly top: number;
  /** How many columns are scrolled out on the left (the name columns stay). */
  readonly columnOffset: number;
  readonly sort: Sort;
  readonly filter: string;
  readonly problemsOnly: boolean;
  /** By uid; what is marked keeps its mark while a filter hides it. */
  readonly marks: ReadonlyMap<string, MarkedRow>;
  readonly rows: Rows;
  /** Number of the live table the rows come from (the session's business; a frame does not need it). */
  readonly table?: number;
};

/**
 * Text over the whole body: help and legend, and what is kept up to date while it is open (describe, YAML, logs). `lines` is a snapshot. `top` is
 * the first visible line, or with `follow` the text stands at its end, whatever is added. `status` stands beside the title; `only` hides lines that
 * do not match (logs). `full`: nothing but the text. `turns` are the switches it has; `live` is the number of the live text (the session's business).
 */
export type TextScreen = {
  readonly type: 'text';
  readonly kind: TextKind;
  readonly title: string;
  readonly status: string;
  readonly trouble: boolean;
  readonly lines: TextLines;
  readonly top: number;
  readonly left: number;
  readonly wrap: boolean;
  readonly search: string;
  readonly only: string;
  readonly follow: boolean;
  readonly paused: boolean;
  readonly full: boolean;
  readonly turns: readonly Turn[];
  /** How many lines have left at the front so far. */
  readonly dropped: number;
  /** The line the search is at. */
  readonly match?: number | undefined;
  /** A search that is not through yet. */
  readonly seeking?: Seeking | undefined;
  readonly live?: number;
};
/** Where a search goes on: at the line `at` (counted on beyond the ends), with so many lines left to look at. */
export type Seeking = { readonly at: number; readonly step: 1 | -1; readonly left: number };
export type TextKind = 'help' | 'legend' | LiveText['kind'];

/** The screen offered when there is nothing to connect to, or when a context must be picked: bad kubeconfig entries with their causes. */
export type StartScreen = {
  readonly type: 'start';
  readonly title: string;
  readonly lines: readonly TextLine[];
  readonly choices: readonly Choice[];
  readonly cursor: number;
};
export type ScreenState = ListScreen | TextScreen | StartScreen;

/** A prompt in the bottom line. `cursor` counts code points into `text`. */
export type Prompt = {
  readonly type: 'prompt';
  readonly purpose: 'filter' | 'command' | 'search' | 'only';
  readonly label: string;
  readonly text: string;
  readonly cursor: number;
  readonly completions: readonly string[];
  readonly error?: string;
};
/** A box over the body with one choice per line (views, sort, context picker, actions). */
export type Chooser = {
  readonly type: 'chooser';
  readonly purpose: 'views' | 'sort' | 'actions' | 'pick';
  readonly title: string;
  readonly choices: readonly Choice[];
  readonly cursor: number;
  /** Number of the question an action asked; its answer goes back to it. */
  readonly ask?: number;
  /** Uid of the row a panel of actions was opened on: when another one stands there, the panel does nothing to it. */
  readonly row?: string;
};
/** `w`: the full paths of why, one step a line; Enter on a line jumps there. `target` undefined = a remark. */
export type WhyLine = {
  readonly text: string;
  readonly level: Level | 'unknown';
  readonly depth: number;
  readonly target?: NodeId;
};
export type WhyPanel = {
  readonly type: 'why';
  readonly title: string;
  readonly lines: readonly WhyLine[];
  readonly cursor: number;
};
/**
 * A question with answers; the marked answer is taken by Enter and is always the harmless one at first. With `typed`, the others are disabled
 * until `text` is what is wanted. `ask` is the number of the action's question; without it the session itself asks.
 */
export type Dialog = {
  readonly type: 'dialog';
  readonly title: string;
  readonly lines: readonly TextLine[];
  readonly answers: readonly Choice[];
  readonly marked: number;
  readonly typed?: {
    readonly wanted: string;
    readonly what: string;
    readonly text: string;
    /** In code points. */
    readonly cursor: number;
  };
  readonly ask?: number;
};
export type Overlay = Prompt | Chooser | WhyPanel | Dialog;

export type Notice = { readonly text: string; readonly level: Level | 'unknown' | 'info'; readonly until: number };

/** A key with its word for the footer and help; made from the bindings table. */
export type KeyHint = { readonly keys: string; readonly does: string };

export type State = {
  readonly size: Size;
  /** The session's clock at this state (ms since the epoch); ages on screen are counted from it. */
  readonly now: number;
  readonly contexts: readonly ContextState[];
  /** Pods of the scope by own level, each once (the header's numbers). */
  readonly pods: CountByLevel;
  /** Never empty; the last is on top. */
  readonly screens: readonly ScreenState[];
  readonly overlay: Overlay | undefined;
  readonly notice: Notice | undefined;
  /** The `why` line for the row under the cursor: level, steps down to the culprit, one sentence; undefined when there is nothing to say. */
  readonly why:
    | { readonly path: readonly string[]; readonly text: string; readonly level: Level | 'unknown' }
    | undefined;
  readonly hints: readonly KeyHint[];
  readonly readOnly: boolean;
  /** What is being opened over the whole terminal: until it is there keys do nothing, except Esc, which gives it up, and Ctrl-C. */
  readonly held: string | undefined;
  /** What cannot be done to the row with this id just now, and why; another row's is not known yet. */
  readonly offer: { readonly id: NodeId; readonly whyNot: Readonly<Partial<Record<ActionId, string>>> } | undefined;
  readonly quitting: boolean;
};
