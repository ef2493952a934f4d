// Reads the merged log of one run forward in the order of time, from where a request wants to begin.
import { firstIndex, indexAt } from './log-line.ts';
import type { LineSource, LogLine } from './log-line.ts';

interface Place {
  at: number;
  /** How many lines had come when it was last looked. */
  end: number;
  /** The line at `at`, once made. */
  line: LogLine | undefined;
}

export class LogReader {
  readonly #sources: () => readonly LineSource[];
  readonly #places = new Map<LineSource, Place>();

  /** @param sources those to read now; one that comes later is read from its first line on. */
  constructor(sources: () => readonly LineSource[]) {
    this.#sources = sources;
  }

  /** Begins with the last `tail` lines (all when undefined) that came by `nowUs`, and of those with the ones since `sinceUs`. */
  seek(nowUs: number, tail: number | undefined, sinceUs: number | undefined): void {
    const ranges = this.#sources().map((source) => ({ source, first: source.first(nowUs), end: source.count(nowUs) }));
    const tailUs = tail === undefined ? undefined : tailBegin(ranges, tail);
    const fromUs = Math.max(tailUs ?? 0, sinceUs ?? 0);
    for (const { source, first, end } of ranges) {
      const at = fromUs === 0 ? first : indexAt(source, fromUs, first, end);
      this.#places.set(source, { at, end, line: undefined });
    }
  }

  /** Looks how far the log has come by `nowUs`; `next` reads up to there. */
  advance(nowUs: number): void {
    for (const source of this.#sources()) {
      const place = this.#places.get(source);
      const end = source.count(nowUs);
      if (place) place.end = end;
      else this.#places.set(source, { at: 0, end, line: undefined });
    }
  }

  /** The next line, or undefined when there is none yet. */
  next(): LogLine | undefined {
    let soonest: Place | undefined;
    for (const source of this.#sources()) {
      const place = this.#places.get(source);
      if (!place || place.at >= place.end) continue;
      place.line ??= source.line(place.at);
      if (soonest?.line && place.line.us >= soonest.line.us) continue;
      soonest = place;
    }
    const line = soonest?.line;
    if (soonest) {
      soonest.at += 1;
      soonest.line = undefined;
    }
    return line;
  }

  /** Goes on where a source stood with the one that takes its place: the same lines, now with an end. */
  replace(before: LineSource, after: LineSource): void {
    const place = this.#places.get(before);
    if (place) this.#places.set(after, place);
    this.#places.delete(before);
  }
}

interface Range {
  source: LineSource;
  first: number;
  end: number;
}

/** The instant (microseconds) from which on there are `tail` lines. Ties between two sources may give one line more. */
function tailBegin(ranges: readonly Range[], tail: number): number {
  const from = (us: number): number =>
    ranges.reduce((sum, { source, first, end }) => sum + end - indexAt(source, us, first, end), 0);
  const filled = ranges.filter(({ first, end }) => end > first);
  if (filled.length === 0) return 0;
  if (tail === 0) return Number.POSITIVE_INFINITY;
  const last = Math.max(...filled.map(({ source, end }) => source.line(end - 1).us));
  const oldest = Math.min(...filled.map(({ source, first }) => source.line(first).us));
  if (from(oldest) <= tail) return 0;
  return firstIndex(oldest, last + 1, (us) => from(us) <= tail);
}
