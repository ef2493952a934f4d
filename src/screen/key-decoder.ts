// Bytes from the terminal to keys and pastes. A sequence is taken whole or dropped whole, however it is cut into reads: half a cursor key must not
// become a hotkey, and pasted text must not become commands.
import { controlKey, csiKey, linuxKey, ss3Key } from './key-names.ts';
import { PasteCollector } from './paste-collector.ts';

/**
 * `key`: a printable character as itself, or a name (`space`, `enter`, `shift-left`, `ctrl-d`, `alt-x`, `f1` …). `burst`: it came with so many
 * others that nobody typed it: a paste into a terminal without bracketed paste.
 */
export type Decoded =
  | { readonly type: 'key'; readonly key: string; readonly burst: boolean }
  | { readonly type: 'paste'; readonly text: string };

/** Time as the decoder needs it; tests turn it by hand. */
export type DecoderClock = {
  readonly after: (delayMs: number, call: () => void) => unknown;
  readonly cancel: (timer: unknown) => void;
};

export const REAL_CLOCK: DecoderClock = {
  after: (delayMs, call) => setTimeout(call, delayMs),
  cancel: (timer) => clearTimeout(timer as NodeJS.Timeout | undefined),
};

/** ESC alone is a key when nothing follows for this long; sequences arrive in one piece from terminals near by. */
const LONE_ESC_MS = 35;
/** The rest of a sequence that has begun may come late over a slow line. */
const REST_OF_SEQUENCE_MS = 250;
/** A paste whose end never comes is delivered after this long without a byte. */
const UNTERMINATED_PASTE_MS = 1000;
/** Reads that follow a burst this closely belong to it. */
const BURST_LASTS_MS = 30;
/** So many printable keys in one read are no typing: a fast typist over a slow line sends three. */
const BURST_KEYS = 4;
const LONGEST_SEQUENCE = 256;

/** `string-esc`: ESC inside a string, perhaps its end. */
type Mode = 'ground' | 'esc' | 'csi' | 'linux' | 'ss3' | 'string' | 'string-esc' | 'mouse';

/** One per terminal: `feed` it what is read, `stop` it in the end. Events go to `emit` in order, after the read that completed them. */
export class KeyDecoder {
  readonly #emit: (event: Decoded) => void;
  readonly #clock: DecoderClock;
  readonly #text = new TextDecoder('utf-8', { ignoreBOM: true });
  #mode: Mode = 'ground';
  /** ESC came twice before this sequence: rxvt's alt. */
  #alt = false;
  #body = '';
  #swallow = 0;
  #introducer = '';
  #paste: PasteCollector | undefined;
  #timer: unknown;
  #burstTimer: unknown;
  #found: Decoded[] = [];

  constructor(emit: (event: Decoded) => void, clock: DecoderClock = REAL_CLOCK) {
    this.#emit = emit;
    this.#clock = clock;
  }

  /** Takes one read. UTF-8 and sequences may be cut anywhere. */
  feed(bytes: Uint8Array): void {
    this.#clock.cancel(this.#timer);
    let rest = this.#text.decode(bytes, { stream: true });
    while (rest !== '') rest = this.#paste === undefined ? this.#takeKeys(rest) : this.#takePaste(this.#paste, rest);
    this.#arm();
    this.#deliver();
  }

  /** Forgets what has begun; no event comes afterwards. */
  stop(): void {
    this.#clock.cancel(this.#timer);
    this.#clock.cancel(this.#burstTimer);
    this.#burstTimer = undefined;
    this.#paste = undefined;
    this.#reset();
    this.#found = [];
  }

