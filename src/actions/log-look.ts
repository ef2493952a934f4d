// Makes a line for the screen of a line of the ring. Logs are hostile: every control sequence is stripped, only colours may stay, and only as looks.
import { printable } from '../objects/printable.ts';
import { timeText } from './log-line.ts';
import type { LogRecord } from './log-ring.ts';
import { sgrLook } from './log-sgr.ts';
import type { LinePart, Look, SgrLook, TextLine } from './text-line.ts';

/** `sources`: the names that stand in front, padded to one width; undefined for a log of one container. */
export type LogLook = {
  readonly timestamps: boolean;
  readonly colours: boolean;
  readonly sources: readonly string[] | undefined;
};

const TAB_STOP = 8;
/** Noncharacters of Unicode stand for tabs and SGR sequences while the rest is stripped. */
const TAB = '\ufdd0';
const SGR = '\ufdd1';
const CONTROLS = /[^ -~\u00a0-\u00ac\u00ae-\u0600]/;
const LOOKS: readonly Look[] = ['source-0', 'source-1', 'source-2', 'source-3', 'source-4', 'source-5'];

/** The line as it is shown. */
export function logTextLine(record: LogRecord, look: LogLook): TextLine {
  const body = record.plain ? { text: record.text, parts: [] } : cleanText(record.text, look.colours);
  const source = look.sources?.[record.source];
  if (record.mark) {
    const text = source === undefined ? body.text : `${source.trimEnd()} ${body.text}`;
    return { text, parts: [{ from: 0, to: text.length, look: 'mark' }] };
  }
  if (source === undefined && !look.timestamps)
    return body.parts.length === 0 ? { text: body.text } : { text: body.text, parts: body.parts };
  const parts: LinePart[] = [];
  let front = '';
  if (look.timestamps) {
    front = `${timeText(record)} `;
    parts.push({ from: 0, to: front.length - 1, look: 'comment' });
  }
  if (source !== undefined) {
    const from = front.length;
    front += `${source} `;
    parts.push({ from, to: from + source.length, look: LOOKS[record.source % LOOKS.length] ?? 'source-0' });
  }
  for (const part of body.parts) parts.push({ ...part, from: part.from + front.length, to: part.to + front.length });
  return { text: front + body.text, parts };
}

/** What a search or a pattern looks at: the words of the line alone. */
export function logWords(record: LogRecord): string {
  return record.plain ? record.text : cleanText(record.text, false).text;
}

type Clean = { readonly text: string; readonly parts: readonly LinePart[] };

/** Strips control sequences, expands tabs, and keeps SGR looks as parts when asked. */
function cleanText(raw: string, colours: boolean): Clean {
  if (!CONTROLS.test(raw)) return { text: raw, parts: [] };
  const params: string[] = [];
  const marked = raw
    .replace(/[\ufdd0\ufdd1]/g, '\ufffd')
    .replaceAll('\t', TAB)
    // A string sequence (OSC …) that never ended ends here, as it would have at this ESC: BEL says so.
    .replace(/(?:\u001b\[|\u009b)([0-9;:]*)m/g, (_, text: string) => {
      if (!colours) return '\u0007';
      params.push(text);
      return `\u0007${SGR}`;
    });
  const stripped = printable(marked);
  if (params.length === 0 && !stripped.includes(TAB)) return { text: stripped, parts: [] };
  return expand(stripped, params);
}

function expand(marked: string, params: readonly string[]): Clean {
  const parts: LinePart[] = [];
  let text = '';
  let look: SgrLook = {};
  let from = 0;
  let sequence = 0;
  const close = () => {
    if (text.length > from && (look.colour !== undefined || look.bold !== undefined))
      parts.push({ from, to: text.length, look });
    from = text.length;
  };
  for (const piece of marked.split(/([\ufdd0\ufdd1])/)) {
    if (piece === TAB) {
      text += ' '.repeat(TAB_STOP - (text.length % TAB_STOP));
    } else if (piece === SGR) {
      close();
      look = sgrLook(params[sequence++] ?? '', look);
    } else {
      text += piece;
    }
  }
  close();
  return { text, parts };
}
