// The live texts of the screens on the stack: describe, YAML, logs. Each goes on while it is open; what it says is taken when a frame is painted.
import type { LiveText, TextContent, TurnId } from '../actions/live-text.ts';

type Open = { readonly text: LiveText; taken: TextContent };

export class LiveTexts {
  readonly #changed: (isAwaited: boolean) => void;
  readonly #open = new Map<number, Open>();
  #next = 1;

  /** `changed` is called whenever one of them has something new; `isAwaited`: it said nothing so far, and somebody looks at an empty screen. */
  constructor(changed: (isAwaited: boolean) => void) {
    this.#changed = changed;
  }

  /** Starts a text; gives its number and what it says first. */
  open(text: LiveText): { readonly live: number; readonly content: TextContent } {
    const live = this.#next++;
    text.start(() => this.#changed(this.#open.get(live)?.taken.lines.length === 0));
    const content = text.content();
    this.#open.set(live, { text, taken: content });
    return { live, content };
  }

  /** What a text says now; undefined when it says what was taken last. */
  takeChanged(live: number): TextContent | undefined {
    const open = this.#open.get(live);
    const content = open?.text.content();
    if (open === undefined || content === open.taken) return undefined;
    open.taken = content ?? open.taken;
    return content;
  }

  turn(live: number, turn: TurnId): void {
    this.#open.get(live)?.text.turn(turn);
  }

  only(live: number, pattern: string): void {
    this.#open.get(live)?.text.only?.(pattern);
  }

  /** How a file it is saved to ends. */
  fileEnding(live: number | undefined): string {
    return (live === undefined ? undefined : this.#open.get(live)?.text.fileEnding) ?? '.txt';
  }

  isBusy(): boolean {
    return [...this.#open.values()].some(({ text }) => text.isBusy());
  }

  close(live: number): void {
    this.#open.get(live)?.text.stop();
    this.#open.delete(live);
  }

  closeAll(): void {
    for (const { text } of this.#open.values()) text.stop();
    this.#open.clear();
  }
}
