// A text that is kept up to date while it is open: describe, YAML, logs. The session shows it; what it says and where it comes from is the action's.
import type { TextLines } from './text-line.ts';

/** What a key can switch in a text. `only` (a pattern) has its own method. */
export type TurnId =
  | 'managed-fields'
  | 'secrets'
  | 'timestamps'
  | 'all-containers'
  | 'previous'
  | 'colours'
  | 'pause'
  | `range-${0 | 1 | 2 | 3 | 4 | 5 | 6}`;

/** One switch of a text: its state now, or why it cannot be turned. A turn that is not listed does not exist for this text. */
export type Turn = { readonly id: TurnId; readonly on?: boolean; readonly whyNot?: string };

/**
 * What a text says now. `status` is one short sentence beside the title (`following · tail 100 · 3 lines evicted`, `deleted at 14:02:11`);
 * `trouble` colours it. `dropped` counts lines that left at the front since the beginning: who looks at line 10 stays with it.
 */
export type TextContent = {
  readonly title: string;
  readonly status: string;
  readonly trouble?: boolean;
  readonly lines: TextLines;
  readonly dropped: number;
  readonly turns: readonly Turn[];
};

export interface LiveText {
  readonly kind: 'describe' | 'yaml' | 'logs';
  /** End of the name of a file it is saved to, with its dot: `.yaml`. */
  readonly fileEnding: string;
  /** Called once, before anything else; `changed` may be called often and costs nothing: the session asks for `content` when it paints. */
  start(changed: () => void): void;
  /** The same object as long as nothing changed. */
  content(): TextContent;
  /** Turns a switch that `content().turns` lists without `whyNot`. */
  turn(id: TurnId): void;
  /** Shows only lines that match (smart case; a regular expression when it is one); '' shows all. Only logs have it. */
  only?(pattern: string): void;
  /** True while something it asked a server for has not come yet (a snapshot waits for it); a log that waits for its next line is not busy. */
  isBusy(): boolean;
  /** Ends every request and timer. */
  stop(): void;
}
