// The line a person is typing at a pretend terminal, edited as a Linux tty in cooked mode does it: echo, backspace, Ctrl-U,
// Ctrl-W, and the keys that are signals.

/** What a byte meant, besides its echo. */
export type Typed =
  | { is: 'nothing' }
  | { is: 'line'; bytes: Buffer }
  | { is: 'end' }
  | { is: 'interrupt' }
  | { is: 'stop-output' }
  | { is: 'start-output' };

const NOTHING: Typed = { is: 'nothing' };
const ERASE = '\b \b';

export class TerminalLine {
  #bytes: number[] = [];

  /** Takes one byte; `echo` is given what the terminal shows of it. */
  type(byte: number, echo: (text: string | number) => void): Typed {
    switch (byte) {
      case 3:
      case 28:
        this.#bytes = [];
        echo(byte === 3 ? '^C\r\n' : '^\\\r\n');
        return { is: 'interrupt' };
      case 4:
        return this.#bytes.length === 0 ? { is: 'end' } : { is: 'line', bytes: this.#take() };
      case 10:
      case 13:
        echo('\r\n');
        this.#bytes.push(10);
        return { is: 'line', bytes: this.#take() };
      case 17:
        return { is: 'start-output' };
      case 19:
        return { is: 'stop-output' };
      default:
        this.#edit(byte, echo);
        return NOTHING;
    }
  }

  #take(): Buffer {
    const bytes = Buffer.from(this.#bytes);
    this.#bytes = [];
    return bytes;
  }

  #edit(byte: number, echo: (text: string | number) => void): void {
    switch (byte) {
      case 8:
      case 127:
        return this.#erase(echo);
      case 21:
        while (this.#bytes.length > 0) this.#erase(echo);
        return;
      case 23:
        while (this.#bytes.at(-1) === 32) this.#erase(echo);
        while (this.#bytes.length > 0 && this.#bytes.at(-1) !== 32) this.#erase(echo);
        return;
      default:
        this.#bytes.push(byte);
        echo(byte < 32 && byte !== 9 ? `^${String.fromCharCode(byte + 64)}` : byte);
    }
  }

  /** Takes the last character away, however many bytes and columns it has. */
  #erase(echo: (text: string | number) => void): void {
    const taken: number[] = [];
    for (let byte = this.#bytes.pop(); byte !== undefined; byte = this.#bytes.pop()) {
      taken.unshift(byte);
      if ((byte & 0xc0) !== 0x80) break;
    }
    if (taken.length === 0) return;
    const [first = 0] = taken;
    const isShownAsTwo = first < 32 || taken.length >= 3;
    echo(isShownAsTwo ? ERASE + ERASE : ERASE);
  }
}
