// What each part of a line of YAML is, for its colour. It reads the one dialect that yaml-text.ts writes (no comments, no flow collections besides
// `{}` and `[]`, block scalars literal), so a line and whether it stands in a block scalar is all it needs to know.
import { MASK } from './secret-mask.ts';
import type { LinePart, Look, TextLine } from './text-line.ts';

/** Indentation, dashes of lists, then a key (plain or quoted) before a colon. */
const START = /^( *(?:- +)*)((?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^"'\s][^\n]*?):(?= |$))?/;
const BLOCK = /^[|>][-+0-9]*$/;

/** Lines with their parts. */
export function lookedAt(lines: readonly string[]): readonly TextLine[] {
  // Column of the key or dash whose block scalar we are in; deeper and empty lines belong to it.
  let block: number | undefined;
  return lines.map((text) => {
    const indent = text.search(/\S/);
    if (block !== undefined && (indent < 0 || indent > block))
      return { text, parts: indent < 0 ? [] : [{ from: indent, to: text.length, look: 'string' as const }] };
    block = undefined;
    const [all = '', lead = '', key] = START.exec(text) ?? [];
    const parts: LinePart[] = [];
    if (key !== undefined) parts.push({ from: lead.length, to: all.length, look: 'label' });
    const from = all.length + (text.slice(all.length).search(/\S|$/) ?? 0);
    const value = text.slice(from);
    if (BLOCK.test(value)) block = key === undefined ? lead.lastIndexOf('-') : lead.length;
    const look = lookOf(value);
    if (look !== undefined) parts.push({ from, to: text.length, look });
    return { text, parts };
  });
}

function lookOf(value: string): Look | undefined {
  if (value === '') return undefined;
  if (value.includes(MASK)) return 'comment';
  if (/^(?:true|false|null|\{\}|\[\]|[|>][-+0-9]*)$/.test(value)) return 'word';
  return /^-?(?:\d+(?:\.\d+)?(?:e[-+]?\d+)?|\.inf|\.nan)$/i.test(value) ? 'number' : 'string';
}
