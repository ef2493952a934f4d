// What a row of the bindings table is, and how a key finds its row. Handlers, footer, help and docs/keys.md all come from that one table.
import { KIND_IDS } from '../objects/kind.ts';
import type { RowKind } from '../view/row.ts';
import { rowAt } from './cursor.ts';
import type { Model, Step } from './model.ts';
import { topList, topScreen } from './model.ts';
import type { Overlay, ScreenState, State, TextKind } from './state.ts';

/** What the keys act on just now: the overlay when there is one, else the screen on top. */
export type Place = ScreenState['type'] | Overlay['type'];
export const PLACES: readonly Place[] = ['list', 'text', 'start', 'prompt', 'chooser', 'why', 'dialog'];
export const TEXT_KINDS: readonly TextKind[] = ['help', 'legend', 'describe', 'yaml', 'logs'];
export const ROW_KINDS: readonly RowKind[] = [...KIND_IDS, 'Context', 'Container'];

/** `everywhere` = in every place but prompts and dialogs; a place's own row wins over it. */
export type Section = 'everywhere' | 'lists' | 'texts' | 'panels' | 'prompts' | 'dialogs';

/**
 * One row. `keys` are the decoder's names; `shown` how people read them. Without `kinds` it holds on every row, without `texts` on every text. `hint` is its word in the footer
 * (most important first in the table; none = help only). `motion`: it only moves, so it acts even in an unbracketed burst of keys.
 * `whyNot` says why it does nothing at the moment: greyed out in the help and absent from the footer.
 */
export type Binding = {
  readonly keys: readonly string[];
  readonly shown: string;
  readonly section: Section;
  readonly places: readonly Place[];
  readonly kinds?: readonly RowKind[];
  readonly texts?: readonly TextKind[];
  readonly does: string;
  readonly hint?: string;
  readonly hintKey?: string;
  /** Where the hint is given, when not in all its places. */
  readonly hintIn?: readonly Place[];
  /** On lists and texts: before the place's own keys, or behind all others. Narrow footers lose what stands last. */
  readonly hintAt?: 'first' | 'last';
  readonly motion?: true;
  readonly whyNot?: (state: Model) => string | undefined;
  /** `table` is the whole table, for the help. */
  readonly act: (state: Model, table: readonly Binding[]) => Step;
};

export function placeOf(state: State): Place {
  return state.overlay?.type ?? topScreen(state).type;
}

/** The kind of the row under the cursor of the list on top. */
export function rowKindOf(state: State): RowKind | undefined {
  const list = topList(state);
  return list === undefined ? undefined : rowAt(list)?.kind;
}

/** What a key stands on: a kind of row in a list, a kind of text. */
export type Ground = {
  readonly place: Place;
  readonly kind?: RowKind | undefined;
  readonly text?: TextKind | undefined;
};

export function groundOf(state: State): Ground {
  const top = topScreen(state);
  return { place: placeOf(state), kind: rowKindOf(state), text: top.type === 'text' ? top.kind : undefined };
}

/** True when the row holds on that ground; with no row under the cursor at all, only rows for every kind hold. */
export function holds({ places, kinds, texts }: Binding, { place, kind, text }: Ground): boolean {
  if (!places.includes(place)) return false;
  if (place === 'text') return texts === undefined || (text !== undefined && texts.includes(text));
  return kinds === undefined || (kind !== undefined && kinds.includes(kind));
}

/** The row a key means: a place's own before everywhere's. */
export function bindingFor(table: readonly Binding[], key: string, state: State): Binding | undefined {
  const ground = groundOf(state);
  const fitting = table.filter((binding) => binding.keys.includes(key) && holds(binding, ground));
  return fitting.find((binding) => binding.section !== 'everywhere') ?? fitting[0];
}

/** The kinds of row or text a row of the table is for; '' = all. Most kinds are told by what is missing. */
export function onlyOn({ kinds, texts }: Binding): string {
  if (texts !== undefined) return texts.join(', ');
  if (kinds === undefined) return '';
  const others = ROW_KINDS.filter((kind) => !kinds.includes(kind));
  return others.length < kinds.length ? `not ${others.join(', ')}` : kinds.join(', ');
}

/** What a key that does nothing here does on another kind of row or text of the same place, in words; undefined when it does nothing there either. */
export function onlyElsewhere(table: readonly Binding[], key: string, state: State): string | undefined {
  const place = placeOf(state);
  const found = table.find((binding) => binding.keys.includes(key) && binding.places.includes(place));
  return found === undefined ? undefined : `${found.shown}: ${found.does}, only on ${onlyOn(found)}`;
}
