// The small part of blessed that is used, typed as it is: the published types are loose and partly wrong. blessed draws cells and knows terminfo;
// its input handling, widgets and process handlers are not used.
declare module 'blessed/lib/program.js' {
  import type { EventEmitter } from 'node:events';

  export type Tput = {
    brokenACS: boolean;
    unicode: boolean;
    colors: number;
    readonly strings: Record<string, unknown>;
    cup(row: number, column: number): string;
  };
  export type ProgramOutput = EventEmitter & {
    columns: number;
    rows: number;
    isTTY: boolean;
    writable: boolean;
    write(text: string): boolean;
  };
  class Program extends EventEmitter {
    static _bound?: boolean;
    constructor(options: {
      input: EventEmitter;
      output: ProgramOutput;
      terminal: string;
      buffer: boolean;
      zero: boolean;
    });
    cols: number;
    rows: number;
    cursorHidden: boolean;
    tput: Tput;
    /** Capability by name, its output written. */
    readonly put: Readonly<Record<string, ((...parameters: number[]) => unknown) | undefined>>;
    flush(): void;
    hideCursor(): void;
    showCursor(): void;
    cursorPos(row: number, column: number): void;
    destroy(): void;
  }
  export default Program;
}

declare module 'blessed/lib/widgets/screen.js' {
  import type Program from 'blessed/lib/program.js';

  /** One cell: packed style, then characters. */
  export type BlessedCell = [number, string];
  export type BlessedLine = BlessedCell[] & { dirty: boolean };
  class Screen {
    static _bound?: boolean;
    constructor(options: { program: Program });
    lines: BlessedLine[];
    readonly tput: Program['tput'];
    /** Alternate buffer, keypad mode, hidden cursor, empty cells. */
    enter(): void;
    /** The reverse of `enter`. */
    leave(): void;
    /** Forgets what the terminal shows and clears it. */
    alloc(dirty?: boolean): void;
    /** Writes the cells that changed in the dirty lines `first` … `last`. */
    draw(first: number, last: number): void;
  }
  export default Screen;
}

declare module 'blessed/lib/tput.js' {
  class Tput {
    /** Throws where the file is not one it can read; it is then taken from blessed's own, or xterm. */
    parseTerminfo: (this: Tput, data: Buffer, file: string) => unknown;
  }
  export default Tput;
}
