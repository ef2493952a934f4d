// Reads what `kubectl describe` printed as facts (values after a colon, cells of tables, bare lines) and looks each up in a text of ours, in
// order, so that a value under the wrong container does not count. Ages differ by the second and are compared by form only.

/** One line's worth of kubectl's output: what must stand in one line of ours, in this order. `text` is the line, for messages. */
export type Fact = { readonly text: string; readonly wanted: RegExp };

const UNDERLINE = /^\s*-{2,}(\s+-{2,})*\s*$/;
const AGE = String.raw`(?:<unknown>|<invalid>|(?:\d+[smhdy])+)`;

const escaped = (text: string): string =>
  text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replace(/\s+/g, String.raw`\s+`);

/** The cell of a table: an age by its form, anything else to the letter. */
function cellPattern(cell: string, head: string): string {
  if (head !== 'Age') return escaped(cell);
  return escaped(cell).replace(new RegExp(AGE, 'g'), AGE);
}

/** The facts of an output, top to bottom. */
export function factsOf(output: string): readonly Fact[] {
  const facts: Fact[] = [];
  const lines = output.split('\n');
  let heads:
    | { readonly names: readonly string[]; readonly starts: readonly number[]; readonly indent: number }
    | undefined;
  for (const [at, line] of lines.entries()) {
    const indent = line.length - line.trimStart().length;
    if (line.trim() === '' || UNDERLINE.test(line)) continue;
    if (UNDERLINE.test(lines[at + 1] ?? '') || /^ {2}Type\s+Status\s*$/.test(line)) {
      const underline = UNDERLINE.test(lines[at + 1] ?? '') ? (lines[at + 1] ?? '') : line;
      const starts = [...underline.matchAll(/\S+/g)].map(({ index }) => index);
      heads = { names: starts.map((start, n) => line.slice(start, starts[n + 1]).trim()), starts, indent };
      continue;
    }
    if (heads !== undefined && indent >= heads.indent && (heads.indent > 0 || !/^\S+:/.test(line)))
      facts.push(rowFact(line, heads));
    else {
      heads = undefined;
      const fact = lineFact(line);
      if (fact !== undefined) facts.push(fact);
    }
  }
  return facts;
}

function rowFact(
  line: string,
  { names, starts }: { readonly names: readonly string[]; readonly starts: readonly number[] },
): Fact {
  const patterns = starts
    .map((start, n) => ({ cell: line.slice(start, starts[n + 1]).trim(), head: names[n] ?? '' }))
    .filter(({ cell }) => cell !== '')
    .map(({ cell, head }) => cellPattern(cell, head));
  return { text: line.trim(), wanted: new RegExp(String.raw`(?:^|\s)${patterns.join(String.raw`\s.*?`)}(?:\s|$)`) };
}

/** `Label:  value` must stand behind that very label; a line without a label must stand as a whole. Labels alone are no values. */
function lineFact(line: string): Fact | undefined {
  const [, label = '', value] = /^\s*([^:]+(?::[^\s:]+)*):(?:\s+(.*))?$/.exec(line) ?? [];
  if (label === '') return { text: line.trim(), wanted: new RegExp(String.raw`(?:^|\s)${escaped(line.trim())}$`) };
  if (value === undefined || value.trim() === '') return undefined;
  const pattern = escaped(value.trim()).replace(
    new RegExp(String.raw`\\\(lasts\\s\+${AGE}`),
    String.raw`\(lasts\s+${AGE}`,
  );
  return {
    text: line.trim(),
    wanted: new RegExp(String.raw`(?:^|\s)${escaped(label.trim())}:\s.*?${pattern}(?:\s|$)`),
  };
}

/** Facts that stand nowhere in our lines, and facts that stand before where they should. */
export function compare(
  facts: readonly Fact[],
  ours: readonly string[],
): { readonly missing: readonly string[]; readonly misplaced: readonly string[] } {
  const missing: string[] = [];
  const misplaced: string[] = [];
  let from = 0;
  for (const { text, wanted } of facts) {
    const at = ours.findIndex((line, index) => index >= from && wanted.test(line));
    if (at >= 0) from = at;
    else if (ours.some((line) => wanted.test(line))) misplaced.push(text);
    else missing.push(text);
  }
  return { missing, misplaced };
}
