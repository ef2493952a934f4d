// The few ways a cell is made. A cell carries what it is sorted by, so that `10` comes after `9` and ages sort as instants.
import type { Level } from '../health/level.ts';
import type { Cell, RowKind } from './row.ts';
import type { Around, SubjectOf } from './subject.ts';

/**
 * One column value, written against the subject of its kind of row. `about` is its line in docs/views.md; `numeric` values are first sorted descending; `text` values are
 * what a filter looks into.
 */
export type ColumnValue<S> = {
  readonly about: string;
  readonly is: 'text' | 'number' | 'age';
  readonly make: (subject: S, around: Around) => Cell;
};
export type ColumnTable<K extends RowKind> = { readonly [value: string]: ColumnValue<SubjectOf<K>> };

export const EMPTY: Cell = Object.freeze({ text: '' });
/** Nothing has been said yet, but it is coming. */
export const COMING: Cell = Object.freeze({ text: '…', sort: -1 });
/** It may not be seen: no rights, or the kind is not served (law 3). */
export const HIDDEN: Cell = Object.freeze({ text: '?', level: 'unknown', sort: -1 });

/** A text that a filter finds. */
export function textColumn<S>(about: string, make: (subject: S, around: Around) => string): ColumnValue<S> {
  return {
    about,
    is: 'text',
    make: (subject, around) => {
      const text = make(subject, around);
      return text === '' ? EMPTY : { text };
    },
  };
}

/** A number, a ratio, or another cell that is sorted by number. */
export function numberColumn<S>(
  about: string,
  make: (subject: S, around: Around) => number | Cell | undefined,
): ColumnValue<S> {
  return {
    about,
    is: 'number',
    make: (subject, around) => {
      const made = make(subject, around);
      if (made === undefined) return EMPTY;
      return typeof made === 'number' ? { text: String(made), sort: made } : made;
    },
  };
}

/** An age counted from the instant `make` gives; nothing when it gives none. */
export function ageColumn<S>(about: string, make: (subject: S, around: Around) => number | undefined): ColumnValue<S> {
  return { about, is: 'age', make: (subject, around) => ageCell(make(subject, around)) };
}

/** An age; instants of 0 mean "never said". Older sorts as larger. */
export function ageCell(since: number | undefined): Cell {
  return since === undefined || since === 0 ? EMPTY : { text: '', since, sort: -since };
}

/** `1/3`, sorted by the share, then nothing-of-nothing as complete. */
export function ratioCell(part: number, whole: number): Cell {
  return { text: `${part}/${whole}`, sort: whole === 0 ? 1 : part / whole };
}

/** A count coloured by what it counts, when there is any. */
export function countCell(count: number, level: Level | 'unknown'): Cell {
  return count === 0 ? { text: '0', sort: 0 } : { text: String(count), sort: count, level };
}
