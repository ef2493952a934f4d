// A line of a text on the screen: describe, YAML, logs, help. Raw from the cluster: the screen strips control sequences when it paints.
import type { Level } from '../health/level.ts';

/** What part of a text it is; the theme says how that looks. `source-0` … `source-5` tell apart who wrote a line. */
export type Look =
  | 'label'
  | 'string'
  | 'number'
  | 'word'
  | 'comment'
  | 'mark'
  | 'source-0'
  | 'source-1'
  | 'source-2'
  | 'source-3'
  | 'source-4'
  | 'source-5';

/** What a program's own SGR sequences asked for: a colour of the 256, weight. */
export type SgrLook = { readonly colour?: number; readonly bold?: true };

/** A part of a line by index of UTF-16 unit, `to` not included. Parts do not overlap and stand in order. */
export type LinePart = { readonly from: number; readonly to: number; readonly look: Look | SgrLook };

export type TextLine = {
  readonly text: string;
  readonly level?: Level | 'unknown';
  readonly strong?: boolean;
  readonly dim?: boolean;
  readonly parts?: readonly LinePart[];
};

/** Lines by index from 0. An array is one; a log reads them from its ring when asked. A snapshot: what `at` gives for an index does not change. */
export type TextLines = { readonly length: number; at(index: number): TextLine | undefined };
