// Seeded chance: everything that looks random in the demo (names, uids, addresses, who crashes next) comes from here,
// so that the same seed gives the same bytes. A value hangs on the path asked for, never on the order of asking.

const SUFFIX_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

export class Chance {
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** An unsigned 32-bit number for this path (FNV-1a, then murmur3's finisher so that near paths differ widely). */
  number(path: string): number {
    let hash = (2166136261 ^ this.#seed) >>> 0;
    for (let i = 0; i < path.length; i += 1) hash = Math.imul(hash ^ path.charCodeAt(i), 16777619);
    return finish(hash);
  }

  /** An integer in [0, limit). */
  below(limit: number, path: string): number {
    return this.number(path) % limit;
  }

  /** A lower-case UUID of version 4's shape. */
  uid(path: string): string {
    const a = this.number(path);
    const b = finish(a ^ 0x9e3779b9);
    const c = finish(b ^ 0x85ebca6b);
    const d = finish(c ^ 0xc2b2ae35);
    const variant = (((c >>> 16) & 0x3fff) | 0x8000).toString(16);
    const version = ((b & 0x0fff) | 0x4000).toString(16);
    return `${hex(a, 8)}-${hex(b >>> 16, 4)}-${version}-${variant}-${hex(c & 0xffff, 4)}${hex(d, 8)}`;
  }

  /** `length` characters of the alphabet Kubernetes draws generated names from (no vowels, so no words). */
  suffix(path: string, length: number): string {
    let value = this.number(path);
    let text = '';
    for (let i = 0; i < length; i += 1) {
      text += SUFFIX_ALPHABET.charAt(value % SUFFIX_ALPHABET.length);
      value = finish(value ^ 0x9e3779b9);
    }
    return text;
  }

  /** `length` hexadecimal digits, for image digests and container ids. */
  hexDigits(path: string, length: number): string {
    let value = this.number(path);
    let text = '';
    while (text.length < length) {
      text += hex(value, 8);
      value = finish(value ^ 0x85ebca6b);
    }
    return text.slice(0, length);
  }
}

function finish(value: number): number {
  let mixed = value >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
