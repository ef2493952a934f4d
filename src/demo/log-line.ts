// A line of a pretend container's log and where lines come from: by index and by time, never from memory, so that a pod of
// three days has its history and line n reads the same in every request.
import { stamp } from './moment.ts';

export interface LogLine {
  /** Microseconds since the epoch; rises strictly within one source. */
  us: number;
  /** The last three digits of the nanosecond. */
  nanos: number;
  /** Without the new line. Bytes where they are no valid UTF-8. */
  text: string | Buffer;
  /** The program died in the middle of it: no new line follows. */
  partial?: boolean;
}

export interface LineSource {
  /** Index of the oldest line that rotation has left at this instant (microseconds). */
  first(us: number): number;
  /** How many lines have come by this instant, those rotated away included. */
  count(us: number): number;
  /** The line at an index below `count`. */
  line(index: number): LogLine;
}

/** The index of the first line at or after an instant, between `first` and `end`. */
export function indexAt(source: LineSource, us: number, first: number, end: number): number {
  return firstIndex(first, end, (index) => source.line(index).us >= us);
}

/** The first index in [low, high) for which `holds`, or `high`; `holds` must stay true once it is. */
export function firstIndex(low: number, high: number, holds: (index: number) => boolean): number {
  let from = low;
  let to = high;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** RFC 3339 with all nine digits of the second, as the kubelet puts before each line. */
export function logStamp({ us, nanos }: Pick<LogLine, 'us' | 'nanos'>): string {
  return `${microStamp(us).slice(0, -1)}${String(nanos).padStart(3, '0')}Z`;
}

/** RFC 3339 in microseconds, for the times programs write into their own lines. */
export function microStamp(us: number): string {
  const fraction = String(us % 1_000_000).padStart(6, '0');
  return `${stamp(us / 1000).slice(0, -1)}.${fraction}Z`;
}

/** The line's bytes on the wire, with its new line. */
export function wireLine(line: LogLine, timestamps: boolean): Buffer {
  const head = timestamps ? `${logStamp(line)} ` : '';
  const end = line.partial ? '' : '\n';
  if (typeof line.text === 'string') return Buffer.from(`${head}${line.text}${end}`);
  return Buffer.concat([Buffer.from(head), line.text, Buffer.from(end)]);
}
