// Names and messages come from clusters, and clusters hold anything: a label with an escape sequence must not move the cursor, a right-to-left
// override must not reverse a table, a newline must not break a row. Whatever is shown or printed goes through here once.

/**
 * Anything that may need work: C0, DEL, C1, soft hyphen, bidi marks and overrides, zero-width and invisible characters, line separators,
 * annotation marks, surrogates (half of them may be alone, half may be tag characters).
 */
const SUSPECT =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]/;

/** ECMA-48 sequences: strings (OSC, DCS, SOS, PM, APC) up to their terminator or the end of the line, CSI, and ESC with its final byte. */
const SEQUENCES = [
  // A string ends at BEL, ST (ESC \ or C1), or, when it never ends, with its line.
  /(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c\r\n]*(?:\u0007|\u001b\\|\u009c)?/g,
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?/g,
  /\u001b[ -/]*[0-~]?/g,
] as const;

const LINE_BREAKS = /[\r\n\t\v\f\u0085\u2028\u2029]+/g;
const INVISIBLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/g;

/**
 * The text as one line that cannot steer a terminal: control sequences and invisible characters removed, line breaks and tabs as one space,
 * lone surrogates as U+FFFD. Returns the same string when it is clean, which is nearly always.
 */
export function printable(text: string): string {
  if (!SUSPECT.test(text)) return text;
  let clean = text.toWellFormed(); // first: taking a sequence out must not join two halves
  for (const sequence of SEQUENCES) clean = clean.replace(sequence, '');
  return clean.replace(LINE_BREAKS, ' ').replace(INVISIBLE, '');
}
