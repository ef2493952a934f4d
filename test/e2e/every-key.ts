// Presses every key of the bindings table on every screen that a list opens: texts, choosers, panels, dialogs and prompts too. Screens are told
// apart by what a person sees of them, so the walk needs to know nothing of the program but its table.
import { BINDINGS } from '../../src/session/bindings.ts';
import type { Place } from '../../src/session/binding.ts';
import type { Person } from './person.ts';

const ESC = '\u001b';
/** Keys of the table that the rig has no name for, as xterm sends them. */
const BYTES: Readonly<Record<string, string>> = {
  f7: `${ESC}[18~`,
  f8: `${ESC}[19~`,
  f9: `${ESC}[20~`,
  'shift-left': `${ESC}[1;2D`,
  'shift-right': `${ESC}[1;2C`,
};
/** It ends the program: pressed once, at the very end. */
export const QUITS = 'ctrl-c';
/** Pressed again at once: a list would stay without rows, a text without its title. */
const TURNED_BACK: ReadonlySet<string> = new Set(['list !', 'list ctrl-z', 'text f']);
/** A key that does nothing says nothing: after so long it has been taken, and after so much silence all is painted. */
const TAKEN_MS = 60;
const SETTLED_MS = 40;
const OPENS_MS = 2_000;
const DEEPEST = 3;
const TRIES = 12;

type Where = { readonly place: Place | 'inside'; readonly name: string };

/** Every key that the table has for a place; the one that ends the program is pressed on lists alone, last of all. */
export const keysOf = (place: Place): readonly string[] => [
  ...new Set(BINDINGS.filter(({ places }) => places.includes(place)).flatMap(({ keys }) => keys)),
];

/** What a person sees: the kind of screen, and its title without names of objects. */
function whereIs(lines: readonly string[]): Where {
  const last = lines.at(-1) ?? '';
  const box = lines.map((line) => /┌─ (\S+)/.exec(line)?.[1]).find((title) => title !== undefined);
  const title = /^ Viewing: (\w+)/.exec(lines[1] ?? '')?.[1] ?? '';
  if (title === '') return { place: 'inside', name: 'a program' };
  if (box !== undefined) {
    if (last.includes('Esc cancel')) return { place: 'dialog', name: box };
    return { place: box === 'Why' ? 'why' : 'chooser', name: box };
  }
  if (/^[:/&]/.test(last)) return { place: 'prompt', name: last.slice(0, 1) };
  const isList = lines[1]?.includes('   For: ') === true;
  return { place: isList ? 'list' : 'text', name: title };
}

const isSame = (one: Where, other: Where): boolean => one.place === other.place && one.name === other.name;

/** One walk of one program that was started with a list; `seen` is shared by walks side by side, so that none walks a screen again. */
export class EveryKey {
  readonly #person: Person;
  readonly #seen: Set<string>;
  readonly #agrees: boolean;
  /** The keys pressed, by screen (`PLACE NAME`). */
  readonly pressed = new Map<string, Set<string>>();

  /** `agrees`: takes the first answer beside Cancel wherever a deletion asks. */
  constructor(person: Person, seen: Set<string>, agrees = false) {
    this.#person = person;
    this.#seen = seen;
    this.#agrees = agrees;
  }

  /** Walks the list on the screen and all it opens; quits the program with the last key. */
  async walk(): Promise<void> {
    const base = this.#where();
    await this.#walk(base, []);
    await this.#reset(base);
    this.#note(base, QUITS);
    await this.#person.pty.press(QUITS);
  }

  #note({ place, name }: Where, key: string): void {
    const screen = `${place} ${name}`;
    this.pressed.set(screen, (this.pressed.get(screen) ?? new Set()).add(key));
  }

  #where(): Where {
    return whereIs(this.#person.pty.screen());
  }

  async #press(key: string): Promise<void> {
    const bytes = BYTES[key];
    if (bytes === undefined) await this.#person.pty.press(key);
    else this.#person.pty.type(bytes);
    await new Promise((resolve) => void setTimeout(resolve, TAKEN_MS));
    await this.#person.pty.idle(SETTLED_MS);
    // Keys are held back while a shell is opening: the next one would be lost.
    await this.#person.pty.waitFor((lines) => !lines.some((line) => line.includes('Esc gives up')));
  }

  /** `path`: the keys that open the screen from the list. */
  async #walk(base: Where, path: readonly string[]): Promise<void> {
    const here = this.#where();
    this.#seen.add(`${here.place} ${here.name}`);
    if (here.place === 'inside') return;
    for (const key of keysOf(here.place)) {
      if (key === QUITS) continue;
      if (!isSame(this.#where(), here)) await this.#open(base, path);
      if (!isSame(this.#where(), here)) {
        // What opened it has gone, or it was an earlier key that was slow: another list's walk has it again.
        this.#seen.delete(`${here.place} ${here.name}`);
        return;
      }
      this.#note(here, key);
      await this.#press(key);
      if (TURNED_BACK.has(`${here.place} ${key}`)) await this.#press(key);
      const there = this.#where();
      const isNew = !this.#seen.has(`${there.place} ${there.name}`) && there.place !== 'list';
      if (this.#agrees && there.place === 'dialog' && /Delete|Kill/.test(there.name)) await this.#agree();
      else if (!isSame(there, here) && isNew && path.length + 1 < DEEPEST) await this.#walk(base, [...path, key]);
      // Where an answer is marked, the next key would not find what it should.
      if (here.place === 'dialog') await this.#open(base, path);
    }
  }

  async #agree(): Promise<void> {
    await this.#press('right');
    await this.#press('enter');
  }

  async #open(base: Where, path: readonly string[]): Promise<void> {
    await this.#reset(base);
    for (const key of path) {
      const before = this.#where();
      await this.#press(key);
      const isOpen = (lines: readonly string[]): boolean => !isSame(whereIs(lines), before);
      await this.#person.pty.waitFor(isOpen, OPENS_MS).catch(() => undefined);
    }
  }

  async #reset(base: Where): Promise<void> {
    for (let tries = 0; tries < TRIES; tries++) {
      const where = this.#where();
      if (isSame(where, base)) return;
      if (where.place === 'inside') for (const key of ['ctrl-]', 'ctrl-]']) await this.#press(key);
      else await this.#press('esc');
    }
    throw new Error(`no way back to ${base.name}:\n${this.#person.pty.screen().join('\n')}`);
  }
}
