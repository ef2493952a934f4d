// The language of `snapshot --keys`: key names with spaces between; `text:` types what follows, letter by letter.
import { UsageError } from './exit-code.ts';
import { nearest } from '../objects/nearest.ts';

const TEXT = 'text:';

/** The names the key decoder gives; characters are their own names. */
const NAMED: readonly string[] = (
  'enter esc space tab shift-tab backspace delete insert home end pageup pagedown up down left right ' +
  'shift-up shift-down shift-left shift-right f1 f2 f3 f4 f5 f6 f7 f8 f9 f10 f11 f12'
).split(' ');

const isKeyName = (word: string): boolean =>
  NAMED.includes(word) || [...word].length === 1 || /^(ctrl-[a-z\\]|alt-.)$/u.test(word);

/** `down enter text:/cart enter` as the keys a person would press. Throws UsageError for a name that no key has. */
export function pressedKeys(text: string): readonly string[] {
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .flatMap((word) => (word.startsWith(TEXT) ? Array.from(word.slice(TEXT.length)) : [keyNamed(word)]));
}

function keyNamed(word: string): string {
  if (isKeyName(word)) return word;
  throw new UsageError(`--keys: no key is called '${word}'${nearest(word, NAMED)}; write text:${word} to type it`);
}
