// The lines of a log that are shown, as the screen wants them: by index, and standing still while the log goes on.
import type { LogFilter } from './log-filter.ts';
import type { LogLine } from './log-line.ts';
import { logTextLine, type LogLook } from './log-look.ts';
import type { LogRing } from './log-ring.ts';
import type { TextLines } from './text-line.ts';

export type Shown = {
  readonly ring: LogRing;
  readonly filter: LogFilter | undefined;
  /** Number of the first line that is not shown, counting all that were ever shown. */
  readonly end: number;
  /** Unfinished lines, shown after the others. */
  readonly partials: readonly { readonly line: LogLine; readonly source: number }[];
  readonly look: LogLook;
};

/** A snapshot: lines that come later change nothing in it; a line that is evicted later is undefined. */
export function logLines({ ring, filter, end, partials, look }: Shown): {
  readonly lines: TextLines;
  readonly dropped: number;
} {
  const dropped = Math.min(end, filter?.dropped ?? ring.first);
  const unfinished = partials.map(({ line, source }) => {
    const record = { ...line, source, mark: false, text: line.bytes.toString('utf8') };
    return logTextLine(record, look);
  });
  const at = (index: number) => {
    const number = dropped + index;
    if (index < 0 || number >= end) return index < 0 ? undefined : unfinished[number - end];
    const place = filter === undefined ? number : filter.at(number);
    const record = place === undefined ? undefined : ring.read(place);
    return record === undefined ? undefined : logTextLine(record, look);
  };
  return { lines: { length: end - dropped + unfinished.length, at }, dropped };
}
