// A pattern a person types to see only matching lines. It is a regular expression when it is one, and a regular expression can take longer than the
// universe has: each batch of lines has a time, and a pattern that needs more is looked for as plain text from then on.
import { createContext, Script } from 'node:vm';

/** Only the start of a line is looked at. */
const LONGEST = 4096;
/** Some hundred times what a batch takes. Given twice, because on a busy machine time passes for other reasons. */
const BATCH_MS = 250;
const TRIES = 2;

const testAll = new Script('texts.map((text) => regex.test(text))');

/** Smart case: a pattern without capitals (besides classes like \S) ignores case. */
export class LogPattern {
  readonly pattern: string;
  readonly #ignoreCase: boolean;
  readonly #plain: string;
  readonly #room: Room | undefined;
  #tooSlow = false;

  constructor(pattern: string) {
    this.pattern = pattern;
    this.#ignoreCase = !/\p{Lu}/u.test(pattern.replace(/\\[A-Za-z]/g, ''));
    this.#plain = this.#ignoreCase ? pattern.toLowerCase() : pattern;
    const regex = /[\\^$.*+?()[\]{}|]/.test(pattern) ? compiled(pattern, this.#ignoreCase) : undefined;
    if (regex !== undefined) this.#room = createContext({ regex, texts: [] }) as Room;
  }

  /** True when the regular expression took too long, and the pattern is looked for as it stands. */
  get isTooSlow(): boolean {
    return this.#tooSlow;
  }

  /** Whether each text matches. Takes half a second at the very most, once. */
  test(texts: readonly string[]): readonly boolean[] {
    const starts = texts.map((text) => (text.length > LONGEST ? text.slice(0, LONGEST) : text));
    for (let tries = 0; this.#room !== undefined && !this.#tooSlow; tries++) {
      const matches = tested(this.#room, starts);
      if (matches !== undefined) return matches;
      this.#tooSlow = tries + 1 === TRIES;
    }
    return starts.map((text) => (this.#ignoreCase ? text.toLowerCase() : text).includes(this.#plain));
  }
}

type Room = { readonly regex: RegExp; texts: readonly string[] };

/** Undefined when it took too long. */
function tested(room: Room, texts: readonly string[]): readonly boolean[] | undefined {
  room.texts = texts;
  try {
    return testAll.runInContext(room, { timeout: BATCH_MS }) as boolean[];
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
    throw error;
  }
}

function compiled(pattern: string, ignoreCase: boolean): RegExp | undefined {
  try {
    return new RegExp(pattern, ignoreCase ? 'iu' : 'u');
  } catch {
    try {
      return new RegExp(pattern, ignoreCase ? 'i' : ''); // `\-` and `{` alone are only allowed without u
    } catch {
      return undefined; // not a regular expression: plain text
    }
  }
}