  /** Takes characters until a paste begins or the text ends; returns what is left. */
  #takeKeys(text: string): string {
    let at = 0;
    while (at < text.length && this.#paste === undefined) {
      const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
      at += character.length;
      this.#take(character);
    }
    return text.slice(at);
  }

  #takePaste(paste: PasteCollector, text: string): string {
    const rest = paste.take(text);
    if (rest === undefined) return '';
    this.#endPaste(paste);
    return rest;
  }

  #endPaste(paste: PasteCollector): void {
    this.#paste = undefined;
    this.#found.push({ type: 'paste', text: paste.text() });
  }

  #take(character: string): void {
    switch (this.#mode) {
      case 'ground':
        return this.#takeGround(character);
      case 'esc':
        return this.#takeEsc(character);
      case 'csi':
        return this.#takeCsi(character);
      case 'ss3':
        return this.#takeSs3(character);
      case 'string':
        return this.#takeString(character);
      case 'linux':
        this.#reset();
        return this.#key(linuxKey(character));
      case 'mouse':
        if (--this.#swallow === 0) this.#reset();
        return;
      case 'string-esc':
        if (character === '\\') return this.#reset();
        this.#mode = 'esc';
        return this.#takeEsc(character);
    }
  }

  #takeGround(character: string): void {
    if (character === '\u001b') this.#mode = 'esc';
    else this.#key(plainKey(character));
  }

  #takeEsc(character: string): void {
    if (character === '\u001b') {
      if (this.#alt) this.#key('esc');
      this.#alt = true;
      return;
    }
    this.#introducer = character;
    this.#body = '';
    if (character === '[') this.#mode = 'csi';
    else if (character === 'O') this.#mode = 'ss3';
    else if (']PX^_'.includes(character)) this.#mode = 'string';
    else {
      if (this.#alt) this.#key('esc');
      this.#reset();
      const key = plainKey(character);
      this.#key(key === undefined ? undefined : `alt-${key}`);
    }
  }

  #takeCsi(character: string): void {
    if (this.#isBroken(character)) return;
    if (this.#body === '' && character === '[') {
      this.#mode = 'linux';
    } else if (this.#body === '' && character === 'M') {
      this.#mode = 'mouse'; // X10 mouse: button, column and line follow as one character each
      this.#swallow = 3;
    } else if ((character >= '@' && character <= '~') || (character === '$' && /^\d+$/.test(this.#body))) {
      this.#finishCsi(character);
    } else if (this.#body.length < LONGEST_SEQUENCE) {
      this.#body += character;
    }
  }

  #finishCsi(final: string): void {
    const body = this.#body;
    const alt = this.#alt;
    this.#reset();
    if (body === '200' && final === '~') {
      this.#paste = new PasteCollector();
      return;
    }
    const key = body.length < LONGEST_SEQUENCE ? csiKey(body, final) : undefined;
    this.#key(key !== undefined && alt ? `alt-${key}` : key);
  }

  #takeSs3(character: string): void {
    if (this.#isBroken(character)) return;
    if (/[0-9;]/.test(character) && this.#body.length < LONGEST_SEQUENCE) {
      this.#body += character;
      return;
    }
    const body = this.#body;
    const alt = this.#alt;
    this.#reset();
    const key = ss3Key(body, character);
    this.#key(key !== undefined && alt ? `alt-${key}` : key);
  }

  /** OSC, DCS, APC, PM, SOS: answers of the terminal. Ends with BEL or ST. */
  #takeString(character: string): void {
    if (character === '\u0007' || character === '\u009c') this.#reset();
    else if (!this.#isBroken(character)) this.#body = 'begun';
  }

  /** ESC begins anew, CAN and SUB cancel: both end what has begun. Other controls inside a sequence are dropped. */
  #isBroken(character: string): boolean {
    if (character === '\u001b') {
      const next = this.#mode === 'string' ? 'string-esc' : 'esc';
      this.#reset();
      this.#mode = next;
      return true;
    }
    if (character === '\u0018' || character === '\u001a') {
      this.#reset();
      return true;
    }
    return character < ' ' || character >= '\u007f';
  }

  #key(name: string | undefined): void {
    if (name !== undefined && name !== '') this.#found.push({ type: 'key', key: name, burst: false });
  }

  #reset(): void {
    this.#mode = 'ground';
    this.#alt = false;
    this.#body = '';
    this.#introducer = '';
  }

  /** Nothing more may come: after a while what has begun is taken for what it is. */
  #arm(): void {
    if (this.#mode === 'ground' && this.#paste === undefined) return;
    const delayMs = this.#mode === 'esc' ? LONE_ESC_MS : REST_OF_SEQUENCE_MS;
    this.#timer = this.#clock.after(this.#paste === undefined ? delayMs : UNTERMINATED_PASTE_MS, () => {
      this.#giveUp();
      this.#deliver();
    });
  }

  #giveUp(): void {
    if (this.#paste !== undefined) return this.#endPaste(this.#paste);
    const begun = { mode: this.#mode, introducer: this.#introducer, alt: this.#alt, empty: this.#body === '' };
    this.#reset();
    if (begun.mode === 'esc') {
      if (begun.alt) this.#key('esc');
      this.#key('esc');
    } else if (begun.empty && (begun.mode === 'csi' || begun.mode === 'ss3' || begun.mode === 'string')) {
      this.#key(`alt-${begun.introducer}`); // a person pressed alt with `[`, `O`, `]` …
    }
  }

  #deliver(): void {
    const found = this.#found;
    this.#found = [];
    const printable = found.filter((event) => event.type === 'key' && isPrintable(event.key)).length;
    const burst = printable >= BURST_KEYS || this.#burstTimer !== undefined;
    if (burst && found.length > 0) {
      this.#clock.cancel(this.#burstTimer);
      this.#burstTimer = this.#clock.after(BURST_LASTS_MS, () => {
        this.#burstTimer = undefined;
      });
    }
    for (const event of found) this.#emit(burst && event.type === 'key' ? { ...event, burst } : event);
  }
}

/** What pasted text consists of. */
function isPrintable(key: string): boolean {
  return key === 'space' || key === 'enter' || key === 'tab' || [...key].length === 1;
}

/** A character outside any sequence; undefined when it is no key (C1 controls, what was not UTF-8). */
function plainKey(character: string): string | undefined {
  if (character === ' ') return 'space';
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) return controlKey(code) || undefined;
  return (code >= 0x80 && code <= 0x9f) || code === 0xfffd ? undefined : character;
}
