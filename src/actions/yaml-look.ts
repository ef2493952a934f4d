// What each part of a line of YAML is, for its colour. It reads the one dialect that yaml-lines.ts writes (no comments, no flow collections besides
// `{}` and `[]`, block scalars literal), so a line and whether it stands in a block scalar is all it needs to know.
import { MASK } from './secret-mask.ts';
import type { LinePart, Look, TextLine, TextLines } from './text-line.ts';

/** Indentation, dashes of lists, then a key (plain or quoted) before a colon. */
const START = /^( *(?:- +)*)((?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^"'\s][^\n]*?):(?= |$))?/;
const BLOCK = /^[|>][-+0-9]*$/;
const BLOCK_END = /[|>][-+0-9]*$/;

/** Lines with their parts, which are looked for when a line is: the YAML of a large object has ten thousand lines, a screen forty. */
export function lookedAt(lines: readonly string[]): TextLines {
  const inBlock = linesInBlocks(lines);
  const at = (index: number): TextLine | undefined => {
    const text = lines[index];
    if (text === undefined) return undefined;
    return { text, parts: inBlock.has(index) ? blockParts(text) : parts(text) };
  };
  return { length: lines.length, at };
}

/** Indices of the lines that belong to block scalars: empty ones, and those deeper than the key or dash of the scalar. */
function linesInBlocks(lines: readonly string[]): ReadonlySet<number> {
  const found = new Set<number>();
  let column: number | undefined;
  for (const [index, text] of lines.entries()) {
    if (column !== undefined) {
      const indent = text.search(/\S/);
      if (indent < 0 || indent > column) {
        found.add(index);
        continue;
      }
    }
    column = BLOCK_END.test(text) ? blockColumn(text) : undefined;
  }
  return found;
}

/** The column of the key or dash whose block scalar begins in the line; undefined when none does. */
function blockColumn(text: string): number | undefined {
  const { lead, key, from } = partsOf(text);
  if (!BLOCK.test(text.slice(from))) return undefined;
  return key === undefined ? lead.lastIndexOf('-') : lead.length;
}

/** The line in pieces: what stands before the key, the key with its colon, and where the value begins. */
function partsOf(text: string): { readonly lead: string; readonly key: string | undefined; readonly from: number } {
  const [all = '', lead = '', key] = START.exec(text) ?? [];
  return { lead, key, from: all.length + text.slice(all.length).search(/\S|$/) };
}

function blockParts(text: string): readonly LinePart[] {
  const indent = text.search(/\S/);
  return indent < 0 ? [] : [{ from: indent, to: text.length, look: 'string' }];
}

function parts(text: string): readonly LinePart[] {
  const { lead, key, from } = partsOf(text);
  const look = lookOf(text.slice(from));
  return [
    ...(key === undefined ? [] : [{ from: lead.length, to: lead.length + key.length, look: 'label' as const }]),
    ...(look === undefined ? [] : [{ from, to: text.length, look }]),
  ];
}

function lookOf(value: string): Look | undefined {
  if (value === '') return undefined;
  if (value.includes(MASK)) return 'comment';
  if (/^(?:true|false|null|\{\}|\[\]|[|>][-+0-9]*)$/.test(value)) return 'word';
  return /^-?(?:\d+(?:\.\d+)?(?:e[-+]?\d+)?|\.inf|\.nan)$/i.test(value) ? 'number' : 'string';
}
