// Prints a check report: a table for people, JSON and YAML for programs. Names and messages come from clusters, so the table strips
// control sequences; JSON and YAML escape them.
import { Document, visit } from 'yaml';
import { cellText, textWidth } from '../screen/text-width.ts';
import type {
  CheckReport,
  Culprit,
  NodeName,
  ReportedContext,
  ReportedVerdict,
  Subject,
  Unseen,
} from './check-report.ts';
import type { CheckOptions } from './options.ts';

/** The report in the format asked for, ending with a newline. */
export function formatReport(report: CheckReport, format: CheckOptions['output']): string {
  switch (format) {
    case 'json':
      return `${escaped(JSON.stringify(report, undefined, 2))}\n`;
    case 'yaml':
      return formatYaml(report);
    case 'table':
      return formatTable(report);
  }
}

/** What JSON leaves as it is and terminals obey: DEL, C1 controls, marks that reverse text. */
const UNESCAPED = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** The same data: both formats read `\\u009b` in a double-quoted string as the character. */
function escaped(text: string): string {
  return text.replaceAll(UNESCAPED, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function formatYaml(report: CheckReport): string {
  const document = new Document(report);
  visit(document, {
    Scalar: (_key, scalar) => {
      if (typeof scalar.value === 'string' && scalar.value.search(UNESCAPED) >= 0) scalar.type = 'QUOTE_DOUBLE';
    },
  });
  return escaped(document.toString());
}

function formatTable(report: CheckReport): string {
  const sections = [
    `${report.level}${report.unknown ? ', and not everything could be seen' : ''}${report.target === null ? '' : `: ${report.target}`}`,
    columns(['CONTEXT', 'STATE', 'SERVER', 'PODS', 'DETAIL'], report.contexts.map(contextCells)),
    columns(
      ['LEVEL', 'CONTEXT', 'WHAT', 'WHY'],
      report.subjects.filter((subject) => subject.kind !== 'Context').map(subjectCells),
    ),
    columns(['LEVEL', 'CONTEXT', 'CULPRIT', 'REASON', 'WHY'], culpritsOf(report).map(culpritCells)),
    columns(['NOT SEEN', 'CONTEXT', 'NAMESPACE', 'STATE', 'CAUSE'], report.unseen.map(unseenCells)),
  ];
  if (report.exitCode === 4) sections.push('there is no such object');
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

const contextCells = (context: ReportedContext): string[] => [
  context.name,
  context.state,
  context.serverVersion ?? '-',
  Object.entries(context.pods)
    .filter(([, count]) => count > 0)
    .map(([level, count]) => `${count} ${level}`)
    .join(', ') || '-',
  [context.error, context.cure].filter((text) => text !== null).join('; ') || '-',
];

const subjectCells = (subject: Subject): string[] => [
  subject.unknown === null ? subject.level : `${subject.level} (${subject.unknown.why})`,
  subject.context,
  placeOf(subject),
  subject.unknown?.detail ?? subject.culprits[0]?.verdict.message ?? '-',
];

/** Each culprit once, though several subjects may lead to it. */
function culpritsOf(report: CheckReport): readonly Culprit[] {
  const seen = new Map<string, Culprit>();
  for (const culprit of report.subjects.flatMap((subject) => subject.culprits)) {
    const { verdict } = culprit;
    seen.set(JSON.stringify([verdict.context, placeOf(verdict), verdict.rule]), culprit);
  }
  return [...seen.values()];
}

const culpritCells = ({ path, verdict }: Culprit): string[] => [
  verdict.level,
  verdict.context,
  placeOf(path.at(-1) ?? verdict),
  verdict.reason,
  sentence(verdict),
];

const unseenCells = (unseen: Unseen): string[] => [
  unseen.kind,
  unseen.context,
  unseen.namespace ?? '(all)',
  unseen.state,
  unseen.error ?? '-',
];

const sentence = ({ message, evidence }: ReportedVerdict): string =>
  [message, ...evidence.filter((fact) => !message.includes(fact))].join(' · ');

/** `shop/pod/cart-7f container app`, `node/node-a`. */
function placeOf({ kind, namespace, name, container }: NodeName): string {
  const object = `${namespace === '' ? '' : `${namespace}/`}${kind.toLowerCase()}/${name}`;
  return container === undefined ? object : `${object} container ${container}`;
}

/** Left-aligned columns with two spaces between; '' when there are no rows. */
function columns(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const lines = [titles, ...rows.map((row) => row.map(cellText))];
  const widths = titles.map((_, i) => Math.max(...lines.map((line) => textWidth(line[i] ?? ''))));
  const padded = (cell: string, i: number): string => cell + ' '.repeat((widths[i] ?? 0) - textWidth(cell));
  return lines
    .map((line) => line.map((cell, i) => (i === line.length - 1 ? cell : padded(cell, i))).join('  '))
    .join('\n');
}
