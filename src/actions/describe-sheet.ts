// The paper describe writes on: labels with aligned values, nested by indentation, tables, and colours where there is trouble.
// Neighbouring lines share columns as in kubectl's output, so that people find things where they are used to.
import type { Level } from '../health/level.ts';
import type { TextLine } from './text-line.ts';

export type LineLook = {
  readonly level?: Level | 'unknown' | undefined;
  readonly strong?: boolean;
  readonly dim?: boolean;
};
export type TableRow = { readonly cells: readonly string[]; readonly look?: LineLook };

/** Cells but the last are padded to the widest neighbour. `label` is how much of the first cell is label. */
type Row = {
  readonly indent: string;
  readonly cells: readonly string[];
  readonly label: number;
  readonly look: LineLook;
};

const GAP = 2;
/** A cell wider than this is not made room for: one long name must not push every value off the screen. */
const WIDEST = 60;
const NONE = '<none>';

export class Sheet {
  /** Rows that are aligned with each other; a table is a block of its own. */
  readonly #blocks: Row[][] = [[]];
  #indent = '';

  /** `Name:  value`; further lines of the value stand below its first. */
  field(label: string, value: string, look: LineLook = {}): void {
    this.fields(label, value.replace(/\n$/, '').split('\n'), look);
  }

  /** One label with several values below each other; `<none>` when there are none. */
  fields(label: string, values: readonly string[], look: LineLook = {}): void {
    const [first = NONE, ...others] = values;
    this.#row({ cells: [`${label}:`, first], label: label.length + 1, look });
    for (const value of others) this.#row({ cells: ['', value], label: 0, look });
  }

  /** Cells in columns shared with the lines around. */
  cells(...cells: readonly string[]): void {
    this.#row({ cells, label: 0, look: {} });
  }

  /** `Containers:` with what `tell` writes indented below it. */
  section(label: string, tell: () => void, look: LineLook = {}): void {
    this.#row({
      cells: [`${label}:`],
      label: label.length + 1,
      look: this.#indent === '' ? { strong: true, ...look } : look,
    });
    this.indented(tell);
  }

  indented(tell: () => void): void {
    const before = this.#indent;
    this.#indent += '  ';
    tell();
    this.#indent = before;
  }

  line(text: string, look: LineLook = {}): void {
    for (const line of text.split('\n')) this.#row({ cells: [line], label: 0, look });
  }

  blank(): void {
    this.#blocks.push([{ indent: '', cells: [''], label: 0, look: {} }], []);
  }

  /** A table with its heads underlined. Line breaks in cells become spaces. */
  table(heads: readonly string[], rows: readonly TableRow[]): void {
    this.#blocks.push([]);
    this.#row({ cells: heads, label: 0, look: { dim: true } });
    this.#row({ cells: heads.map((head) => '-'.repeat(head.length)), label: 0, look: { dim: true } });
    for (const { cells, look = {} } of rows)
      this.#row({ cells: cells.map((cell) => cell.trim().replace(/\s*\n\s*/g, ' ')), label: 0, look });
    this.#blocks.push([]);
  }

  lines(): readonly TextLine[] {
    return this.#blocks.flatMap((block) => aligned(block));
  }

  #row(row: Omit<Row, 'indent'>): void {
    this.#blocks.at(-1)?.push({ indent: this.#indent, ...row });
  }
}

/** Elastic tab stops: a column is as wide as the widest of its cells in lines that follow each other and have one more cell. */
function aligned(block: readonly Row[]): readonly TextLine[] {
  const grid = block.map(({ indent, cells }) => cells.map((cell, at) => (at === 0 ? indent + cell : cell)));
  const columns = Math.max(0, ...grid.map(({ length }) => length - 1));
  for (let column = 0; column < columns; column++) {
    for (let from = 0; from < grid.length; from++) {
      let to = from;
      while ((grid[to]?.length ?? 0) > column + 1) to++;
      padColumn(grid.slice(from, to), column);
      from = to;
    }
  }
  return block.map((row, at) => textLine(row, grid[at] ?? []));
}

function padColumn(rows: readonly string[][], column: number): void {
  const lengths = rows.map((row) => row[column]?.length ?? 0).filter((length) => length <= WIDEST);
  const width = Math.max(0, ...lengths) + GAP;
  for (const row of rows) {
    const cell = row[column] ?? '';
    row[column] = cell.length + GAP > width ? cell + ' '.repeat(GAP) : cell.padEnd(width);
  }
}

function textLine({ indent, label, look }: Row, cells: readonly string[]): TextLine {
  const { level, strong, dim } = look;
  const text = cells.join('').trimEnd();
  const to = Math.min(text.length, indent.length + label);
  return {
    text,
    ...(level !== undefined && { level }),
    ...(strong === true && { strong }),
    ...(dim === true && { dim }),
    ...(label > 0 && { parts: [{ from: indent.length, to, look: 'label' }] }),
  };
}
