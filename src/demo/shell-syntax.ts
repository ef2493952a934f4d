// Reads a line of shell: commands joined by ; && ||, and the words of a command with quotes, variables, arithmetic and
// redirections. Loops, functions and pipes are beyond a pretend shell and are refused as syntax errors.
import { evaluate } from './shell-arithmetic.ts';

export interface Piece {
  /** What stands before it: run always, only after success, only after failure. */
  joint: ';' | '&&' | '||';
  text: string;
}

export interface Words {
  argv: string[];
  /** Output thrown away. */
  outToNull: boolean;
  errToNull: boolean;
  /** Errors go where output goes. */
  errToOut: boolean;
  outToErr: boolean;
}

/** A line that is no shell. `code` is always `syntax`. */
export class ShellSyntaxError extends Error {
  readonly code = 'syntax';
}

const BEYOND = /^(if|for|while|until|case|function)$/;

/** Cuts a script into its commands. Throws `ShellSyntaxError`. */
export function pieces(script: string): Piece[] {
  const found: Piece[] = [];
  let joint: Piece['joint'] = ';';
  let text = '';
  const push = (next: Piece['joint']): void => {
    if (text.trim() !== '') found.push({ joint, text: text.trim() });
    else if (next !== ';' || joint !== ';') throw unexpected(next);
    joint = next;
    text = '';
  };
  for (let at = 0; at < script.length;) {
    const length = unit(script, at);
    const part = script.slice(at, at + length);
    at += length;
    if (part === '&&' || part === '||') push(part);
    else if (part === ';' || part === '\n') push(';');
    else if (part === '|' || part === '(' || part === '`') throw unexpected(part);
    else if (part === '#' && /(^|\s)$/.test(text))
      at = script.indexOf('\n', at) < 0 ? script.length : script.indexOf('\n', at);
    else text += part;
  }
  if (text.trim() !== '' || joint !== ';') push(';');
  const keyword = found.map((each) => each.text.split(/\s/)[0] ?? '').find((word) => BEYOND.test(word));
  if (keyword !== undefined) throw unexpected(keyword);
  return found;
}

function unexpected(what: string): ShellSyntaxError {
  return new ShellSyntaxError(`syntax error: unexpected "${what}"`);
}

/** Length of what belongs together at this place: a quoted text, an expansion, an operator, one character. */
function unit(script: string, at: number): number {
  const rest = script.slice(at);
  const whole = /^(?:'[^']*'|"(?:\\[^]|[^"\\])*"|\$\(\((?:[^)]|\)(?!\)))*\)\)|\$\{[^}]*\}|\\[^]|&&|\|\|)/.exec(rest);
  if (whole) return whole[0].length;
  if (rest.startsWith("'") || rest.startsWith('"'))
    throw new ShellSyntaxError('syntax error: unterminated quoted string');
  return 1;
}

/** The words of one command, expanded with `valueOf` (`$NAME`, `?`). Throws `ShellSyntaxError`. */
export function wordsOf(text: string, valueOf: (name: string) => string): Words {
  const words: Words = { argv: [], outToNull: false, errToNull: false, errToOut: false, outToErr: false };
  let word: string | undefined;
  const end = (): void => {
    if (word !== undefined) words.argv.push(word);
    word = undefined;
  };
  for (let at = 0; at < text.length;) {
    const redirection =
      word === undefined || /^\d$/.test(word) ? /^(\d?)(>>?|<)\s*(&\d|\S+)/.exec(text.slice(at)) : undefined;
    if (redirection) {
      redirect(words, `${word ?? ''}${redirection[1] ?? ''}`, redirection[3] ?? '');
      word = undefined;
      at += redirection[0].length;
      continue;
    }
    const length = unit(text, at);
    const part = text.slice(at, at + length);
    const name = /^\$([A-Za-z_]\w*|[?$#0])/.exec(text.slice(at));
    at += name ? name[0].length : length;
    if (/^\s$/.test(part)) end();
    else word = (word ?? '') + (name ? valueOf(name[1] ?? '') : expanded(part, valueOf));
  }
  end();
  return words;
}

function redirect(words: Words, from: string, to: string): void {
  if (to === '&1') words.errToOut = true;
  else if (to === '&2') words.outToErr = true;
  else if (from === '2') words.errToNull = true;
  else words.outToNull = true;
}

function expanded(part: string, valueOf: (name: string) => string): string {
  if (part.length === 1) return part;
  if (part.startsWith("'")) return part.slice(1, -1);
  if (part.startsWith('\\')) return part.slice(1);
  if (part.startsWith('"')) return inQuotes(part.slice(1, -1), valueOf);
  if (part.startsWith('$((')) return String(evaluate(part.slice(3, -2), valueOf));
  if (!part.startsWith('${')) return part;
  const [name = '', otherwise] = part.slice(2, -1).split(':-');
  return valueOf(name) || (otherwise ?? '');
}

function inQuotes(text: string, valueOf: (name: string) => string): string {
  return text.replaceAll(
    /\\(["$`\\])|\$\(\((.*?)\)\)|\$\{(\w+)\}|\$([A-Za-z_]\w*|[?$#0])/g,
    (_, plain, sum, braced, name) =>
      plain !== undefined
        ? String(plain)
        : sum === undefined
          ? valueOf(String(braced ?? name))
          : String(evaluate(String(sum), valueOf)),
  );
}
