// The characters of our own texts in ASCII, for terminals that do not speak UTF-8 and for --ascii. What has no counterpart reads `?`.

/** Beyond the level glyphs (level-look.ts), which have their own letters. */
const IN_ASCII: Readonly<Record<string, string>> = {
  '●': '.',
  '✓': 'v',
  '‖': '=',
  '◌': '~',
  '▲': '!',
  '◆': '#',
  '✖': 'X',
  '▌': '>',
  '─': '-',
  '│': '|',
  '┌': '+',
  '┐': '+',
  '└': '+',
  '┘': '+',
  '├': '+',
  '┤': '+',
  '›': '>',
  '‹': '<',
  '·': '-',
  '…': '~',
  '×': 'x',
  '—': '-',
  '–': '-',
  '•': '*',
  '←': '<-',
  '→': '->',
  '↑': '^',
  '↓': 'v',
  '⏎': 'Enter',
  '⌫': 'Backspace',
  '≥': '>=',
  '≤': '<=',
  '≠': '!=',
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
  µ: 'u',
  '°': 'o',
  '\u00a0': ' ',
};

const NOT_ASCII = /[^\x20-\x7e]/gu;
const MARK = /^\p{Mn}$/u;

function inAscii(character: string): string {
  const known = IN_ASCII[character];
  if (known !== undefined) return known;
  if (MARK.test(character)) return '';
  return character.normalize('NFKD').replace(NOT_ASCII, '') || '?';
}

/** The text in printable ASCII only; letters lose their accents. Lengths may change: measure afterwards. */
export function asciiText(text: string): string {
  return text.replace(NOT_ASCII, inAscii);
}
