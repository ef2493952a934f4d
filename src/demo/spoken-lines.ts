// The ordinary log of one run of a container, as a function of index and time.
import { Chance } from './chance.ts';
import type { ContainerRun } from './container-run.ts';
import { lastWords } from './log-ending.ts';
import { firstIndex } from './log-line.ts';
import type { LineSource, LogLine } from './log-line.ts';
import { drawer } from './log-voice.ts';
import type { Voice } from './log-voice.ts';
import { voiceOf } from './voices.ts';

/** The kubelet rotates a log at 10 MiB; here the youngest one or two blocks of lines are kept. */
const BLOCK_LINES = 50_000;
const START_UP_GAP_US = 37_000;
const SETTLE_US = 800_000;
const FOLLOWING_GAP_US = 150;
/** States tell the second of an end; the end is put at the last moment of it, after all that was said. */
const REST_OF_SECOND_US = 999_000;
const LAST_WORDS_US = 500;
/** More than the lines that can follow one leader, so that a slot's line may have come before its slot. */
const LOOK_AHEAD = 64;

export class SpokenLines implements LineSource {
  readonly #run: ContainerRun;
  readonly #voice: Voice;
  readonly #draw: (limit: number, word: string, of: number) => number;
  readonly #startUs: number;
  readonly #startUp: readonly string[];
  readonly #lastWords: readonly string[];
  readonly #endUs: number;
  /** Killed in the middle of the line after those said. */
  readonly #cut: boolean;
  /** Lines said before the last words; only of a run that ended. */
  readonly #said: number;

  constructor(run: ContainerRun, chance: Chance) {
    const { pod, container, startedMs, ended } = run;
    this.#run = run;
    this.#voice = voiceOf(container.image);
    this.#draw = drawer(new Chance(chance.number(`log/${pod.metadata.uid}/${container.name}/${startedMs}`)));
    this.#startUs = startedMs * 1000;
    this.#startUp = this.#voice.startUp(this.#startUs);
    this.#endUs = ended ? ended.ms * 1000 + REST_OF_SECOND_US : Number.POSITIVE_INFINITY;
    const words = ended ? lastWords(run, this.#endUs) : [];
    this.#cut = words === 'cut';
    this.#lastWords = words === 'cut' ? [] : words;
    this.#said = ended ? this.#countSaid(this.#endUs - LAST_WORDS_US) : Number.POSITIVE_INFINITY;
  }

  count(us: number): number {
    if (!this.#run.ended) return this.#countSaid(us);
    return this.#said + (this.#cut ? 1 : this.#lastWords.length);
  }

  first(us: number): number {
    return Math.max(0, (Math.floor((this.count(us) - 1) / BLOCK_LINES) - 1) * BLOCK_LINES);
  }

  line(index: number): LogLine {
    const nanos = (index * 389 + 7) % 1000;
    if (index >= this.#said) {
      const place = index - this.#said;
      const us = this.#endUs + place;
      if (!this.#cut) return { us, nanos, text: this.#lastWords[place] ?? '' };
      const text = this.#textOf(index, us);
      return { us, nanos, text: text.slice(0, Math.max(1, Math.floor(text.length * 0.6))), partial: true };
    }
    const us = this.#timeOf(index);
    return { us, nanos, text: this.#textOf(index, us) };
  }

  #textOf(index: number, us: number): string | Buffer {
    const spoken = index - this.#startUp.length;
    if (spoken < 0) return this.#startUp[index] ?? '';
    const draw = (limit: number, word: string): number => this.#draw(limit, word, spoken);
    return this.#voice.say({ index: spoken, us, draw, pod: this.#run.pod.metadata.name });
  }

  #timeOf(index: number): number {
    const spoken = index - this.#startUp.length;
    if (spoken < 0) return this.#startUs + (index + 1) * START_UP_GAP_US;
    const leader = this.#voice.leader?.(spoken, this.#draw) ?? spoken;
    const periodUs = this.#voice.periodMs * 1000;
    const jitter = this.#draw(Math.floor(periodUs * 0.8), 'when', leader);
    const begun = this.#startUs + this.#startUp.length * START_UP_GAP_US + SETTLE_US;
    return begun + leader * periodUs + jitter + (spoken - leader) * FOLLOWING_GAP_US;
  }

  #countSaid(us: number): number {
    const slots = Math.max(0, Math.ceil((us - this.#startUs) / (this.#voice.periodMs * 1000)));
    return firstIndex(0, this.#startUp.length + slots + LOOK_AHEAD, (index) => this.#timeOf(index) > us);
  }
}
