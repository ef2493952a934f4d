// The help screen, the footer's words and docs/keys.md: three readings of the bindings table.
import type { Binding, Section } from './binding.ts';
import { groundOf, holds, onlyOn } from './binding.ts';
import type { Model, Step } from './model.ts';
import type { KeyHint, TextLine } from './state.ts';
import { toggleText } from './text-keys.ts';

const HELP_TITLE = 'Help';
const KEY_WIDTH = 16;

const SECTION_TITLES: Readonly<Record<Section, string>> = {
  lists: 'Lists',
  texts: 'Texts: describe, YAML, logs, help, legend',
  panels: 'Choosers, the why panel, start screens',
  dialogs: 'Dialogs',
  prompts: 'Prompts',
  everywhere: 'Everywhere (outside prompts and dialogs)',
};
const SECTIONS = Object.keys(SECTION_TITLES) as readonly Section[];

/** The words of the footer for what is on the screen now: rows that can act; the place's own keys before those of everywhere, else in the table's order. */
export function hintsOf(table: readonly Binding[], state: Model): readonly KeyHint[] {
  const ground = groundOf(state);
  const { place } = ground;
  const hints: KeyHint[] = [];
  const isScreen = place === 'list' || place === 'text';
  const rank = (binding: Binding): number =>
    isScreen && binding.hintAt !== undefined ? HINT_RANK[binding.hintAt] : HINT_RANK[ownOrNot(binding)];
  for (const binding of table.toSorted((a, b) => rank(a) - rank(b))) {
    if (binding.hint === undefined || binding.hintIn?.includes(place) === false) continue;
    if (!holds(binding, ground) || binding.whyNot?.(state) !== undefined) continue;
    hints.push({ keys: binding.hintKey ?? binding.shown, does: binding.hint });
  }
  return hints;
}

const HINT_RANK = { first: 0, own: 1, everywhere: 2, last: 3 } as const;

function ownOrNot({ section }: Binding): 'own' | 'everywhere' {
  return section === 'everywhere' ? 'everywhere' : 'own';
}

/** Opens the help over what is there; `?` again closes it. */
export function openHelp(state: Model, table: readonly Binding[]): Step {
  return toggleText(state, 'help', HELP_TITLE, (before) => helpLines(before, table));
}

/** The keys of the place the help was opened from first, each with the reason when it would do nothing there; then all the others. */
function helpLines(state: Model, table: readonly Binding[]): readonly TextLine[] {
  const ground = groundOf(state);
  const here = table
    .filter((binding) => holds(binding, ground))
    .toSorted((a, b) => HINT_RANK[ownOrNot(a)] - HINT_RANK[ownOrNot(b)]);
  const elsewhere = table.filter((binding) => !here.includes(binding));
  return [
    { text: 'Here', strong: true },
    ...here.flatMap((binding) => helpLine(binding, binding.whyNot?.(state))),
    { text: '' },
    ...SECTIONS.flatMap((section) => sectionLines(section, elsewhere)),
  ].slice(0, -1);
}

function sectionLines(section: Section, table: readonly Binding[]): readonly TextLine[] {
  const rows = distinct(table.filter((binding) => binding.section === section));
  if (rows.length === 0) return [];
  return [
    { text: SECTION_TITLES[section], strong: true },
    ...rows.flatMap((binding) => helpLine(binding, undefined)),
    { text: '' },
  ];
}

/** A row of the help; why it does nothing now stands below it, so that neither is cut at 80 columns. */
function helpLine(binding: Binding, whyNot: string | undefined): readonly TextLine[] {
  const only = onlyOn(binding);
  const text = `  ${binding.shown.padEnd(KEY_WIDTH)} ${binding.does}${only === '' ? '' : ` (${only})`}`;
  if (whyNot === undefined) return [{ text }];
  return [
    { text, dim: true },
    { text: `  ${' '.repeat(KEY_WIDTH)} not now: ${whyNot}`, dim: true },
  ];
}

/** The whole table as docs/keys.md shows it. */
export function keysMarkdown(table: readonly Binding[]): string {
  const parts = SECTIONS.map((section) => {
    const rows = distinct(table.filter((binding) => binding.section === section));
    const lines = rows.map((row) => `| ${code(row.shown)} | ${cell(row.does)} | ${onlyOn(row)} |`);
    return `## ${SECTION_TITLES[section]}\n\n| keys | what they do | only on |\n| --- | --- | --- |\n${lines.join('\n')}\n`;
  });
  const head =
    '# Keys\n\nMade from the bindings table in src/session/bindings.ts by `npm run docs:keys`; a test fails when they differ.\n';
  return `${head}\n${parts.join('\n')}`;
}

/** Places that share a section (choosers, the why panel, start screens) share most of their rows too; each is told once. */
function distinct(rows: readonly Binding[]): readonly Binding[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const words = `${row.shown}\n${row.does}`;
    return seen.has(words) ? false : seen.add(words) !== undefined;
  });
}

function code(keys: string): string {
  return keys
    .split(' ')
    .map((key) => `\`${cell(key)}\``)
    .join(' ');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
