// Lines a test asks for: so many, at such a rate, into one container's log. Nothing is stored but when it began; each line
// is made when it is read.
import type { LineSource, LogLine } from './log-line.ts';

export interface BurstParams {
  cluster?: string;
  namespace: string;
  /** A pod's name, or how it begins (`front-end-`). */
  pod: string;
  /** The only container when none is named. */
  container?: string;
  /** Lines a second; default 1000. 1000000 is at once. */
  perSecond?: number;
  count: number;
  /** What each line begins with, before its number from 1; default `burst`. */
  text?: string;
  /** The container's ordinary lines are left out from now on: the log is exactly what is written into it. */
  alone?: boolean;
}

const US = 1_000_000;

export class LogBurst implements LineSource {
  readonly alone: boolean;
  readonly #text: string;
  readonly #count: number;
  readonly #perSecond: number;
  readonly #begunUs: number;
  readonly #begunElapsedMs: number;
  readonly #elapsedMs: () => number;

  /** @param begunUs demo time in microseconds; @param elapsedMs a clock that moves even when the demo's is frozen. */
  constructor(
    { text = 'burst', count, perSecond = 1000, alone = false }: BurstParams,
    begunUs: number,
    elapsedMs: () => number,
  ) {
    this.alone = alone;
    this.#text = text;
    this.#count = count;
    this.#perSecond = Math.min(US, Math.max(0.001, perSecond));
    this.#begunUs = begunUs;
    this.#elapsedMs = elapsedMs;
    this.#begunElapsedMs = elapsedMs();
  }

  first(): number {
    return 0;
  }

  count(us: number): number {
    const passedUs = us > this.#begunUs ? us - this.#begunUs : (this.#elapsedMs() - this.#begunElapsedMs) * 1000;
    return Math.max(0, Math.min(this.#count, Math.floor((passedUs * this.#perSecond) / US) + 1));
  }

  line(index: number): LogLine {
    const us = this.#begunUs + Math.ceil((index * US) / this.#perSecond);
    return { us, nanos: (index * 127) % 1000, text: `${this.#text} ${index + 1}` };
  }
}
