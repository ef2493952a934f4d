// Frames to bytes through blessed: terminfo, the cell buffer and the diff between two frames are its own. Nothing here touches a terminal: every
// method returns what is to be written, so one place decides when and how (terminal.ts). Corrections to blessed are in decision 0040.
import { EventEmitter } from 'node:events';
import Program, { type ProgramOutput } from 'blessed/lib/program.js';
import Tput from 'blessed/lib/tput.js';
import Screen from 'blessed/lib/widgets/screen.js';
import type { Size } from '../session/state.ts';
import type { Frame, Point } from './frame.ts';
import { PLAIN } from './style.ts';
import { isWidthDisputed } from './text-width.ts';

/** Stands in for the terminal before blessed and keeps what it writes. */
class Collector extends EventEmitter {
  columns = 80;
  rows = 24;
  readonly isTTY = true;
  readonly writable = true;
  #text = '';

  write(text: string): boolean {
    this.#text += text;
    return true;
  }

  take(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }
}

/** blessed asks tmux for its version when TMUX is set: a child process at every start, for a wrapper we do not use. */
function withoutTmux<T>(make: () => T): T {
  const { TMUX } = process.env;
  delete process.env['TMUX'];
  try {
    return make();
  } finally {
    if (TMUX !== undefined) process.env['TMUX'] = TMUX;
  }
}

/** What a compiled terminfo file with numbers of 32 bits begins with. Source: term(5), "Extended number format". */
const WIDE_NUMBERS = 0x021e;

/** blessed reads every terminfo file as one of 16 bits; where it does not stumble, every sequence is rubbish (Debian's screen-256color). */
function refuseWideNumbers(): void {
  const { parseTerminfo } = Tput.prototype;
  Tput.prototype.parseTerminfo = function (data, file) {
    if (data.length > 1 && data.readUInt16LE(0) === WIDE_NUMBERS) throw new Error(`${file} has numbers of 32 bits`);
    return parseTerminfo.call(this, data, file);
  };
}
refuseWideNumbers();

function makeProgram(output: ProgramOutput, terminal: string): Program {
  // blessed believes its process handlers are installed: ours restore the terminal (guard-terminal.ts).
  Program._bound = true;
  Screen._bound = true;
  return withoutTmux(() => new Program({ input: new EventEmitter(), output, terminal, buffer: true, zero: true }));
}

/** One per terminal. */
export class CellOutput {
  readonly #collector = new Collector();
  readonly #program: Program;
  #screen: Screen | undefined;
  /** Where the terminal's cursor shows; undefined = hidden. */
  #cursor: Point | undefined;

  /** `terminal` is a terminfo name; one that is not installed, or cannot be read, falls back to xterm. */
  constructor(terminal: string, size: Size) {
    this.#collector.columns = size.width;
    this.#collector.rows = size.height;
    this.#program = makeProgram(this.#collector, terminal);
    const { tput } = this.#program;
    tput.brokenACS = true; // line drawing as UTF-8 or, in an ASCII frame, as ASCII
    tput.unicode = true; // the frame has been brought to ASCII already where it must be
    tput.colors = 256; // the theme has chosen the palette; blessed cannot read newer terminfo and then believes in 8
    delete tput.strings['parm_right_cursor']; // relative moves are wrong behind wide characters
  }

  /** Takes the alternate screen, empty, without a cursor; long lines are cut, not wrapped. */
  enter(): string {
    if (this.#screen === undefined) this.#screen = new Screen({ program: this.#program });
    else this.#screen.enter();
    this.#program.put['rmam']?.();
    this.#cursor = undefined;
    return this.#take();
  }

  /** Gives the normal screen back with its cursor, wrapping and colours. */
  leave(): string {
    this.#program.put['sgr0']?.();
    this.#program.put['smam']?.();
    this.#screen?.leave();
    return this.#take();
  }

  /** Another size; the next frame is drawn whole. */
  resize(size: Size): string {
    this.#collector.columns = this.#program.cols = size.width;
    this.#collector.rows = this.#program.rows = size.height;
    return this.forget();
  }

  /** Clears the terminal; the next frame is drawn whole. */
  forget(): string {
    this.#screen?.alloc();
    return this.#take();
  }

  /** The difference to the last frame; '' when there is none. A frame of another size is cut or padded with blanks. */
  draw(frame: Frame): string {
    const screen = this.#screen;
    if (screen === undefined) return '';
    const changed = this.#fill(screen, frame);
    if (changed) screen.draw(0, screen.lines.length - 1);
    this.#placeCursor(frame, changed);
    return this.#take();
  }

  #fill(screen: Screen, frame: Frame): boolean {
    let changed = false;
    for (const [y, line] of screen.lines.entries()) {
      for (let x = 0; x < line.length; x++) {
        const cell = line[x];
        if (cell === undefined) continue;
        const inside = x < frame.width && y < frame.height;
        const style = inside ? (frame.styles[y * frame.width + x] ?? PLAIN) : PLAIN;
        const text = inside ? this.#cellText(frame, x, y, line.length) : ' ';
        if (cell[0] === style && cell[1] === text) continue;
        cell[0] = style;
        cell[1] = text;
        line.dirty = true;
        changed = true;
      }
    }
    return changed;
  }

  /**
   * What is written for a cell. After a character whose width terminals dispute the cursor is placed anew; before a wide one both its cells are
   * blanked, for a terminal that will fill only one of them.
   */
  #cellText(frame: Frame, x: number, y: number, width: number): string {
    const index = y * frame.width + x;
    const text = frame.characters[index] ?? ' ';
    if (text === '' || !isWidthDisputed(text.codePointAt(0) ?? 0)) return text;
    const { tput } = this.#program;
    const isWide = x + 1 < frame.width && frame.characters[index + 1] === '';
    const next = x + (isWide ? 2 : 1);
    const blanked = isWide ? `  ${tput.cup(y, x)}` : '';
    return blanked + text + (next < width ? tput.cup(y, next) : '');
  }

  #placeCursor(frame: Frame, changed: boolean): void {
    const { cursor } = frame;
    const shown = this.#cursor;
    this.#cursor = cursor;
    if (cursor === undefined) {
      if (shown !== undefined) this.#program.hideCursor();
    } else if (changed || shown?.x !== cursor.x || shown.y !== cursor.y) {
      this.#program.cursorPos(cursor.y, cursor.x);
      if (shown === undefined) this.#program.showCursor();
    }
  }

  #take(): string {
    this.#program.flush();
    return this.#collector.take();
  }
}
