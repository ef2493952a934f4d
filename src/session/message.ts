// Everything that can happen to a session, and everything it can ask for. `update` turns the first into the second; runtime files perform effects.
import type { ActionId, Choice, Question } from '../actions/action.ts';
import type { LiveText, TextContent, TurnId } from '../actions/live-text.ts';
import type { NodeId } from '../graph/node-id.ts';
import type { CountByLevel } from '../health/health.ts';
import type { ContextState } from '../objects/kind-state.ts';
import type { Scope } from '../view/scope.ts';
import type { Sort, View } from '../view/view.ts';
import type { MarkedRow, Notice, Rows, Size, State, TextLines, WhyPanel } from './state.ts';

/** `now` of `tick` is the session's clock (ms since the epoch). `rows` is for the list whose `table` has that number, wherever it is on the stack. */
export type Message =
  | { readonly type: 'key'; readonly key: string; readonly burst: boolean }
  | { readonly type: 'paste'; readonly text: string }
  | { readonly type: 'resize'; readonly size: Size }
  | { readonly type: 'tick'; readonly now: number }
  | { readonly type: 'rows'; readonly table: number; readonly rows: Rows }
  | { readonly type: 'fleet'; readonly contexts: readonly ContextState[]; readonly pods: CountByLevel }
  | { readonly type: 'why-line'; readonly why: State['why'] }
  | { readonly type: 'why-panel'; readonly title: string; readonly lines: WhyPanel['lines'] }
  | { readonly type: 'open'; readonly view: View; readonly scope: Scope; readonly cursorUid: string | undefined }
  /** The fleet a start screen asked for is being connected: its first list replaces the start screen. */
  | { readonly type: 'begin'; readonly view: View; readonly scope: Scope; readonly filter: string }
  | { readonly type: 'views'; readonly views: readonly View[] }
  /** Namespaces that are known, for completion and nearest words. */
  | { readonly type: 'namespaces'; readonly namespaces: readonly string[] }
  | { readonly type: 'notice'; readonly text: string; readonly level: Notice['level'] }
  /** A live text opens over what is there; `text` brings what it says, whenever that changed. */
  | {
      readonly type: 'show-text';
      readonly live: number;
      readonly kind: LiveText['kind'];
      readonly content: TextContent;
    }
  | { readonly type: 'text'; readonly live: number; readonly content: TextContent }
  /** The next step of a search that is not through. */
  | { readonly type: 'seek' }
  /** An action asks; the effect `answered` brings the answer, undefined when the person cancelled. */
  | { readonly type: 'pick'; readonly ask: number; readonly title: string; readonly picks: readonly Choice[] }
  | { readonly type: 'ask'; readonly ask: number; readonly question: Question }
  | { readonly type: 'offer'; readonly offer: State['offer'] }
  /** Keys are held back while something is opened over the whole terminal; undefined: no longer. */
  | { readonly type: 'hold'; readonly words: string | undefined }
  /** The work on these rows is done: their marks go. */
  | { readonly type: 'unmark'; readonly ids: readonly NodeId[] };

/** What a table shows; a list screen's part of it. */
export type TableQuery = { readonly sort: Sort; readonly filter: string; readonly problemsOnly: boolean };

export type Effect =
  | {
      readonly type: 'open-table';
      readonly table: number;
      readonly view: View;
      readonly scope: Scope;
      readonly query: TableQuery;
    }
  | { readonly type: 'query-table'; readonly table: number; readonly query: TableQuery }
  | { readonly type: 'close-table'; readonly table: number }
  /** Answered by `why-panel`. */
  | { readonly type: 'explain'; readonly id: NodeId }
  /** Open the view in which the node (or its machine, or its owner) stands; answered by `open` or `notice`. */
  | { readonly type: 'jump'; readonly to: 'node' | 'machine' | 'owner'; readonly id: NodeId }
  /** Answered by `namespaces`. */
  | { readonly type: 'gather-namespaces'; readonly context: string | undefined }
  /** Watch one namespace more, where the server does not list them. */
  | { readonly type: 'add-namespace'; readonly context: string | undefined; readonly namespace: string }
  /** Answered by `begin`. */
  | { readonly type: 'connect'; readonly context: string }
  | { readonly type: 'start-demo' }
  /** Into the terminal's clipboard; `what` names it for the notice. Answered by `notice`. */
  | { readonly type: 'copy'; readonly text: string; readonly what: string }
  /** An action on these rows: the one under the cursor, or all that are marked. */
  | { readonly type: 'act'; readonly action: ActionId; readonly rows: readonly MarkedRow[] }
  /** Esc while keys are held back. */
  | { readonly type: 'give-up' }
  | { readonly type: 'answered'; readonly ask: number; readonly answer: string | undefined }
  | { readonly type: 'turn'; readonly live: number; readonly turn: TurnId }
  /** Only matching lines of a live text; '' = all. */
  | { readonly type: 'only'; readonly live: number; readonly pattern: string }
  | { readonly type: 'close-text'; readonly live: number }
  /** Answered by `seek`, after what else waits: keys come first. */
  | { readonly type: 'seek' }
  /** Into a file; answered by `notice`. */
  | { readonly type: 'save'; readonly title: string; readonly live: number | undefined; readonly lines: TextLines }
  | { readonly type: 'reconnect' }
  /** Paint every cell again, whatever the terminal is thought to show. */
  | { readonly type: 'redraw' }
  | { readonly type: 'quit' };
